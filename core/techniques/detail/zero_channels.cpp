// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/techniques/detail/zero_channels.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>
#include <utility>

namespace espalier::techniques {

namespace {

/// What an operator makes of an input that is zero.
enum class Zero { Keeps, Loses };

Zero unary_zero(const Graph& graph, const Node& node) {
    static constexpr std::string_view kKeep[] = {"Relu",
                                                 "LeakyRelu",
                                                 "PRelu",
                                                 "Tanh",
                                                 "HardSwish",
                                                 "Elu",
                                                 "Selu",
                                                 "Softsign",
                                                 "Erf",
                                                 "Abs",
                                                 "Neg",
                                                 "Sqrt",
                                                 "Identity",
                                                 "Dropout",
                                                 "Cast",
                                                 "Floor",
                                                 "Ceil",
                                                 "Round",
                                                 "MaxPool",
                                                 "AveragePool",
                                                 "Split",
                                                 "Slice",
                                                 "Reshape",
                                                 "Flatten",
                                                 "Squeeze",
                                                 "Unsqueeze",
                                                 "Transpose",
                                                 "Gather",
                                                 "Resize",
                                                 "ReduceMean",
                                                 "ReduceSum",
                                                 "ReduceMax",
                                                 "ReduceMin",
                                                 "QuantizeLinear",
                                                 "Concat",
                                                 "GlobalAveragePool",
                                                 "GlobalMaxPool",
                                                 "Div",
                                                 "DequantizeLinear"};
    if (node.op == "Clip") {
        const auto bound = [&](std::size_t input) {
            const Parameter* parameter = graph.parameter(node.input(input));
            return node.input(input) == kNoValue ? 0.0
                   : parameter != nullptr && parameter->latent().elements() == 1
                       ? parameter->latent().at(0)
                       : std::nan("");
        };
        return bound(1) <= 0 && bound(2) >= 0 ? Zero::Keeps : Zero::Loses;
    }
    return std::find(std::begin(kKeep), std::end(kKeep), node.op) != std::end(kKeep) ? Zero::Keeps
                                                                                     : Zero::Loses;
}

class ZeroTrace {
public:
    ZeroTrace(const Graph& graph, const ChannelDependencies& dependencies)
        : graph_(graph)
        , dependencies_(dependencies)
        , zero_(graph.value_count()) {
        for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
            readers_of_node_.emplace_back();
        }
        for (const auto& reader : dependencies.readers()) {
            readers_of_node_[reader.node].push_back(&reader);
        }
        for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
            trace(i);
        }
    }

    std::vector<bool> removable() {
        const auto& units = dependencies_.units();
        std::vector<bool> found(units.size());
        for (std::size_t u = 0; u < units.size(); ++u) {
            found[u] = units[u].removable() && !units[u].parameters.empty();
        }
        for (const auto& reader : dependencies_.readers()) {
            const std::vector<bool> columns = zero_slices(reader.weight, reader.weight_axis);
            const auto read = dependencies_.units_of(reader.weight, reader.weight_axis);
            for (std::size_t i = 0; i < read.size(); ++i) {
                if (!columns[i] && !is_zero(reader.data, read[i])) {
                    found[read[i]] = false;
                }
            }
        }
        return found;
    }

private:
    [[nodiscard]] bool is_zero(ValueId value, std::uint32_t unit) const {
        const auto& flags = zero_[static_cast<std::size_t>(value)];
        return !flags.empty() && flags[unit];
    }

    /// For each index of `axis`: whether the effective parameter is zero there. All false for what
    /// is not a float32 parameter.
    const std::vector<bool>& zero_slices(ValueId value, int axis) {
        const auto [entry, fresh] = slices_.try_emplace(std::pair(value, axis));
        std::vector<bool>& zero = entry->second;
        if (!fresh) {
            return zero;
        }
        const auto size = dependencies_.units_of(value, axis).size();
        const Parameter* parameter = graph_.parameter(value);
        if (parameter == nullptr || parameter->latent().dtype() != DType::Float32) {
            zero.assign(size, false);
            return zero;
        }
        zero.assign(size, true);
        const auto data = parameter->effective().data<float>();
        const auto run = static_cast<std::size_t>(
            parameter->shape().elements(axis + 1, parameter->shape().rank()));
        for (std::size_t i = 0; i < data.size(); ++i) {
            if (data[i] != 0.0F) {
                zero[i / run % size] = false;
            }
        }
        return zero;
    }

