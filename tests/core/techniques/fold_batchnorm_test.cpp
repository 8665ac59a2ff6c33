// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/nets.h"

#include "core/analysis/accounting.h"
#include "core/compress/technique.h"

#include <gtest/gtest.h>

namespace espalier {
namespace {

const Technique& fold_step() {
    return technique_for("fold.batchnorm");
}

TEST(FoldBatchnormStep, ComputesTheSameWithFewerParameters) {
    const Graph before = test::small_cnn();
    const Params params(fold_step().info().params);
    const Graph after = fold_step().apply(before, params, {}, {});
    EXPECT_EQ(after.nodes.size(), before.nodes.size() - 2);
    const Tensor x = test::noise({3, 3, 12, 12}, 1);
    EXPECT_LT(test::largest_difference(test::reference_output(before, x),
                                       test::reference_output(after, x)),
              1e-5);

    const Preview preview = fold_step().plan(before, params, {});
    std::int64_t saved = 0;
    for (const LayerChange& change : preview.layers) {
        saved += change.params_before - change.params_after;
        if (change.node == "bn2") {
            EXPECT_EQ(change.what, "folded into conv2");
        }
    }
    // conv2 gets a bias it did not have.
    ASSERT_EQ(preview.layers.size(), 3U);
    EXPECT_EQ(saved, account(before).params - account(after).params);
}

TEST(FoldBatchnormStep, TheScopeNamesTheNormOrItsLayer) {
    const Graph graph = test::small_cnn();
    const Params params(fold_step().info().params);
    const auto norms_left = [&](const Scope& scope) {
        const Graph after = fold_step().apply(graph, params, scope, {});
        return after.nodes.size() + 2 - graph.nodes.size();
    };
    EXPECT_EQ(norms_left({{"bn1"}, {}}), 1U);
    EXPECT_EQ(norms_left({{"conv2"}, {}}), 1U);
    EXPECT_EQ(norms_left({{"fc"}, {}}), 2U);
    EXPECT_EQ(fold_step().plan(graph, params, {{"fc"}, {}}).notes.size(), 1U);
}

} // namespace
} // namespace espalier
