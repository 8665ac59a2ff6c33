// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ops/op_case.h"

#include "core/base/error.h"

#include <cmath>

namespace espalier::test {

namespace {

std::vector<OpCase> resize_cases() {
    std::vector<OpCase> cases;
    const auto none = Input::absent();
    for (const char* mode : {"nearest", "linear", "cubic"}) {
        for (const char* coordinates : {"half_pixel", "half_pixel_symmetric", "pytorch_half_pixel",
                                        "align_corners", "asymmetric"}) {
            const AttributeList attributes = {
                {"mode", std::string(mode)},
                {"coordinate_transformation_mode", std::string(coordinates)}};
            const std::string name = std::string(mode) + "_" + coordinates;
            cases.push_back({name + "_scales",
                             "Resize",
                             attributes,
                             {{1, 2, 4, 5}, none, floats({4}, {1, 1, 0.6F, 2.5F})},
                             {{1, 2, 2, 12}}});
            cases.push_back({name + "_sizes",
                             "Resize",
                             attributes,
                             {{2, 1, 3, 6}, none, none, int64s({2, 1, 7, 1})},
                             {{2, 1, 7, 1}}});
        }
        cases.push_back({std::string(mode) + "_crop",
                         "Resize",
                         {{"mode", std::string(mode)},
                          {"coordinate_transformation_mode", std::string("tf_crop_and_resize")},
                          {"extrapolation_value", 7.F}},
                         {{1, 1, 4, 4},
                          floats({8}, {0, 0, 0.4F, 0.6F, 1, 1, 1.2F, 1.7F}),
                          none,
                          int64s({1, 1, 3, 3})},
                         {{1, 1, 3, 3}}});
    }
    for (const char* nearest : {"round_prefer_floor", "round_prefer_ceil", "floor", "ceil"}) {
        cases.push_back({std::string("nearest_mode_") + nearest,
                         "Resize",
                         {{"nearest_mode", std::string(nearest)}},
                         {{1, 1, 5}, none, floats({3}, {1, 1, 1.7F})},
                         {{1, 1, 8}}});
    }
    for (const char* mode : {"linear", "cubic"}) {
        cases.push_back({std::string("antialias_") + mode,
                         "Resize",
                         {{"mode", std::string(mode)},
                          {"antialias", std::int64_t{1}},
                          {"exclude_outside", std::int64_t{1}},
                          {"axes", ints({2, -1})}},
                         {{1, 2, 7, 9}, none, floats({2}, {0.4F, 0.5F})},
                         {{1, 2, 2, 4}}});
    }
    cases.push_back(
        {"not_larger",
         "Resize",
         {{"axes", ints({3, 2})}, {"keep_aspect_ratio_policy", std::string("not_larger")}},
         {{1, 1, 2, 4}, none, none, int64s({7, 8})},
         {{1, 1, 4, 7}}});
    return cases;
}

Tensor resize(const AttributeList& attributes, const Tensor& x, std::vector<float> scales) {
    const auto count = static_cast<std::int64_t>(scales.size());
    return run_op("Resize", attributes, {x, Tensor(DType::Float32, {0}), floats({count}, scales)});
}

} // namespace

INSTANTIATE_TEST_SUITE_P(Resizing, OpTable, testing::ValuesIn(resize_cases()), case_name);

TEST(Resize, NearestTwiceRepeatsEveryElement) {
    EXPECT_TRUE(
        resize({{"coordinate_transformation_mode", std::string("asymmetric")},
                {"nearest_mode", std::string("floor")}},
               floats({1, 1, 2, 2}, {1, 2, 3, 4}), {1, 1, 2, 2})
            .equals(floats({1, 1, 4, 4}, {1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4})));
}

TEST(Resize, LinearReproducesALine) {
    const Tensor y = resize({{"mode", std::string("linear")},
                             {"coordinate_transformation_mode", std::string("align_corners")}},
                            floats({1, 1, 3}, {0, 1, 2}), {1, 1, 5.F / 3});
    EXPECT_TRUE(y.shape() == (Shape{1, 1, 5}));
    for (std::int64_t i = 0; i < 5; ++i) {
        EXPECT_NEAR(y.at(i), 0.5 * static_cast<double>(i), 1e-6);
    }
    const Tensor half =
        resize({{"mode", std::string("linear")}}, floats({1, 1, 2}, {0, 1}), {1, 1, 2});
    EXPECT_TRUE(half.equals(floats({1, 1, 4}, {0, 0.25F, 0.75F, 1})));
}

/// Keys' kernel with a = -1/2 reproduces quadratics away from the border (Keys 1981).
TEST(Resize, CubicReproducesAParabola) {
    std::vector<float> values;
    for (int i = 0; i < 12; ++i) {
        values.push_back(static_cast<float>(i * i));
    }
    const Tensor y = resize({{"mode", std::string("cubic")}, {"cubic_coeff_a", -0.5F}},
                            floats({1, 1, 12}, values), {1, 1, 3});
    for (std::int64_t i = 9; i < 27; ++i) {
        const double x = (static_cast<double>(i) + 0.5) / 3 - 0.5;
        EXPECT_NEAR(y.at(i), x * x, 1e-4);
    }
}

TEST(Resize, RefusesWhatItCanNotMean) {
    const Tensor x = grid({1, 1, 4}, 0, 1, 1);
    EXPECT_THROW((void)resize({}, x, {1, 1, -1}), Error);
    EXPECT_THROW((void)resize({}, x, {1, 1, std::nanf("")}), Error);
    EXPECT_THROW((void)resize({}, x, {1, 1}), Error);
    EXPECT_THROW((void)resize({{"mode", std::string("best")}}, x, {1, 1, 2}), Error);
    EXPECT_THROW((void)run_op("Resize", {}, {x}), Error);
}

} // namespace espalier::test
