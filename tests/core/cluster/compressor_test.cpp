// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/train/small_nets.h"
#include "tests/core/train/values.h"
#include "tests/support/paths.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/cluster/simulated_exchange.h"
#include "core/train/trainer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

namespace espalier {
namespace {

using test::Stripes;

std::vector<float> told(const Compressor& compressor, const std::vector<float>& gradient,
                        std::vector<float>& state, std::uint64_t key) {
    std::vector<float> sum(gradient.size());
    compressor.decode(compressor.encode(gradient, state, key), sum);
    return sum;
}

TEST(Compressor, MessagesAreAsLongAsTheirFormat) {
    const std::vector<float> gradient = test::normal_values(1000, 1);
    const auto bytes = [&](CompressorSettings settings) {
        std::vector<float> state;
        return make_compressor(settings)->encode(gradient, state, 1).size();
    };
    EXPECT_EQ(bytes({.kind = "float"}), 4000U);
    EXPECT_EQ(bytes({.kind = "qsgd", .levels = 1, .bucket = 1000}), 4U + 250U);
    EXPECT_EQ(bytes({.kind = "qsgd", .levels = 7}), 2 * 4U + 500U);
    EXPECT_EQ(bytes({.kind = "qsgd", .levels = 7, .bucket = 1}), 1000 * 4U + 500U);
    EXPECT_EQ(bytes({.kind = "terngrad"}), 4U + 250U);
    EXPECT_EQ(bytes({.kind = "onebit"}), 8U + 125U);
    EXPECT_EQ(bytes({.kind = "dgc", .keep = 0.01}), 4U + 80U);
    EXPECT_THROW(static_cast<void>(make_compressor({.kind = "morse"})), Error);
}

/// E[what arrives] is the gradient; 4,000 draws of 40 values.
TEST(Compressor, StochasticLevelsAreRightOnAverage) {
    const std::vector<float> gradient = test::normal_values(40, 2);
    double norm = 0;
    double largest = 0;
    for (const float g : gradient) {
        norm += static_cast<double>(g) * static_cast<double>(g);
        largest = std::max(largest, static_cast<double>(std::abs(g)));
    }
    constexpr int kDraws = 4000;
    const std::vector<std::pair<CompressorSettings, double>> cases{
        {{.kind = "qsgd", .levels = 4}, std::sqrt(norm) / 4},
        {{.kind = "qsgd", .levels = 1}, std::sqrt(norm)},
        {{.kind = "qsgd", .levels = 1, .bucket = 7}, std::sqrt(norm)},
        {{.kind = "terngrad"}, largest}};
    for (const auto& [settings, step] : cases) {
        const auto compressor = make_compressor(settings);
        std::vector<double> mean(gradient.size());
        for (int i = 0; i < kDraws; ++i) {
            std::vector<float> state;
            const std::vector<float> seen =
                told(*compressor, gradient, state, static_cast<std::uint64_t>(i) * 7919);
            for (std::size_t k = 0; k < mean.size(); ++k) {
                mean[k] += static_cast<double>(seen[k]) / kDraws;
            }
        }
        for (std::size_t k = 0; k < mean.size(); ++k) {
            // Four standard errors of a draw between two levels.
            EXPECT_NEAR(mean[k], gradient[k], 4 * step / 2 / std::sqrt(kDraws))
                << settings.kind << k;
        }
    }
}

/// With feedback nothing is lost: what was sent and what is left are the gradients so far.
TEST(Compressor, FeedbackKeepsWhatWasNotSent) {
    for (const CompressorSettings& settings :
         {CompressorSettings{.kind = "onebit"},
          CompressorSettings{.kind = "dgc", .keep = 0.1, .momentum = 0}}) {
        const auto compressor = make_compressor(settings);
        std::vector<float> state;
        std::vector<double> given(50);
        std::vector<double> sent(50);
        for (std::uint64_t step = 0; step < 20; ++step) {
            const std::vector<float> gradient = test::normal_values(50, 10 + step);
            const std::vector<float> seen = told(*compressor, gradient, state, step);
            for (std::size_t i = 0; i < 50; ++i) {
                given[i] += static_cast<double>(gradient[i]);
                sent[i] += static_cast<double>(seen[i]);
            }
        }
        const std::size_t offset = state.size() - 50; // dgc keeps velocities in front
        for (std::size_t i = 0; i < 50; ++i) {
            EXPECT_NEAR(sent[i] + static_cast<double>(state[offset + i]), given[i], 1e-4)
                << settings.kind;
        }
    }
}

/// f(w) = |w - t|^2 / 2 from three workers whose targets differ. Plain signs of one size stall away
/// from the mean of the targets; with feedback the mean is reached.
TEST(Compressor, OneBitWithFeedbackConvergesWherePlainOneBitStalls) {
    constexpr std::size_t kSize = 20;
    const std::vector<std::vector<float>> targets{test::normal_values(kSize, 1),
                                                  test::normal_values(kSize, 2),
                                                  test::normal_values(kSize, 3)};
    const auto distance = [&](bool feedback) {
        const auto compressor = make_compressor({.kind = "onebit"});
        std::vector<std::vector<float>> states(3);
        std::vector<float> w(kSize);
        for (std::uint64_t step = 0; step < 4000; ++step) {
            std::vector<float> sum(kSize);
            for (std::size_t worker = 0; worker < 3; ++worker) {
                std::vector<float> gradient(kSize);
                for (std::size_t i = 0; i < kSize; ++i) {
                    gradient[i] = w[i] - targets[worker][i];
                }
                if (!feedback) {
                    states[worker].clear();
                }
                compressor->decode(compressor->encode(gradient, states[worker], step), sum);
            }
            for (std::size_t i = 0; i < kSize; ++i) {
                w[i] -= 0.01F * sum[i] / 3;
            }
        }
        double square = 0;
        for (std::size_t i = 0; i < kSize; ++i) {
            const float mean = (targets[0][i] + targets[1][i] + targets[2][i]) / 3;
            square += std::pow(static_cast<double>(w[i] - mean), 2);
        }
        return std::sqrt(square);
    };
    const double with = distance(true);
    const double without = distance(false);
    EXPECT_LT(with, 0.15);
    EXPECT_GT(without, 3 * with);
}

TrainOptions quick() {
    TrainOptions options;
    options.epochs = 12;
    options.batch = 8;
    options.optimiser.momentum = 0;
    options.schedule.rate = 0.05;
    return options;
}

/// Without batch norm, the mean of the workers' gradients is the gradient of all their samples.
TEST(SimulatedExchange, PlainWorkersTogetherAreOneWithTheLargeBatch) {
    const Stripes set(64, 8, 1, 1);
    TrainOptions options = quick();
    options.epochs = 1;
    SimulatedExchange exchange(4, make_compressor({.kind = "float"}));
    options.exchange = &exchange;
    const Graph split = train(test::plain_net(8, 1), set, {}, options).graph;
    TrainOptions whole = quick();
    whole.epochs = 1;
    whole.batch = 32;
    const Graph one = train(test::plain_net(8, 1), set, {}, whole).graph;
    for (const char* name : {"conv1.weight", "fc1.weight", "fc2.bias"}) {
        const auto a = split.parameter(split.find_value(name))->latent().data<float>();
        const auto b = one.parameter(one.find_value(name))->latent().data<float>();
        for (std::size_t i = 0; i < a.size(); ++i) {
            ASSERT_NEAR(a[i], b[i], 2e-6) << name << i; // sums in another order
        }
    }
    EXPECT_EQ(exchange.bytes_sent(), exchange.bytes_plain());
    // Two steps of four workers, four bytes for each of 50 + 552 + 104 parameters.
    EXPECT_EQ(exchange.bytes_plain(), 2U * 4U * 4U * (50U + 552U + 104U));
}

TEST(SimulatedExchange, EveryCompressorLearnsWithFewerBytes) {
    const Stripes set(128, 8, 1, 1);
    for (const CompressorSettings& settings :
         {CompressorSettings{.kind = "qsgd", .levels = 7}, CompressorSettings{.kind = "terngrad"},
          CompressorSettings{.kind = "onebit"},
          CompressorSettings{.kind = "dgc", .keep = 0.05, .momentum = 0.5}}) {
        SimulatedExchange exchange(4, make_compressor(settings));
        TrainOptions options = quick();
        options.epochs = 60;
        options.exchange = &exchange;
        const TrainResult result = train(test::plain_net(8, 1), set, {}, options);
        EXPECT_GT(result.epochs.back().accuracy, 80) << settings.kind;
        EXPECT_LT(exchange.bytes_sent(), exchange.bytes_plain() / 4) << settings.kind;
    }
}

/// What was not sent, and momenta, come back from the checkpoint.
TEST(SimulatedExchange, ResumesBitByBitWithWhatWorkersRemember) {
    const Stripes set(64, 8, 1, 1);
    for (const CompressorSettings& settings :
         {CompressorSettings{.kind = "float"}, CompressorSettings{.kind = "qsgd", .levels = 4},
          CompressorSettings{.kind = "terngrad"}, CompressorSettings{.kind = "onebit"},
          CompressorSettings{.kind = "dgc", .keep = 0.05, .momentum = 0.5}}) {
        const test::TempDir folder;
        const auto run = [&](TrainOptions options) {
            SimulatedExchange exchange(4, make_compressor(settings));
            options.exchange = &exchange;
            return train(test::plain_net(8, 1), set, {}, options).graph.content_hash();
        };
        TrainOptions options = quick();
        options.epochs = 4;
        const std::string whole = run(options);
        options.checkpoint = folder / "state";
        options.observer = [&](const TrainProgress& progress, const NetworkNow&) {
            if (progress.step == 6) { // two steps an epoch: the last checkpoint is of step 4
                throw std::runtime_error("killed");
            }
            return true;
        };
        EXPECT_THROW(static_cast<void>(run(options)), std::runtime_error);
        options.observer = {};
        options.resume = folder / "state";
        EXPECT_EQ(run(options), whole) << settings.kind;
    }
}

TEST(SimulatedExchange, TheSameBitsOnAnyNumberOfThreads) {
    const Stripes set(64, 8, 3, 1);
    const int before = threads();
    const auto run = [&](int count) {
        set_threads(count);
        SimulatedExchange exchange(3, make_compressor({.kind = "terngrad"}));
        TrainOptions options = quick();
        options.epochs = 2;
        options.exchange = &exchange;
        return train(test::residual_net(8, 1), set, {}, options).graph.content_hash();
    };
    const std::string one = run(1);
    EXPECT_EQ(run(3), one);
    set_threads(before);
}

} // namespace
} // namespace espalier
