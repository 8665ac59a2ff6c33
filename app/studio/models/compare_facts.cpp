// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/models/compare_facts.h"

#include "app/studio/models/layer_facts.h"

#include <algorithm>
#include <cmath>

namespace espalier::studio {

namespace {

constexpr int kBins = 96;
constexpr int kMostCells = 192;

std::span<const float> floats(const Tensor& tensor) {
    return tensor.defined() && tensor.dtype() == DType::Float32 ? tensor.data<float>()
                                                                : std::span<const float>();
}

void count(std::span<const float> values, const PairHistogram& axis,
           std::vector<std::int64_t>& bins, std::int64_t& zeros) {
    const double scale = static_cast<double>(bins.size()) / (axis.high - axis.low);
    for (const float value : values) {
        if (value == 0) {
            ++zeros;
        } else if (std::isfinite(value)) {
            const auto bin = static_cast<std::size_t>((value - axis.low) * scale);
            ++bins[std::min(bin, bins.size() - 1)];
        }
    }
}

} // namespace

PairHistogram pair_histogram(const Tensor& a, const Tensor& b, int bins) {
    PairHistogram result;
    const auto left = floats(a);
    const auto right = floats(b);
    bool first = true;
    for (const auto& values : {left, right}) {
        for (const float value : values) {
            if (std::isfinite(value)) {
                result.low = first ? value : std::min<double>(result.low, value);
                result.high = first ? value : std::max<double>(result.high, value);
                first = false;
            }
        }
    }
    if (result.high <= result.low) {
        result.low -= 0.5;
        result.high += 0.5;
    }
    result.a.assign(static_cast<std::size_t>(bins), 0);
    result.b.assign(static_cast<std::size_t>(bins), 0);
    result.total_a = static_cast<std::int64_t>(left.size());
    result.total_b = static_cast<std::int64_t>(right.size());
    count(left, result, result.a, result.zeros_a);
    count(right, result, result.b, result.zeros_b);
    return result;
}

DifferenceMap difference_map(const Tensor& a, const Tensor& b, int most_rows, int most_columns) {
    const auto left = floats(a);
    const auto right = floats(b);
    DifferenceMap map;
    if (left.empty() || a.shape() != b.shape() || left.size() != right.size()) {
        return map;
    }
    map.outputs = a.shape().rank() == 0 ? 1 : a.shape()[0];
    map.inputs = static_cast<std::int64_t>(left.size()) / map.outputs;
    map.rows = static_cast<int>(std::min<std::int64_t>(map.outputs, most_rows));
    map.columns = static_cast<int>(std::min<std::int64_t>(map.inputs, most_columns));
    map.cells.assign(static_cast<std::size_t>(map.rows) * static_cast<std::size_t>(map.columns), 0);
    for (std::int64_t o = 0; o < map.outputs; ++o) {
        const std::int64_t row = o * map.rows / map.outputs;
        for (std::int64_t i = 0; i < map.inputs; ++i) {
            const auto at = static_cast<std::size_t>(o * map.inputs + i);
            const float difference = right[at] - left[at];
            float& cell = map.cells[static_cast<std::size_t>(row * map.columns +
                                                             i * map.columns / map.inputs)];
            if (std::abs(difference) > std::abs(cell)) {
                cell = difference;
                map.largest = std::max<double>(map.largest, std::abs(difference));
            }
        }
    }
    return map;
}

WeightComparison compare_weights(const Graph& a, const Graph& b, const std::string& layer) {
    WeightComparison result;
    result.layer = layer;
    const Parameter* left = layer_weight(a, layer);
    const Parameter* right = layer_weight(b, layer);
    result.has_a = left != nullptr;
    result.has_b = right != nullptr;
    const Tensor from = left != nullptr ? left->effective() : Tensor();
    const Tensor to = right != nullptr ? right->effective() : Tensor();
    result.histogram = pair_histogram(from, to, kBins);
    if (left != nullptr && right != nullptr) {
        result.difference = difference_map(from, to, kMostCells, kMostCells);
    }
    return result;
}

std::vector<Disagreement> disagreements(const Accuracy& a, const Accuracy& b, const Dataset& set,
                                        const Job& job) {
    std::vector<Disagreement> found;
    if (a.predictions.size() != b.predictions.size() || a.predictions.size() != set.size()) {
        return found;
    }
    for (std::size_t i = 0; i < a.predictions.size(); ++i) {
        if (i % 1024 == 0) {
            job.check();
        }
        if (a.predictions[i] == b.predictions[i]) {
            continue;
        }
        const int label = set.label(i);
        if ((a.predictions[i] == label) != (b.predictions[i] == label)) {
            found.push_back(
                {i, label, a.predictions[i], b.predictions[i], a.predictions[i] == label});
        }
    }
    return found;
}

} // namespace espalier::studio
