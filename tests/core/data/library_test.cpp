// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/data/sets.h"
#include "tests/support/paths.h"

#include "core/base/json.h"
#include "core/data/byte_reader.h"
#include "core/data/idx.h"
#include "core/data/image_file.h"
#include "core/data/library.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace espalier {
namespace {

namespace fs = std::filesystem;
using test::error_of;
using test::put;
using test::TempDir;
using testing::HasSubstr;

TEST(Library, ListsEveryKnownSet) {
    const TempDir dir;
    put(dir / "fashion-mnist/test_batch.bin", std::string(3073, '\1'));
    const auto listings = list_datasets(dir.path());
    ASSERT_EQ(listings.size(), known_sets().size());
    for (const auto& listing : listings) {
        EXPECT_FALSE(listing.title.empty());
        EXPECT_FALSE(listing.how_to_get.empty());
        EXPECT_EQ(listing.to_json()["id"], listing.id);
        if (listing.id == "glyphs" || listing.id == "shapes" || listing.id == "sequences") {
            EXPECT_TRUE(listing.available);
        }
        if (listing.id == "fashion-mnist") {
            EXPECT_TRUE(listing.available);
            EXPECT_EQ(listing.bytes, 3073U);
            EXPECT_EQ(listing.licence, "MIT");
        }
    }
}

TEST(Library, MakesFilesThatReadBackAsTheSet) {
    const TempDir dir;
    for (const std::string id : {"glyphs", "shapes", "sequences"}) {
        std::size_t reports = 0;
        make_dataset(id, dir / id, kDatasetSeed,
                     Job({}, [&](std::size_t, std::size_t, std::string_view) { ++reports; }));
        EXPECT_GT(reports, 10U);
        EXPECT_FALSE(fs::exists(dir / id / ".part"));
        for (const Split split : {Split::Train, Split::Test}) {
            const DatasetPtr drawn = open_dataset(id, split);
            const DatasetPtr read = open_dataset((dir / id).string(), split);
            ASSERT_EQ(read->size(), drawn->size());
            EXPECT_EQ(read->classes(), drawn->classes());
            for (std::size_t i = 0; i < read->size(); i += 997) {
                EXPECT_EQ(read->label(i), drawn->label(i));
                EXPECT_EQ(read->image(i).pixels, drawn->image(i).pixels);
            }
        }
    }
    EXPECT_EQ(open_dataset((dir / "shapes").string(), Split::Test)->class_names().at(4), "star");
    EXPECT_EQ(error_of([&] { make_dataset("mnist", dir / "x"); }).code(), ErrorCode::Usage);
}

TEST(Library, AStoppedMakeLeavesNothing) {
    const TempDir dir;
    std::stop_source stop;
    const Job job(stop.get_token(), [&](std::size_t done, std::size_t, std::string_view) {
        if (done > 1000) {
            stop.request_stop();
        }
    });
    EXPECT_EQ(error_of([&] { make_dataset("glyphs", dir / "g", 1, job); }).code(),
              ErrorCode::Cancelled);
    EXPECT_TRUE(fs::is_empty(dir / "g"));
}

TEST(Library, ChecksByReadingEverything) {
    const TempDir dir;
    const Image image = test::ramp_image(4, 6, 1);
    const std::string png = test::text_of(to_png(image));
    put(dir / "s/train/a/1.png", png);
    put(dir / "s/train/b/1.png", png.substr(0, 40));
    put(dir / "s/test/a/1.png", png);
    const DatasetCheck check = check_dataset((dir / "s").string());
    EXPECT_FALSE(check.ok());
    ASSERT_EQ(check.problems.size(), 1U);
    EXPECT_THAT(check.problems[0], HasSubstr("b/1.png"));
    EXPECT_EQ(check.train.pictures, 2U);
    EXPECT_EQ(check.train.per_class, (std::vector<std::size_t>{1, 1}));
    EXPECT_EQ(check.test.per_class, (std::vector<std::size_t>{1, 0}));
    EXPECT_EQ(check.test.width[1], 6);
    EXPECT_EQ(check.to_json()["test"]["height"], 4);
    EXPECT_EQ(error_of([&] { static_cast<void>(check_dataset((dir / "none").string())); }).code(),
              ErrorCode::Io);
}

TEST(Library, ChecksPublicSetsAgainstTheirManifest) {
    const TempDir dir;
    const auto idx = [](std::vector<std::int64_t> dims, std::size_t count) {
        return gzip(to_idx(dims, std::vector<std::uint8_t>(count, 1)));
    };
    for (const std::string stem : {"train", "t10k"}) {
        put(dir / ("mnist/" + stem + "-images-idx3-ubyte.gz"), idx({5, 2, 2}, 20));
        put(dir / ("mnist/" + stem + "-labels-idx1-ubyte.gz"), idx({5}, 5));
    }
    const DatasetCheck check = check_dataset("mnist", dir.path());
    EXPECT_THAT(check.problems, testing::Contains("found 5 training pictures, expected 60000"));
    EXPECT_THAT(check.problems, testing::Contains(HasSubstr("SHA-256 is")));
    put(dir / "mnist/train-images-idx3-ubyte.gz", "broken");
    EXPECT_THAT(check_dataset("mnist", dir.path()).problems,
                testing::Contains(HasSubstr("no gzip stream")));
}

TEST(Library, FindsTheRealSetsWhole) {
    ESPALIER_DATA_OR_SKIP(folder, "mnist");
    const DatasetCheck check = check_dataset("mnist", folder.parent_path());
    EXPECT_THAT(check.problems, testing::IsEmpty());
    EXPECT_NEAR(check.train.mean / 255, 0.1307, 5e-5);
    EXPECT_EQ(check.test.pictures, 10'000U);
}

} // namespace
} // namespace espalier