    /// Whether a parameter is zero wherever it has this unit, and has it.
    bool parameter_zero(ValueId value, std::uint32_t unit) {
        bool found = false;
        for (int axis = 0; axis < dependencies_.axes_of(value); ++axis) {
            const auto units = dependencies_.units_of(value, axis);
            for (std::size_t i = 0; i < units.size(); ++i) {
                if (units[i] == unit) {
                    found = true;
                    if (!zero_slices(value, axis)[i]) {
                        return false;
                    }
                }
            }
        }
        return found;
    }

    bool operand_zero(ValueId value, std::uint32_t unit) {
        if (value == kNoValue) {
            return true;
        }
        return graph_.parameter(value) != nullptr ? parameter_zero(value, unit)
                                                  : is_zero(value, unit);
    }

    [[nodiscard]] std::vector<std::uint32_t> units_in(ValueId value) const {
        std::vector<std::uint32_t> all;
        for (int axis = 0; axis < dependencies_.axes_of(value); ++axis) {
            const auto units = dependencies_.units_of(value, axis);
            all.insert(all.end(), units.begin(), units.end());
        }
        std::sort(all.begin(), all.end());
        all.erase(std::unique(all.begin(), all.end()), all.end());
        return all;
    }

    void trace(std::size_t position) {
        const Node& node = graph_.nodes[position];
        for (const ValueId output : node.outputs) {
            if (output == kNoValue) {
                continue;
            }
            const std::vector<std::uint32_t> units = units_in(output);
            if (units.empty() || !code_keeps_zero(graph_.value(output).code)) {
                continue;
            }
            std::vector<bool> flags(dependencies_.units().size(), false);
            if (node.op == "Conv" || node.op == "Gemm" || node.op == "MatMul") {
                trace_product(position, flags);
            } else {
                for (const std::uint32_t unit : units) {
                    flags[unit] = unit_zero(node, unit);
                }
            }
            zero_[static_cast<std::size_t>(output)] = std::move(flags);
        }
    }

    static bool code_keeps_zero(const CodePtr& code) {
        return code == nullptr || dynamic_cast<const AffineCode*>(code.get()) != nullptr;
    }

    bool unit_zero(const Node& node, std::uint32_t unit) {
        const auto& in = node.inputs;
        if (node.op == "Add" || node.op == "Sub" || node.op == "Sum" || node.op == "Max" ||
            node.op == "Min" || node.op == "Mean") {
            return std::all_of(in.begin(), in.end(),
                               [&](ValueId id) { return operand_zero(id, unit); });
        }
        if (node.op == "Mul") {
            return std::any_of(in.begin(), in.end(),
                               [&](ValueId id) { return operand_zero(id, unit); });
        }
        if (node.op == "BatchNormalization") {
            // (0 - mean) * scale / sqrt(var) + shift, each of them zero or not
            const bool scaled_away = operand_zero(node.input(1), unit);
            const bool centred = is_zero(node.input(0), unit) && operand_zero(node.input(3), unit);
            return (scaled_away || centred) && operand_zero(node.input(2), unit);
        }
        if (node.op == "Concat") {
            return std::all_of(in.begin(), in.end(), [&](ValueId id) {
                return !has_unit(id, unit) || operand_zero(id, unit);
            });
        }
        if (node.op == "Pad") {
            const Parameter* filler = graph_.parameter(node.input(2));
            const bool zeros =
                node.input(2) == kNoValue || (filler != nullptr && filler->latent().at(0) == 0.0);
            return zeros && (!has_unit(node.input(0), unit) || is_zero(node.input(0), unit));
        }
        return unary_zero(graph_, node) == Zero::Keeps && is_zero(node.input(0), unit);
    }

