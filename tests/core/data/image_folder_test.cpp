// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/data/sets.h"
#include "tests/support/paths.h"

#include "core/data/image_file.h"
#include "core/data/image_folder.h"
#include "core/data/preprocess.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace espalier {
namespace {

using test::error_of;
using test::put;
using test::ramp_image;
using test::TempDir;
using test::text_of;
using testing::HasSubstr;

std::string png(int height, int width, int channels) {
    return text_of(to_png(ramp_image(height, width, channels)));
}

TEST(ImageFile, DecodesItsOwnPngExactly) {
    for (const int channels : {1, 3}) {
        const Image image = ramp_image(5, 7, channels);
        const Image back = decode_image(to_png(image));
        EXPECT_EQ(back.height, 5);
        EXPECT_EQ(back.width, 7);
        EXPECT_EQ(back.channels, channels);
        EXPECT_EQ(back.pixels, image.pixels);
    }
}

TEST(ImageFile, RefusesAPictureThatIsCutShort) {
    const auto whole = to_png(ramp_image(9, 9, 3));
    for (std::size_t length = 0; length < whole.size() - 4; ++length) {
        const Error error =
            error_of([&] { static_cast<void>(decode_image(std::span(whole).first(length))); });
        EXPECT_EQ(error.code(), ErrorCode::BadInput) << length << ": " << error.message();
    }
}

// The headers claim far more than the file holds, or sizes no decoder should try.
TEST(ImageFile, RefusesHostileHeaders) {
    std::string bomb = png(2, 2, 1);
    bomb.replace(16, 8, std::string("\x00\x01\x00\x00\x00\x01\x00\x00", 8));
    const std::vector<std::string> hostile = {
        "",
        "x",
        "GIF89a",
        bomb,
        "P6 30000 30000 255\n",
        "P6 3000000000 30000 255\n",
        "P5 # comment without end",
        "P5 0 0 255\n",
        std::string("\xff\xd8\xff\xd9", 4),
        std::string("\xff\xd8\xff\xe0\x00\x00", 6),
        std::string("\xff\xd8\xff\xff\xff\xff\xff\xff", 8),
        std::string("RIFF\xff\xff\xff\xffWEBPVP8 ", 16),
        std::string("BM") + std::string(60, '\xff'),
        std::string("\x89PNG\r\n\x1a\n") + std::string(40, '\xff'),
    };
    for (const auto& text : hostile) {
        const Error error =
            error_of([&] { static_cast<void>(decode_image(std::as_bytes(std::span(text)))); });
        EXPECT_EQ(error.code(), ErrorCode::BadInput) << text.size() << " " << error.message();
    }
}

TEST(ImageFolder, ReadsOneFolderPerClass) {
    const TempDir dir;
    put(dir / "dog/b.png", png(3, 4, 3));
    put(dir / "dog/a.PNG", png(5, 4, 1));
    put(dir / "dog/notes.txt", "not a picture");
    put(dir / "cat/z.png", png(6, 4, 3));
    put(dir / ".hidden/z.png", png(6, 4, 3));
    const DatasetPtr set = open_dataset(dir.path().string(), Split::Test);
    EXPECT_EQ(set->class_names(), (std::vector<std::string>{"cat", "dog"}));
    ASSERT_EQ(set->size(), 3U);
    EXPECT_EQ(set->label(0), 0);
    EXPECT_EQ(set->label(1), 1);
    EXPECT_EQ(set->image(1).height, 5) << "sorted by name";
    EXPECT_EQ(set->image(1).channels, 1);
    EXPECT_THAT(set->note(), HasSubstr("not divided"));
    const std::vector<std::size_t> all = {0, 1, 2};
    EXPECT_EQ(load_batch(*set, all, {}, {1, 3, 8, 8}).shape(), (Shape{3, 3, 8, 8}));
}

TEST(ImageFolder, ReadsSplitsWithFoldersOfTheirOwn) {
    const TempDir dir;
    put(dir / "train/ant/1.png", png(1, 1, 1));
    put(dir / "train/bee/1.png", png(1, 1, 1));
    put(dir / "val/bee/1.png", png(1, 1, 1));
    put(dir / "val/bee/2.png", png(1, 1, 1));
    const DatasetPtr test = open_dataset(dir.path().string(), Split::Test);
    EXPECT_EQ(test->size(), 2U);
    EXPECT_EQ(test->classes(), 2) << "a class may lack test pictures";
    EXPECT_EQ(test->label(0), 1);
    EXPECT_EQ(test->note(), "");
    EXPECT_EQ(open_dataset(dir.path().string(), Split::Train)->size(), 2U);
}

TEST(ImageFolder, ReadsNumberedPictures) {
    const TempDir dir;
    put(dir / "2_owl.png", png(1, 1, 1));
    put(dir / "10_fox.png", png(2, 1, 1));
    put(dir / "2_owl_again.png", png(3, 1, 1));
    const DatasetPtr set = open_dataset(dir.path().string(), Split::Test);
    ASSERT_EQ(set->size(), 3U);
    EXPECT_EQ(set->classes(), 11);
    EXPECT_EQ(set->label(1), 2);
    EXPECT_EQ(set->label(2), 10);
    EXPECT_EQ(set->class_names().at(10), "fox");
    EXPECT_EQ(set->class_names().at(3), "");
    put(dir / "stray.png", png(1, 1, 1));
    EXPECT_THAT(error_of([&] {
                    static_cast<void>(open_dataset(dir.path().string(), Split::Test));
                }).message(),
                HasSubstr("no class number"));
}

TEST(ImageFolder, FingerprintFollowsTheContent) {
    const TempDir dir;
    put(dir / "a/1.png", png(1, 1, 1));
    put(dir / "b/1.png", png(2, 1, 1));
    const auto print = [&] {
        return open_dataset(dir.path().string(), Split::Test)->fingerprint();
    };
    const std::string before = print();
    EXPECT_EQ(before.size(), 64U);
    EXPECT_EQ(print(), before);
    put(dir / "b/1.png", png(3, 1, 1));
    EXPECT_NE(print(), before);
}

TEST(ImageFolder, ABrokenPictureIsNamedWhenItIsAskedFor) {
    const TempDir dir;
    put(dir / "a/1.png", png(1, 1, 1).substr(0, 30));
    const DatasetPtr set = open_dataset(dir.path().string(), Split::Test);
    const Error error = error_of([&] { static_cast<void>(set->image(0)); });
    EXPECT_EQ(error.code(), ErrorCode::BadInput);
    EXPECT_EQ(error.where(), (dir / "a/1.png").string());
}

TEST(ImageFolder, ReadsImageNetSamples) {
    ESPALIER_DATA_OR_SKIP(folder, "imagenet-samples");
    const DatasetPtr set = open_dataset("imagenet-samples", Split::Test, folder.parent_path());
    ASSERT_EQ(set->size(), 500U);
    EXPECT_EQ(set->classes(), 1000);
    for (std::size_t i = 0; i < set->size(); ++i) {
        EXPECT_EQ(set->label(i), static_cast<int>(2 * i));
    }
    EXPECT_EQ(set->class_names().at(0), "tench");
    EXPECT_EQ(set->class_names().at(998), "ear");
    const std::vector<std::size_t> some = {0, 17, 499};
    const Tensor batch =
        load_batch(*set, some, {1.0, {128}, {128}, false, 0.875, 0}, {1, 3, 224, 224});
    for (const float value : batch.data<float>()) {
        ASSERT_GE(value, -1.0F);
        ASSERT_LT(value, 1.0F);
    }
    // A real JPEG, cut at many places: the decoder itself would fill the rest with grey.
    const Image image = set->image(0);
    EXPECT_EQ(image.channels, 3);
    std::ifstream in(folder / "000_n01440764_tench.jpg", std::ios::binary);
    const std::string jpeg{std::istreambuf_iterator<char>(in), {}};
    for (std::size_t length = 0; length < jpeg.size(); length += 97) {
        const std::string cut = jpeg.substr(0, length);
        EXPECT_EQ(error_of([&] {
                      static_cast<void>(decode_image(std::as_bytes(std::span(cut))));
                  }).code(),
                  ErrorCode::BadInput)
            << length;
    }
}

TEST(OpenDataset, LooksInTheGivenFolderThenInTheEnvironment) {
    const TempDir first;
    const TempDir second;
    put(second / "mine/a/1.png", png(1, 1, 1));
    const char* before = std::getenv("ESPALIER_DATA");
    const std::string kept = before != nullptr ? before : "";
    setenv("ESPALIER_DATA", second.path().c_str(), 1);
    EXPECT_EQ(open_dataset("mine", Split::Test, first.path())->image(0).height, 1);
    put(first / "mine/a/1.png", png(2, 1, 1));
    EXPECT_EQ(open_dataset("mine", Split::Test, first.path())->image(0).height, 2);
    EXPECT_EQ(open_dataset("mine", Split::Test)->name(), "mine");
    if (before != nullptr) {
        setenv("ESPALIER_DATA", kept.c_str(), 1);
    } else {
        unsetenv("ESPALIER_DATA");
    }
}

TEST(OpenDataset, SaysHowToGetWhatIsMissing) {
    const TempDir dir;
    const auto error = [&](const std::string& set) {
        return error_of([&] { static_cast<void>(open_dataset(set, Split::Test, dir.path())); });
    };
    EXPECT_EQ(error("fashion-mnist").code(), ErrorCode::Io);
    EXPECT_THAT(error("fashion-mnist").hint(), HasSubstr("espalier data get fashion-mnist"));
    EXPECT_THAT(error("no-such-set").hint(), HasSubstr("mnist"));
    EXPECT_EQ(error((dir / "absent/folder").string()).code(), ErrorCode::Io);
    EXPECT_THAT(error(dir.path().string()).hint(), HasSubstr("one folder of pictures per class"));
    EXPECT_EQ(error("").code(), ErrorCode::BadInput);
}

TEST(Limited, KeepsTheFirstPictures) {
    const TempDir dir;
    for (const char* name : {"a/1.png", "a/2.png", "b/1.png"}) {
        put(dir / name, png(1, 1, 1));
    }
    const DatasetPtr set = open_dataset(dir.path().string(), Split::Test);
    EXPECT_EQ(limited(set, 0), set);
    EXPECT_EQ(limited(set, 3), set);
    const DatasetPtr two = limited(set, 2);
    EXPECT_EQ(two->size(), 2U);
    EXPECT_EQ(two->classes(), 2);
    EXPECT_EQ(two->label(1), 0);
    EXPECT_THROW(static_cast<void>(two->label(2)), Error);
    EXPECT_THROW(static_cast<void>(two->image(2)), Error);
    EXPECT_NE(two->fingerprint(), set->fingerprint());
}

} // namespace
} // namespace espalier
