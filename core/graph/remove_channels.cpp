// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/graph/dependency.h"
#include "core/graph/infer.h"

#include <algorithm>
#include <utility>

namespace espalier {

namespace {

std::int64_t clamped(std::int64_t index, std::int64_t size) {
    return std::clamp<std::int64_t>(index < 0 ? index + size : index, 0, size);
}

/// Cuts parameters first, then mends the nodes whose constants speak of indices.
class Remover {
public:
    Remover(const Graph& graph, const ChannelDependencies& dependencies,
            const std::vector<bool>& removed)
        : before_(graph)
        , dependencies_(dependencies)
        , removed_(removed)
        , graph_(graph) {}

    Graph run() {
        for (std::size_t i = 0; i < before_.value_count(); ++i) {
            cut_value(static_cast<ValueId>(i));
        }
        for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
            located("node " + graph_.nodes[i].name, [&] { mend(graph_.nodes[i]); });
        }
        graph_.tidy();
        infer_types(graph_);
        check_shapes();
        return std::move(graph_);
    }

private:
    [[nodiscard]] bool goes(std::uint32_t unit) const { return removed_[unit]; }

    [[nodiscard]] bool shrinks(ValueId value, int axis) const {
        const auto units = dependencies_.units_of(value, axis);
        return std::any_of(units.begin(), units.end(),
                           [this](std::uint32_t unit) { return goes(unit); });
    }

    /// How many of the indices [from, to) of an axis stay.
    [[nodiscard]] std::int64_t kept(ValueId value, int axis, std::int64_t from,
                                    std::int64_t to) const {
        const auto units = dependencies_.units_of(value, axis);
        return std::count_if(units.begin() + from, units.begin() + to,
                             [this](std::uint32_t unit) { return !goes(unit); });
    }

    [[nodiscard]] std::int64_t kept(ValueId value, int axis) const {
        return kept(value, axis, 0,
                    static_cast<std::int64_t>(dependencies_.units_of(value, axis).size()));
    }

    void cut_value(ValueId value) {
        for (int axis = 0; axis < dependencies_.axes_of(value); ++axis) {
            if (!shrinks(value, axis)) {
                continue;
            }
            const auto units = dependencies_.units_of(value, axis);
            std::vector<std::int64_t> keep;
            for (std::size_t i = 0; i < units.size(); ++i) {
                if (!goes(units[i])) {
                    keep.push_back(static_cast<std::int64_t>(i));
                }
            }
            if (const Parameter* parameter = graph_.parameter(value)) {
                graph_.set_parameter(value, parameter->selected(axis, keep));
            }
            if (CodePtr& code = graph_.value(value).code) {
                code = code->selected(axis, keep);
            }
        }
    }

    void mend(Node& node) {
        if (node.op == "Conv") {
            mend_groups(node);
        } else if (node.op == "Reshape") {
            mend_sizes(node, 1);
        } else if (node.op == "Resize") {
            mend_sizes(node, 3);
        } else if (node.op == "Slice") {
            mend_slice(node);
        } else if (node.op == "Pad") {
            mend_pad(node);
        } else if (node.op == "Split") {
            mend_split(node);
        } else if (node.op == "Gather") {
            mend_gather(node);
        }
    }

    /// Depthwise filters go with their channel; other groups keep their number.
    void mend_groups(Node& node) {
        const std::int64_t groups = node.attributes.integer("group", 1);
        if (groups > 1 && before_.parameter(node.input(1)) != nullptr &&
            before_.parameter(node.input(1))->shape()[1] == 1 && shrinks(node.input(0), 1)) {
            node.attributes.set("group", kept(node.input(0), 1));
        }
    }

    [[nodiscard]] std::vector<std::int64_t> integers(const Node& node, std::size_t input) const {
        const Parameter* parameter = before_.parameter(node.input(input));
        expect(parameter != nullptr, "input {} is not a constant", input);
        return parameter->latent().to_int64();
    }

    /// A constant of this node alone: the old one may serve others.
    void replace(Node& node, std::size_t input, const std::vector<std::int64_t>& numbers) {
        const std::string name = node.input(input) == kNoValue
                                     ? node.name + "_constant"
                                     : before_.value(node.input(input)).name;
        const Shape shape{static_cast<std::int64_t>(numbers.size())};
        const ValueId id = graph_.add_parameter(name, Parameter(Tensor::of(shape, numbers)));
        if (node.inputs.size() <= input) {
            node.inputs.resize(input + 1, kNoValue);
        }
        node.inputs[input] = id;
    }

    void mend_sizes(Node& node, std::size_t input) {
        const ValueId y = node.outputs.front();
        bool changed = false;
        std::vector<std::int64_t> sizes;
        for (int axis = 0; axis < dependencies_.axes_of(y); ++axis) {
            if (!shrinks(y, axis)) {
                continue;
            }
            if (node.input(input) == kNoValue) {
                return; // Resize by scales
            }
            if (sizes.empty()) {
                sizes = integers(node, input);
            }
            // 0 and -1 speak of the input and of the rest: they follow by themselves.
            if (std::int64_t& size = sizes.at(static_cast<std::size_t>(axis)); size > 0) {
                size = kept(y, axis);
                changed = true;
            }
        }
        if (changed) {
            replace(node, input, sizes);
        }
    }

