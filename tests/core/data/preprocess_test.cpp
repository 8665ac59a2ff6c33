// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/data/sets.h"

#include "core/base/json.h"
#include "core/base/parallel.h"
#include "core/data/preprocess.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <numeric>

namespace espalier {
namespace {

using test::error_of;
using test::ramp_image;
using testing::HasSubstr;

std::vector<float> applied(const Preprocess& preprocess, const Image& image, int channels,
                           int height, int width) {
    std::vector<float> out(static_cast<std::size_t>(channels * height * width), -1.0F);
    preprocess.apply(image, channels, height, width, out);
    return out;
}

Preprocess imagenet_torch() {
    return {1.0 / 255, {0.485, 0.456, 0.406}, {0.229, 0.224, 0.225}, false, 1.0, 0};
}

TEST(Preprocess, FollowsItsFormulaChannelByChannel) {
    const Image image = ramp_image(4, 5, 3);
    Preprocess preprocess = imagenet_torch();
    for (const bool bgr : {false, true}) {
        preprocess.bgr = bgr;
        const auto out = applied(preprocess, image, 3, 4, 5);
        for (std::size_t c = 0; c < 3; ++c) {
            for (std::size_t i = 0; i < 20; ++i) {
                const double pixel = image.pixels[3 * i + (bgr ? 2 - c : c)];
                const double expected = (pixel / 255.0 - preprocess.mean[c]) / preprocess.std[c];
                EXPECT_FLOAT_EQ(out[c * 20 + i], static_cast<float>(expected));
            }
        }
    }
}

TEST(Preprocess, DefaultsToPixelsOver255) {
    const auto out = applied({}, {1, 2, 1, {0, 255}}, 1, 1, 2);
    EXPECT_EQ(out, (std::vector<float>{0.0F, 1.0F}));
}

// SqueezeNet: BGR 0..255 minus (104, 117, 123).
TEST(Preprocess, ExpressesCaffesRule) {
    const Preprocess preprocess{1.0, {104, 117, 123}, {}, true, 1.0, 0};
    const auto out = applied(preprocess, {1, 1, 3, {10, 20, 30}}, 3, 1, 1);
    EXPECT_EQ(out, (std::vector<float>{30 - 104, 20 - 117, 10 - 123}));
}

// MobileNet: centre crop 0.875, resize, (x - 128) / 128.
TEST(Preprocess, ExpressesTensorFlowsRule) {
    const Preprocess preprocess{1.0, {128}, {128}, false, 0.875, 0};
    Image image{16, 32, 1, std::vector<std::uint8_t>(16 * 32, 0)};
    // Left and right 1/16 and top and bottom 1/16 fall away.
    for (std::size_t y = 1; y < 15; ++y) {
        for (std::size_t x = 2; x < 30; ++x) {
            image.pixels[y * 32 + x] = static_cast<std::uint8_t>(128 + x);
        }
    }
    const auto whole = applied(preprocess, image, 1, 14, 28);
    for (std::size_t y = 0; y < 14; ++y) {
        for (std::size_t x = 0; x < 28; ++x) {
            EXPECT_FLOAT_EQ(whole[y * 28 + x], static_cast<float>(x + 2) / 128.0F);
        }
    }
    // Halving the width averages neighbours: half-pixel centres.
    const auto half = applied(preprocess, image, 3, 14, 14);
    for (std::size_t x = 0; x < 14; ++x) {
        EXPECT_FLOAT_EQ(half[x], static_cast<float>((2.0 * static_cast<double>(x) + 2.5) / 128.0));
    }
    EXPECT_TRUE(std::equal(half.begin(), half.begin() + 196, half.begin() + 392))
        << "grey fills all channels";
}

// torchvision: the shorter side becomes 8, then the middle 4x4; on a linear ramp a bilinear resize
// is exact: value at output x is (x + 0.5) * ratio - 0.5.
TEST(Preprocess, ExpressesTorchvisionsRule) {
    Image image{16, 24, 1, {}};
    for (int i = 0; i < 16 * 24; ++i) {
        image.pixels.push_back(static_cast<std::uint8_t>(10 * (i % 24)));
    }
    const Preprocess preprocess{1.0, {}, {}, false, 1.0, 8};
    const auto out = applied(preprocess, image, 1, 4, 4);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const double x = static_cast<double>(i % 4) + 4; // 12 wide, the middle 4
        EXPECT_NEAR(out[i], 10 * ((x + 0.5) * 2 - 0.5), 1e-4);
    }
    const Error error = error_of([&] { applied(preprocess, image, 1, 9, 9); });
    EXPECT_THAT(error.message(), HasSubstr("smaller than the input of 9x9"));
}

TEST(Preprocess, ReducesColourToGreyByBt601) {
    const auto out = applied({1.0, {}, {}, false, 1.0, 0}, {1, 1, 3, {100, 150, 200}}, 1, 1, 1);
    EXPECT_FLOAT_EQ(out[0], 0.299F * 100 + 0.587F * 150 + 0.114F * 200);
}

TEST(Preprocess, TravelsThroughMetadataAndJsonUnchanged) {
    const std::vector<Preprocess> cases = {
        {},
        imagenet_torch(),
        {1.0, {104, 117, 123}, {}, true, 1.0, 0},
        {1.0 / 3, {0.1 + 0.2}, {1e-7}, false, 0.875, 256},
    };
    for (const auto& preprocess : cases) {
        EXPECT_EQ(Preprocess::from_metadata(preprocess.to_metadata()), preprocess);
        const Json json = parse_json(preprocess.to_json().dump(), "test");
        EXPECT_EQ(Preprocess::from_json(json), preprocess);
    }
    EXPECT_EQ(Preprocess::from_metadata({{"author", "x"}}), std::nullopt);
    EXPECT_EQ(Preprocess::from_json(parse_json(R"({"mean": 0.5, "std": [0.5]})", "test")),
              (Preprocess{1.0 / 255, {0.5}, {0.5}, false, 1.0, 0}));
    EXPECT_EQ(imagenet_torch().str(), "RGB, scale 1/255, mean .485 .456 .406, std .229 .224 .225");
}

TEST(Preprocess, RefusesHostileMetadata) {
    const std::vector<std::pair<std::string, std::string>> hostile = {
        {"scale", ""},        {"scale", "nan"},   {"scale", "inf"},  {"scale", "0"},
        {"scale", "1/255"},   {"scale", "1e999"}, {"mean", "1,,2"},  {"mean", "1;2"},
        {"mean", "nan"},      {"std", "0"},       {"std", "-1"},     {"std", "1,inf"},
        {"crop", "0"},        {"crop", "1.5"},    {"crop", "-1"},    {"crop", "nan"},
        {"resize", "-1"},     {"resize", "2.5"},  {"resize", "1e9"}, {"resize", "nan"},
        {"channels", "grbg"}, {"channels", ""},   {"rotate", "90"},
    };
    for (const auto& [key, value] : hostile) {
        const Error error = error_of([&, k = key, v = value] {
            static_cast<void>(Preprocess::from_metadata({{"espalier.preprocess." + k, v}}));
        });
        EXPECT_EQ(error.code(), ErrorCode::BadInput) << key << " = " << value;
        EXPECT_THAT(error.where(), HasSubstr(key)) << value;
    }
    std::string many = "1";
    for (int i = 0; i < 5000; ++i) {
        many += ",1";
    }
    EXPECT_THAT(
        error_of([&] {
            static_cast<void>(Preprocess::from_metadata({{"espalier.preprocess.mean", many}}));
        }).message(),
        HasSubstr("5001 values"));
}

TEST(Preprocess, RefusesHostileJson) {
    for (const char* text :
         {"[]", "3", R"({"scale": "x"})", R"({"scale": 0})", R"({"mean": {}})",
          R"({"mean": ["a"]})", R"({"std": [0]})", R"({"std": -1})", R"({"crop": 2})",
          R"({"crop": null})", R"({"resize": 1e300})", R"({"channels": 3})", R"({"size": 3})"}) {
        const Error error =
            error_of([&] { static_cast<void>(Preprocess::from_json(parse_json(text, "test"))); });
        EXPECT_EQ(error.code(), ErrorCode::BadInput) << text << ": " << error.message();
    }
}

TEST(Preprocess, RefusesWhatDoesNotFitTheInput) {
    const Preprocess three{1.0, {1, 2, 3}, {}, false, 1.0, 0};
    const Image image = ramp_image(2, 2, 3);
    EXPECT_THAT(error_of([&] { applied(three, image, 1, 2, 2); }).message(),
                HasSubstr("mean has 3 values, expected 1 or 1"));
    EXPECT_THAT(error_of([&] { applied({}, image, 4, 2, 2); }).message(),
                HasSubstr("takes 4 channels"));
    EXPECT_EQ(error_of([&] {
                  applied({}, {2, 2, 3, {1, 2}}, 3, 2, 2);
              }).code(),
              ErrorCode::BadInput);
    std::vector<float> small(3);
    EXPECT_EQ(error_of([&] { Preprocess{}.apply(image, 3, 2, 2, small); }).code(),
              ErrorCode::BadInput);
}

/// Pictures of 4x4 pixels whose content follows from the index.
class Counting : public Dataset {
public:
    explicit Counting(int channels)
        : channels_(channels) {}

