// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/json.h"
#include "hwmodel/nest/machine.h"
#include "hwmodel/nest/mapped.h"
#include "hwmodel/nest/search_space.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace espalier::hw {

namespace {

constexpr std::string_view kDimNames = "NGKCPQRS";
constexpr std::array<Operand, kOperands> kAll{Operand::Weight, Operand::Input, Operand::Output};

struct Factor {
    std::size_t dim = 0;
    std::int32_t bound = 1;
};

/// "K 4".
Factor parse_factor(const std::string& text) {
    Factor factor;
    const auto dim = text.empty() ? std::string_view::npos : kDimNames.find(text[0]);
    const char* begin = text.data() + std::min<std::size_t>(2, text.size());
    const char* end = text.data() + text.size();
    const auto [last, error] = std::from_chars(begin, end, factor.bound);
    expect(dim != std::string_view::npos && text.size() > 2 && text[1] == ' ' &&
               error == std::errc{} && last == end && factor.bound >= 1,
           "loop \"{}\" is malformed, expected one of {} and a factor, as in \"K 4\"", text,
           kDimNames);
    factor.dim = dim;
    return factor;
}

void read_factors(const Json& node, const char* key, Mapping::Factors& into,
                  std::vector<Dim>* order) {
    for (const auto& text : json_get<std::vector<std::string>>(node, key, {})) {
        const Factor factor = parse_factor(text);
        expect(into[factor.dim] == 1 || order == nullptr, "dim {} has two loops at one store",
               kDimNames[factor.dim]);
        into[factor.dim] *= factor.bound;
        if (order != nullptr && factor.bound > 1) {
            order->insert(order->begin(), static_cast<Dim>(factor.dim));
        }
    }
}

void read_keeps(const Json& node, ByOperand<bool>& into) {
    if (!node.contains("keeps")) {
        return;
    }
    into = {};
    for (const auto& name : json_get<std::vector<std::string>>(node, "keeps")) {
        bool known = false;
        for (const Operand which : kAll) {
            if (name == to_string(which)) {
                into[static_cast<std::size_t>(which)] = known = true;
            }
        }
        expect(known, "keeps names \"{}\", expected weight, input or output", name);
    }
}

/// What each store holds, without prices: which operands a mapping keeps unless it says.
NestMachine bare_machine(const Accelerator& accelerator, std::size_t stores) {
    NestMachine machine;
    machine.count = stores;
    std::size_t l = stores;
    for (const Component& component : accelerator.components) {
        if (component.is_store()) {
            machine.stores[--l].keeps = component.operands;
        }
    }
    if (accelerator.components.empty()) {
        for (NestStore& store : machine.stores) {
            store.keeps = {true, true, true};
        }
    }
    return machine;
}

Mapping read_mapping(const Json& list, const NestMachine& machine,
                     const std::vector<std::string>& names) {
    expect(list.is_array(), "mapping is {}, expected a list of stores", list.type_name());
    Mapping mapping = Mapping::trivial(machine);
    for (const Json& node : list) {
        const auto name = json_get<std::string>(node, "store");
        const auto found = std::find(names.begin(), names.end(), name);
        if (found == names.end()) {
            std::string known;
            for (auto it = names.rbegin(); it != names.rend(); ++it) {
                known += (known.empty() ? "" : ", ") + *it;
            }
            fail(ErrorCode::BadInput, "store \"{}\" is unknown, expected one of: {}", name, known);
        }
        located(name, [&] {
            const auto l = static_cast<std::size_t>(found - names.begin());
            std::vector<Dim> order;
            read_factors(node, "for", mapping.temporal[l], &order);
            read_factors(node, "columns", mapping.columns[l], nullptr);
            read_factors(node, "rows", mapping.rows[l], nullptr);
            read_keeps(node, mapping.keep[l]);
            for (std::size_t d = 0; d < kDims; ++d) {
                if (std::find(order.begin(), order.end(), static_cast<Dim>(d)) == order.end()) {
                    order.push_back(static_cast<Dim>(d));
                }
            }
            std::copy(order.begin(), order.end(), mapping.order[l].begin());
        });
    }
    return mapping;
}

Json factors(const Mapping::Factors& of) {
    Json list = Json::array();
    for (std::size_t d = 0; d < kDims; ++d) {
        if (of[d] > 1) {
            list.push_back(fmt::format("{} {}", kDimNames[d], of[d]));
        }
    }
    return list;
}

} // namespace

