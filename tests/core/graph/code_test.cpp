// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/rng.h"
#include "core/graph/code.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace espalier {
namespace {

using testing::ElementsAre;

template <typename T>
std::vector<T> values(const Tensor& tensor) {
    const auto data = tensor.data<T>();
    return {data.begin(), data.end()};
}

TEST(AffineCode, RoundsHalfToEvenAndClampsAsQuantizeLinearDoes) {
    const AffineCode code(8, false, false, -1, {2.0F}, {128});
    const Tensor x = Tensor::of<float>({6}, {0, 2, 3, 1000, -254, -1000});
    // The example of the ONNX specification of QuantizeLinear.
    EXPECT_THAT(values<std::int32_t>(code.encode(x)), ElementsAre(128, 129, 130, 255, 1, 0));
    EXPECT_THAT(values<float>(code.project(x)), ElementsAre(0, 2, 4, 254, -254, -256));
    const AffineCode halves(4, true, false, -1, {1.0F}, {0});
    const Tensor h = Tensor::of<float>({5}, {0.5F, 1.5F, 2.5F, -0.5F, -1.5F});
    EXPECT_THAT(values<std::int32_t>(halves.encode(h)), ElementsAre(0, 2, 2, 0, -2));
}

TEST(AffineCode, RangesFollowBitsSignAndNarrowness) {
    const AffineCode wide(4, true, false, -1, {1.0F}, {0});
    EXPECT_EQ(wide.low(), -8);
    EXPECT_EQ(wide.high(), 7);
    const AffineCode narrow(4, true, true, -1, {1.0F}, {0});
    EXPECT_EQ(narrow.low(), -7);
    const AffineCode unsigned16(16, false, false, -1, {1.0F}, {0});
    EXPECT_EQ(unsigned16.high(), 65535);
    const Tensor bad = Tensor::of<float>(
        {2}, {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()});
    EXPECT_THAT(values<std::int32_t>(wide.encode(bad)), ElementsAre(0, 7));
}

TEST(AffineCode, ChannelsHaveTheirOwnScales) {
    const AffineCode code(8, true, false, 1, {1.0F, 0.5F}, {0, 10});
    const Tensor x = Tensor::of<float>({2, 2, 1}, {1.2F, 1.2F, -3, -3});
    EXPECT_THAT(values<std::int32_t>(code.encode(x)), ElementsAre(1, 12, -3, 4));
    EXPECT_THAT(values<float>(code.project(x)), ElementsAre(1, 1, -3, -3));
    EXPECT_THROW(static_cast<void>(code.project(Tensor(DType::Float32, {2, 3}))), Error);
    const CodePtr second = code.selected(1, {1});
    EXPECT_THAT(dynamic_cast<const AffineCode&>(*second).scales(), ElementsAre(0.5F));
    EXPECT_THAT(dynamic_cast<const AffineCode&>(*code.selected(0, {1})).scales(),
                ElementsAre(1.0F, 0.5F));
    EXPECT_EQ(code.overhead_bits(), 2 * (32 + 8));
}

TEST(AffineCode, RefusesWhatCannotBe) {
    const auto make = [](int bits, bool sign, float scale, std::int32_t zero) {
        return AffineCode(bits, sign, false, -1, {scale}, {zero});
    };
    EXPECT_THROW(make(1, true, 1, 0), Error);
    EXPECT_THROW(make(17, true, 1, 0), Error);
    EXPECT_THROW(make(8, true, 0, 0), Error);
    EXPECT_THROW(make(8, true, std::numeric_limits<float>::infinity(), 0), Error);
    EXPECT_THROW(make(8, true, 1, 128), Error);
    EXPECT_THROW(make(8, false, 1, -1), Error);
    EXPECT_THROW(AffineCode(8, false, true, -1, {1.0F}, {0}), Error);
    EXPECT_THROW(AffineCode(8, true, false, -1, {1.0F, 2.0F}, {0, 0}), Error);
}

TEST(CodebookCode, PicksTheNearestLevel) {
    const CodebookCode code({0.5F, -1.0F, 0.0F, 0.5F});
    EXPECT_THAT(code.levels(), ElementsAre(-1.0F, 0.0F, 0.5F));
    EXPECT_EQ(code.bits(), 2);
    const Tensor x = Tensor::of<float>({5}, {-7, -0.4F, 0.1F, 0.3F, 9});
    EXPECT_THAT(values<float>(code.project(x)), ElementsAre(-1, 0, 0, 0.5F, 0.5F));
    EXPECT_EQ(code.overhead_bits(), 96);
    EXPECT_THROW(CodebookCode({}), Error);
}

class AnyCode : public testing::TestWithParam<CodePtr> {};

TEST_P(AnyCode, KeepsTheLawsOfACode) {
    const Code& code = *GetParam();
    Tensor x(DType::Float32, {3, 4, 5});
    Rng rng(7);
    for (float& value : x.writable<float>()) {
        value = static_cast<float>(rng.normal() * 3);
    }
    const Tensor once = code.project(x);
    EXPECT_TRUE(code.project(once).equals(once));
    EXPECT_TRUE(code.decode(code.encode(x)).equals(once));
    EXPECT_TRUE(code.encode(once).equals(code.encode(x)));
    const CodePtr back = code_from_json(parse_json(code.to_json().dump(), "code"));
    EXPECT_EQ(back->to_json(), code.to_json());
    EXPECT_TRUE(back->project(x).equals(once));
    EXPECT_GE(code.bits(), 1);
}

INSTANTIATE_TEST_SUITE_P(
    Codes, AnyCode,
    testing::Values(std::make_shared<AffineCode>(8, true, true, -1, std::vector{0.031F},
                                                 std::vector<std::int32_t>{0}),
                    std::make_shared<AffineCode>(2, true, false, 1,
                                                 std::vector{0.3F, 1.1F, 0.017F, 2.0F},
                                                 std::vector<std::int32_t>{0, 1, -1, 0}),
                    std::make_shared<AffineCode>(16, false, false, 2,
                                                 std::vector{0.001F, 0.002F, 0.0003F, 1.0F, 0.1F},
                                                 std::vector<std::int32_t>{0, 65535, 32768, 7, 9}),
                    std::make_shared<CodebookCode>(std::vector{-2.0F, -0.3F, 0.0F, 0.1F, 4.0F}),
                    std::make_shared<CodebookCode>(std::vector{1.0F})));

TEST(CodeJson, RefusesUnknownKinds) {
    EXPECT_THROW(static_cast<void>(code_from_json(parse_json(R"({"kind":"magic"})", "c"))), Error);
    EXPECT_THROW(static_cast<void>(code_from_json(parse_json(R"({"kind":"affine"})", "c"))), Error);
}

} // namespace
} // namespace espalier
