// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/graph.h"

#include "core/base/error.h"
#include "core/base/hash.h"

#include <queue>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>

namespace espalier {

namespace {

/// `base`, or `base_1`, `base_2` ... where taken(base) holds.
template <typename Taken>
std::string unique_name(std::string_view base, const Taken& taken) {
    std::string name(base);
    for (int suffix = 1; taken(name); ++suffix) {
        name = fmt::format("{}_{}", base, suffix);
    }
    return name;
}

std::size_t position(ValueId id) {
    return static_cast<std::size_t>(id);
}

} // namespace

ValueId Graph::add_value(std::string value_name, TensorType type) {
    const auto taken = [this](const std::string& candidate) {
        return by_name_.contains(candidate);
    };
    std::string unique = unique_name(value_name.empty() ? "value" : value_name, taken);
    const auto id = static_cast<ValueId>(values_.size());
    by_name_.emplace(unique, id);
    values_.push_back({std::move(unique), std::move(type), std::nullopt, nullptr});
    return id;
}

ValueId Graph::add_parameter(std::string value_name, Parameter parameter) {
    const ValueId id = add_value(std::move(value_name));
    set_parameter(id, std::move(parameter));
    return id;
}

ValueId Graph::find_value(std::string_view value_name) const {
    const auto found = by_name_.find(value_name);
    return found == by_name_.end() ? kNoValue : found->second;
}

const Parameter* Graph::parameter(ValueId id) const {
    if (id == kNoValue) {
        return nullptr;
    }
    const auto& held = value(id).parameter;
    return held ? &*held : nullptr;
}

void Graph::set_parameter(ValueId id, Parameter parameter) {
    Value& target = value(id);
    target.type = {parameter.latent().dtype(), parameter.shape()};
    target.parameter = std::move(parameter);
    by_name_.try_emplace(target.name, id);
}

std::size_t Graph::add_node(Node node) {
    node.name = unique_node_name(node.name.empty() ? node.op : node.name);
    if (node.origin.empty()) {
        node.origin = node.name;
    }
    nodes.push_back(std::move(node));
    return nodes.size() - 1;
}

std::optional<std::size_t> Graph::find_node(std::string_view node_name) const {
    const auto found = std::ranges::find(nodes, node_name, &Node::name);
    if (found == nodes.end()) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(found - nodes.begin());
}

std::string Graph::unique_node_name(std::string_view base) const {
    return unique_name(
        base, [this](const std::string& candidate) { return find_node(candidate).has_value(); });
}

void Graph::replace_uses(ValueId from, ValueId to) {
    for (Node& node : nodes) {
        std::ranges::replace(node.inputs, from, to);
    }
    std::ranges::replace(outputs, from, to);
}

void Graph::tidy() {
    constexpr std::size_t kNobody = std::numeric_limits<std::size_t>::max();
    std::vector<std::size_t> makers(values_.size(), kNobody);
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        for (const ValueId output : nodes[i].outputs) {
            if (output != kNoValue) {
                makers.at(position(output)) = i;
            }
        }
    }

    std::vector<bool> used(values_.size(), false);
    std::vector<bool> alive(nodes.size(), false);
    std::vector<std::size_t> stack;
    const auto use = [&](ValueId id) {
        if (id == kNoValue || used.at(position(id))) {
            return;
        }
        used[position(id)] = true;
        const std::size_t maker = makers[position(id)];
        if (maker != kNobody && !alive[maker]) {
            alive[maker] = true;
            stack.push_back(maker);
        }
    };
    std::ranges::for_each(outputs, use);
    while (!stack.empty()) {
        const std::size_t node = stack.back();
        stack.pop_back();
        std::ranges::for_each(nodes[node].inputs, use);
    }

    std::vector<std::size_t> waiting(nodes.size(), 0);
    std::vector<std::vector<std::size_t>> readers(nodes.size());
    std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (!alive[i]) {
            continue;
        }
        for (const ValueId input : nodes[i].inputs) {
            if (input != kNoValue && makers[position(input)] != kNobody) {
                readers[makers[position(input)]].push_back(i);
                ++waiting[i];
            }
        }
        if (waiting[i] == 0) {
            ready.push(i);
        }
    }
    std::vector<Node> ordered;
    while (!ready.empty()) {
        const std::size_t i = ready.top();
        ready.pop();
        alive[i] = false;
        for (const std::size_t reader : readers[i]) {
            if (--waiting[reader] == 0) {
                ready.push(reader);
            }
        }
        ordered.push_back(std::move(nodes[i]));
    }
    std::string cycle;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (alive[i]) {
            cycle += (cycle.empty() ? "" : ", ") + nodes[i].name;
        }
    }
    expect(cycle.empty(), "the graph has a cycle through nodes {}", cycle);
    nodes = std::move(ordered);

    for (const Node& node : nodes) {
        for (const ValueId output : node.outputs) {
            if (output != kNoValue) {
                used[position(output)] = true;
            }
        }
    }
    for (const ValueId input : inputs) {
        used.at(position(input)) = true;
    }
    for (std::size_t i = 0; i < values_.size(); ++i) {
        if (used[i]) {
            continue;
        }
        values_[i].parameter.reset();
        const auto entry = by_name_.find(values_[i].name);
        if (entry != by_name_.end() && position(entry->second) == i) {
            by_name_.erase(entry);
        }
    }
}