Mappings parse_mappings(std::string_view json, std::string_view name,
                        const Accelerator& accelerator) {
    return located(name, [&] {
        const Json document = parse_json(json, name);
        expect(document.is_object() && document.contains("layers") &&
                   document.at("layers").is_array(),
               "the document has no list \"layers\"");
        const std::vector<std::string> names = store_names(accelerator);
        const NestMachine machine = bare_machine(accelerator, names.size());
        Mappings result;
        for (const Json& node : document.at("layers")) {
            if (!node.is_object() || !node.contains("mapping") || node.at("mapping").is_null()) {
                continue; // a layer that does not multiply
            }
            const auto layer = json_get<std::string>(node, "name");
            result.emplace(layer, located(layer, [&] {
                               return read_mapping(node.at("mapping"), machine, names);
                           }));
        }
        expect(!result.empty(), "no layer has a mapping");
        return result;
    });
}

nlohmann::ordered_json to_json(const MappedLayer& layer) {
    Json root;
    root["mapping"] = Json::array();
    for (std::size_t l = layer.stores.size(); l-- > 0;) {
        Json node{{"store", layer.stores[l]}};
        Json loops = Json::array();
        for (std::size_t i = kDims; i-- > 0;) {
            const auto d = static_cast<std::size_t>(layer.mapping.order[l][i]);
            if (layer.mapping.temporal[l][d] > 1) {
                loops.push_back(fmt::format("{} {}", kDimNames[d], layer.mapping.temporal[l][d]));
            }
        }
        node["for"] = std::move(loops);
        node["columns"] = factors(layer.mapping.columns[l]);
        node["rows"] = factors(layer.mapping.rows[l]);
        node["keeps"] = Json::array();
        for (const Operand which : kAll) {
            if (layer.counts.at[l][static_cast<std::size_t>(which)].kept) {
                node["keeps"].push_back(to_string(which));
            }
        }
        root["mapping"].push_back(std::move(node));
    }
    root["stores"] = Json::array();
    for (std::size_t l = layer.stores.size(); l-- > 0;) {
        Json node{{"store", layer.stores[l]}, {"instances", layer.counts.instances[l]}};
        for (const Operand which : kAll) {
            const auto t = static_cast<std::size_t>(which);
            const StoreTraffic& here = layer.counts.at[l][t];
            if (here.kept) {
                node[to_string(which)] = {{"tile_words", here.tile},
                                          {"reads", here.reads * layer.counts.instances[l]},
                                          {"fills", here.fills * layer.counts.instances[l]},
                                          {"updates", here.updates * layer.counts.instances[l]},
                                          {"energy_pj", layer.nest.store_pj[l][t]},
                                          {"network_pj", layer.nest.network_pj[l][t]}};
            }
        }
        root["stores"].push_back(std::move(node));
    }
    root["latency"] = {{"compute", layer.nest.compute_cycles},
                       {"stalls", layer.nest.stall_cycles},
                       {"fill", layer.nest.fill_cycles},
                       {"drain", layer.nest.drain_cycles}};
    root["latency"]["waits_for"] =
        layer.nest.stall_cycles > 0 ? Json(layer.stores[layer.nest.slowest]) : Json(nullptr);
    root["mappings_costed"] = layer.costed;
    root["exhaustive"] = layer.exhaustive;
    return root;
}

} // namespace espalier::hw