    void mend_slice(Node& node) {
        const ValueId x = node.input(0);
        std::vector<std::int64_t> starts = integers(node, 1);
        std::vector<std::int64_t> ends = integers(node, 2);
        bool changed = false;
        for (std::size_t i = 0; i < starts.size(); ++i) {
            const std::int64_t given =
                node.input(3) == kNoValue ? static_cast<std::int64_t>(i) : integers(node, 3).at(i);
            const int rank = dependencies_.axes_of(x);
            const int axis = static_cast<int>(given < 0 ? given + rank : given);
            if (!shrinks(x, axis)) {
                continue;
            }
            const auto size = static_cast<std::int64_t>(dependencies_.units_of(x, axis).size());
            const std::int64_t from = clamped(starts[i], size);
            const std::int64_t to = std::max(clamped(ends[i], size), from);
            starts[i] = kept(x, axis, 0, from);
            ends[i] = starts[i] + kept(x, axis, from, to);
            changed = true;
        }
        if (changed) {
            replace(node, 1, starts);
            replace(node, 2, ends);
        }
    }

    void mend_pad(Node& node) {
        const ValueId y = node.outputs.front();
        const int rank = dependencies_.axes_of(y);
        std::vector<std::int64_t> pads;
        for (int axis = 0; axis < rank; ++axis) {
            if (!shrinks(y, axis)) {
                continue;
            }
            if (pads.empty()) {
                pads = integers(node, 1);
            }
            std::int64_t& before = pads.at(static_cast<std::size_t>(axis));
            std::int64_t& after = pads.at(static_cast<std::size_t>(axis + rank));
            const auto size = static_cast<std::int64_t>(dependencies_.units_of(y, axis).size());
            after = kept(y, axis, size - after, size);
            before = kept(y, axis, 0, before);
        }
        if (!pads.empty()) {
            replace(node, 1, pads);
        }
    }

    void mend_split(Node& node) {
        const ValueId x = node.input(0);
        const std::int64_t given = node.attributes.integer("axis", 0);
        const int axis = static_cast<int>(given < 0 ? given + dependencies_.axes_of(x) : given);
        if (!shrinks(x, axis)) {
            return;
        }
        std::vector<std::int64_t> sizes;
        for (const ValueId y : node.outputs) {
            sizes.push_back(kept(y, axis));
        }
        node.attributes.erase("num_outputs");
        replace(node, 1, sizes);
    }

    void mend_gather(Node& node) {
        const ValueId x = node.input(0);
        const std::int64_t given = node.attributes.integer("axis", 0);
        const int axis = static_cast<int>(given < 0 ? given + dependencies_.axes_of(x) : given);
        if (!shrinks(x, axis)) {
            return;
        }
        const auto units = dependencies_.units_of(x, axis);
        const auto size = static_cast<std::int64_t>(units.size());
        std::vector<std::int64_t> indices;
        for (std::int64_t index : integers(node, 1)) {
            index = index < 0 ? index + size : index;
            if (!goes(units[static_cast<std::size_t>(index)])) {
                indices.push_back(kept(x, axis, 0, index));
            }
        }
        replace(node, 1, indices);
    }

    /// What was promised must be what inference finds.
    void check_shapes() const {
        for (const Node& node : graph_.nodes) {
            for (const ValueId output : node.outputs) {
                for (int axis = 0; output != kNoValue && axis < dependencies_.axes_of(output);
                     ++axis) {
                    const Shape& shape = graph_.value(output).type.shape;
                    expect(!shrinks(output, axis) || shape[axis] == kept(output, axis),
                           "node {}: shape {} after the removal, expected {} on axis {}", node.name,
                           shape.str(), kept(output, axis), axis);
                }
            }
        }
    }

    const Graph& before_;
    const ChannelDependencies& dependencies_;
    const std::vector<bool>& removed_;
    Graph graph_;
};

} // namespace

Graph remove_channels(const Graph& graph, const ChannelDependencies& dependencies,
                      const std::vector<bool>& removed) {
    const auto& units = dependencies.units();
    if (removed.size() != units.size()) {
        fail(ErrorCode::Usage, "found {} marks, expected {}, one for each unit", removed.size(),
             units.size());
    }
    for (std::size_t u = 0; u < units.size(); ++u) {
        if (removed[u] && !units[u].removable()) {
            fail(ErrorCode::Usage, "channels that can not be removed: {}", units[u].fixed);
        }
    }
    if (const std::string name = dependencies.emptied_by(removed); !name.empty()) {
        fail(ErrorCode::Usage, "{} would have 0 channels, expected at least 1", name);
    }
    return Remover(graph, dependencies, removed).run();
}

} // namespace espalier
