// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/benchmark.h"

#include "core/base/rng.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace espalier {

namespace {

Tensor noise(const TensorType& type) {
    Tensor values(DType::Float32, type.shape);
    Rng rng(1);
    for (float& value : values.writable<float>()) {
        value = static_cast<float>(rng.uniform());
    }
    return values.cast(type.dtype);
}

} // namespace

LatencyStats latency_stats(std::vector<double> ms) {
    if (ms.empty()) {
        return {};
    }
    std::ranges::sort(ms);
    const auto rank = [&](double share) {
        const auto place = std::ceil(share * static_cast<double>(ms.size()));
        return ms[static_cast<std::size_t>(std::max(place, 1.0)) - 1];
    };
    return {ms.front(), rank(0.5), rank(0.9)};
}

BenchResult bench(const Graph& graph, const BenchOptions& options, const Job& job) {
    using Clock = std::chrono::steady_clock;
    Executable executable = Executable::compile(graph, {.batch = options.batch});
    std::vector<Tensor> inputs;
    for (const TensorType& type : executable.input_types()) {
        inputs.push_back(noise(type));
    }
    std::vector<Tensor> outputs = executable.run(inputs);
    std::vector<double> times;
    for (int i = -options.warm_up; i < options.runs; ++i) {
        job.check();
        const auto start = Clock::now();
        executable.run(inputs, outputs);
        const std::chrono::duration<double, std::milli> taken = Clock::now() - start;
        if (i >= 0) {
            times.push_back(taken.count());
            job.report(times.size(), static_cast<std::size_t>(options.runs), "measure");
        }
    }
    BenchResult result;
    result.latency = latency_stats(std::move(times));
    if (result.latency.p50 > 0) {
        result.images_per_s = static_cast<double>(options.batch) * 1000 / result.latency.p50;
    }
    if (options.per_layer) {
        result.steps = executable.profile(inputs, options.runs);
    }
    return result;
}

} // namespace espalier
