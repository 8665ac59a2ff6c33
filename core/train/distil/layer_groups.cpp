// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/distil/layer_groups.h"

#include "core/graph/infer.h"

#include <algorithm>
#include <map>

namespace espalier {

namespace {

/// Whether everything but the first input is a parameter.
bool reads_one_value(const Graph& graph, const Node& node) {
    return std::ranges::all_of(node.inputs.begin() + 1, node.inputs.end(), [&](ValueId id) {
        return id == kNoValue || graph.parameter(id) != nullptr;
    });
}

bool follows(const Graph& graph, const LayerGroup& group, const Node& node) {
    return node.inputs.at(0) == group.output && reads_one_value(graph, node);
}

} // namespace

bool is_product_layer(const Node& node) {
    return node.op == "Conv" || node.op == "ConvTranspose" || node.op == "Gemm" ||
           node.op == "MatMul";
}

std::vector<LayerGroup> layer_groups(const Graph& student, const Graph& teacher,
                                     std::vector<std::string>& left_out) {
    std::map<std::string, std::vector<const Node*>> like;
    for (const Node& node : teacher.nodes) {
        if (is_product_layer(node)) {
            like[node.origin].push_back(&node);
        }
    }
    std::vector<std::string> order;
    std::map<std::string, LayerGroup> groups;
    std::map<std::string, bool> broken;
    for (std::size_t i = 0; i < student.nodes.size(); ++i) {
        const Node& node = student.nodes[i];
        if (!is_product_layer(node)) {
            continue;
        }
        auto [place, fresh] = groups.try_emplace(node.origin);
        LayerGroup& group = place->second;
        if (fresh) {
            order.push_back(node.origin);
            group.input = node.inputs.at(0);
            broken[node.origin] = !reads_one_value(student, node);
        } else if (!follows(student, group, node)) {
            broken[node.origin] = true;
        }
        group.nodes.push_back(i);
        group.output = node.outputs.at(0);
    }
    std::vector<LayerGroup> result;
    for (const std::string& origin : order) {
        LayerGroup& group = groups.at(origin);
        const auto found = like.find(origin);
        const bool alone = found != like.end() && found->second.size() == 1;
        const ValueId wanted = alone ? found->second.front()->outputs.at(0) : kNoValue;
        if (broken.at(origin) || !alone ||
            teacher.value(wanted).type.shape != student.value(group.output).type.shape) {
            left_out.push_back(student.nodes[group.nodes.back()].name);
            continue;
        }
        group.teacher_output = teacher.value(wanted).name;
        result.push_back(std::move(group));
    }
    return result;
}

Graph extract_group(const Graph& student, const LayerGroup& group) {
    Graph own = student;
    own.nodes.clear();
    for (const std::size_t node : group.nodes) {
        own.nodes.push_back(student.nodes[node]);
    }
    // What codes the input is in the values that are fed to it.
    own.value(group.input).code = nullptr;
    own.value(group.output).code = nullptr;
    own.inputs = {group.input};
    own.outputs = {group.output};
    own.tidy();
    infer_types(own);
    return own;
}

} // namespace espalier
