// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/machine_figures.h"

#include "core/base/error.h"
#include "core/base/json.h"
#include "hwmodel/accelerator.h"

#include <algorithm>

namespace espalier::hw {

namespace {

constexpr std::string_view kComponent = "component ";
constexpr std::string_view kEdited = "edited: ";

/// What is known of a key, whatever the section; the limits are those of the parser, which a test
/// holds against it.
struct KeyInfo {
    std::string_view key;
    FigureKind kind;
    std::string_view unit;
    double low;
    double high;
};

constexpr double kMostBytes = 4294967296.0;
constexpr double kMostWords = 16777216.0;

constexpr KeyInfo kKeys[] = {
    {"rows", FigureKind::Whole, "", 1, 65536},
    {"columns", FigureKind::Whole, "", 1, 65536},
    {"interconnect", FigureKind::Choice, "", 0, 0},
    {"weight_words", FigureKind::Whole, "words", 1, kMostWords},
    {"input_words", FigureKind::Whole, "words", 1, kMostWords},
    {"output_words", FigureKind::Whole, "words", 1, kMostWords},
    {"shared_words", FigureKind::Whole, "words", 3, kMostWords},
    {"words", FigureKind::Whole, "words", 1, kMostWords},
    {"word_bits", FigureKind::Whole, "bits", 1, 64},
    {"weight_bytes", FigureKind::Whole, "bytes", 64, kMostBytes},
    {"input_bytes", FigureKind::Whole, "bytes", 64, kMostBytes},
    {"output_bytes", FigureKind::Whole, "bytes", 64, kMostBytes},
    {"shared_bytes", FigureKind::Whole, "bytes", 64, kMostBytes},
    {"weight_share_bytes", FigureKind::Whole, "bytes", 1, kMostBytes},
    {"bytes", FigureKind::Whole, "bytes", 1, kMostBytes},
    {"double_buffered", FigureKind::YesNo, "", 0, 0},
    {"bypass", FigureKind::YesNo, "", 0, 0},
    {"shares_halos", FigureKind::YesNo, "", 0, 0},
    {"gates_zero_inputs", FigureKind::YesNo, "", 0, 0},
    {"sram_cell", FigureKind::Choice, "", 0, 0},
    {"cell", FigureKind::Choice, "", 0, 0},
    {"dram_kind", FigureKind::Choice, "", 0, 0},
    {"bits_per_cycle", FigureKind::Number, "bits/cycle", 1e-3, 1e9},
    {"bits", FigureKind::Whole, "bits", 1, 64},
    {"mhz", FigureKind::Number, "MHz", 1e-3, 1e5},
    {"node_nm", FigureKind::Number, "nm", 1, 1000},
    {"voltage", FigureKind::Number, "V", 0.1, 5},
    {"objective", FigureKind::Choice, "", 0, 0},
    {"operands", FigureKind::List, "", 0, 0},
    {"run_length_coded", FigureKind::List, "", 0, 0},
    {"read_pj_per_bit", FigureKind::Number, "pJ/bit", 0, 1e6},
    {"write_pj_per_bit", FigureKind::Number, "pJ/bit", 0, 1e6},
    {"pj_per_bit", FigureKind::Number, "pJ/bit", 0, 1e6},
    {"area_um2", FigureKind::Number, "µm²", 0, 1e12},
    {"um2", FigureKind::Number, "µm²", 1, 1e12},
};

/// Engine figures: the machines' own names, any number from 0.
constexpr KeyInfo kEngineFigure{"", FigureKind::Number, "", 0, 1e12};

std::vector<std::string> choices_of(std::string_view section, std::string_view key) {
    if (key == "interconnect") {
        return {"systolic", "multicast"};
    }
    if (key == "objective") {
        return {"energy", "energy_delay"};
    }
    if (key == "sram_cell" || key == "cell") {
        return {"itrs-lop", "itrs-hp"};
    }
    if (key == "dram_kind" || (key == "kind" && section == "dram")) {
        return {"horowitz", "lpddr4", "lpddr", "ddr3", "gddr5", "hbm2"};
    }
    if (key == "kind" && section == "precision") {
        return {"matched", "fixed"};
    }
    if (key == "operands" || key == "run_length_coded") {
        return {"weight", "input", "output"};
    }
    return {};
}

bool is_about(std::string_view key) {
    return key == "source" || key == "confidence" || key == "name" || key == "parent";
}

void add_figures(std::vector<MachineFigure>& list, const std::string& section, const Json& node) {
    for (const auto& [key, value] : node.items()) {
        if (is_about(key)) {
            continue;
        }
        const auto* info = std::find_if(std::begin(kKeys), std::end(kKeys),
                                        [&](const KeyInfo& each) { return each.key == key; });
        MachineFigure figure;
        figure.choices = choices_of(section, key);
        if (section == "engine") {
            info = &kEngineFigure;
        } else if (info == std::end(kKeys)) {
            if (figure.choices.empty()) {
                continue; // a component's kind, the dataflows: other machines have others
            }
            figure.kind = FigureKind::Choice;
        }
        if (info != std::end(kKeys)) {
            figure.kind = info->kind;
            figure.unit = info->unit;
            figure.low = info->low;
            figure.high = info->high;
        }
        figure.section = section;
        figure.key = key;
        figure.value = value.dump();
        figure.source = node.value("source", std::string());
        figure.confidence = node.value("confidence", std::string("C")).at(0);
        list.push_back(std::move(figure));
    }
}

Json& section_of(Json& machine, std::string_view section) {
    if (section.starts_with(kComponent) && machine.contains("components")) {
        const std::string_view name = section.substr(kComponent.size());
        for (Json& component : machine.at("components")) {
            if (component.at("name").get<std::string>() == name) {
                return component;
            }
        }
    } else if (machine.contains(section) && machine.at(std::string(section)).is_object()) {
        return machine.at(std::string(section));
    }
    fail(ErrorCode::BadInput, "the machine has no section \"{}\"", section);
}

/// Another machine from here on: it says so, and what was published of the old one is gone.
void mark(Json& machine) {
    auto id = machine.at("id").get<std::string>();
    if (!id.ends_with("-edited")) {
        machine["id"] = id + "-edited";
        machine["title"] = machine.at("title").get<std::string>() + ", edited";
    }
    machine.erase("area");
}

void mark(Json& node, const std::string& what) {
    const auto source = node.at("source").get<std::string>();
    // One remark for each section: what was first published stays readable behind it.
    const std::size_t old = source.starts_with(kEdited) ? source.find("; ") : std::string::npos;
    node["source"] = std::string(kEdited) + what + "; " +
                     (old == std::string::npos ? source : source.substr(old + 2));
    node["confidence"] = "C";
}

Json checked(Json machine) {
    (void)parse_accelerator(machine.dump(), machine.at("title").get<std::string>());
    return machine;
}

Json& components_of(Json& machine) {
    expect(machine.contains("components"), "{} is not described as a tree of components",
           machine.at("title").get<std::string>());
    return machine.at("components");
}

} // namespace

std::vector<MachineFigure> machine_figures(const nlohmann::ordered_json& machine) {
    std::vector<MachineFigure> list;
    for (const auto& [key, value] : machine.items()) {
        if (key == "components") {
            for (const Json& component : value) {
                add_figures(list, std::string(kComponent) + component.at("name").get<std::string>(),
                            component);
            }
        } else if (value.is_object()) {
            add_figures(list, key, value);
        }
    }
    return list;
}

nlohmann::ordered_json with_figure(const nlohmann::ordered_json& machine, std::string_view section,
                                   std::string_view key, const nlohmann::ordered_json& value) {
    Json changed = machine;
    Json& node = section_of(changed, section);
    expect(!is_about(key), "\"{}\" is no figure", key);
    const std::string name(key);
    const std::string old = node.contains(name) ? node.at(name).dump() : std::string("not given");
    node[name] = value;
    mark(node, fmt::format("{} {} instead of {}", key, value.dump(), old));
    if (section != "area") {
        mark(changed);
    }
    return checked(std::move(changed));
}

nlohmann::ordered_json with_store(const nlohmann::ordered_json& machine, std::string_view parent) {
    Json changed = machine;
    Json& components = components_of(changed);
    (void)section_of(changed, std::string(kComponent) + std::string(parent));
    const auto taken = [&](const std::string& name) {
        return std::any_of(components.begin(), components.end(), [&](const Json& component) {
            return component.at("name").get<std::string>() == name;
        });
    };
    std::string name = "new buffer";
    for (int i = 2; taken(name); ++i) {
        name = fmt::format("new buffer {}", i);
    }
    // Only what leads to the mac moves below the new store; stores beside the way stay.
    const auto children = [&](const std::string& of) {
        return std::any_of(components.begin(), components.end(), [&](const Json& component) {
            return component.value("parent", std::string()) == of;
        });
    };
    for (Json& component : components) {
        if (component.value("parent", std::string()) == parent &&
            (component.at("kind") == "mac" || component.at("kind") == "network" ||
             children(component.at("name").get<std::string>()))) {
            component["parent"] = name;
        }
    }
    components.push_back({{"name", name},
                          {"kind", "sram"},
                          {"parent", parent},
                          {"bytes", 65536},
                          {"cell", "itrs-lop"},
                          {"operands", {"weight", "input", "output"}},
                          {"confidence", "C"},
                          {"source", "added by hand"}});
    mark(changed);
    return checked(std::move(changed));
}

nlohmann::ordered_json without_component(const nlohmann::ordered_json& machine,
                                         std::string_view name) {
    Json changed = machine;
    Json& components = components_of(changed);
    const Json gone = section_of(changed, std::string(kComponent) + std::string(name));
    expect(gone.at("kind") != "mac" && gone.contains("parent"),
           "component {}: a machine needs its {}", name, gone.at("kind").get<std::string>());
    for (Json& component : components) {
        if (component.value("parent", std::string()) == name) {
            component["parent"] = gone.at("parent");
        }
    }
    components.erase(std::find(components.begin(), components.end(), gone));
    mark(changed);
    return checked(std::move(changed));
}

} // namespace espalier::hw
