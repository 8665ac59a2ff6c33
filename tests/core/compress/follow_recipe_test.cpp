// SPDX-License-Identifier: GPL-3.0-or-later
// A recipe while it is being edited: what can be had at once, and what waits.
#include "core/analysis/accounting.h"
#include "core/compress/recipe.h"
#include "core/data/dataset.h"
#include "core/train/zoo.h"

#include <gtest/gtest.h>

namespace espalier {
namespace {

using Kind = StepStanding::Kind;

class FollowRecipe : public ::testing::Test {
protected:
    [[nodiscard]] std::vector<StepStanding> follow(const Recipe& recipe) {
        return follow_recipe(network_, recipe, context_, cache_);
    }

    static Recipe recipe_of(const std::vector<const char*>& steps) {
        Recipe recipe;
        for (const char* step : steps) {
            recipe.steps.push_back(Step::parse(step));
        }
        return recipe;
    }

    Graph network_ = make_network("lenet-5", 10, 1);
    Context context_;
    StepCache cache_;
};

TEST_F(FollowRecipe, LightStepsAreDoneAtOnce) {
    const auto steps =
        follow(recipe_of({"prune.magnitude:sparsity=0.5", "quantise.uniform:weight_bits=4"}));
    ASSERT_EQ(steps.size(), 2U);
    EXPECT_EQ(steps[0].kind, Kind::Done);
    EXPECT_EQ(steps[1].kind, Kind::Done);
    EXPECT_NEAR(account(steps[0].outcome->graph).sparsity(), 0.5, 0.01);
    EXPECT_GE(account(steps[1].outcome->graph).sparsity(), 0.49);
}

TEST_F(FollowRecipe, StepsThatNeedDataWaitAndAreLeftOut) {
    const auto steps = follow(recipe_of({"finetune:epochs=1", "prune.magnitude:sparsity=0.5"}));
    EXPECT_EQ(steps[0].kind, Kind::Waits);
    EXPECT_EQ(steps[0].outcome, nullptr);
    ASSERT_EQ(steps[1].kind, Kind::Done);
    EXPECT_NEAR(account(steps[1].outcome->graph).sparsity(), 0.5, 0.01);
}

TEST_F(FollowRecipe, WhatWasRunIsTakenFromTheCache) {
    context_.train = limited(open_dataset("glyphs", Split::Train), 128);
    const Recipe recipe = recipe_of({"finetune:epochs=1", "prune.magnitude:sparsity=0.5"});
    EXPECT_EQ(follow(recipe)[0].kind, Kind::Waits);
    const auto outcomes = run_recipe(network_, recipe, context_, &cache_);
    const auto steps = follow(recipe);
    ASSERT_EQ(steps[0].kind, Kind::Done);
    EXPECT_EQ(steps[1].outcome->graph.content_hash(), outcomes[1].graph.content_hash());
}

TEST_F(FollowRecipe, AStepThatFailsSaysSoAndIsLeftOut) {
    const auto steps = follow(recipe_of({"prune.magnitude:sparsity=0.5,layers=nothing-here",
                                         "fold.batchnorm", "prune.magnitude:sparsity=0.25"}));
    ASSERT_EQ(steps.size(), 3U);
    EXPECT_EQ(steps[0].kind, Kind::Failed);
    ASSERT_TRUE(steps[0].error.has_value());
    EXPECT_NE(std::string(steps[0].error->what()).find("step 1"), std::string::npos);
    EXPECT_EQ(steps[2].kind, Kind::Done);
    EXPECT_NEAR(account(steps[2].outcome->graph).sparsity(), 0.25, 0.01);
}

TEST_F(FollowRecipe, SwitchedOffStepsAreOff) {
    Recipe recipe = recipe_of({"prune.magnitude:sparsity=0.5"});
    recipe.steps[0].enabled = false;
    EXPECT_EQ(follow(recipe)[0].kind, Kind::Off);
}

TEST_F(FollowRecipe, ManyEditsDoNotPushOutWhatTookLong) {
    StepOutcome dear{network_, {}, {}, 60, false};
    StepCache cache(4);
    cache.insert("dear", dear);
    for (int i = 0; i < 20; ++i) {
        cache.insert("cheap" + std::to_string(i), StepOutcome{network_, {}, {}, 0.01, false});
    }
    EXPECT_NE(cache.find("dear"), nullptr);
    EXPECT_EQ(cache.size(), 4U);
}

} // namespace
} // namespace espalier
