// SPDX-License-Identifier: GPL-3.0-or-later
// Every optimiser and everything that can be switched on beside it, through whole trainings.
#include "tests/core/train/small_nets.h"
#include "tests/support/paths.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/parallel.h"
#include "core/train/trainer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace espalier {
namespace {

using test::Stripes;
using testing::HasSubstr;

constexpr OptimiserKind kAll[] = {OptimiserKind::Sgd, OptimiserKind::Nesterov, OptimiserKind::Adam,
                                  OptimiserKind::AdamW, OptimiserKind::RmsProp};

/// Everything that has a state of its own at once.
TrainOptions busy(OptimiserKind kind, double epochs) {
    TrainOptions options;
    options.epochs = epochs;
    options.batch = 16;
    options.optimiser = {.kind = kind, .momentum = 0.5, .weight_decay = 1e-4};
    options.schedule = {.kind = ScheduleKind::Plateau, .rate = 0.005, .patience = 0};
    options.augment = Augmentation::parse("crop1");
    options.label_smoothing = 0.1;
    options.mixup = 0.4;
    options.clip_norm = 1;
    options.average.kind = AverageKind::Exponential;
    options.validation = std::make_shared<Stripes>(32, 8, 3, 2);
    options.seed = 4;
    return options;
}

class EveryOptimiser : public testing::TestWithParam<OptimiserKind> {};

TEST_P(EveryOptimiser, ResumesBitByBitAfterAKill) {
    const test::TempDir folder;
    const Stripes set(48, 8, 3, 1);
    const Graph graph = test::residual_net(8, 1);
    const TrainResult whole = train(graph, set, {}, busy(GetParam(), 4));

    // What a killed process leaves: the checkpoint of the last epoch it finished.
    TrainOptions first = busy(GetParam(), 4);
    first.checkpoint = folder / "state";
    first.observer = [&](const TrainProgress& progress, const NetworkNow&) {
        if (progress.step == 8) {
            throw std::runtime_error("killed");
        }
        return true;
    };
    EXPECT_THROW(static_cast<void>(train(graph, set, {}, first)), std::runtime_error);
    TrainOptions second = busy(GetParam(), 4);
    second.resume = folder / "state";
    const TrainResult rest = train(graph, set, {}, second);
    EXPECT_EQ(rest.graph.content_hash(), whole.graph.content_hash());
    EXPECT_EQ(rest.epochs, whole.epochs);
}

TEST_P(EveryOptimiser, TheSameNetworkOnAnyNumberOfThreads) {
    const int before = threads();
    const Stripes set(48, 8, 3, 1);
    set_threads(1);
    const TrainResult one = train(test::residual_net(8, 1), set, {}, busy(GetParam(), 2));
    set_threads(3);
    const TrainResult three = train(test::residual_net(8, 1), set, {}, busy(GetParam(), 2));
    set_threads(before);
    EXPECT_EQ(one.graph.content_hash(), three.graph.content_hash());
    EXPECT_EQ(one.epochs, three.epochs);
}

TEST_P(EveryOptimiser, MasksHoldThroughAThousandSteps) {
    Graph graph = test::plain_net(8, 2);
    const ValueId id = graph.find_value("fc1.weight");
    Tensor mask(DType::Bool, graph.parameter(id)->shape());
    const auto keep = mask.writable<bool>();
    for (std::size_t i = 0; i < keep.size(); ++i) {
        keep[i] = i % 3 != 0;
    }
    graph.set_parameter(id, graph.parameter(id)->with_mask(mask));
    TrainOptions options;
    options.epochs = 250;
    options.batch = 16;
    options.optimiser = {.kind = GetParam(), .weight_decay = 1e-3};
    options.schedule.rate = 0.005;
    options.average.kind = AverageKind::Stochastic;
    const TrainResult result = train(graph, Stripes(64, 8, 1, 1), {}, options);
    EXPECT_EQ(result.steps, 1000U);
    const auto values = result.graph.parameter(id)->latent().data<float>();
    for (std::size_t i = 0; i < values.size(); ++i) {
        ASSERT_EQ(values[i] != 0, i % 3 != 0) << i;
    }
    EXPECT_GT(result.epochs.back().accuracy, 80);
}

INSTANTIATE_TEST_SUITE_P(Trainer, EveryOptimiser, testing::ValuesIn(kAll),
                         [](const auto& kind) { return std::string(optimiser_name(kind.param)); });

/// What the error of a training that breaks says.
Error error_of(const Graph& graph, const Dataset& set, const TrainOptions& options) {
    try {
        static_cast<void>(train(graph, set, {}, options));
    } catch (const Error& error) {
        return error;
    }
    return Error(ErrorCode::Failed, "no error");
}

TEST(TrainerErrors, DivergenceNamesStepAndPlaceAndKeepsTheLastGoodState) {
    const test::TempDir folder;
    const Stripes set(64, 8, 1, 1);
    const Graph graph = test::plain_net(8, 1);
    TrainOptions options;
    options.epochs = 3;
    options.batch = 16;
    // Nothing is learnt in the first epoch; step 6 makes weights around 1e22, whose products
    // overflow in the layer that multiplies them a second time.
    options.schedule = {
        .kind = ScheduleKind::Step, .rate = 1e-6, .factor = 1e30, .milestones = {0.4}};
    options.checkpoint = folder / "state";
    const Error error = error_of(graph, set, options);
    EXPECT_EQ(error.code(), ErrorCode::Failed);
    EXPECT_THAT(error.message(), HasSubstr("diverged in step 7"));
    EXPECT_THAT(error.message(), HasSubstr("node fc1: its output"));
    EXPECT_THAT(error.hint(), HasSubstr("after step 4"));

    // The checkpoint is that of the first epoch: gone on from, it breaks at the same place.
    TrainOptions resumed = options;
    resumed.resume = options.checkpoint;
    resumed.checkpoint.clear();
    EXPECT_THAT(error_of(graph, set, resumed).message(), HasSubstr("diverged in step 7"));
}

TEST(TrainerErrors, WeightsThatAreNotFiniteAreNamed) {
    Graph graph = test::plain_net(8, 1);
    const ValueId id = graph.find_value("fc1.weight");
    Tensor latent = graph.parameter(id)->latent();
    latent.writable<float>()[7] = std::numeric_limits<float>::quiet_NaN();
    graph.set_parameter(id, graph.parameter(id)->with_latent(latent));
    EXPECT_THAT(error_of(graph, Stripes(64, 8, 1, 1), {}).message(),
                HasSubstr("the first number that is not finite is in node fc1: fc1.weight"));
}

TEST(TrainerErrors, SayWhatWasFoundAndExpected) {
    const test::TempDir folder;
    const Stripes set(64, 8, 1, 1);
    EXPECT_THAT(error_of(test::plain_net(5, 1), set, {}).message(),
                HasSubstr("gives 5 scores, expected one for each of the 8 classes of stripes"));
    EXPECT_THAT(error_of(test::plain_net(8, 1), Stripes(0, 8, 1, 1), {}).message(),
                HasSubstr("0 samples in stripes"));
    TrainOptions options;
    options.epochs = 1;
    options.batch = 16;
    options.checkpoint = folder / "state";
    static_cast<void>(train(test::plain_net(8, 1), set, {}, options));
    TrainOptions other = options;
    other.resume = folder / "state";
    other.optimiser.kind = OptimiserKind::Adam;
    EXPECT_THAT(error_of(test::plain_net(8, 1), set, other).message(),
                HasSubstr("with optimizer \"sgd\", expected \"adam\""));
    write_atomically(folder / "state", std::string("something else"));
    EXPECT_THAT(error_of(test::plain_net(8, 1), set, other).message(),
                HasSubstr("no training checkpoint (found 14 bytes"));
}

TEST(TrainerAverages, TheLateAverageIsThatOfTheEpochsEnds) {
    const Stripes set(64, 8, 1, 1);
    TrainOptions options;
    options.epochs = 4;
    options.batch = 16;
    options.schedule = {.kind = ScheduleKind::Constant, .rate = 0.01};
    options.average = {.kind = AverageKind::Stochastic, .start = 0.5};
    std::vector<Graph> ends;
    options.observer = [&](const TrainProgress& progress, const NetworkNow& network) {
        if (progress.step % 4 == 0 && progress.step >= 8) {
            ends.push_back(network());
        }
        return true;
    };
    const TrainResult result = train(test::plain_net(8, 1), set, {}, options);
    ASSERT_EQ(ends.size(), 3U);
    const auto at = [](const Graph& graph, std::int64_t i) {
        return graph.parameter(graph.find_value("fc1.weight"))->latent().at(i);
    };
    for (std::int64_t i = 0; i < 540; ++i) {
        EXPECT_NEAR(at(result.graph, i), (at(ends[0], i) + at(ends[1], i) + at(ends[2], i)) / 3,
                    1e-6);
    }
}

TEST(TrainerAverages, TheMovingAverageFollowsItsFormula) {
    WeightAverage average;
    const AverageSettings settings{.kind = AverageKind::Exponential, .decay = 0.25};
    const auto add = [&](float value) {
        average.add_step(settings, {Tensor::of<float>({1}, std::vector<float>{value})});
        return average.tensors[0].data<float>()[0];
    };
    EXPECT_FLOAT_EQ(add(4), 4);
    // (1 + 1) / (10 + 1), (1 + 2) / (10 + 2) = 0.25, then the decay
    EXPECT_FLOAT_EQ(add(15), 4 * 2.0F / 11 + 15 * 9.0F / 11);
    EXPECT_FLOAT_EQ(add(1), 0.25F * 13 + 0.75F);
    EXPECT_FLOAT_EQ(add(0), 1);
}

} // namespace
} // namespace espalier
