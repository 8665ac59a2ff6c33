// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/fuse.h"

#include "core/ops/detail/activation.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace espalier {

namespace {

/// More followers than any network has; a bound for the primitives' post-operations.
constexpr std::size_t kMostFollowers = 6;

bool is_one_of(std::string_view op, std::initializer_list<std::string_view> ops) {
    return std::find(ops.begin(), ops.end(), op) != ops.end();
}

class Grouping {
public:
    Grouping(const Graph& graph, const Evaluation& evaluation, const std::set<ValueId>& visible)
        : graph_(graph)
        , evaluation_(evaluation)
        , visible_(visible)
        , uses_(graph)
        , taken_(graph.nodes.size(), false)
        , available_(graph.value_count(), false) {
        for (const ValueId input : graph.inputs) {
            available_[index(input)] = true;
        }
    }

    std::vector<Group> run(bool fuse) {
        std::vector<Group> groups;
        for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
            const Node& node = graph_.nodes[i];
            if (taken_[i] || all_known(node)) {
                continue;
            }
            taken_[i] = true;
            Group group{&node, {}};
            if (fuse && node.outputs.size() == 1) {
                extend(group);
            }
            const Node& last = group.followers.empty() ? node : *group.followers.back();
            for (const ValueId output : last.outputs) {
                if (output != kNoValue) {
                    available_[index(output)] = true;
                }
            }
            groups.push_back(std::move(group));
        }
        return groups;
    }

private:
    static std::size_t index(ValueId value) { return static_cast<std::size_t>(value); }

    [[nodiscard]] const Tensor* constant(ValueId value) const {
        if (value == kNoValue) {
            return nullptr;
        }
        if (const Parameter* parameter = graph_.parameter(value)) {
            return &parameter->effective();
        }
        const Tensor& known = evaluation_.constants[index(value)];
        return known.defined() ? &known : nullptr;
    }

    [[nodiscard]] bool all_known(const Node& node) const {
        return std::all_of(node.outputs.begin(), node.outputs.end(), [&](ValueId value) {
            return value == kNoValue || constant(value) != nullptr;
        });
    }

    /// The node that alone reads `value`, once; nullptr where nothing may follow in the group.
    [[nodiscard]] const Node* sole_reader(ValueId value, std::size_t& position) const {
        const auto& readers = uses_.consumers(value);
        if (readers.size() != 1 || uses_.is_output(value) || visible_.contains(value) ||
            graph_.value(value).code || taken_[readers[0]]) {
            return nullptr;
        }
        const Node& reader = graph_.nodes[readers[0]];
        position = readers[0];
        const bool once = std::count(reader.inputs.begin(), reader.inputs.end(), value) == 1;
        return once && reader.outputs.size() == 1 ? &reader : nullptr;
    }

    [[nodiscard]] bool is_activation(const Node& node, ValueId through) const {
        return node.inputs[0] == through &&
               ops::detail::elementwise_stages(node, [&](ValueId value) {
                   return constant(value);
               }).has_value();
    }

    [[nodiscard]] bool is_norm(const Node& node, ValueId through) const {
        return node.op == "BatchNormalization" && node.inputs[0] == through &&
               std::all_of(node.inputs.begin() + 1, node.inputs.end(),
                           [&](ValueId value) { return constant(value) != nullptr; });
    }

    /// An addition of something that is there already: of the same shape, or (with `constants`)
    /// a constant.
    [[nodiscard]] bool is_addition(const Node& node, ValueId through, bool constants) const {
        if (node.op != "Add") {
            return false;
        }
        const ValueId other = node.inputs[0] == through ? node.inputs[1] : node.inputs[0];
        const auto& types = evaluation_.types;
        if (constants) {
            return constant(other) != nullptr;
        }
        return constant(other) == nullptr && available_[index(other)] &&
               types[index(other)] == types[index(through)];
    }

    [[nodiscard]] bool may_follow(const Group& group, const Node& next, ValueId through) const {
        const std::string_view anchor = group.node->op;
        if (anchor == "Conv") {
            const bool residual_taken =
                std::any_of(group.followers.begin(), group.followers.end(),
                            [](const Node* node) { return node->op == "Add"; });
            return is_activation(next, through) ||
                   (group.followers.empty() && is_norm(next, through)) ||
                   (!residual_taken && is_addition(next, through, false));
        }
        if (is_one_of(anchor, {"Gemm", "MatMul"})) {
            return is_activation(next, through) ||
                   (group.followers.empty() && is_addition(next, through, true));
        }
        if (is_one_of(anchor, {"Add", "Sub", "Mul", "Div"})) {
            return group.followers.empty() && is_activation(next, through);
        }
        return anchor == "BatchNormalization" && group.followers.empty() && next.op == "Relu";
    }

    void extend(Group& group) {
        ValueId through = group.node->outputs[0];
        while (group.followers.size() < kMostFollowers) {
            std::size_t position = 0;
            const Node* next = sole_reader(through, position);
            if (next == nullptr || !may_follow(group, *next, through)) {
                return;
            }
            taken_[position] = true;
            group.followers.push_back(next);
            through = next->outputs[0];
        }
    }

    const Graph& graph_;
    const Evaluation& evaluation_;
    const std::set<ValueId>& visible_;
    Uses uses_;
    std::vector<bool> taken_;
    std::vector<bool> available_;
};

} // namespace

std::vector<Group> group_nodes(const Graph& graph, const Evaluation& evaluation,
                               const std::set<ValueId>& visible, bool fuse) {
    return Grouping(graph, evaluation, visible).run(fuse);
}

} // namespace espalier
