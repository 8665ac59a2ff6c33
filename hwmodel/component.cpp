// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/component.h"

#include "core/base/error.h"
#include "core/base/json.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace espalier::hw {

namespace {

constexpr std::array<Operand, kOperands> kAll{Operand::Weight, Operand::Input, Operand::Output};

double number(const Json& node, const std::string& key, double low, double high) {
    const auto value = json_get<double>(node, key);
    expect(std::isfinite(value) && value >= low && value <= high,
           "key \"{}\" is {:g}, expected {:g} to {:g}", key, value, low, high);
    return value;
}

std::int32_t whole(const Json& node, const std::string& key, std::int32_t low, std::int32_t high) {
    const double value = number(node, key, low, high);
    expect(value == std::floor(value), "key \"{}\" is {}, expected a whole number", key, value);
    return static_cast<std::int32_t>(value);
}

std::optional<double> price(const Json& node, const std::string& key, double high) {
    return node.contains(key) ? std::optional(number(node, key, 0, high)) : std::nullopt;
}

ComponentKind kind_named(const std::string& name) {
    constexpr std::array<std::pair<const char*, ComponentKind>, 5> kKinds{
        {{"dram", ComponentKind::Dram},
         {"sram", ComponentKind::Sram},
         {"registers", ComponentKind::Registers},
         {"network", ComponentKind::Network},
         {"mac", ComponentKind::Mac}}};
    for (const auto& [key, kind] : kKinds) {
        if (name == key) {
            return kind;
        }
    }
    fail(ErrorCode::BadInput,
         "kind \"{}\" is unknown, expected dram, sram, registers, network or mac", name);
}

void read_operands(const Json& node, Component& into) {
    if (!node.contains("operands")) {
        return;
    }
    into.operands = {};
    for (const auto& name : json_get<std::vector<std::string>>(node, "operands")) {
        bool known = false;
        for (const Operand which : kAll) {
            if (name == to_string(which)) {
                into.operands[static_cast<std::size_t>(which)] = known = true;
            }
        }
        expect(known, "operands names \"{}\", expected weight, input or output", name);
    }
    expect(into.operands != std::array<bool, kOperands>{},
           "operands is empty, expected at least one of weight, input and output");
}

void read_store(const Json& node, Component& into) {
    read_operands(node, into);
    into.may_be_passed_by = json_get<bool>(node, "bypass", true);
    into.double_buffered = json_get<bool>(node, "double_buffered", false);
    if (node.contains("bits_per_cycle")) {
        into.bits_per_cycle = number(node, "bits_per_cycle", 1e-3, 1e9);
    }
    into.read_pj_per_bit = price(node, "read_pj_per_bit", 1e6);
    into.write_pj_per_bit = price(node, "write_pj_per_bit", 1e6);
    if (into.kind == ComponentKind::Sram) {
        into.capacity_bits = 8 * number(node, "bytes", 1, 4294967296.0);
        into.cell = json_get<std::string>(node, "cell", std::string("itrs-lop"));
    } else {
        const int bits = whole(node, "word_bits", 1, 64);
        into.capacity_bits = static_cast<double>(whole(node, "words", 1, 1 << 24)) * bits;
    }
}

Component read_component(const Json& node) {
    Component result;
    result.kind = kind_named(json_get<std::string>(node, "kind"));
    result.parent = json_get<std::string>(node, "parent", std::string());
    result.source = json_get<std::string>(node, "source");
    expect(result.source.size() >= 4, "the source is \"{}\", expected a reference", result.source);
    const auto confidence = json_get<std::string>(node, "confidence");
    expect(confidence == "A" || confidence == "B" || confidence == "C",
           "confidence is \"{}\", expected A, B or C", confidence);
    result.confidence = confidence[0];
    result.area_um2 = price(node, "area_um2", 1e12);
    switch (result.kind) {
    case ComponentKind::Dram:
        result.dram_kind = json_get<std::string>(node, "dram_kind");
        result.bits_per_cycle = number(node, "bits_per_cycle", 1e-3, 1e9);
        result.read_pj_per_bit = price(node, "read_pj_per_bit", 1e6);
        result.write_pj_per_bit = price(node, "write_pj_per_bit", 1e6);
        break;
    case ComponentKind::Sram:
    case ComponentKind::Registers:
        read_store(node, result);
        break;
    case ComponentKind::Network:
        result.columns = whole(node, "columns", 1, 65536);
        result.rows = whole(node, "rows", 1, 65536);
        result.shares_halos = json_get<bool>(node, "shares_halos", false);
        result.hop_pj_per_bit = price(node, "pj_per_bit", 1e6);
        break;
    case ComponentKind::Mac:
        break;
    }
    return result;
}

const Component& named(const std::vector<Component>& all, const std::string& name,
                       const std::string& child) {
    for (const Component& component : all) {
        if (component.name == name) {
            return component;
        }
    }
    fail(ErrorCode::BadInput, "component {}: its parent \"{}\" is unknown", child, name);
}

/// The names from `from` up to the root.
std::vector<std::string> path_up(const std::vector<Component>& all, const Component& from) {
    std::vector<std::string> path{from.name};
    const Component* at = &from;
    while (!at->parent.empty()) {
        const Component& parent = named(all, at->parent, at->name);
        if (std::find(path.begin(), path.end(), parent.name) != path.end()) {
            std::string cycle;
            for (const std::string& name : path) {
                cycle += name + " -> ";
            }
            fail(ErrorCode::BadInput, "the components form a cycle: {}{}", cycle, parent.name);
        }
        path.push_back(parent.name);
        at = &parent;
    }
    return path;
}

/// The chain: the way from the root to the mac, and beside it the leaves that hold something.
std::vector<Component> chain_of(const std::vector<Component>& all) {
    const Component* mac = nullptr;
    const Component* root = nullptr;
    for (const Component& component : all) {
        (void)path_up(all, component);
        if (component.parent.empty()) {
            expect(root == nullptr, "{} and {} have no parent, expected one root",
                   root != nullptr ? root->name : "", component.name);
            root = &component;
        }
        if (component.kind == ComponentKind::Mac) {
            expect(mac == nullptr, "{} and {} are macs, expected one",
                   mac != nullptr ? mac->name : "", component.name);
            mac = &component;
        }
    }
    expect(root != nullptr, "there is no component without a parent, expected the DRAM");
    expect(mac != nullptr, "there is no mac");
    expect(root->kind == ComponentKind::Dram, "component {}: the root is not dram", root->name);
    std::vector<std::string> trunk = path_up(all, *mac);
    std::reverse(trunk.begin(), trunk.end());
    std::vector<Component> chain;
    std::set<std::string> placed;
    for (const std::string& name : trunk) {
        chain.push_back(named(all, name, name));
        placed.insert(name);
        for (const Component& leaf : all) {
            const bool beside = leaf.parent == name && leaf.is_store() &&
                                std::find(trunk.begin(), trunk.end(), leaf.name) == trunk.end();
            if (beside) {
                chain.push_back(leaf);
                placed.insert(leaf.name);
            }
        }
    }
    for (const Component& component : all) {
        expect(placed.contains(component.name), "component {}: no way leads from it to the mac {}",
               component.name, mac->name);
    }
    return chain;
}

} // namespace

std::vector<Component> parse_components(const nlohmann::ordered_json& list) {
    expect(list.is_array() && !list.empty(), "components is {}, expected a list", list.type_name());
    std::vector<Component> all;
    for (const Json& node : list) {
        const auto name = json_get<std::string>(node, "name");
        expect(!name.empty(), "a component has no name");
        for (const Component& other : all) {
            expect(other.name != name, "component {}: the name is taken twice", name);
        }
        all.push_back(located("component " + name, [&] { return read_component(node); }));
        all.back().name = name;
    }
    return chain_of(all);
}

} // namespace espalier::hw