    [[nodiscard]] bool has_unit(ValueId value, std::uint32_t unit) const {
        for (int axis = 0; axis < dependencies_.axes_of(value); ++axis) {
            const auto units = dependencies_.units_of(value, axis);
            if (std::find(units.begin(), units.end(), unit) != units.end()) {
                return true;
            }
        }
        return false;
    }

    /// An output channel is zero where its bias is and every weight of it that is not zero meets a
    /// channel that is.
    void trace_product(std::size_t position, std::vector<bool>& flags) {
        const Node& node = graph_.nodes[position];
        ValueId weight = node.input(1);
        int made_axis = 0;
        const ChannelReader* reader = nullptr;
        if (!readers_of_node_[position].empty()) {
            reader = readers_of_node_[position].front();
            weight = reader->weight;
            made_axis = 1 - reader->weight_axis;
        }
        const auto made = dependencies_.units_of(weight, made_axis);
        const Parameter* parameter = graph_.parameter(weight);
        if (made.empty() || parameter == nullptr || parameter->latent().dtype() != DType::Float32) {
            return;
        }
        std::vector<bool> zero(made.size(), true);
        const auto data = parameter->effective().data<float>();
        const Shape& shape = parameter->shape();
        const auto strides = shape.strides();
        const auto made_stride =
            static_cast<std::size_t>(strides[static_cast<std::size_t>(made_axis)]);
        std::vector<bool> silent; // by index of the axis summed over
        std::size_t sum_stride = 1;
        if (reader != nullptr) {
            sum_stride =
                static_cast<std::size_t>(strides[static_cast<std::size_t>(reader->weight_axis)]);
            for (const std::uint32_t unit : dependencies_.units_of(weight, reader->weight_axis)) {
                silent.push_back(is_zero(reader->data, unit));
            }
        }
        for (std::size_t i = 0; i < data.size(); ++i) {
            if (data[i] != 0.0F && (silent.empty() || !silent[i / sum_stride % silent.size()])) {
                zero[i / made_stride % made.size()] = false;
            }
        }
        const bool depthwise = reader == nullptr;
        for (std::size_t o = 0; o < made.size(); ++o) {
            flags[made[o]] = true;
        }
        for (std::size_t o = 0; o < made.size(); ++o) {
            const bool quiet = zero[o] || (depthwise && is_zero(node.input(0), made[o]));
            const bool unbiased =
                node.input(2) == kNoValue || parameter_zero(node.input(2), made[o]);
            if (!quiet || !unbiased) {
                flags[made[o]] = false;
            }
        }
    }

    const Graph& graph_;
    const ChannelDependencies& dependencies_;
    std::vector<std::vector<bool>> zero_; ///< by value and unit; empty: nothing is known
    std::vector<std::vector<const ChannelReader*>> readers_of_node_;
    std::map<std::pair<ValueId, int>, std::vector<bool>> slices_;
};

} // namespace

std::vector<bool> zero_units(const Graph& graph, const ChannelDependencies& dependencies,
                             std::vector<std::string>& emptied) {
    std::vector<bool> removed = ZeroTrace(graph, dependencies).removable();
    std::string name = dependencies.emptied_by(removed);
    while (!name.empty()) {
        emptied.push_back(name);
        // Something would lose everything: its first channel stays.
        for (std::size_t v = 0; v < graph.value_count(); ++v) {
            const auto value = static_cast<ValueId>(v);
            for (int axis = 0; axis < dependencies.axes_of(value); ++axis) {
                const auto units = dependencies.units_of(value, axis);
                if (!units.empty() && std::all_of(units.begin(), units.end(),
                                                  [&](auto unit) { return removed[unit]; })) {
                    removed[units.front()] = false;
                }
            }
        }
        name = dependencies.emptied_by(removed);
    }
    return removed;
}

} // namespace espalier::techniques
