// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/train_bench.h"

#include "core/base/rng.h"
#include "core/train/losses/cross_entropy.h"
#include "core/train/update.h"

#include <chrono>

namespace espalier {

namespace {

/// So small that the weights stay where they are and every step costs the same.
constexpr double kRate = 1e-6;

} // namespace

BenchResult train_bench(const Graph& graph, const BenchOptions& options, const Job& job) {
    using Clock = std::chrono::steady_clock;
    TrainPlan plan(graph, options.batch, {});
    Rng rng(1);
    for (float& value : plan.input()) {
        value = static_cast<float>(rng.normal());
    }
    std::vector<int> labels;
    for (std::int64_t i = 0; i < options.batch; ++i) {
        labels.push_back(static_cast<int>(rng.below(plan.classes())));
    }
    const Optimiser sgd;
    const CrossEntropy loss;
    reset_states(plan, sgd);
    std::vector<double> times;
    for (int i = -options.warm_up; i < options.runs; ++i) {
        job.check();
        const auto start = Clock::now();
        plan.forward(loss, {.labels = labels});
        plan.backward();
        update_parameters(plan, sgd, kRate, 1);
        const std::chrono::duration<double, std::milli> taken = Clock::now() - start;
        if (i >= 0) {
            times.push_back(taken.count());
            job.report(times.size(), static_cast<std::size_t>(options.runs), "measure");
        }
    }
    BenchResult result;
    result.latency = latency_stats(std::move(times));
    result.images_per_s = static_cast<double>(options.batch) * 1000 / result.latency.p50;
    return result;
}

} // namespace espalier
