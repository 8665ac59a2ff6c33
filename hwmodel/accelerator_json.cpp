// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "hwmodel/accelerator.h"

#include <array>
#include <cmath>

namespace espalier::hw {

namespace {

/// What the sources of a tree's components are filed under.
constexpr std::string_view kComponent = "component ";

constexpr std::array<Operand, kOperands> kAll{Operand::Weight, Operand::Input, Operand::Output};

double number(const Json& node, const std::string& key, double low, double high) {
    const auto value = json_get<double>(node, key);
    expect(std::isfinite(value) && value >= low && value <= high,
           "key \"{}\" is {:g}, expected {:g} to {:g}", key, value, low, high);
    return value;
}

std::int64_t whole(const Json& node, const std::string& key, std::int64_t low, std::int64_t high) {
    const double value = number(node, key, static_cast<double>(low), static_cast<double>(high));
    expect(value == std::floor(value), "key \"{}\" is {}, expected a whole number", key, value);
    return static_cast<std::int64_t>(value);
}

std::int32_t whole32(const Json& node, const std::string& key, std::int32_t low,
                     std::int32_t high) {
    return static_cast<std::int32_t>(whole(node, key, low, high));
}

/// A member object; what it says and its source are recorded as they were read.
const Json& section(const Json& root, const std::string& key, Accelerator& into) {
    expect(root.contains(key), "key \"{}\" is missing", key);
    const Json& node = root.at(key);
    located(key, [&] {
        expect(node.is_object(), "the section is {}, expected an object", node.type_name());
        const auto source = json_get<std::string>(node, "source");
        expect(source.size() >= 4, "the source is \"{}\", expected a reference", source);
        const auto confidence = json_get<std::string>(node, "confidence");
        expect(confidence == "A" || confidence == "B" || confidence == "C",
               "confidence is \"{}\", expected A, B or C", confidence);
        Json said = node;
        said.erase("source");
        said.erase("confidence");
        into.sources.push_back({key, said.dump(), source, confidence[0]});
    });
    return node;
}

template <typename Body>
void in_section(const Json& root, const std::string& key, Accelerator& into, Body&& body) {
    const Json& node = section(root, key, into);
    located(key, [&] { body(node); });
}

std::string operand_key(Operand which, const char* suffix) {
    return std::string(to_string(which)) + suffix;
}

void read_array(const Json& root, Accelerator& into) {
    in_section(root, "array", into, [&](const Json& node) {
        into.rows = whole32(node, "rows", 1, 65536);
        into.columns = whole32(node, "columns", 1, 65536);
        const auto kind = json_get<std::string>(node, "interconnect");
        expect(kind == "systolic" || kind == "multicast",
               "interconnect is \"{}\", expected systolic or multicast", kind);
        into.interconnect = kind == "systolic" ? Interconnect::Systolic : Interconnect::Multicast;
    });
    if (!root.contains("scratchpads")) {
        return;
    }
    in_section(root, "scratchpads", into, [&](const Json& node) {
        if (node.contains("shared_words")) {
            into.shared_scratchpad_words = whole32(node, "shared_words", 3, 1 << 24);
            return;
        }
        for (const Operand which : kAll) {
            into.scratchpad_words[static_cast<std::size_t>(which)] =
                whole32(node, operand_key(which, "_words"), 1, 1 << 24);
        }
    });
}

void read_buffer(const Json& root, Accelerator& into) {
    in_section(root, "buffer", into, [&](const Json& node) {
        into.double_buffered = json_get<bool>(node, "double_buffered");
        into.sram_cell = json_get<std::string>(node, "sram_cell");
        constexpr std::int64_t kMost = std::int64_t{1} << 32;
        if (node.contains("shared_bytes")) {
            into.shared_buffer_bytes = whole(node, "shared_bytes", 64, kMost);
            if (node.contains("weight_share_bytes")) {
                into.weight_share_bytes =
                    whole(node, "weight_share_bytes", 1, into.shared_buffer_bytes - 1);
            }
            return;
        }
        for (const Operand which : kAll) {
            into.buffer_bytes[static_cast<std::size_t>(which)] =
                whole(node, operand_key(which, "_bytes"), 64, kMost);
        }
    });
}

void read_dram(const Json& root, Accelerator& into) {
    in_section(root, "dram", into, [&](const Json& node) {
        into.dram_kind = json_get<std::string>(node, "kind");
        into.dram_bits_per_cycle = number(node, "bits_per_cycle", 1e-3, 1e9);
    });
}

/// The tree itself, and the figures that sum it up for whoever asks for no more.
void read_tree(const Json& root, Accelerator& into) {
    into.components = parse_components(root.at("components"));
    into.components_text = root.at("components").dump();
    into.interconnect = Interconnect::Multicast;
    into.rows = into.columns = 1;
    for (const Component& component : into.components) {
        into.sources.push_back(
            {std::string(kComponent) + component.name, "", component.source, component.confidence});
        into.rows *= component.rows;
        into.columns *= component.columns;
        into.double_buffered = component.double_buffered;
        if (component.kind == ComponentKind::Dram) {
            into.dram_kind = component.dram_kind;
            into.dram_bits_per_cycle = component.bits_per_cycle;
        } else if (component.kind == ComponentKind::Sram) {
            into.sram_cell = component.cell;
            into.shared_buffer_bytes += static_cast<std::int64_t>(component.capacity_bits / 8);
        }
    }
}

void read_rates(const Json& root, Accelerator& into) {
    in_section(root, "precision", into, [&](const Json& node) {
        const auto kind = json_get<std::string>(node, "kind");
        expect(kind == "matched" || kind == "fixed", "kind is \"{}\", expected matched or fixed",
               kind);
        into.precision = kind == "fixed" ? Precision::Fixed : Precision::Matched;
        into.native_bits = whole32(node, "bits", 1, 64);
    });
    in_section(root, "clock", into,
               [&](const Json& node) { into.clock_mhz = number(node, "mhz", 1e-3, 1e5); });
    in_section(root, "process", into, [&](const Json& node) {
        into.node_nm = number(node, "node_nm", 1, 1000);
        into.voltage = number(node, "voltage", 0.1, 5);
    });
}

void read_objective(const Json& root, Accelerator& into) {
    if (!root.contains("mapping")) {
        return;
    }
    in_section(root, "mapping", into, [&](const Json& node) {
        const auto objective = json_get<std::string>(node, "objective");
        expect(objective == "energy" || objective == "energy_delay",
               "objective is \"{}\", expected energy or energy_delay", objective);
        into.objective = objective == "energy" ? Objective::Energy : Objective::EnergyDelay;
    });
}

void read_sparsity(const Json& root, Accelerator& into) {
    if (!root.contains("sparsity")) {
        return;
    }
    in_section(root, "sparsity", into, [&](const Json& node) {
        into.gates_zero_inputs = json_get<bool>(node, "gates_zero_inputs");
        for (const auto& name : json_get<std::vector<std::string>>(node, "run_length_coded", {})) {
            bool known = false;
            for (const Operand which : kAll) {
                if (name == to_string(which)) {
                    into.run_length_coded[static_cast<std::size_t>(which)] = known = true;
                }
            }
            expect(known, "run_length_coded names \"{}\", expected weight, input or output", name);
        }
    });
}

void read_engine(const Json& root, Accelerator& into) {
    if (!root.contains("engine")) {
        return;
    }
    in_section(root, "engine", into, [&](const Json& node) {
        for (const auto& [key, value] : node.items()) {
            if (key != "source" && key != "confidence") {
                into.engine[key] = number(node, key, 0, 1e12);
            }
        }
    });
}

Accelerator from_json(const Json& root) {
    expect(root.is_object(), "the document is {}, expected an object", root.type_name());
    Accelerator result;
    result.id = json_get<std::string>(root, "id");
    result.title = json_get<std::string>(root, "title");
    result.summary = json_get<std::string>(root, "summary");
    if (root.contains("components")) {
        read_tree(root, result);
    } else {
        read_array(root, result);
        read_buffer(root, result);
        read_dram(root, result);
    }
    read_rates(root, result);
    read_sparsity(root, result);
    read_objective(root, result);
    read_engine(root, result);
    in_section(root, "dataflows", result, [&](const Json& node) {
        result.dataflows = json_get<std::vector<std::string>>(node, "ids");
        expect(!result.dataflows.empty(), "ids is empty, expected at least one dataflow");
    });
    if (root.contains("area")) {
        in_section(root, "area", result, [&](const Json& node) {
            result.area_um2 =
                Figure{number(node, "um2", 1, 1e12), json_get<std::string>(node, "source"),
                       json_get<std::string>(node, "confidence")[0]};
        });
    }
    return result;
}

} // namespace

Accelerator parse_accelerator(std::string_view json, std::string_view name) {
    return located(name, [&] { return from_json(parse_json(json, name)); });
}

nlohmann::ordered_json to_json(const Accelerator& accelerator) {
    Json root;
    root["id"] = accelerator.id;
    root["title"] = accelerator.title;
    root["summary"] = accelerator.summary;
    for (const SourcedText& entry : accelerator.sources) {
        if (entry.key.starts_with(kComponent)) {
            continue; // written as they were, below
        }
        Json node = parse_json(entry.text, accelerator.id);
        node["confidence"] = std::string(1, entry.confidence);
        node["source"] = entry.source;
        root[entry.key] = std::move(node);
    }
    if (!accelerator.components.empty()) {
        root["components"] = parse_json(accelerator.components_text, accelerator.id);
    }
    return root;
}

} // namespace espalier::hw
