// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/diff.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>

namespace espalier {

namespace {

struct Side {
    DiffSide side;
    std::vector<const Tensor*> weights;
};

struct Sides {
    std::vector<std::string> order;
    std::map<std::string, Side> by_origin;
    Account account;
};

Sides collect(const Graph& graph) {
    Sides sides;
    sides.account = account(graph);
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        const Node& node = graph.nodes[i];
        const LayerAccount& layer = sides.account.layers[i];
        const auto [found, is_new] = sides.by_origin.try_emplace(node.origin);
        if (is_new) {
            sides.order.push_back(node.origin);
        }
        auto& [side, weights] = found->second;
        side.nodes.push_back(node.name);
        side.ops.push_back(node.op);
        side.output = layer.output;
        side.params += layer.params;
        side.nonzeros += layer.nonzeros;
        side.macs += layer.macs;
        if (const Parameter* weight = graph.parameter(mac_weight(graph, node))) {
            if (weights.empty()) {
                side.weight_bits = layer.weight_bits;
                side.input_bits = layer.input_bits;
            }
            weights.push_back(&weight->effective());
            side.weights.push_back(weight->shape());
        }
    }
    return sides;
}

std::optional<double> weight_error(const Side& before, const Side& after) {
    if (before.weights.size() != 1 || after.weights.size() != 1) {
        return std::nullopt;
    }
    const Tensor& a = *before.weights.front();
    const Tensor& b = *after.weights.front();
    if (a.shape() != b.shape() || a.dtype() != DType::Float32 || b.dtype() != DType::Float32) {
        return std::nullopt;
    }
    return relative_error(a, b);
}

} // namespace

double relative_error(const Tensor& before, const Tensor& after) {
    expect(before.shape() == after.shape(), "tensors of shapes {} and {} cannot be compared",
           before.shape().str(), after.shape().str());
    if (before.shares_buffer_with(after)) {
        return 0;
    }
    const auto a = before.data<float>();
    const auto b = after.data<float>();
    double difference = 0;
    double norm = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double d = static_cast<double>(b[i]) - a[i];
        difference += d * d;
        norm += static_cast<double>(a[i]) * a[i];
    }
    if (norm == 0) {
        return difference == 0 ? 0 : std::numeric_limits<double>::infinity();
    }
    return std::sqrt(difference / norm);
}

bool DiffRow::same() const {
    if (!before || !after) {
        return false;
    }
    const auto key = [](const DiffSide& side) {
        return std::tie(side.params, side.nonzeros, side.macs, side.weight_bits, side.input_bits);
    };
    const bool alike = before->ops == after->ops && before->output == after->output &&
                       before->weights == after->weights && key(*before) == key(*after);
    return alike && weight_error.value_or(0) == 0;
}

std::vector<DiffRow> GraphDiff::changed() const {
    std::vector<DiffRow> result;
    std::ranges::copy_if(rows, std::back_inserter(result),
                         [](const DiffRow& row) { return !row.same(); });
    return result;
}

GraphDiff diff(const Graph& before, const Graph& after) {
    const Sides left = collect(before);
    const Sides right = collect(after);
    GraphDiff result;
    result.before = left.account;
    result.after = right.account;
    for (const std::string& origin : left.order) {
        DiffRow row;
        row.origin = origin;
        const Side& was = left.by_origin.at(origin);
        row.before = was.side;
        if (const auto found = right.by_origin.find(origin); found != right.by_origin.end()) {
            row.after = found->second.side;
            row.weight_error = weight_error(was, found->second);
        }
        result.rows.push_back(std::move(row));
    }
    for (const std::string& origin : right.order) {
        if (!left.by_origin.contains(origin)) {
            DiffRow row;
            row.origin = origin;
            row.after = right.by_origin.at(origin).side;
            result.rows.push_back(std::move(row));
        }
    }
    return result;
}

} // namespace espalier
