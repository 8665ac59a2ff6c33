// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/experiments/sensitivity.h"
#include "core/formats/onnx_read.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace espalier {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class SensitivityOfLeNet5 : public testing::Test {
protected:
    Sensitivity run(const std::string& step, const std::string& key,
                    const std::vector<std::string>& values) {
        Context context;
        context.preprocess = preprocess_;
        return sensitivity(graph_, {Step::parse(step), key, values, true}, context,
                           [this](const Graph& graph, const Job&) { return measured(graph); });
    }

    Accuracy measured(const Graph& graph) const { return evaluate(graph, *set_, preprocess_); }

    /// The same by a recipe, as `compress` does it.
    double by_recipe(const std::string& step) {
        Recipe recipe;
        recipe.steps.push_back(Step::parse(step));
        return measured(run_recipe(graph_, recipe, {}, nullptr).back().graph).top1;
    }

    Graph graph_ = read_onnx(resource("networks/lenet-5-glyphs.onnx"));
    Preprocess preprocess_ = Preprocess::from_metadata(graph_.metadata).value();
    DatasetPtr set_ = limited(open_dataset("glyphs", Split::Test), 300);
};

TEST_F(SensitivityOfLeNet5, EndsAtTheBaselineAndAtTheFullStep) {
    const Sensitivity result = run("prune.magnitude:scope=layer", "sparsity", {"0", "0.95"});
    EXPECT_EQ(result.images, 300U);
    EXPECT_EQ(result.baseline.top1, measured(graph_).top1);
    ASSERT_EQ(result.rows.size(), 4U);
    for (const SensitivityRow& row : result.rows) {
        ASSERT_EQ(row.only.size(), 2U);
        ASSERT_EQ(row.all_but.size(), 2U);
        EXPECT_EQ(row.only[0].point->top1, result.baseline.top1) << row.layer;
        EXPECT_EQ(row.all_but[0].point->nonzeros, result.baseline.nonzeros) << row.layer;
        EXPECT_EQ(row.only[1].point->top1,
                  by_recipe("prune.magnitude:scope=layer,sparsity=0.95,layers='" + row.layer + "'"))
            << row.layer;
        EXPECT_EQ(row.all_but[1].point->top1,
                  by_recipe("prune.magnitude:scope=layer,sparsity=0.95,except='" + row.layer + "'"))
            << row.layer;
        // Masks of one layer and of all others make up the masks of all.
        const std::int64_t gone = result.baseline.nonzeros - result.all[1].point->nonzeros;
        EXPECT_EQ(2 * result.baseline.nonzeros - row.only[1].point->nonzeros -
                      row.all_but[1].point->nonzeros,
                  gone)
            << row.layer;
    }
    EXPECT_EQ(result.all[0].point->top1, result.baseline.top1);
    EXPECT_EQ(result.all[1].point->top1, by_recipe("prune.magnitude:scope=layer,sparsity=0.95"));
}

/// Wilson's interval for 290 of 300: centre and half-width computed by hand from his formula.
TEST_F(SensitivityOfLeNet5, TellsHowSureTheBaselineIs) {
    const Sensitivity result = run("prune.magnitude", "sparsity", {"0.5"});
    const double p = result.baseline.top1 / 100;
    const double z2 = 1.96 * 1.96;
    const double low =
        (p + z2 / 600 - 1.96 * std::sqrt(p * (1 - p) / 300 + z2 / 360000)) / (1 + z2 / 300);
    const double high =
        (p + z2 / 600 + 1.96 * std::sqrt(p * (1 - p) / 300 + z2 / 360000)) / (1 + z2 / 300);
    EXPECT_NEAR(result.margin, 50 * (high - low), 1e-9);
    // The bounds solve (p - q)^2 = z^2 q (1 - q) / n, which is what defines them.
    for (const double q : {low, high}) {
        EXPECT_NEAR((p - q) * (p - q), z2 * q * (1 - q) / 300, 1e-12);
    }
}

TEST_F(SensitivityOfLeNet5, WhatCanNotBeDoneSaysWhyInItsCell) {
    const Sensitivity result = run("prune.magnitude:target=bytes", "bytes", {"100", "200000"});
    for (const SensitivityRow& row : result.rows) {
        EXPECT_FALSE(row.only[0].point);
        EXPECT_THAT(row.only[0].error, HasSubstr("can not be reached"));
    }
    EXPECT_TRUE(result.all[1].point);
}

TEST_F(SensitivityOfLeNet5, StopsWhenAsked) {
    std::stop_source stop;
    stop.request_stop();
    Context context;
    context.job = Job(stop.get_token(), {});
    EXPECT_THROW(static_cast<void>(sensitivity(
                     graph_, {Step::parse("prune.magnitude"), "sparsity", {"0.5"}, false}, context,
                     [this](const Graph& graph, const Job&) { return measured(graph); })),
                 Error);
}

TEST(Strength, IsTheBitsOrTheShare) {
    const Strength bits = strength_of(technique_for("quantise.uniform"));
    EXPECT_EQ(bits.key, "weight_bits");
    EXPECT_THAT(bits.values, ElementsAre("8", "6", "4", "3", "2"));
    EXPECT_EQ(strength_of(technique_for("prune.magnitude")).key, "sparsity");
    EXPECT_EQ(strength_of(technique_for("prune.channels")).key, "ratio");
    EXPECT_EQ(strength_of(technique_for("decompose.svd")).key, "energy");
    EXPECT_EQ(strength_of(technique_for("decompose.svd"), "rank").key, "rank");
}

TEST(Strength, OfAnUnknownNameListsTheKnownOnes) {
    try {
        static_cast<void>(strength_of(technique_for("prune.magnitude"), "bits"));
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::Usage);
        EXPECT_THAT(error.message(), HasSubstr("sparsity"));
    }
}

} // namespace
} // namespace espalier
