// SPDX-License-Identifier: GPL-3.0-or-later
// Codes of levels, sums of signs and small floats: what each represents, and what any code owes.
#include "core/analysis/coding/parameter_coder.h"
#include "core/analysis/storage.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/rng.h"
#include "core/graph/group_code.h"
#include "core/graph/level_code.h"
#include "core/graph/minifloat_code.h"
#include "core/graph/multibit_code.h"
#include "core/graph/parameter.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

namespace espalier {
namespace {

Tensor normals(Shape shape, std::uint64_t seed, double scale = 1) {
    Tensor tensor(DType::Float32, shape);
    Rng rng(seed);
    for (float& x : tensor.writable<float>()) {
        x = static_cast<float>(rng.normal() * scale);
    }
    return tensor;
}

std::vector<float> list(const Tensor& tensor) {
    const auto values = tensor.data<float>();
    return {values.begin(), values.end()};
}

std::vector<float> projected(const Code& code, std::vector<float> values) {
    const Shape shape{static_cast<std::int64_t>(values.size())};
    return list(code.project(Tensor::of<float>(shape, values)));
}

struct NamedCode {
    std::string name;
    CodePtr code;
};

/// For values of shape [3, 4, 5].
std::vector<NamedCode> codes() {
    return {
        {"levels",
         std::make_shared<LevelCode>("power-of-two", std::vector<float>{-1, -0.5F, 0, 0.5F, 1}, 0,
                                     std::vector<float>{1, 2, 0.3F})},
        {"dead_zone",
         std::make_shared<LevelCode>("ternary", std::vector<float>{-1, 0, 1}, -1,
                                     std::vector<float>{1.2F}, std::vector<float>{0.9F})},
        {"multibit", std::make_shared<MultiBitCode>(
                         3, 1, std::vector<float>{1, .5F, .2F, 2, .7F, .3F, 1, .4F, .4F, 0, 0, 0})},
        {"binary", std::make_shared<MultiBitCode>(1, -1, std::vector<float>{0.7F})},
        {"fp16", std::make_shared<MinifloatCode>(minifloat("fp16"), -1, std::vector<float>{1})},
        {"groups", std::make_shared<GroupCode>(3, false, false, 0, std::vector<std::int64_t>{2, 4},
                                               std::vector<float>{1, .5F, .2F, 2, .7F, .3F},
                                               std::vector<std::int32_t>{0, 1, 2, 3, 4, 7})},
        {"groups_of_first",
         std::make_shared<GroupCode>(2, false, false, 1, std::vector<std::int64_t>{1, 3},
                                     std::vector<float>{1, .5F, .2F, 2, .7F, .3F, .6F, .9F},
                                     std::vector<std::int32_t>{0, 1, 2, 3, 1, 1, 2, 2})},
        {"e4m3", std::make_shared<MinifloatCode>(minifloat("fp8-e4m3"), 2,
                                                 std::vector<float>{1, 0.5F, 0.01F, 2, 1})},
    };
}

TEST(SmallCodes, GroupsHaveGridsOfTheirOwn) {
    const Tensor values = normals({2, 5, 3}, 4);
    const std::vector<float> scales{0.1F, 0.2F, 0.3F, 0.4F, 0.5F, 0.6F};
    const GroupCode code(4, true, true, 0, GroupCode::equal_ends(5, 2), scales,
                         std::vector<std::int32_t>(6, 0));
    EXPECT_EQ(code.ends(), (std::vector<std::int64_t>{2, 4, 5}));
    EXPECT_EQ(code.size(), 2);
    const Tensor found = code.project(values);
    for (std::int64_t i = 0; i < values.elements(); ++i) {
        const std::int64_t output = i / 15;
        const std::int64_t input = i / 3 % 5;
        const double scale =
            static_cast<double>(scales[static_cast<std::size_t>(3 * output + input / 2)]);
        const double steps = std::clamp(std::nearbyint(values.at(i) / scale), -7.0, 7.0);
        EXPECT_NEAR(found.at(i), steps * scale, 1e-6);
    }
    EXPECT_THROW(Parameter(normals({2, 6, 3}, 4)).with_code(std::make_shared<GroupCode>(code)),
                 Error);
    EXPECT_THROW(GroupCode(4, true, true, 0, {2, 2}, {1, 1}, {0, 0}), Error);
    EXPECT_THROW(GroupCode(4, true, true, 2, {2}, {1}, {0}), Error);
}

TEST(SmallCodes, WhatAnyCodeOwes) {
    const Tensor values = normals({3, 4, 5}, 1);
    for (const auto& [name, code] : codes()) {
        SCOPED_TRACE(name);
        const Tensor once = code->project(values);
        EXPECT_EQ(list(code->project(once)), list(once));
        EXPECT_EQ(list(code->decode(code->encode(values))), list(once));
        const CodePtr again = code_from_json(parse_json(code->to_json().dump(), "code"));
        EXPECT_EQ(list(again->project(values)), list(once));
        EXPECT_EQ(again->to_json(), code->to_json());
        for (int axis = 0; axis < 3; ++axis) {
            const Parameter part = Parameter(values).with_code(code).selected(axis, {2, 0});
            EXPECT_EQ(list(part.effective()), list(select(once, axis, {2, 0}))) << axis;
        }
        const Tensor indices = code->encode(values);
        for (const std::int32_t index : indices.data<std::int32_t>()) {
            EXPECT_TRUE(index >= 0 && index < 1 << code->bits());
        }
    }
}

TEST(SmallCodes, ComeBackFromEveryFormatBitForBit) {
    for (const auto& [name, code] : codes()) {
        SCOPED_TRACE(name);
        const Parameter parameter = Parameter(normals({3, 4, 5}, 2)).with_code(code);
        for (const StorageFormat format : all_formats()) {
            const coding::ParameterCoder coder(parameter);
            const auto bytes = coder.write(format);
            EXPECT_EQ(static_cast<std::int64_t>(bytes.size()), coder.cost(format).bytes());
            const Parameter read =
                coding::read_parameter(bytes, DType::Float32, parameter.shape(), {});
            EXPECT_EQ(list(read.effective()), list(parameter.effective())) << format_name(format);
            ASSERT_NE(read.code(), nullptr);
            EXPECT_EQ(read.code()->to_json(), code->to_json());
        }
    }
}

TEST(LevelCode, TakesTheNearestAndTheGreaterOfTwo) {
    const LevelCode code("power-of-two", {-1, 0, 0.25F, 1}, -1, {2});
    EXPECT_EQ(projected(code, {-9, -1, -0.9F, 0.2F, 0.25F, 1.3F, 9, NAN}),
              (std::vector<float>{-2, 0, 0, 0, 0.5F, 2, 2, 0}));
    const LevelCode zoned("ternary", {-1, 0, 1}, -1, {1}, {0.7F});
    EXPECT_EQ(projected(zoned, {0.6F, -0.7F, -0.71F, 3}), (std::vector<float>{0, 0, -1, 1}));
    EXPECT_EQ(code.bits(), 2);
}

TEST(LevelCode, RefusesWhatCanNotBe) {
    EXPECT_THROW(LevelCode("x", {1}, -1, {1}), Error);
    EXPECT_THROW(LevelCode("x", {0, 1}, -1, {0}), Error);
    EXPECT_THROW(LevelCode("x", {0, 1}, -1, {1, 1}), Error);
    EXPECT_THROW(LevelCode("x", {-1, 1}, -1, {1}, {0.5F}), Error);
    EXPECT_THROW(LevelCode("x", {-1, 0, 1}, -1, {1}, {1}), Error);
    EXPECT_THROW((void)Parameter(normals({3, 4}, 1))
                     .with_code(std::make_shared<LevelCode>("x", std::vector<float>{0, 1}, 0,
                                                            std::vector<float>{1, 1})),
                 Error);
}

TEST(MultiBitCode, BitsAreTheSigns) {
    const MultiBitCode code(2, -1, {2, 0.5F});
    const Tensor values = Tensor::of<float>({5}, std::vector<float>{-9, -1.6F, 0, 1.9F, 2.2F});
    const auto indices = code.encode(values);
    const auto index = indices.data<std::int32_t>();
    EXPECT_EQ(std::vector<std::int32_t>(index.begin(), index.end()),
              (std::vector<std::int32_t>{0, 2, 1, 1, 3}));
    EXPECT_EQ(projected(MultiBitCode(1, -1, {3}), {-0.1F, 0, 7}), (std::vector<float>{-3, 3, 3}));
    EXPECT_THROW(MultiBitCode(9, -1, std::vector<float>(9, 1)), Error);
    EXPECT_THROW(MultiBitCode(2, -1, {1, -1}), Error);
}

TEST(Minifloat, HalfAndBfloatAreThoseOfTheTensors) {
    Rng rng(4);
    for (int i = 0; i < 20000; ++i) {
        const auto x = static_cast<float>(rng.normal() * std::exp2(rng.uniform(-24, 15)));
        const Tensor one = Tensor::of<float>({1}, std::vector<float>{x});
        const float half = one.cast(DType::Float16).cast(DType::Float32).data<float>()[0];
        const float brain = one.cast(DType::BFloat16).cast(DType::Float32).data<float>()[0];
        if (std::isfinite(half)) {
            EXPECT_EQ(minifloat("fp16").round(x), half) << x;
        }
        EXPECT_EQ(minifloat("bf16").round(x), brain) << x;
    }
}

TEST(Minifloat, EightBitNumbersAreThoseOfThePaper) {
    // Micikevicius et al. 2022, table 1.
    const Minifloat& narrow = minifloat("fp8-e4m3");
    const MinifloatCode code(narrow, -1, {1});
    const auto value = [&](std::int32_t pattern) {
        return code.decode(Tensor::of<std::int32_t>({1}, std::vector<std::int32_t>{pattern}))
            .data<float>()[0];
    };
    EXPECT_EQ(value(0b0'1111'110), 448);
    EXPECT_EQ(value(0b0'0001'000), 0x1p-6F);
    EXPECT_EQ(value(0b0'0000'111), 0.875F * 0x1p-6F);
    EXPECT_EQ(value(0b0'0000'001), 0x1p-9F);
    EXPECT_EQ(value(0b1'0000'001), -0x1p-9F);
    EXPECT_THROW((void)value(0b0'1111'111), Error);
    const MinifloatCode wide(minifloat("fp8-e5m2"), -1, {1});
    EXPECT_EQ(wide.levels(0).back(), 57344);
    EXPECT_EQ(wide.levels(0).size(), 2 * 0b11110'11U + 1);
    EXPECT_EQ(code.levels(0).size(), 253U);
    // Ties go to the even fraction; what is outside goes to the last number.
    EXPECT_EQ(narrow.round(1.0625F), 1.0F);
    EXPECT_EQ(narrow.round(1.1875F), 1.25F);
    EXPECT_EQ(narrow.round(-1e9F), -448);
    EXPECT_EQ(narrow.round(0x1p-10F), 0);
    EXPECT_EQ(std::bit_cast<std::uint32_t>(narrow.round(-1e-9F)), 0U);
    EXPECT_EQ(narrow.round(std::numeric_limits<float>::quiet_NaN()), 0);
    EXPECT_THROW((void)minifloat("fp4"), Error);
    // Every number of the format is its own nearest.
    for (const float level : code.levels(0)) {
        EXPECT_EQ(narrow.round(level), level);
    }
}

} // namespace
} // namespace espalier
