// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/report/layers.h"

#include "core/analysis/accounting.h"
#include "core/analysis/storage.h"
#include "core/base/text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

namespace espalier::report {

namespace {

constexpr std::size_t kBins = 80;
constexpr std::size_t kMostHistograms = 24;

/// What the nodes of one origin add up to.
struct Layer {
    std::string op;
    std::string shape;
    std::int64_t params = 0;
    std::int64_t nonzeros = 0;
    std::int64_t macs = 0;
    int bits = 32;
    std::int64_t bytes = 0;
    std::set<std::string> formats;
};

struct Layers {
    std::vector<std::string> order;
    std::map<std::string, Layer> by_origin;
};

Layers layers_of(const Graph& graph) {
    Layers layers;
    const Account totals = account(graph);
    for (std::size_t i = 0; i < totals.layers.size(); ++i) {
        const LayerAccount& counted = totals.layers[i];
        if (counted.params == 0 && counted.macs == 0) {
            continue;
        }
        if (!layers.by_origin.contains(counted.origin)) {
            layers.order.push_back(counted.origin);
        }
        Layer& layer = layers.by_origin[counted.origin];
        layer.op += (layer.op.empty() ? "" : " + ") + counted.op;
        layer.shape = counted.output.str();
        layer.params += counted.params;
        layer.nonzeros += counted.nonzeros;
        layer.macs += counted.macs;
        if (counted.weights > 0) {
            layer.bits = std::min(layer.bits, counted.weight_bits);
        }
        for (const ValueId id : trainable_inputs(graph, graph.nodes[i])) {
            if (const Parameter* parameter = graph.parameter(id)) {
                const StorageCost cost = best_storage(*parameter);
                layer.bytes += cost.bytes();
                layer.formats.emplace(format_name(cost.format));
            }
        }
    }
    return layers;
}

/// MAC weights of a graph by the origin of their layer: all values that are not zero.
std::map<std::string, std::vector<float>> weights_of(const Graph& graph) {
    std::map<std::string, std::vector<float>> weights;
    for (const Node& node : graph.nodes) {
        const Parameter* parameter = graph.parameter(mac_weight(graph, node));
        if (parameter == nullptr || parameter->latent().dtype() != DType::Float32) {
            continue;
        }
        auto& values = weights[node.origin];
        for (const float value : parameter->effective().data<float>()) {
            if (value != 0) {
                values.push_back(value);
            }
        }
    }
    return weights;
}

std::vector<double> counts(const std::vector<float>& values, double low, double high) {
    std::vector<double> bins(kBins, 0);
    for (const float value : values) {
        const double place = (value - low) / (high - low) * static_cast<double>(kBins);
        const auto bin = static_cast<std::size_t>(std::clamp(place, 0.0, kBins - 1.0));
        ++bins[bin];
    }
    return bins;
}

} // namespace

std::vector<LayerRow> layer_rows(const Graph& before, const Graph& after) {
    const Layers old_layers = layers_of(before);
    const Layers new_layers = layers_of(after);
    std::vector<LayerRow> rows;
    for (const std::string& origin : old_layers.order) {
        const Layer& was = old_layers.by_origin.at(origin);
        LayerRow row;
        row.name = origin;
        row.op = was.op;
        row.shape_before = was.shape;
        row.params_before = was.params;
        row.macs_before = was.macs;
        row.bytes_before = was.bytes;
        if (const auto found = new_layers.by_origin.find(origin);
            found != new_layers.by_origin.end()) {
            const Layer& is = found->second;
            row.op = is.op == was.op ? was.op : was.op + " → " + is.op;
            row.shape_after = is.shape;
            row.params_after = is.params;
            row.nonzeros_after = is.nonzeros;
            row.macs_after = is.macs;
            row.bits_after = is.bits;
            row.bytes_after = is.bytes;
            row.format_after = fmt::format("{}", fmt::join(is.formats, ", "));
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<HistogramFigure> weight_histograms(const Graph& before, const Graph& after) {
    const auto old_weights = weights_of(before);
    const auto new_weights = weights_of(after);
    std::vector<std::string> names;
    for (const auto& [origin, values] : old_weights) {
        if (!values.empty()) {
            names.push_back(origin);
        }
    }
    std::ranges::stable_sort(names, [&](const std::string& a, const std::string& b) {
        return old_weights.at(a).size() > old_weights.at(b).size();
    });
    names.resize(std::min(names.size(), kMostHistograms));
    std::vector<HistogramFigure> figures;
    for (const std::string& origin : names) {
        const auto& was = old_weights.at(origin);
        const auto [low, high] = std::ranges::minmax_element(was);
        const double span = std::max(
            {std::abs(static_cast<double>(*low)), std::abs(static_cast<double>(*high)), 1e-12});
        HistogramFigure figure;
        figure.title = fmt::format("{}: {} weights", origin, with_thousands(was.size()));
        figure.low = -span;
        figure.high = span;
        figure.before = counts(was, -span, span);
        // A decomposed layer's factors live on another scale; they are not the same weights.
        const auto found = new_weights.find(origin);
        if (found != new_weights.end() && found->second.size() <= was.size()) {
            figure.after = counts(found->second, -span, span);
        }
        figures.push_back(std::move(figure));
    }
    return figures;
}

} // namespace espalier::report
