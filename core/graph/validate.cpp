// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/graph/infer.h"

#include <set>

namespace espalier {

namespace {

std::size_t position(ValueId id) {
    return static_cast<std::size_t>(id);
}

} // namespace

void validate(const Graph& graph) {
    std::vector<bool> made(graph.value_count(), false);
    std::set<std::string> names;
    const auto take = [&](ValueId id, const std::string& maker) {
        expect(position(id) < made.size(), "{}: value {} of {} values", maker, position(id),
               made.size());
        expect(!made[position(id)], "{}: value {} is made twice", maker, graph.value(id).name);
        expect(names.insert(graph.value(id).name).second, "{}: two values are called {}", maker,
               graph.value(id).name);
        made[position(id)] = true;
    };
    for (const ValueId input : graph.inputs) {
        take(input, "inputs");
    }
    for (std::size_t i = 0; i < graph.value_count(); ++i) {
        if (graph.parameter(static_cast<ValueId>(i)) != nullptr) {
            take(static_cast<ValueId>(i), "parameters");
        }
    }
    const auto read = [&](ValueId id, const std::string& reader) {
        expect(position(id) < made.size(), "{}: value {} of {} values", reader, position(id),
               made.size());
        expect(made[position(id)], "{}: value {} is read before it is made", reader,
               graph.value(id).name);
    };
    std::set<std::string_view> node_names;
    for (const Node& node : graph.nodes) {
        expect(!node.name.empty(), "a node of operator {} has no name", node.op);
        expect(node_names.insert(node.name).second, "two nodes are called {}", node.name);
        for (const ValueId input : node.inputs) {
            if (input != kNoValue) {
                read(input, "node " + node.name);
            }
        }
        for (const ValueId output : node.outputs) {
            if (output != kNoValue) {
                take(output, "node " + node.name);
            }
        }
    }
    for (const ValueId output : graph.outputs) {
        read(output, "outputs");
    }
}

} // namespace espalier
