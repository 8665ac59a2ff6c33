// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/graph/parameter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace espalier {
namespace {

using testing::ElementsAre;

Tensor mask_of(Shape shape, std::initializer_list<bool> kept) {
    Tensor mask(DType::Bool, std::move(shape));
    std::ranges::copy(kept, mask.writable<bool>().begin());
    return mask;
}

std::vector<float> floats(const Tensor& tensor) {
    const auto data = tensor.data<float>();
    return {data.begin(), data.end()};
}

TEST(Parameter, ComputesWithCodeOfMaskedValues) {
    const Parameter plain(Tensor::of<float>({2, 2}, {0.9F, -1.2F, 0.2F, 3.6F}));
    EXPECT_TRUE(plain.effective().shares_buffer_with(plain.latent()));
    const Parameter masked = plain.with_mask(mask_of({2, 2}, {true, false, true, true}));
    EXPECT_THAT(floats(masked.effective()), ElementsAre(0.9F, 0, 0.2F, 3.6F));
    EXPECT_EQ(masked.nonzeros(), 3);
    const Parameter coded = masked.with_code(std::make_shared<AffineCode>(
        8, true, false, -1, std::vector{1.0F}, std::vector<std::int32_t>{0}));
    EXPECT_THAT(floats(coded.effective()), ElementsAre(1, 0, 0, 4));
    EXPECT_EQ(coded.nonzeros(), 2);
    EXPECT_THAT(floats(coded.latent()), ElementsAre(0.9F, -1.2F, 0.2F, 3.6F));
    EXPECT_EQ(plain.nonzeros(), 4);
}

TEST(Parameter, HashTellsLatentMaskAndCodeApart) {
    const Parameter plain(Tensor::of<float>({2}, {1, 2}));
    const Parameter masked = plain.with_mask(mask_of({2}, {true, false}));
    const Parameter coded = plain.with_code(std::make_shared<CodebookCode>(std::vector{1.0F}));
    EXPECT_NE(plain.content_hash(), masked.content_hash());
    EXPECT_NE(plain.content_hash(), coded.content_hash());
    EXPECT_EQ(plain.content_hash(), Parameter(Tensor::of<float>({2}, {1, 2})).content_hash());
    EXPECT_EQ(plain.with_provenance("step").content_hash(), plain.content_hash());
}

TEST(Parameter, RefusesMasksAndCodesThatDoNotFit) {
    const Parameter plain(Tensor::of<float>({2}, {1, 2}));
    EXPECT_THROW(static_cast<void>(plain.with_mask(mask_of({1}, {true}))), Error);
    EXPECT_THROW(static_cast<void>(plain.with_mask(Tensor(DType::Int8, {2}))), Error);
    const auto channels = std::make_shared<AffineCode>(8, true, false, 0, std::vector{1.0F, 2.0F},
                                                       std::vector<std::int32_t>{0, 0});
    const Parameter coded = plain.with_code(channels);
    EXPECT_THROW(static_cast<void>(coded.with_latent(Tensor(DType::Float32, {3}))), Error);
    EXPECT_THROW(
        static_cast<void>(
            plain.with_mask(mask_of({2}, {true, true})).with_latent(Tensor(DType::Float32, {3}))),
        Error);
    const Parameter whole(Tensor::of<std::int64_t>({2}, {1, 2}));
    EXPECT_THROW(static_cast<void>(whole.with_code(channels)), Error);
    EXPECT_THROW(static_cast<void>(whole.with_mask(mask_of({2}, {true, true}))), Error);
}

TEST(Parameter, SelectionTakesMaskAndCodeAlong) {
    const Parameter all = Parameter(Tensor::of<float>({2, 3}, {1, 2, 3, 4, 5, 6}))
                              .with_mask(mask_of({2, 3}, {true, true, false, true, true, true}))
                              .with_code(std::make_shared<AffineCode>(
                                  8, true, false, 1, std::vector{1.0F, 2.0F, 3.0F},
                                  std::vector<std::int32_t>{0, 0, 0}));
    const Parameter some = all.selected(1, {2, 0});
    EXPECT_EQ(some.shape(), (Shape{2, 2}));
    EXPECT_THAT(floats(some.effective()), ElementsAre(0, 1, 6, 4));
    EXPECT_THROW(static_cast<void>(all.selected(1, {3})), Error);
}

TEST(Select, TakesSlicesOfAnyAxis) {
    const Tensor x = Tensor::of<std::int64_t>({2, 2, 2}, {0, 1, 2, 3, 4, 5, 6, 7});
    EXPECT_THAT(select(x, 0, {1}).to_int64(), ElementsAre(4, 5, 6, 7));
    EXPECT_THAT(select(x, 1, {1, 1}).to_int64(), ElementsAre(2, 3, 2, 3, 6, 7, 6, 7));
    EXPECT_THAT(select(x, -1, {0}).to_int64(), ElementsAre(0, 2, 4, 6));
    EXPECT_EQ(select(x, 0, {}).elements(), 0);
}

} // namespace
} // namespace espalier
