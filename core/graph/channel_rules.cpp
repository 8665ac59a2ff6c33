// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/channel_rules.h"

#include "core/base/error.h"

#include <algorithm>
#include <functional>
#include <string_view>

namespace espalier {

namespace {

std::size_t position_of(ValueId id) {
    return static_cast<std::size_t>(id);
}

std::string joined_reason(const Node& node) {
    return fmt::format("{} joins them with channels that can not be removed", node.name);
}

} // namespace

ChannelRules::ChannelRules(const Graph& graph)
    : graph_(graph) {
    const std::size_t count = graph.value_count();
    types_.resize(count);
    constants_.resize(count);
    map_.axes.resize(count);
    map_.unmaskable.resize(count, false);
    try {
        const Probes probes = probe(graph);
        for (std::size_t i = 0; i < count; ++i) {
            types_[i] = probes.type(static_cast<ValueId>(i));
            constants_[i] = probes.constant(static_cast<ValueId>(i));
        }
    } catch (const Error&) {
        // The network holds for particular sizes only; then its own types must do.
        for (std::size_t i = 0; i < count; ++i) {
            const Value& value = graph.value(static_cast<ValueId>(i));
            types_[i] = value.type;
            constants_[i] = value.parameter ? value.parameter->latent() : Tensor();
        }
    }
    for (std::size_t i = 0; i < count; ++i) {
        map_.axes[i].resize(static_cast<std::size_t>(types_[i].shape.rank()));
    }
}

const Shape& ChannelRules::shape(ValueId value) const {
    return types_.at(position_of(value)).shape;
}

Tensor ChannelRules::constant(ValueId value) const {
    return value == kNoValue ? Tensor() : constants_.at(position_of(value));
}

const Labels& ChannelRules::labels(ValueId value, int axis) {
    Labels& held = map_.axes.at(position_of(value)).at(static_cast<std::size_t>(axis));
    if (held.empty() && graph_.parameter(value) != nullptr) {
        held = map_.sets.fresh(shape(value)[axis]);
    }
    return held;
}

void ChannelRules::set_labels(ValueId value, int axis, Labels labels) {
    map_.axes.at(position_of(value)).at(static_cast<std::size_t>(axis)) = std::move(labels);
}

void ChannelRules::fix_axis(ValueId value, int axis, const std::string& reason) {
    if (value != kNoValue) {
        map_.sets.fix(labels(value, axis), reason);
    }
}

void ChannelRules::fix_all(ValueId value, const std::string& reason) {
    if (value == kNoValue) {
        return;
    }
    for (int axis = 0; axis < shape(value).rank(); ++axis) {
        fix_axis(value, axis, reason);
    }
}

void ChannelRules::tie(const Labels& a, const Labels& b, const std::string& reason) {
    if (a.size() == b.size()) {
        map_.sets.unite(a, b);
        return;
    }
    map_.sets.fix(a, reason);
    map_.sets.fix(b, reason);
}

void ChannelRules::pass(ValueId input, int from, ValueId output, int to) {
    set_labels(output, to, labels(input, from));
}

void ChannelRules::produce(std::size_t position, const Labels& made) {
    map_.producers.push_back({position, made});
}

void ChannelRules::add_reader(std::size_t position, ValueId data, int data_axis, ValueId weight,
                              int weight_axis) {
    map_.readers.push_back({position, data, data_axis, weight, weight_axis});
}

void ChannelRules::convolution(std::size_t position) {
    const Node& node = graph_.nodes[position];
    const ValueId x = node.input(0);
    const ValueId w = node.input(1);
    const ValueId y = node.outputs.front();
    const std::int64_t groups = node.attributes.integer("group", 1);
    for (int axis = 0; axis < shape(x).rank(); ++axis) {
        if (axis != 1) {
            fix_axis(x, axis, node.name + " slides over this axis");
        }
    }
    const Labels made = labels(w, 0);
    const Labels entering = labels(x, 1);
    if (made.empty()) {
        fix_all(x, node.name + " has a weight that is computed");
        return;
    }
    produce(position, made);
    if (const ValueId bias = node.input(2); bias != kNoValue) {
        tie(labels(bias, 0), made, joined_reason(node));
    }
    const std::int64_t inputs = shape(w)[1];
    if (groups > 1 && inputs == 1) {
        depthwise(node, made, entering);
    } else if (groups > 1) {
        // Groups must stay equal: channel k of every group stays or goes together.
        const auto outputs = made.size() / static_cast<std::size_t>(groups);
        for (std::size_t o = outputs; o < made.size(); ++o) {
            map_.sets.unite(made[o], made[o % outputs]);
        }
        const Labels& columns = labels(w, 1);
        Labels repeated;
        for (std::int64_t g = 0; g < groups; ++g) {
            repeated.insert(repeated.end(), columns.begin(), columns.end());
        }
        tie(entering, repeated, node.name + " reads channels that can not be removed");
        add_reader(position, x, 1, w, 1);
    } else {
        tie(entering, labels(w, 1), node.name + " reads channels that can not be removed");
        add_reader(position, x, 1, w, 1);
    }
    set_labels(y, 1, made);
}

void ChannelRules::depthwise(const Node& node, const Labels& made, const Labels& entering) {
    if (entering.empty()) {
        map_.sets.fix(made, node.name + " filters each of its input channels, which are fixed");
        return;
    }
    const std::size_t multiplier = made.size() / entering.size();
    for (std::size_t o = 0; o < made.size(); ++o) {
        map_.sets.unite(made[o], entering[o / multiplier]);
    }
}

/// Sums over `data_axis`; the weight's other axis makes the output channels.
void ChannelRules::product(std::size_t position, ValueId data, int data_axis, ValueId weight,
                           int weight_axis) {
    const Node& node = graph_.nodes[position];
    tie(labels(data, data_axis), labels(weight, weight_axis),
        node.name + " reads channels that can not be removed");
    add_reader(position, data, data_axis, weight, weight_axis);
    produce(position, labels(weight, 1 - weight_axis));
}

void ChannelRules::gemm(std::size_t position) {
    const Node& node = graph_.nodes[position];
    const ValueId a = node.input(0);
    const ValueId b = node.input(1);
    const ValueId y = node.outputs.front();
    const int a_sum = node.attributes.integer("transA", 0) != 0 ? 0 : 1;
    const int b_sum = node.attributes.integer("transB", 0) != 0 ? 1 : 0;
    pass(a, 1 - a_sum, y, 0);
    pass(b, 1 - b_sum, y, 1);
    if (graph_.parameter(b) != nullptr || !labels(b, 1 - b_sum).empty()) {
        product(position, a, a_sum, b, b_sum);
    } else if (graph_.parameter(a) != nullptr) {
        product(position, b, b_sum, a, a_sum);
    } else {
        fix_all(a, node.name + " multiplies two computed values");
        fix_all(b, node.name + " multiplies two computed values");
    }
    if (const ValueId c = node.input(2); c != kNoValue) {
        const int rank = shape(c).rank();
        for (int axis = 0; axis < rank; ++axis) {
            const int out = axis + 2 - rank;
            if (shape(c)[axis] == shape(y)[out]) {
                tie(labels(c, axis), labels(y, out), joined_reason(node));
            }
        }
    }
}

void ChannelRules::mat_mul(std::size_t position) {
    const Node& node = graph_.nodes[position];
    const ValueId a = node.input(0);
    const ValueId b = node.input(1);
    const ValueId y = node.outputs.front();
    const int a_rank = shape(a).rank();
    const int b_rank = shape(b).rank();
    const int y_rank = shape(y).rank();
    if (graph_.parameter(b) != nullptr && b_rank == 2 && a_rank >= 2) {
        for (int axis = 0; axis + 1 < a_rank; ++axis) {
            pass(a, axis, y, axis);
        }
        pass(b, 1, y, y_rank - 1);
        product(position, a, a_rank - 1, b, 0);
    } else if (graph_.parameter(a) != nullptr && a_rank == 2 && b_rank >= 2) {
        for (int axis = 0; axis < b_rank; ++axis) {
            if (axis != b_rank - 2) {
                pass(b, axis, y, axis);
            }
        }
        pass(a, 0, y, y_rank - 2);
        product(position, b, b_rank - 2, a, 1);
    } else {
        fix_all(a, node.name + " multiplies values of a form that is not followed");
        fix_all(b, node.name + " multiplies values of a form that is not followed");
    }
}

void ChannelRules::normalise(const Node& node) {
    constexpr std::size_t kVariance = 4;
    per_position(node);
    for (std::size_t i = 1; i <= kVariance; ++i) {
        if (node.input(i) != kNoValue) {
            tie(labels(node.input(i), 0), labels(node.input(0), 1), joined_reason(node));
        }
    }
    map_.unmaskable.at(position_of(node.input(kVariance))) = true;
}

void ChannelRules::quantise(const Node& node) {
    per_position(node);
    const ValueId x = node.input(0);
    for (std::size_t i = 1; i <= 2; ++i) {
        const ValueId scale = node.input(i);
        if (scale != kNoValue && shape(scale).rank() == 1 && shape(x).rank() > 0) {
            const int axis = shape(x).normalised_axis(node.attributes.integer("axis", 1), "axis");
            if (shape(scale)[0] == shape(x)[axis]) {
                tie(labels(scale, 0), labels(x, axis), joined_reason(node));
            }
            map_.unmaskable.at(position_of(scale)) = true;
        }
    }
}

/// NumPy broadcasting of any number of operands.
void ChannelRules::elementwise(const Node& node, std::span<const ValueId> operands) {
    const ValueId y = node.outputs.front();
    const int rank = shape(y).rank();
    const std::string reason = joined_reason(node);
    for (int axis = 0; axis < rank; ++axis) {
        std::vector<Labels> met;
        for (const ValueId operand : operands) {
            const int own = axis - (rank - shape(operand).rank());
            if (own < 0) {
                continue;
            }
            if (shape(operand)[own] == shape(y)[axis]) {
                met.push_back(labels(operand, own));
            } else {
                fix_axis(operand, own, node.name + " repeats the one channel there is");
            }
        }
        for (std::size_t i = 1; i < met.size(); ++i) {
            tie(met[0], met[i], reason);
        }
        const bool complete =
            std::none_of(met.begin(), met.end(), [](const Labels& list) { return list.empty(); });
        if (!met.empty() && complete) {
            set_labels(y, axis, met[0]);
        } else {
            // tie() fixed only neighbours of an operand without labels; the others follow here.
            for (const Labels& list : met) {
                map_.sets.fix(list, reason);
            }
        }
    }
    if (node.op == "Div" && operands.size() == 2) {
        map_.unmaskable.at(position_of(operands[1])) = true;
        if (graph_.parameter(operands[1]) == nullptr) {
            fix_all(operands[1], node.name + " divides by them");
        }
    }
}

void ChannelRules::per_position(const Node& node) {
    for (const ValueId y : node.outputs) {
        if (y != kNoValue && shape(y).rank() == shape(node.input(0)).rank()) {
            for (int axis = 0; axis < shape(y).rank(); ++axis) {
                pass(node.input(0), axis, y, axis);
            }
        }
    }
}

void ChannelRules::pool(const Node& node) {
    const ValueId x = node.input(0);
    for (int axis = 0; axis < shape(x).rank(); ++axis) {
        if (axis < 2) {
            pass(x, axis, node.outputs.front(), axis);
        } else {
            fix_axis(x, axis, node.name + " slides over this axis");
        }
    }
    if (node.outputs.size() > 1 && node.outputs[1] != kNoValue) {
        fix_all(x, node.name + " also gives positions");
    }
}

void ChannelRules::softmax(const Node& node) {
    const ValueId x = node.input(0);
    const int axis = shape(x).normalised_axis(node.attributes.integer("axis", -1), "axis");
    fix_axis(x, axis, node.name + " normalises over this axis");
    per_position(node);
}

void ChannelRules::unknown(const Node& node) {
    for (const ValueId input : node.inputs) {
        fix_all(input, fmt::format("{} ({}) is not followed", node.name, node.op));
    }
}

void ChannelRules::read(std::size_t position) {
    using Rule = std::function<void(ChannelRules&, std::size_t)>;
    const auto plain = [](void (ChannelRules::*rule)(const Node&)) -> Rule {
        return
            [rule](ChannelRules& rules, std::size_t at) { (rules.*rule)(rules.graph_.nodes[at]); };
    };
    const Rule joins = [](ChannelRules& rules, std::size_t at) {
        const Node& node = rules.graph_.nodes[at];
        rules.elementwise(node, node.inputs);
    };
    static const std::map<std::string_view, Rule> table = [&] {
        std::map<std::string_view, Rule> rules{
            {"Conv", &ChannelRules::convolution},
            {"Gemm", &ChannelRules::gemm},
            {"MatMul", &ChannelRules::mat_mul},
            {"Concat", &ChannelRules::concat},
            {"Pad", &ChannelRules::pad},
            {"Gather", &ChannelRules::gather},
            {"BatchNormalization", plain(&ChannelRules::normalise)},
            {"QuantizeLinear", plain(&ChannelRules::quantise)},
            {"DequantizeLinear", plain(&ChannelRules::quantise)},
            {"Softmax", plain(&ChannelRules::softmax)},
            {"LogSoftmax", plain(&ChannelRules::softmax)},
            {"Split", plain(&ChannelRules::split)},
            {"Slice", plain(&ChannelRules::slice)},
            {"Transpose", plain(&ChannelRules::transpose)},
            {"Resize", plain(&ChannelRules::resize)},
        };
        for (const char* op : {"Add", "Sub", "Mul", "Div", "Max", "Min", "Sum", "Mean", "PRelu"}) {
            rules[op] = joins;
        }
        for (const char* op :
             {"Relu",      "LeakyRelu", "Clip", "Sigmoid",  "Tanh",     "HardSigmoid",
              "HardSwish", "Elu",       "Selu", "Softplus", "Softsign", "Erf",
              "Exp",       "Abs",       "Neg",  "Sqrt",     "Identity", "Dropout",
              "Cast",      "Floor",     "Ceil", "Round"}) {
            rules[op] = plain(&ChannelRules::per_position);
        }
        for (const char* op : {"MaxPool", "AveragePool", "GlobalAveragePool", "GlobalMaxPool"}) {
            rules[op] = plain(&ChannelRules::pool);
        }
        for (const char* op : {"Reshape", "Flatten", "Squeeze", "Unsqueeze"}) {
            rules[op] = plain(&ChannelRules::reshape);
        }
        for (const char* op : {"ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin"}) {
            rules[op] = plain(&ChannelRules::reduce);
        }
        return rules;
    }();
    const Node& node = graph_.nodes[position];
    const auto found = table.find(node.op);
    if (found == table.end()) {
        unknown(node);
    } else {
        found->second(*this, position);
    }
}

ChannelMap ChannelRules::run() {
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
        read(i);
    }
    for (const ValueId output : graph_.outputs) {
        fix_all(output, fmt::format("they are the network's output {}", graph_.value(output).name));
    }
    return std::move(map_);
}

ChannelMap map_channels(const Graph& graph) {
    return ChannelRules(graph).run();
}

} // namespace espalier
