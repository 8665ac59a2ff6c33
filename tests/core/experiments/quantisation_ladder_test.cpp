// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/train/small_nets.h"

#include "core/experiments/ladder.h"
#include "core/train/trainer.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace espalier {
namespace {

using test::Stripes;

class LadderOfStripes : public testing::Test {
protected:
    LadderOfStripes() {
        context_.train = std::make_shared<Stripes>(128, 8, 1, 1);
        TrainOptions options;
        options.epochs = 15;
        options.batch = 16;
        options.schedule.rate = 0.05;
        graph_ = train(test::plain_net(8, 1), *context_.train, {}, options).graph;
    }

    [[nodiscard]] double measured(const Graph& graph) const {
        return evaluate(graph, Stripes(200, 8, 1, 2), {}).top1;
    }

    Ladder up(const LadderOptions& options) {
        return climb(
            graph_, options, context_,
            [](const Graph& graph, const Job&) {
                return evaluate(graph, Stripes(200, 8, 1, 2), {});
            },
            [this](const LadderRung& rung) { told_.push_back(rung.name); });
    }

    Context context_;
    Graph graph_;
    std::vector<std::string> told_;
};

TEST_F(LadderOfStripes, StopsWhereItIsNearEnough) {
    const Ladder ladder = up({.weight_bits = 8, .within = 1, .images = 32});
    ASSERT_EQ(ladder.rungs.size(), 1U); // eight bits lose nothing
    EXPECT_TRUE(ladder.reached);
    EXPECT_EQ(ladder.images, 200U);
    EXPECT_EQ(ladder.baseline, measured(graph_));
    EXPECT_EQ(told_, std::vector<std::string>{ladder.rungs[0].name});
}

TEST_F(LadderOfStripes, EveryRungIsItsRecipeAndTheBestIsHandedOver) {
    const Ladder ladder =
        up({.weight_bits = 2, .activation_bits = 3, .within = 0, .images = 32, .iterations = 20});
    ASSERT_GE(ladder.rungs.size(), 2U);
    double best = 0;
    for (std::size_t i = 0; i < ladder.rungs.size(); ++i) {
        const LadderRung& rung = ladder.rungs[i];
        EXPECT_DOUBLE_EQ(rung.gain, i == 0 ? 0 : rung.top1 - best) << rung.name;
        EXPECT_EQ(rung.kept, i == 0 || rung.top1 > best) << rung.name;
        best = std::max(best, rung.top1);
    }
    EXPECT_LT(ladder.rungs[0].top1, best); // plain rounding to two bits loses something
    EXPECT_EQ(ladder.rungs[ladder.best].top1, best);
    EXPECT_EQ(measured(ladder.graph), best);
    const Recipe& recipe = ladder.rungs[ladder.best].recipe;
    EXPECT_EQ(measured(run_recipe(graph_, recipe, context_, nullptr).back().graph), best);
    EXPECT_EQ(told_.size(), ladder.rungs.size());
}

} // namespace
} // namespace espalier
