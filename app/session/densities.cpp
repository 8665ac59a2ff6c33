// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/workload.h"
#include "core/engine/engine.h"

#include <algorithm>
#include <numeric>

namespace espalier {

namespace {

constexpr std::size_t kBatch = 16;

std::size_t zeros(const Tensor& tensor) {
    if (tensor.dtype() != DType::Float32) {
        return 0;
    }
    return static_cast<std::size_t>(std::ranges::count(tensor.data<float>(), 0.0F));
}

} // namespace

ActivationDensities measure_densities(const Graph& graph, const Dataset& set,
                                      const Preprocess& preprocess, std::size_t images,
                                      const Job& job) {
    const std::size_t count = std::min(images, set.size());
    const Shape input = graph.value(graph.inputs.at(0)).type.shape;
    std::vector<double> seen(graph.value_count(), 0);
    std::vector<double> zero(graph.value_count(), 0);
    std::vector<std::size_t> indices(std::min(kBatch, count));
    // A shorter last batch would need a plan of its own; it is left out.
    if (indices.empty()) {
        return {};
    }
    Executable executable = Executable::compile(
        graph, {.batch = static_cast<std::int64_t>(indices.size()), .keep_all = true});
    for (std::size_t first = 0; first + indices.size() <= count; first += indices.size()) {
        job.check();
        job.report(first, count, "count zeros");
        std::iota(indices.begin(), indices.end(), first);
        const Tensor batch = load_batch(set, indices, preprocess, input);
        executable.run_capturing(std::span(&batch, 1), [&](ValueId id, const Tensor& tensor) {
            const auto index = static_cast<std::size_t>(id);
            seen[index] += static_cast<double>(tensor.elements());
            zero[index] += static_cast<double>(zeros(tensor));
        });
        const auto index = static_cast<std::size_t>(graph.inputs[0]);
        seen[index] += static_cast<double>(batch.elements());
        zero[index] += static_cast<double>(zeros(batch));
    }
    ActivationDensities densities(graph.value_count(), 1.0);
    for (std::size_t i = 0; i < densities.size(); ++i) {
        if (seen[i] > 0) {
            densities[i] = 1 - zero[i] / seen[i];
        }
    }
    return densities;
}

} // namespace espalier
