// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/rewrites/canonicalise.h"

#include <algorithm>
#include <array>
#include <optional>

namespace espalier {

namespace {

using Integers = std::vector<std::int64_t>;

std::optional<Integers> integers(const Graph& graph, ValueId id) {
    const Parameter* parameter = graph.parameter(id);
    if (parameter == nullptr || is_float(parameter->latent().dtype())) {
        return std::nullopt;
    }
    return parameter->latent().to_int64();
}

bool all(const Integers& values, std::int64_t wanted) {
    return std::ranges::all_of(values, [wanted](std::int64_t value) { return value == wanted; });
}

bool pads_by_nothing(const Graph& graph, const Node& node) {
    const auto pads = node.op == "Pad" ? integers(graph, node.input(1)) : std::nullopt;
    return pads && all(*pads, 0);
}

/// Bounds of a Slice, one entry for each of its axes.
struct Bounds {
    Integers starts;
    Integers ends;
    Integers axes;
    Integers steps;
};

std::optional<Bounds> bounds_of(const Graph& graph, const Node& node) {
    if (node.op != "Slice") {
        return std::nullopt;
    }
    const auto starts = integers(graph, node.input(1));
    const auto ends = integers(graph, node.input(2));
    auto axes = integers(graph, node.input(3));
    auto steps = integers(graph, node.input(4));
    if (!starts || !ends || (!axes && node.input(3) != kNoValue) ||
        (!steps && node.input(4) != kNoValue)) {
        return std::nullopt;
    }
    if (!axes) {
        axes.emplace();
        for (std::size_t i = 0; i < starts->size(); ++i) {
            axes->push_back(static_cast<std::int64_t>(i));
        }
    }
    const int rank = graph.value(node.inputs[0]).type.shape.rank();
    for (std::int64_t& axis : *axes) {
        axis += axis < 0 ? rank : 0;
    }
    return Bounds{*starts, *ends, *axes, steps.value_or(Integers(starts->size(), 1))};
}

/// Takes the bounds of the Slice that makes this one's input into this one.
void merge_slices(Graph& graph, const Uses& uses, Node& node) {
    const auto maker = uses.producer(node.input(0));
    const auto own = bounds_of(graph, node);
    if (!own || !maker || uses.consumers(node.inputs[0]).size() != 1 ||
        uses.is_output(node.inputs[0]) || graph.value(node.inputs[0]).code) {
        return;
    }
    const Node& before = graph.nodes[*maker];
    auto both = bounds_of(graph, before);
    if (!both || std::ranges::any_of(own->axes, [&both](std::int64_t axis) {
            return std::ranges::find(both->axes, axis) != both->axes.end();
        })) {
        return;
    }
    const auto append = [](Integers& to, const Integers& from) {
        to.insert(to.end(), from.begin(), from.end());
    };
    append(both->starts, own->starts);
    append(both->ends, own->ends);
    append(both->axes, own->axes);
    append(both->steps, own->steps);
    node.inputs = {before.inputs[0]};
    const std::array<std::pair<const char*, const Integers*>, 4> lists{{{"_starts", &both->starts},
                                                                        {"_ends", &both->ends},
                                                                        {"_axes", &both->axes},
                                                                        {"_steps", &both->steps}}};
    for (const auto& [suffix, values] : lists) {
        node.inputs.push_back(graph.add_parameter(
            node.name + suffix, Parameter(Tensor::of<std::int64_t>(
                                    {static_cast<std::int64_t>(values->size())}, *values))));
    }
}

void make_global(const Graph& graph, Node& node) {
    const bool average = node.op == "AveragePool";
    if ((!average && node.op != "MaxPool") || node.outputs.size() != 1) {
        return;
    }
    const Shape& shape = graph.value(node.inputs[0]).type.shape;
    const Integers kernel = node.attributes.integers("kernel_shape", {});
    const Integers size(shape.begin() + std::min(2, shape.rank()), shape.end());
    if (shape.rank() < 3 || kernel != size || !all(node.attributes.integers("pads", {}), 0) ||
        !all(node.attributes.integers("dilations", {}), 1) ||
        node.attributes.text("auto_pad", "NOTSET") != "NOTSET") {
        return;
    }
    node.op = average ? "GlobalAveragePool" : "GlobalMaxPool";
    node.attributes = {};
}

void make_flatten(const Graph& graph, Node& node) {
    const auto target = node.op == "Reshape" ? integers(graph, node.input(1)) : std::nullopt;
    if (target != Integers{0, -1} || node.attributes.integer("allowzero", 0) != 0 ||
        graph.value(node.inputs[0]).type.shape.rank() < 1) {
        return;
    }
    node.op = "Flatten";
    node.inputs = {node.inputs[0]};
    node.attributes = {};
    node.attributes.set("axis", std::int64_t{1});
}

} // namespace

void canonicalise(Graph& graph) {
    for (Node& node : graph.nodes) {
        while (!node.inputs.empty() && node.inputs.back() == kNoValue) {
            node.inputs.pop_back();
        }
        make_flatten(graph, node);
        make_global(graph, node);
    }
    const std::vector<ValueId>& outputs = graph.outputs;
    std::vector<std::pair<ValueId, ValueId>> replaced;
    for (const Node& node : graph.nodes) {
        const bool output = std::ranges::find(outputs, node.outputs.at(0)) != outputs.end();
        if (pads_by_nothing(graph, node) && !output && !graph.value(node.outputs[0]).code) {
            replaced.emplace_back(node.outputs[0], node.inputs[0]);
        }
    }
    for (const auto& [from, to] : replaced) {
        graph.replace_uses(from, to);
    }
    graph.tidy();
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        // Slices in a row are met first to last, so that the last one ends with all bounds.
        if (graph.nodes[i].op == "Slice") {
            merge_slices(graph, Uses(graph), graph.nodes[i]);
        }
    }
    graph.tidy();
}

} // namespace espalier
