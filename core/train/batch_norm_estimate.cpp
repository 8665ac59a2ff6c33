// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/batch_norm_estimate.h"

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/train/train_plan.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <vector>

namespace espalier {

namespace {

constexpr std::uint64_t kStream = 0x6261746368ULL;

/// Nothing is learnt here.
class NoLoss final : public Loss {
public:
    void check(const Shape& /*output*/) const override {}

    BatchLoss compute(const LossBatch& /*batch*/) const override { return {}; }

    [[nodiscard]] std::string identity() const override { return "none"; }
};

/// Sums over batches of one statistic and of its square.
struct Sums {
    std::vector<double> value;
    std::vector<double> square;
};

void add(Sums& sums, std::span<const float> values) {
    sums.value.resize(values.size());
    sums.square.resize(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto x = static_cast<double>(values[i]);
        sums.value[i] += x;
        sums.square[i] += x * x;
    }
}

Tensor of_batches(const std::vector<double>& values, double batches) {
    Tensor result(DType::Float32, Shape{static_cast<std::int64_t>(values.size())});
    const auto out = result.writable<float>();
    for (std::size_t i = 0; i < values.size(); ++i) {
        out[i] = static_cast<float>(values[i] / batches);
    }
    return result;
}

void set_statistic(Graph& graph, ValueId id, const Tensor& value) {
    const Parameter& old = *graph.parameter(id);
    graph.set_parameter(id, old.with_latent(value.reshaped(old.shape())));
}

} // namespace

Graph reestimate_batch_norm(const Graph& graph, BatchSource& source,
                            const BatchNormEstimate& settings, const Job& job) {
    Graph result = graph;
    const auto is_norm = [&](const Node& node) {
        return node.op == "BatchNormalization" && (!settings.chosen || settings.chosen(node));
    };
    if (std::ranges::none_of(graph.nodes, is_norm)) {
        return result;
    }
    const std::size_t samples = std::min(settings.samples, source.size());
    if (samples == 0) {
        fail(ErrorCode::Usage, "batch norm: {} has {} samples, expected at least one",
             source.name(), source.size());
    }
    const std::size_t batch = std::min(settings.batch, samples);
    const std::size_t batches = samples / batch;
    TrainPlan plan(graph, static_cast<std::int64_t>(batch),
                   {.seed = settings.seed, .batch_norm_momentum = 0.0F});
    source.bind(plan.input_shape(), plan.output_shape());
    std::vector<std::size_t> order(source.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    Rng rng(settings.seed, kStream);
    rng.shuffle(order);
    std::vector<int> labels(batch * source.labels_per_sample());
    std::map<ValueId, Sums> sums;
    for (std::size_t i = 0; i < batches; ++i) {
        job.check();
        const std::span<const std::size_t> indices(order.data() + i * batch, batch);
        source.fill(indices, 0, plan.input(), labels);
        static_cast<void>(plan.forward(NoLoss(), {.labels = labels, .indices = indices}, i));
        for (const auto& statistic : plan.statistics()) {
            add(sums[statistic->id], statistic->value.data<float>());
        }
        job.report(i + 1, batches, "measure batch statistics");
    }
    const auto count = static_cast<double>(batches);
    for (const Node& node : graph.nodes) {
        if (!is_norm(node) || !sums.contains(node.inputs.at(3)) ||
            !sums.contains(node.inputs.at(4))) {
            continue;
        }
        const Sums& mean = sums.at(node.inputs[3]);
        Sums variance = sums.at(node.inputs[4]);
        for (std::size_t c = 0; c < mean.value.size(); ++c) {
            const double spread = mean.square[c] - mean.value[c] * mean.value[c] / count;
            variance.value[c] += std::max(spread, 0.0);
        }
        set_statistic(result, node.inputs[3], of_batches(mean.value, count));
        set_statistic(result, node.inputs[4], of_batches(variance.value, count));
    }
    return result;
}

} // namespace espalier
