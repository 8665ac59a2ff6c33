// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/techniques/detail/layers.h"

#include "core/analysis/accounting.h"
#include "core/base/error.h"
#include "core/base/text.h"

#include <algorithm>
#include <map>

namespace espalier::techniques {

namespace {

std::string percent_text(std::int64_t part, std::int64_t whole) {
    return fmt::format("{:.1f} %",
                       whole == 0 ? 0.0
                                  : 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

std::string counted(std::int64_t number) {
    return with_thousands(static_cast<std::uint64_t>(number));
}

/// "90.0 % of 36,864 weights zero", "12,288 of 36,864 parameters removed", in the units that moved.
std::string describe(const LayerChange& change) {
    if (change.params_after != change.params_before) {
        return fmt::format("{} to {} parameters", counted(change.params_before),
                           counted(change.params_after));
    }
    return fmt::format(
        "{} of {} parameters zero",
        percent_text(change.params_after - change.nonzeros_after, change.params_after),
        counted(change.params_after));
}

} // namespace

void check_scope(const Graph& graph, const Scope& scope) {
    for (const auto* patterns : {&scope.include, &scope.exclude}) {
        for (const auto& pattern : *patterns) {
            const Scope one{{pattern}, {}};
            if (std::any_of(graph.nodes.begin(), graph.nodes.end(),
                            [&](const Node& node) { return one.contains(node); })) {
                continue;
            }
            std::vector<std::string> names;
            for (const Node& node : graph.nodes) {
                if (mac_weight(graph, node) != kNoValue) {
                    names.push_back(node.name);
                }
            }
            throw Error(ErrorCode::Usage,
                        fmt::format("no layer is named \"{}\"", pattern.substr(0, 60)),
                        nearest_names(pattern, names).empty() ? "info lists the layers"
                                                              : name_hint(pattern, names));
        }
    }
}

std::vector<WeightLayer> weight_layers(const Graph& graph, const Scope& scope,
                                       std::vector<std::string>& notes) {
    check_scope(graph, scope);
    std::map<ValueId, bool> excluded; // a shared weight follows its strictest user
    std::vector<WeightLayer> layers;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        const Node& node = graph.nodes[i];
        for (const ValueId weight : mac_weights(graph, node)) {
            const bool seen = excluded.contains(weight);
            excluded[weight] = excluded[weight] || !scope.contains(node);
            if (seen) {
                continue;
            }
            const DType type = graph.parameter(weight)->latent().dtype();
            if (type == DType::Float32) {
                layers.push_back({i, weight});
            } else if (scope.contains(node)) {
                notes.push_back(fmt::format("{} is left out: its weights are {}, expected float32",
                                            node.name, dtype_name(type)));
            }
        }
    }
    std::erase_if(layers, [&](const WeightLayer& layer) { return excluded[layer.weight]; });
    return layers;
}

Preview preview_of(const Graph& before, const Graph& after, std::vector<std::string> notes) {
    const Account old_account = account(before);
    const Account new_account = account(after);
    std::map<std::string, const LayerAccount*, std::less<>> by_name;
    for (const auto& layer : new_account.layers) {
        by_name[layer.name] = &layer;
    }
    Preview preview;
    preview.notes = std::move(notes);
    for (const auto& layer : old_account.layers) {
        LayerChange change;
        change.node = layer.name;
        change.origin = layer.origin;
        change.params_before = layer.params;
        change.nonzeros_before = layer.nonzeros;
        change.macs_before = layer.macs;
        if (const auto found = by_name.find(layer.name); found != by_name.end()) {
            change.params_after = found->second->params;
            change.nonzeros_after = found->second->nonzeros;
            change.macs_after = found->second->macs;
        }
        if (change.params_after == change.params_before &&
            change.nonzeros_after == change.nonzeros_before &&
            change.macs_after == change.macs_before) {
            continue;
        }
        change.what = describe(change);
        preview.layers.push_back(std::move(change));
    }
    return preview;
}

void tell(const Context& context, const std::vector<std::string>& notes) {
    if (context.note) {
        for (const auto& note : notes) {
            context.note(note);
        }
    }
}

} // namespace espalier::techniques