    [[nodiscard]] std::string name() const override { return "counting"; }

    [[nodiscard]] std::size_t size() const override { return 100; }

    [[nodiscard]] int classes() const override { return 10; }

    [[nodiscard]] int label(std::size_t index) const override {
        return static_cast<int>(index % 10);
    }

    [[nodiscard]] Image image(std::size_t index) const override {
        expect(index != 66, "this one is broken");
        Image image = ramp_image(4, 4, channels_);
        for (auto& pixel : image.pixels) {
            pixel = static_cast<std::uint8_t>(pixel + index);
        }
        return image;
    }

    [[nodiscard]] std::string fingerprint() const override { return "none"; }

private:
    int channels_;
};

TEST(LoadBatch, HoldsEveryPictureInItsPlaceForAnyNumberOfThreads) {
    const Counting set(3);
    std::vector<std::size_t> indices(50);
    std::iota(indices.begin(), indices.end(), 7);
    std::reverse(indices.begin(), indices.end());
    const Preprocess preprocess = imagenet_torch();
    const int before = threads();
    std::vector<Tensor> batches;
    for (const int count : {1, 2}) {
        set_threads(count);
        batches.push_back(load_batch(set, indices, preprocess, {1, 3, 6, 5}));
    }
    set_threads(before);
    EXPECT_EQ(batches[0].shape(), (Shape{50, 3, 6, 5}));
    EXPECT_TRUE(batches[0].equals(batches[1]));
    for (std::size_t i = 0; i < indices.size(); ++i) {
        const auto alone = applied(preprocess, set.image(indices[i]), 3, 6, 5);
        EXPECT_TRUE(
            std::equal(alone.begin(), alone.end(), batches[0].data<float>().data() + i * 90));
    }
}

TEST(LoadBatch, FitsTheShapeOfTheInput) {
    const Counting grey(1);
    const Counting colour(3);
    const std::vector<std::size_t> indices = {0, 1};
    EXPECT_EQ(load_batch(grey, indices, {}, {kUnknownDim, 16}).shape(), (Shape{2, 16}));
    EXPECT_EQ(load_batch(grey, indices, {}, {1, 25}).shape(), (Shape{2, 25}));
    EXPECT_EQ(load_batch(colour, indices, {}, {1, 48}).shape(), (Shape{2, 48}));
    EXPECT_EQ(load_batch(colour, indices, {}, {1, 4, 4}).shape(), (Shape{2, 4, 4}));
    for (const Shape& bad : {Shape{1, 17}, Shape{1, 3, kUnknownDim, 4}, Shape{1}, Shape{1, 5, 4, 4},
                             Shape{1, 3, 1 << 20, 4}, Shape{}, Shape{1, 0}}) {
        const Error error =
            error_of([&] { static_cast<void>(load_batch(grey, indices, {}, bad)); });
        EXPECT_EQ(error.code(), ErrorCode::BadInput) << bad.str();
    }
    EXPECT_THROW(static_cast<void>(load_batch(grey, {}, {}, {1, 16})), Error);
}

TEST(LoadBatch, NamesTheBrokenPicture) {
    const Counting set(1);
    const std::vector<std::size_t> indices = {64, 65, 66, 67};
    const Error error = error_of([&] {
        static_cast<void>(load_batch(set, indices, {}, {1, 1, 4, 4}));
    });
    EXPECT_EQ(error.where(), "counting: picture 66");
}

} // namespace
} // namespace espalier
