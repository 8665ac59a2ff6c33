// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/train/small_nets.h"
#include "tests/support/paths.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/parallel.h"
#include "core/train/trainer.h"

#include <gtest/gtest.h>

namespace espalier {
namespace {

using test::Stripes;

TrainOptions quick(double epochs) {
    TrainOptions options;
    options.epochs = epochs;
    options.batch = 16;
    options.schedule.rate = 0.05;
    options.optimiser.weight_decay = 1e-4;
    options.augment = Augmentation::parse("crop1");
    options.seed = 4;
    return options;
}

TEST(Trainer, LearnsATinySetByHeart) {
    const Stripes set(64, 8, 3, 1);
    TrainOptions options = quick(20);
    options.augment = {};
    const TrainResult result = train(test::residual_net(8, 1), set, {}, options);
    ASSERT_EQ(result.epochs.size(), 20U);
    EXPECT_EQ(result.steps, 80U);
    EXPECT_EQ(result.epochs.back().accuracy, 100);
    EXPECT_LT(result.loss, 0.1);
    EXPECT_LT(result.loss, result.epochs.front().loss);
}

TEST(Trainer, TheSameNetworkOnAnyNumberOfThreads) {
    const int before = threads();
    const Stripes set(64, 8, 3, 1);
    set_threads(1);
    const TrainResult one = train(test::residual_net(8, 1), set, {}, quick(2));
    set_threads(3);
    const TrainResult three = train(test::residual_net(8, 1), set, {}, quick(2));
    set_threads(before);
    EXPECT_EQ(one.graph.content_hash(), three.graph.content_hash());
    EXPECT_EQ(one.epochs, three.epochs);
    TrainOptions other = quick(2);
    other.seed = 5;
    EXPECT_NE(train(test::residual_net(8, 1), set, {}, other).graph.content_hash(),
              one.graph.content_hash());
}

TEST(Trainer, MasksHoldThroughAThousandSteps) {
    Graph graph = test::plain_net(8, 2);
    const ValueId id = graph.find_value("fc1.weight");
    Tensor mask(DType::Bool, graph.parameter(id)->shape());
    const auto keep = mask.writable<bool>();
    for (std::size_t i = 0; i < keep.size(); ++i) {
        keep[i] = i % 3 != 0;
    }
    graph.set_parameter(id, graph.parameter(id)->with_mask(mask));
    const Stripes set(64, 8, 1, 1);
    const TrainResult result = train(graph, set, {}, quick(250));
    EXPECT_EQ(result.steps, 1000U);
    const Parameter& weight = *result.graph.parameter(id);
    const auto values = weight.latent().data<float>();
    for (std::size_t i = 0; i < values.size(); ++i) {
        ASSERT_EQ(values[i] != 0, i % 3 != 0) << i;
    }
    EXPECT_TRUE(weight.mask().equals(mask));
    EXPECT_GT(result.epochs.back().accuracy, 90);
}

TEST(Trainer, ResumesBitByBit) {
    const test::TempDir folder;
    const Stripes set(80, 8, 3, 1);
    const Graph graph = test::residual_net(8, 1);
    const TrainResult whole = train(graph, set, {}, quick(3));

    // Stopped in the middle of the second epoch.
    TrainOptions first = quick(3);
    first.checkpoint = folder / "state";
    std::stop_source stop;
    first.observer = [&](const TrainProgress& progress, const NetworkNow&) {
        if (progress.step == 7) {
            stop.request_stop();
        }
        return true;
    };
    EXPECT_THROW(static_cast<void>(train(graph, set, {}, first, Job(stop.get_token(), {}))), Error);
    TrainOptions second = quick(3);
    second.resume = folder / "state";
    const TrainResult rest = train(graph, set, {}, second);
    EXPECT_EQ(rest.graph.content_hash(), whole.graph.content_hash());
    EXPECT_EQ(rest.epochs, whole.epochs);

    TrainOptions other = second;
    other.schedule.rate = 0.06;
    EXPECT_THROW(static_cast<void>(train(graph, set, {}, other)), Error);
}

TEST(Trainer, ObserverSeesEveryStepAndChangesNothing) {
    const Stripes set(80, 8, 3, 1);
    const Graph graph = test::residual_net(8, 1);
    const TrainResult alone = train(graph, set, {}, quick(2));

    TrainOptions options = quick(2);
    std::vector<TrainProgress> seen;
    std::string last_network;
    options.observer = [&](const TrainProgress& progress, const NetworkNow& network) {
        seen.push_back(progress);
        last_network = network().content_hash();
        return true;
    };
    const TrainResult watched = train(graph, set, {}, options);
    EXPECT_EQ(watched.graph.content_hash(), alone.graph.content_hash());
    EXPECT_EQ(last_network, alone.graph.content_hash());
    EXPECT_FALSE(watched.interrupted);
    ASSERT_EQ(seen.size(), watched.steps);
    double epoch_sum = 0;
    const std::size_t epoch_steps = watched.steps / 2;
    for (std::size_t i = 0; i < seen.size(); ++i) {
        EXPECT_EQ(seen[i].step, i + 1);
        EXPECT_EQ(seen[i].steps, watched.steps);
        EXPECT_DOUBLE_EQ(seen[i].rate, options.schedule.at(i, watched.steps));
        epoch_sum = (i % epoch_steps == 0 ? 0 : epoch_sum) + seen[i].batch_loss;
        EXPECT_NEAR(seen[i].loss, epoch_sum / static_cast<double>(i % epoch_steps + 1), 1e-9);
    }
}

TEST(Trainer, EndedByItsObserverItGivesTheBestFinishedEpoch) {
    const Stripes set(80, 8, 3, 1);
    const Graph graph = test::residual_net(8, 1);
    const TrainResult whole = train(graph, set, {}, quick(4));
    const std::size_t epoch_steps = whole.steps / 4;
    // The network after each epoch, to tell which one came out.
    std::vector<std::string> networks;
    TrainOptions options = quick(4);
    options.observer = [&](const TrainProgress& progress, const NetworkNow& network) {
        if (progress.step % epoch_steps == 0) {
            networks.push_back(network().content_hash());
        }
        return progress.step != 3 * epoch_steps + 1;
    };
    const TrainResult ended = train(graph, set, {}, options);
    EXPECT_TRUE(ended.interrupted);
    EXPECT_EQ(ended.steps, 3 * epoch_steps + 1);
    ASSERT_EQ(networks.size(), 3U);
    std::size_t best = 0;
    for (std::size_t i = 1; i < 3; ++i) {
        best = whole.epochs[i].loss < whole.epochs[best].loss ? i : best;
    }
    EXPECT_EQ(ended.graph.content_hash(), networks[best]);

    // Before the first epoch is over: the network as it stands.
    std::string second_step;
    options.observer = [&](const TrainProgress& progress, const NetworkNow& network) {
        second_step = network().content_hash();
        return progress.step < 2;
    };
    EXPECT_EQ(train(graph, set, {}, options).graph.content_hash(), second_step);
}

TEST(Trainer, BrokenCheckpointsAreErrors) {
    const test::TempDir folder;
    const Stripes set(64, 8, 1, 1);
    const Graph graph = test::plain_net(8, 1);
    TrainOptions options = quick(1);
    options.checkpoint = folder / "state";
    static_cast<void>(train(graph, set, {}, options));
    const std::vector<std::byte> good = read_bytes(folder / "state");
    TrainOptions resume = quick(1);
    resume.resume = folder / "broken";
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{7}, std::size_t{20}, good.size() / 2, good.size() - 1}) {
        write_atomically(folder / "broken", std::span(good).first(size));
        EXPECT_THROW(static_cast<void>(train(graph, set, {}, resume)), Error) << size;
    }
    std::vector<std::byte> longer = good;
    longer.push_back(std::byte{1});
    write_atomically(folder / "broken", std::span<const std::byte>(longer));
    EXPECT_THROW(static_cast<void>(train(graph, set, {}, resume)), Error);
}