namespace {

void hash_attribute(Sha256& hash, const Attribute& attribute) {
    hash.update(static_cast<std::uint64_t>(attribute.index()));
    std::visit(
        [&hash](const auto& held) {
            using T = std::decay_t<decltype(held)>;
            if constexpr (std::is_same_v<T, std::int64_t>) {
                hash.update(static_cast<std::uint64_t>(held));
            } else if constexpr (std::is_same_v<T, float>) {
                hash.update(std::as_bytes(std::span(&held, 1)));
            } else if constexpr (std::is_same_v<T, std::string>) {
                hash.update(std::uint64_t{held.size()}).update(held);
            } else if constexpr (std::is_same_v<T, Tensor>) {
                hash.update(held.content_hash());
            } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
                hash.update(std::uint64_t{held.size()});
                for (const std::string& text : held) {
                    hash.update(std::uint64_t{text.size()}).update(text);
                }
            } else {
                hash.update(std::uint64_t{held.size()}).update(std::as_bytes(std::span(held)));
            }
        },
        attribute);
}

} // namespace

std::string Graph::content_hash() const {
    Sha256 hash;
    // Values are numbered in the order in which they are met, so that ids of dropped values do not
    // count. Names count: recipes select layers by them.
    std::map<ValueId, std::uint64_t> numbers;
    const auto add_text = [&hash](const std::string& text) {
        hash.update(std::uint64_t{text.size()}).update(text);
    };
    const auto add = [&](ValueId id) {
        if (id == kNoValue) {
            hash.update(std::uint64_t{0});
            return;
        }
        const auto [entry, fresh] = numbers.try_emplace(id, numbers.size() + 1);
        hash.update(entry->second);
        if (!fresh) {
            return;
        }
        const Value& held = value(id);
        add_text(held.name);
        add_text(held.code ? held.code->to_json().dump() : std::string());
        add_text(held.parameter ? held.parameter->content_hash() : std::string());
    };
    const auto add_all = [&](const std::vector<ValueId>& ids) {
        hash.update(std::uint64_t{ids.size()});
        std::ranges::for_each(ids, add);
    };
    for (const ValueId input : inputs) {
        const TensorType& type = value(input).type;
        hash.update(dtype_name(type.dtype)).update(type.shape.str());
    }
    add_all(inputs);
    hash.update(std::uint64_t{nodes.size()});
    for (const Node& node : nodes) {
        add_text(node.name);
        add_text(node.op);
        hash.update(std::uint64_t{node.attributes.size()});
        for (const auto& [key, attribute] : node.attributes) {
            add_text(key);
            hash_attribute(hash, attribute);
        }
        add_all(node.inputs);
        add_all(node.outputs);
    }
    add_all(outputs);
    return hash.hex_digest();
}

Uses::Uses(const Graph& graph)
    : producer_(graph.value_count())
    , consumers_(graph.value_count())
    , output_(graph.value_count(), false) {
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        for (const ValueId output : graph.nodes[i].outputs) {
            if (output != kNoValue) {
                producer_.at(position(output)) = i;
            }
        }
        for (const ValueId input : graph.nodes[i].inputs) {
            if (input == kNoValue) {
                continue;
            }
            auto& readers = consumers_.at(position(input));
            if (readers.empty() || readers.back() != i) {
                readers.push_back(i);
            }
        }
    }
    for (const ValueId output : graph.outputs) {
        output_.at(position(output)) = true;
    }
}

std::optional<std::size_t> Uses::producer(ValueId value) const {
    return producer_.at(position(value));
}

const std::vector<std::size_t>& Uses::consumers(ValueId value) const {
    return consumers_.at(position(value));
}

bool Uses::is_output(ValueId value) const {
    return output_.at(position(value));
}

} // namespace espalier
