// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/techniques/detail/channel_scores.h"

#include "core/analysis/accounting.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

namespace espalier::techniques {

namespace {

std::vector<double> slice_norms(const Parameter& parameter, int axis, std::size_t count,
                                Norm norm) {
    std::vector<double> sums(count, 0.0);
    if (count == 0) {
        return sums;
    }
    const auto data = parameter.effective().data<float>();
    const Shape& shape = parameter.shape();
    const auto run = static_cast<std::size_t>(shape.elements(axis + 1, shape.rank()));
    std::size_t index = 0;
    for (std::size_t begin = 0; begin < data.size(); begin += run) {
        double sum = 0;
        for (std::size_t i = begin; i < begin + run; ++i) {
            const double value = data[i];
            sum += norm == Norm::L2 ? value * value : std::abs(value);
        }
        sums[index] += sum;
        index = index + 1 == count ? 0 : index + 1;
    }
    if (norm == Norm::L2) {
        for (double& sum : sums) {
            sum = std::sqrt(sum);
        }
    }
    return sums;
}

} // namespace

std::vector<double> unit_scores(const Graph& graph, const ChannelDependencies& dependencies,
                                Norm norm, Aggregate aggregate) {
    std::vector<double> scores(dependencies.units().size(), 0.0);
    std::vector<std::int64_t> slices(scores.size(), 0);
    std::set<ValueId> weights;
    for (const Node& node : graph.nodes) {
        if (const ValueId weight = mac_weight(graph, node); weight != kNoValue) {
            weights.insert(weight);
        }
    }
    for (const ValueId weight : weights) {
        const Parameter& parameter = *graph.parameter(weight);
        if (parameter.latent().dtype() != DType::Float32) {
            continue;
        }
        for (int axis = 0; axis < dependencies.axes_of(weight); ++axis) {
            const auto units = dependencies.units_of(weight, axis);
            const std::vector<double> norms = slice_norms(parameter, axis, units.size(), norm);
            const double mean = std::accumulate(norms.begin(), norms.end(), 0.0) /
                                static_cast<double>(std::max<std::size_t>(norms.size(), 1));
            for (std::size_t i = 0; i < units.size(); ++i) {
                scores[units[i]] += mean > 0 ? norms[i] / mean : 0.0;
                ++slices[units[i]];
            }
        }
    }
    if (aggregate == Aggregate::Mean) {
        for (std::size_t u = 0; u < scores.size(); ++u) {
            scores[u] /= static_cast<double>(std::max<std::int64_t>(slices[u], 1));
        }
    }
    return scores;
}

Parameter without_slices(const Parameter& parameter, const std::vector<ChannelSlice>& slices) {
    const Shape& shape = parameter.shape();
    Tensor mask = parameter.mask();
    if (!mask.defined()) {
        mask = Tensor(DType::Bool, shape);
        std::ranges::fill(mask.writable<bool>(), true);
    }
    const auto kept = mask.writable<bool>();
    for (const ChannelSlice& slice : slices) {
        const auto run = static_cast<std::size_t>(shape.elements(slice.axis + 1, shape.rank()));
        const auto period = run * static_cast<std::size_t>(shape[slice.axis]);
        const auto first = static_cast<std::size_t>(slice.index) * run;
        for (std::size_t begin = first; begin < kept.size(); begin += period) {
            std::fill_n(kept.begin() + static_cast<std::ptrdiff_t>(begin), run, false);
        }
    }
    return parameter.with_mask(std::move(mask));
}

} // namespace espalier::techniques
