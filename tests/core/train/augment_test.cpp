// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/train/augment.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

namespace espalier {
namespace {

/// Every pixel a number of its own, from 1.
Image numbered(int height, int width, int channels) {
    Image image{height, width, channels, {}};
    for (int i = 0; i < height * width * channels; ++i) {
        image.pixels.push_back(static_cast<std::uint8_t>(i + 1));
    }
    return image;
}

/// Pixels of at most 9 as digits, others as some letter.
std::string text(const Image& image) {
    std::string result;
    for (const std::uint8_t pixel : image.pixels) {
        result += static_cast<char>('0' + pixel);
    }
    return result;
}

TEST(Augmentation, TextGoesBothWays) {
    for (const char* text : {"none", "flip", "shift2", "flip+crop4", "flip+shift1+crop4"}) {
        EXPECT_EQ(Augmentation::parse(text).str(), text);
    }
    for (const char* text : {"rotate", "crop", "crop0", "shift-1", "crop4x", "flip+", "crop9999"}) {
        EXPECT_THROW(static_cast<void>(Augmentation::parse(text)), Error) << text;
    }
}

TEST(Augmentation, TheSameDrawForTheSameSeedEpochAndPicture) {
    const Augmentation augment = Augmentation::parse("flip+shift2+crop4");
    const Image image = numbered(8, 8, 3);
    std::set<std::string> seen;
    for (std::size_t epoch = 0; epoch < 8; ++epoch) {
        const Image once = augment.apply(image, 5, epoch, 17);
        EXPECT_EQ(once.pixels, augment.apply(image, 5, epoch, 17).pixels);
        seen.insert(text(once));
    }
    EXPECT_GT(seen.size(), 5U);
}

TEST(Augmentation, FlipMirrorsAboutHalfThePictures) {
    const Augmentation augment = Augmentation::parse("flip");
    const Image image = numbered(1, 3, 3);
    const std::vector<std::uint8_t> mirrored{7, 8, 9, 4, 5, 6, 1, 2, 3};
    int count = 0;
    for (std::size_t index = 0; index < 1000; ++index) {
        const Image seen = augment.apply(image, 1, 0, index);
        if (seen.pixels != image.pixels) {
            EXPECT_EQ(seen.pixels, mirrored);
            ++count;
        }
    }
    EXPECT_NEAR(count, 500, 80); // five standard deviations of a fair coin
}

TEST(Augmentation, CropsComeFromThePaddedPicture) {
    const Augmentation augment = Augmentation::parse("crop1");
    const Image image = numbered(2, 2, 1); // 1 2 / 3 4
    std::set<std::string> seen;
    for (std::size_t index = 0; index < 500; ++index) {
        seen.insert(text(augment.apply(image, 1, 0, index)));
    }
    const std::set<std::string> all{"0001", "0012", "0020", "0103", "1234",
                                    "2040", "0300", "3400", "4000"};
    EXPECT_EQ(seen, all);
}

TEST(Augmentation, ShiftsDrawTheBorderOut) {
    const Augmentation augment = Augmentation::parse("shift1");
    const Image image = numbered(2, 2, 1);
    std::set<std::string> seen;
    for (std::size_t index = 0; index < 500; ++index) {
        seen.insert(text(augment.apply(image, 1, 0, index)));
    }
    EXPECT_TRUE(seen.contains("1111"));
    EXPECT_TRUE(seen.contains("2244"));
    EXPECT_EQ(seen.size(), 9U);
    for (const auto& pixels : seen) {
        EXPECT_EQ(std::count(pixels.begin(), pixels.end(), '0'), 0);
    }
}

} // namespace
} // namespace espalier
