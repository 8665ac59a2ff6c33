// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/rewrites/absorb_qdq.h"

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/graph/rewrites/qdq.h"

#include <algorithm>
#include <optional>

namespace espalier {

namespace {

/// The code that a file notes for a weight where its 8-bit storage does not tell: fewer bits, or
/// signed levels stored as unsigned ones.
std::shared_ptr<const AffineCode> noted(const std::shared_ptr<const AffineCode>& code,
                                        const Json& notes, const std::string& name) {
    if (!notes.is_object() || !notes.contains(name)) {
        return code;
    }
    const Json& note = notes.at(name);
    std::vector<std::int32_t> zero_points = code->zero_points();
    const bool shifted = !code->is_signed() && json_get<bool>(note, "signed", false);
    for (std::int32_t& zero : zero_points) {
        zero -= shifted ? 128 : 0;
    }
    return std::make_shared<AffineCode>(json_get<int>(note, "bits"), shifted || code->is_signed(),
                                        json_get<bool>(note, "narrow", false), code->axis(),
                                        code->scales(), std::move(zero_points));
}

void absorb_weights(Graph& graph) {
    Json notes;
    if (const auto note = graph.metadata.find(kCodeNotes); note != graph.metadata.end()) {
        notes = parse_json(note->second, kCodeNotes);
        graph.metadata.erase(note);
    }
    std::erase_if(graph.nodes, [&](const Node& node) {
        const Parameter* stored = graph.parameter(node.input(0));
        if (node.op != "DequantizeLinear" || stored == nullptr || node.outputs.size() != 1 ||
            std::ranges::find(graph.outputs, node.outputs[0]) != graph.outputs.end()) {
            return false;
        }
        const DType type = stored->latent().dtype();
        auto code = code_of(graph, node, type, stored->shape());
        if (!code) {
            return false;
        }
        const Tensor values = code->decode(stored->latent().cast(DType::Int32));
        const auto told = noted(code, notes, graph.value(node.outputs[0]).name);
        if (told->project(values).equals(values)) {
            code = told;
        }
        graph.set_parameter(node.outputs[0], Parameter(values).with_code(code));
        return true;
    });
}

bool is_output(const Graph& graph, ValueId id) {
    return std::ranges::find(graph.outputs, id) != graph.outputs.end();
}

/// All nodes around one value that together are its code.
struct Pair {
    CodePtr code;
    std::vector<std::size_t> nodes;   ///< QuantizeLinear and DequantizeLinear
    std::vector<ValueId> dequantised; ///< what they make
};

bool same(const CodePtr& a, const CodePtr& b) {
    return a && b && a->to_json() == b->to_json();
}

/// The pairs that read `value`, where nobody else reads it and all agree.
std::optional<Pair> pair_after(const Graph& graph, const Uses& uses, ValueId value) {
    Pair pair;
    if (uses.is_output(value) || uses.consumers(value).empty()) {
        return std::nullopt;
    }
    for (const std::size_t q : uses.consumers(value)) {
        const Node& quantise = graph.nodes[q];
        if (quantise.op != "QuantizeLinear" || quantise.input(0) != value ||
            quantise.outputs.size() != 1 || uses.is_output(quantise.outputs[0])) {
            return std::nullopt;
        }
        const Parameter* zero = graph.parameter(quantise.input(2));
        const DType type = zero == nullptr ? DType::UInt8 : zero->latent().dtype();
        const CodePtr code = code_of(graph, quantise, type, std::nullopt);
        if (!code || (pair.code && !same(code, pair.code))) {
            return std::nullopt;
        }
        pair.code = code;
        pair.nodes.push_back(q);
        for (const std::size_t d : uses.consumers(quantise.outputs[0])) {
            const Node& dequantise = graph.nodes[d];
            if (dequantise.op != "DequantizeLinear" || dequantise.input(0) != quantise.outputs[0] ||
                dequantise.outputs.size() != 1 ||
                !same(code_of(graph, dequantise, type, std::nullopt), code)) {
                return std::nullopt;
            }
            pair.nodes.push_back(d);
            pair.dequantised.push_back(dequantise.outputs[0]);
        }
    }
    return pair;
}

/// The code with the bits that the bounds of a Clip before it leave over; nullptr where they are
/// no such bounds.
CodePtr code_under_clip(const Graph& graph, const Node& clip, const CodePtr& code) {
    const Parameter* low = graph.parameter(clip.input(1));
    const Parameter* high = graph.parameter(clip.input(2));
    const auto* affine = dynamic_cast<const AffineCode*>(code.get());
    if (low == nullptr || high == nullptr || affine == nullptr || affine->axis() >= 0 ||
        low->latent().dtype() != DType::Float32 || high->latent().dtype() != DType::Float32) {
        return nullptr;
    }
    for (int bits = affine->bits(); bits >= 2; --bits) {
        for (const bool narrow : {false, true}) {
            if (narrow && !affine->is_signed()) {
                continue;
            }
            try {
                auto fewer = std::make_shared<AffineCode>(bits, affine->is_signed(), narrow, -1,
                                                          affine->scales(), affine->zero_points());
                const auto [from, to] = range_of(*fewer);
                if (low->effective().at(0) == static_cast<double>(from) &&
                    high->effective().at(0) == static_cast<double>(to)) {
                    return fewer;
                }
            } catch (const Error&) {
                // The zero point lies outside of so few levels.
            }
        }
    }
    return nullptr;
}

/// Puts the pair's code on `value`. False where the names of graph outputs forbid it.
bool absorb(Graph& graph, const Uses& uses, ValueId value, Pair pair, std::vector<bool>& removed) {
    ValueId target = value;
    const auto maker = uses.producer(value);
    if (maker) {
        const Node& clip = graph.nodes[*maker];
        const ValueId before = clip.input(0);
        if (clip.op == "Clip" && before != kNoValue && graph.parameter(before) == nullptr &&
            uses.consumers(before).size() == 1 && !uses.is_output(before) &&
            !graph.value(before).code) {
            if (CodePtr fewer = code_under_clip(graph, clip, pair.code)) {
                pair.code = std::move(fewer);
                pair.nodes.push_back(*maker);
                target = before;
            }
        }
    }
    std::vector<ValueId> outputs;
    std::ranges::copy_if(pair.dequantised, std::back_inserter(outputs),
                         [&graph](ValueId id) { return is_output(graph, id); });
    if (outputs.size() > 1 || (outputs.size() == 1 && !uses.producer(target))) {
        return false;
    }
    for (const std::size_t node : pair.nodes) {
        removed[node] = true;
    }
    if (outputs.size() == 1) {
        std::ranges::replace(graph.nodes[*uses.producer(target)].outputs, target, outputs[0]);
        target = outputs[0];
    }
    for (const ValueId id : pair.dequantised) {
        if (id != target) {
            graph.replace_uses(id, target);
        }
    }
    graph.value(target).code = pair.code;
    return true;
}

/// One round over the values; pairs after pairs need another.
bool absorb_activations(Graph& graph) {
    const Uses uses(graph);
    std::vector<bool> removed(graph.nodes.size(), false);
    bool changed = false;
    for (std::size_t i = 0; i < graph.value_count(); ++i) {
        const auto value = static_cast<ValueId>(i);
        if (graph.parameter(value) != nullptr || graph.value(value).code) {
            continue;
        }
        const auto maker = uses.producer(value);
        if (maker && removed[*maker]) {
            continue;
        }
        if (auto pair = pair_after(graph, uses, value)) {
            changed = absorb(graph, uses, value, std::move(*pair), removed) || changed;
        }
    }
    std::vector<Node> kept;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        if (!removed[i]) {
            kept.push_back(std::move(graph.nodes[i]));
        }
    }
    graph.nodes = std::move(kept);
    return changed;
}

} // namespace

void absorb_qdq(Graph& graph) {
    absorb_weights(graph);
    while (absorb_activations(graph)) {
    }
    graph.tidy();
}

} // namespace espalier
