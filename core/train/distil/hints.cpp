// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/distil/hints.h"

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/graph/infer.h"

#include <algorithm>
#include <cmath>

namespace espalier {

namespace {

constexpr std::string_view kPrefix = "espalier.hint";

bool is_layer(const Node& node) {
    return node.op == "Conv" || node.op == "Gemm" || node.op == "MatMul";
}

const Shape& shape_of(const Graph& graph, const Node& node) {
    return graph.value(node.outputs.at(0)).type.shape;
}

const std::string& output_name(const Graph& graph, const Node& node) {
    return graph.value(node.outputs.at(0)).name;
}

/// The last node that stems from `origin` and computes a layer's output; nullptr where none is
/// left.
const Node* last_of(const Graph& graph, const std::string& origin) {
    const Node* found = nullptr;
    for (const Node& node : graph.nodes) {
        found = is_layer(node) && node.origin == origin ? &node : found;
    }
    return found;
}

const Node& named(const Graph& graph, const std::string& name, std::string_view whose) {
    const auto place = graph.find_node(name);
    if (!place) {
        fail(ErrorCode::Usage, "distillation: the {} has no layer named {}", whose, name);
    }
    return graph.nodes[*place];
}

bool same_places(const Shape& a, const Shape& b) {
    if (a.rank() != b.rank() || a.rank() < 2) {
        return false;
    }
    for (int axis = 2; axis < static_cast<int>(a.rank()); ++axis) {
        if (a[static_cast<std::size_t>(axis)] != b[static_cast<std::size_t>(axis)]) {
            return false;
        }
    }
    return true;
}

/// Attention is spread over places, so that one place has nothing to compare.
bool comparable(const Shape& student, const Shape& teacher, HintKind kind) {
    switch (kind) {
    case HintKind::Feature:
        return same_places(student, teacher);
    case HintKind::Attention:
        return same_places(student, teacher) && student.rank() > 2;
    case HintKind::Relational:
        return true;
    case HintKind::None:
        break;
    }
    return false;
}

HintPair pair_of(const Graph& student, const Graph& teacher, const std::string& layer) {
    const auto equals = layer.find('=');
    if (equals != std::string::npos) {
        return {output_name(student, named(student, layer.substr(0, equals), "student")),
                output_name(teacher, named(teacher, layer.substr(equals + 1), "teacher"))};
    }
    const Node& from = named(teacher, layer, "teacher");
    const Node* to = last_of(student, from.origin);
    return {output_name(student, to != nullptr ? *to : named(student, layer, "student")),
            output_name(teacher, from)};
}

} // namespace

std::vector<HintPair> hint_pairs(const Graph& student, const Graph& teacher, HintKind kind,
                                 const std::vector<std::string>& layers) {
    std::vector<HintPair> pairs;
    if (kind == HintKind::None) {
        return pairs;
    }
    for (const std::string& layer : layers) {
        pairs.push_back(pair_of(student, teacher, layer));
    }
    if (layers.empty()) {
        for (const Node& node : teacher.nodes) {
            const Node* own = is_layer(node) ? last_of(student, node.origin) : nullptr;
            if (own != nullptr &&
                comparable(shape_of(student, *own), shape_of(teacher, node), kind)) {
                pairs.push_back({output_name(student, *own), output_name(teacher, node)});
            }
        }
        // The last layer's output is the response.
        if (!pairs.empty()) {
            pairs.pop_back();
        }
    }
    if (pairs.empty()) {
        throw Error(ErrorCode::Usage,
                    fmt::format("distillation: student and teacher have no layers in common to "
                                "compare by {}",
                                hint_name(kind)),
                    "name them: student=teacher, joined by +");
    }
    return pairs;
}

void add_regressors(Graph& student, const Graph& teacher, std::vector<HintPair>& pairs,
                    std::uint64_t seed) {
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const ValueId from = student.find_value(pairs[i].student);
        const Shape own = student.value(from).type.shape;
        const Shape wanted = teacher.value(teacher.find_value(pairs[i].teacher)).type.shape;
        if (!same_places(own, wanted) || own[1] == wanted[1]) {
            continue;
        }
        const bool matrix = own.rank() == 2;
        Shape shape = matrix ? Shape{own[1], wanted[1]} : Shape{wanted[1], own[1]};
        if (!matrix) {
            std::vector<std::int64_t> dims(own.rank(), 1);
            dims[0] = wanted[1];
            dims[1] = own[1];
            shape = Shape(dims);
        }
        Tensor weight(DType::Float32, shape);
        Rng rng(seed, i);
        for (float& value : weight.writable<float>()) {
            value = static_cast<float>(rng.normal() / std::sqrt(static_cast<double>(own[1])));
        }
        Node node;
        node.name = fmt::format("{}.{}", kPrefix, i);
        node.op = matrix ? "MatMul" : "Conv";
        node.inputs = {from, student.add_parameter(node.name + ".weight", Parameter(weight))};
        node.outputs = {student.add_value(node.name + ".output")};
        pairs[i].student = student.value(node.outputs[0]).name;
        student.add_node(std::move(node));
    }
    infer_types(student);
}

bool is_regressor(const Node& node) {
    return node.name.starts_with(kPrefix);
}

} // namespace espalier
