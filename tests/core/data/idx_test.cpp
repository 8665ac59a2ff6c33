// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/data/sets.h"
#include "tests/support/paths.h"

#include "core/data/byte_reader.h"
#include "core/data/idx.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <numeric>

namespace espalier {
namespace {

using test::error_of;
using test::put;
using test::TempDir;
using test::text_of;
using testing::HasSubstr;

std::string header(std::string magic, const std::vector<std::uint32_t>& dims) {
    for (const std::uint32_t dim : dims) {
        for (const unsigned shift : {24U, 16U, 8U, 0U}) {
            magic += static_cast<char>(dim >> shift & 0xffU);
        }
    }
    return magic;
}

const std::string kMagic3("\0\0\x08\x03", 4);
const std::string kMagic1("\0\0\x08\x01", 4);

std::string ramp(std::size_t count) {
    std::string text(count, '\0');
    std::iota(text.begin(), text.end(), '\0');
    return text;
}

std::string gz(const std::string& text) {
    return gzip(std::as_bytes(std::span(text)));
}

/// Three pictures of 2x4 pixels, values 0, 1, 2 ...
std::string small_file() {
    return header(kMagic3, {3, 2, 4}) + ramp(24);
}

TEST(Idx, ReadsWhatTheFormatDescribes) {
    const TempDir dir;
    put(dir / "plain", small_file());
    put(dir / "packed.gz", gz(small_file()));
    for (const char* name : {"plain", "packed.gz"}) {
        const IdxArray array = read_idx(dir / name);
        EXPECT_EQ(array.dims, (std::vector<std::int64_t>{3, 2, 4}));
        ASSERT_EQ(array.values.size(), 24U);
        for (std::size_t i = 0; i < 24; ++i) {
            EXPECT_EQ(array.values[i], i);
        }
    }
}

TEST(Idx, WritesWhatItReads) {
    const std::vector<std::int64_t> dims = {3, 2, 4};
    const std::string values = ramp(24);
    const std::vector<std::uint8_t> bytes(values.begin(), values.end());
    EXPECT_EQ(text_of(to_idx(dims, bytes)), small_file());
    EXPECT_THROW(static_cast<void>(to_idx(dims, std::span(bytes).first(23))), Error);
}

TEST(Idx, SaysWhereAFileIsCutShortWhereverThatIs) {
    const TempDir dir;
    const std::string whole = small_file();
    const std::string packed = gz(whole);
    for (std::size_t length = 0; length < whole.size(); ++length) {
        put(dir / "cut", whole.substr(0, length));
        const Error error = error_of([&] { static_cast<void>(read_idx(dir / "cut")); });
        EXPECT_EQ(error.code(), ErrorCode::BadInput) << length << ": " << error.message();
        EXPECT_EQ(error.where(), (dir / "cut").string());
    }
    for (std::size_t length = 0; length < packed.size(); ++length) {
        put(dir / "cut.gz", packed.substr(0, length));
        const Error error = error_of([&] { static_cast<void>(read_idx(dir / "cut.gz")); });
        EXPECT_EQ(error.code(), ErrorCode::BadInput) << length << ": " << error.message();
        EXPECT_EQ(error.where(), (dir / "cut.gz").string());
    }
}

TEST(Idx, NeverCrashesOnAFlippedByte) {
    const TempDir dir;
    const std::string packed = gz(small_file());
    for (std::size_t at = 0; at < packed.size(); ++at) {
        std::string broken = packed;
        broken[at] = static_cast<char>(broken[at] ^ 0x55);
        put(dir / "broken.gz", broken);
        try {
            // A flip in the header's unused fields may be harmless; then the content is whole.
            EXPECT_EQ(read_idx(dir / "broken.gz").values.size(), 24U) << at;
        } catch (const Error& error) {
            // Unsupported where the flip made the element type another known one.
            EXPECT_TRUE(error.code() == ErrorCode::BadInput ||
                        error.code() == ErrorCode::Unsupported)
                << at;
        }
    }
}

TEST(Idx, NamesFoundAndExpected) {
    const TempDir dir;
    const auto message = [&](const std::string& bytes, const char* name = "file") {
        put(dir / name, bytes);
        return error_of([&] { static_cast<void>(read_idx(dir / name)); }).message();
    };
    EXPECT_THAT(message("PNG and more"), HasSubstr("starts with 50 4e 47 20"));
    EXPECT_THAT(message(header(std::string("\0\0\x0d\x01", 4), {4}) + ramp(16)),
                HasSubstr("float32"));
    EXPECT_THAT(message(header(std::string("\0\0\x77\x01", 4), {4})), HasSubstr("is 77"));
    EXPECT_THAT(message(std::string("\0\0\x08\0", 4)), HasSubstr("rank at offset 3 is 0"));
    EXPECT_THAT(message(std::string("\0\0\x08\xff", 4)), HasSubstr("255"));
    EXPECT_THAT(message(header(kMagic3, {0xffffffffU, 0xffffffffU, 0xffffffffU})),
                HasSubstr("at most"));
    EXPECT_THAT(message(header(kMagic3, {60000, 28, 28}) + ramp(5)),
                HasSubstr("promises 47040000 values"));
    EXPECT_THAT(message(small_file() + "x"), HasSubstr("more bytes at offset 40"));
    EXPECT_THAT(message(gz(small_file()) + "trailing", "long.gz"), HasSubstr("corrupt"));
    EXPECT_THAT(message("no gzip", "file.gz"), HasSubstr("no gzip stream"));
    EXPECT_EQ(error_of([&] { static_cast<void>(read_idx(dir / "absent")); }).code(), ErrorCode::Io);
    EXPECT_EQ(error_of([&] { static_cast<void>(read_idx(dir.path())); }).code(),
              ErrorCode::BadInput);
}

TEST(Idx, OpensAFolderOfPictures) {
    const TempDir dir;
    put(dir / "train-images-idx3-ubyte", small_file());
    put(dir / "train-labels.idx1-ubyte", header(kMagic1, {3}) + std::string("\2\0\1", 3));
    put(dir / "t10k-images-idx3-ubyte.gz", gz(header(kMagic3, {1, 2, 4}) + ramp(8)));
    put(dir / "t10k-labels-idx1-ubyte.gz", gz(header(kMagic1, {1}) + std::string("\4", 1)));
    const DatasetPtr train = open_dataset(dir.path().string(), Split::Train);
    EXPECT_EQ(train->size(), 3U);
    EXPECT_EQ(train->classes(), 5) << "the largest label of both splits counts";
    EXPECT_EQ(train->label(0), 2);
    EXPECT_EQ(train->label(2), 1);
    const Image image = train->image(1);
    EXPECT_EQ(image.height, 2);
    EXPECT_EQ(image.width, 4);
    EXPECT_EQ(image.channels, 1);
    EXPECT_EQ(image.pixels.front(), 8);
    EXPECT_THROW(static_cast<void>(train->image(3)), Error);
    EXPECT_THROW(static_cast<void>(train->label(3)), Error);
    EXPECT_EQ(open_dataset(dir.path().string(), Split::Test)->label(0), 4);
}

TEST(Idx, RefusesLabelsThatDoNotFitThePictures) {
    const TempDir dir;
    put(dir / "train-images-idx3-ubyte", small_file());
    const auto open = [&] {
        return error_of([&] { static_cast<void>(open_idx(dir.path(), Split::Train, "x")); });
    };
    EXPECT_THAT(open().message(), HasSubstr("train-labels-idx1-ubyte"));
    put(dir / "train-labels-idx1-ubyte", header(kMagic1, {2}) + ramp(2));
    EXPECT_THAT(open().message(), HasSubstr("found 3 pictures, expected 2"));
    put(dir / "train-labels-idx1-ubyte", small_file());
    EXPECT_THAT(open().message(), HasSubstr("3 dimensions, expected 1"));
    put(dir / "train-labels-idx1-ubyte", header(kMagic1, {3}) + ramp(3));
    const Error error = error_of([&] {
        static_cast<void>(open_idx(dir.path(), Split::Train, "x", {"one", "two"}));
    });
    EXPECT_THAT(error.message(), HasSubstr("picture 2 has label 2, expected below 2"));
    put(dir / "train-images-idx3-ubyte", header(kMagic3, {3, 0, 4}));
    EXPECT_THAT(open().message(), HasSubstr("dimension 1 is 0"));
}

// Counts per class as published with the set (and in every paper on it).
TEST(Idx, ReadsMnist) {
    ESPALIER_DATA_OR_SKIP(folder, "mnist");
    const DatasetPtr train = open_dataset("mnist", Split::Train, folder.parent_path());
    const DatasetPtr test = open_dataset("mnist", Split::Test, folder.parent_path());
    ASSERT_EQ(train->size(), 60000U);
    ASSERT_EQ(test->size(), 10000U);
    EXPECT_EQ(train->classes(), 10);
    const std::array<int, 5> first_train = {5, 0, 4, 1, 9};
    const std::array<int, 5> first_test = {7, 2, 1, 0, 4};
    for (std::size_t i = 0; i < 5; ++i) {
        EXPECT_EQ(train->label(i), first_train[i]);
        EXPECT_EQ(test->label(i), first_test[i]);
    }
    const auto balance = [](const Dataset& set) {
        std::vector<int> counts(10);
        for (std::size_t i = 0; i < set.size(); ++i) {
            ++counts[static_cast<std::size_t>(set.label(i))];
        }
        return counts;
    };
    EXPECT_EQ(balance(*train),
              (std::vector<int>{5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949}));
    EXPECT_EQ(balance(*test),
              (std::vector<int>{980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009}));
    // The mean that every training script normalises with.
    double sum = 0;
    for (std::size_t i = 0; i < train->size(); ++i) {
        const Image image = train->image(i);
        sum += std::accumulate(image.pixels.begin(), image.pixels.end(), 0.0);
    }
    EXPECT_NEAR(sum / (60000.0 * 784 * 255), 0.1307, 5e-5);
}

} // namespace
} // namespace espalier
