// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/nets.h"

#include "core/analysis/diff.h"
#include "core/analysis/spectrum.h"
#include "core/base/error.h"

#include <gtest/gtest.h>

#include <limits>

namespace espalier {
namespace {

using test::noise;

TEST(Spectrum, AgreesWithTheSvdAndIsRemembered) {
    const Tensor weight = noise({12, 4, 3, 5}, 1);
    for (const Unfolding unfolding : {Unfolding::Channel, Unfolding::Spatial}) {
        const auto found = spectrum(weight, unfolding);
        const Svd reference = svd(unfold(weight, unfolding));
        ASSERT_EQ(found->squares.size(), reference.s.size());
        double sum = 0;
        for (std::size_t i = 0; i < reference.s.size(); ++i) {
            const double square = reference.s[i] * reference.s[i];
            EXPECT_NEAR(found->squares[i], square, 1e-9 * found->total);
            sum += square;
            EXPECT_NEAR(found->energy(static_cast<std::int64_t>(i) + 1) * found->total, sum, 1e-8);
        }
        EXPECT_EQ(spectrum(weight, unfolding), found);
        EXPECT_EQ(found->rank_for(1), static_cast<std::int64_t>(found->squares.size()));
        EXPECT_EQ(found->rank_for(1e-9), 1);
        const std::int64_t rank = found->rank_for(0.7);
        EXPECT_GE(found->energy(rank), 0.7);
        EXPECT_LT(found->energy(rank - 1), 0.7);
    }
    EXPECT_EQ(spectrum(weight, Unfolding::Channel)->rows, 12);
    EXPECT_EQ(spectrum(weight, Unfolding::Channel)->cols, 60);
    EXPECT_EQ(spectrum(weight, Unfolding::Spatial)->rows, 12); // 4 * 3
    EXPECT_EQ(spectrum(weight, Unfolding::Spatial)->cols, 60); // 12 * 5
}

TEST(Spectrum, SpatialUnfoldingPutsEachWeightInItsPlace) {
    const Tensor weight = noise({3, 2, 4, 5}, 2);
    const Matrix matrix = unfold(weight, Unfolding::Spatial);
    const auto values = weight.data<float>();
    for (std::int64_t o = 0; o < 3; ++o) {
        for (std::int64_t i = 0; i < 2; ++i) {
            for (std::int64_t h = 0; h < 4; ++h) {
                for (std::int64_t w = 0; w < 5; ++w) {
                    const auto at = static_cast<std::size_t>(((o * 2 + i) * 4 + h) * 5 + w);
                    EXPECT_EQ(matrix(i * 4 + h, o * 5 + w), values[at]);
                }
            }
        }
    }
    EXPECT_THROW((void)unfold(noise({3, 2}, 1), Unfolding::Spatial), Error);
    EXPECT_THROW((void)unfold(noise({3}, 1), Unfolding::Channel), Error);
}

TEST(Spectrum, BreakEvenIsTheLastRankThatSaves) {
    for (const auto& [rows, cols] : {std::pair{4, 4}, {10, 30}, {1, 7}, {64, 576}}) {
        Spectrum spectrum;
        spectrum.rows = rows;
        spectrum.cols = cols;
        const std::int64_t rank = spectrum.break_even();
        EXPECT_LT(spectrum.params(rank), rows * cols);
        EXPECT_GE(spectrum.params(rank + 1), rows * cols);
    }
}

TEST(Diff, MatchesByOriginAndMeasuresTheWeights) {
    const Graph before = test::small_cnn();
    EXPECT_TRUE(diff(before, before).changed().empty());

    Graph after = before;
    const ValueId weight = after.find_value("conv1_W");
    Tensor halved = after.parameter(weight)->latent();
    for (float& value : halved.writable<float>()) {
        value *= 0.5F;
    }
    after.set_parameter(weight, Parameter(halved));
    const ValueId fc = after.find_value("fc_W");
    after.set_parameter(fc, after.parameter(fc)->with_mask(Tensor(DType::Bool, {10, 16})));
    after.nodes[2].origin = "elsewhere";
    const GraphDiff found = diff(before, after);
    EXPECT_EQ(found.before.params, found.after.params);
    const auto changed = found.changed();
    ASSERT_EQ(changed.size(), 4U);
    EXPECT_EQ(changed[0].origin, "conv1");
    EXPECT_DOUBLE_EQ(changed[0].weight_error.value(), 0.5);
    EXPECT_EQ(changed[1].origin, "relu1");
    EXPECT_FALSE(changed[1].after.has_value());
    EXPECT_EQ(changed[2].origin, "fc");
    EXPECT_DOUBLE_EQ(changed[2].weight_error.value(), 1);
    EXPECT_EQ(changed[2].after->nonzeros, changed[2].before->nonzeros - 160);
    EXPECT_EQ(changed[3].origin, "elsewhere");
    EXPECT_FALSE(changed[3].before.has_value());
}

TEST(Diff, RelativeErrorOfZeros) {
    const Tensor zeros(DType::Float32, {3});
    EXPECT_EQ(relative_error(zeros, Tensor(DType::Float32, {3})), 0);
    EXPECT_EQ(relative_error(zeros, noise({3}, 1)), std::numeric_limits<double>::infinity());
    EXPECT_THROW((void)relative_error(zeros, noise({4}, 1)), Error);
}

} // namespace
} // namespace espalier