TEST(Trainer, KeepsTheBestEpochAndStopsEarly) {
    const Stripes set(64, 8, 1, 1);
    TrainOptions options = quick(60);
    options.validation = std::make_shared<Stripes>(64, 8, 1, 2);
    options.keep_best = true;
    options.patience = 3;
    const TrainResult result = train(test::plain_net(8, 1), set, {}, options);
    EXPECT_TRUE(result.stopped_early);
    EXPECT_LT(result.epochs.size(), 60U);
    double best = 0;
    for (const EpochRecord& epoch : result.epochs) {
        best = std::max(best, epoch.validation);
    }
    EXPECT_EQ(best, result.epochs[result.epochs.size() - 4].validation);
}

TEST(Trainer, WrongDataAndDivergenceAreErrors) {
    const Stripes set(64, 8, 1, 1);
    EXPECT_THROW(static_cast<void>(train(test::plain_net(5, 1), set, {}, quick(1))), Error);
    TrainOptions wild = quick(20);
    wild.schedule.rate = 1e6;
    EXPECT_THROW(static_cast<void>(train(test::plain_net(8, 1), set, {}, wild)), Error);
    TrainOptions best = quick(1);
    best.keep_best = true;
    EXPECT_THROW(static_cast<void>(train(test::plain_net(8, 1), set, {}, best)), Error);
}

TEST(Trainer, FractionsOfAnEpochAreSteps) {
    const Stripes set(64, 8, 1, 1);
    EXPECT_EQ(train(test::plain_net(8, 1), set, {}, quick(0.5)).steps, 2U);
    EXPECT_EQ(train(test::plain_net(8, 1), set, {}, quick(0.001)).steps, 1U);
    EXPECT_EQ(train(test::plain_net(8, 1), set, {}, quick(1.25)).epochs.size(), 2U);
}

} // namespace
} // namespace espalier
