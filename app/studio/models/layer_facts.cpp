// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/models/layer_facts.h"

#include "core/analysis/storage.h"
#include "core/base/parallel.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace espalier::studio {

namespace {

using ByOrigin = std::map<std::string, LayerFigures>;

std::string joined(const std::vector<std::string>& parts, const char* separator) {
    std::string text;
    for (const std::string& part : parts) {
        text += (text.empty() ? "" : separator) + part;
    }
    return text;
}

/// Adds what DiffSide leaves out: MAC weights of the account, and energies of the model.
void add_figures(ByOrigin& figures, const Account& account, const Metrics& metrics) {
    std::map<std::string, std::string> origins;
    for (const LayerAccount& layer : account.layers) {
        LayerFigures& side = figures[layer.origin];
        side.mac_weights += layer.weights;
        side.mac_weight_nonzeros += layer.weight_nonzeros;
        origins.emplace(layer.name, layer.origin);
    }
    if (!metrics.model) {
        return;
    }
    const double total = metrics.model->total.energy_pj();
    for (const hw::LayerEstimate& layer : metrics.model->layers) {
        if (const auto found = origins.find(layer.name); found != origins.end()) {
            LayerFigures& side = figures[found->second];
            side.energy = side.energy.value_or(0) + layer.cost.energy_pj();
            if (total > 0) {
                side.energy_share = *side.energy / total;
            }
        }
    }
}

void add_stored_bytes(ByOrigin& figures, const Graph& graph,
                      const std::map<ValueId, std::optional<std::int64_t>>& bytes) {
    std::set<ValueId> counted;
    std::set<std::string> unknown;
    for (const Node& node : graph.nodes) {
        LayerFigures& side = figures[node.origin];
        side.stored_bytes = side.stored_bytes.value_or(0);
        for (const ValueId input : node.inputs) {
            // A parameter that several layers share stands with the first, as in the file.
            const auto found = bytes.find(input);
            if (found == bytes.end() || !counted.insert(input).second) {
                continue;
            }
            if (found->second) {
                *side.stored_bytes += *found->second;
            } else {
                unknown.insert(node.origin);
            }
        }
    }
    for (const std::string& origin : unknown) {
        figures[origin].stored_bytes.reset();
    }
}

void take(LayerFigures& figures, const DiffSide& side) {
    figures.present = true;
    figures.ops = side.ops;
    figures.output = side.output;
    figures.weights = side.weights;
    figures.params = side.params;
    figures.nonzeros = side.nonzeros;
    figures.macs = side.macs;
    if (!side.weights.empty()) {
        figures.weight_bits = side.weight_bits;
    }
}

std::vector<ValueId> parameters_read(const Graph& graph) {
    std::set<ValueId> seen;
    std::vector<ValueId> read;
    for (const Node& node : graph.nodes) {
        for (const ValueId input : node.inputs) {
            if (input != kNoValue && graph.parameter(input) != nullptr &&
                seen.insert(input).second) {
                read.push_back(input);
            }
        }
    }
    return read;
}

const Parameter* only_weight(const Graph& graph, const DiffSide& side) {
    if (side.weights.size() != 1) {
        return nullptr;
    }
    for (const std::string& name : side.nodes) {
        const auto at = graph.find_node(name);
        const Parameter* weight =
            at ? graph.parameter(mac_weight(graph, graph.nodes[*at])) : nullptr;
        if (weight != nullptr) {
            return weight;
        }
    }
    return nullptr;
}

} // namespace

std::optional<double> LayerFigures::sparsity() const {
    if (mac_weights == 0) {
        return std::nullopt;
    }
    return 1 - static_cast<double>(mac_weight_nonzeros) / static_cast<double>(mac_weights);
}

std::string LayerFigures::operators() const {
    return joined(ops, " + ");
}

std::string LayerFigures::weight_shapes() const {
    std::vector<std::string> shapes;
    for (const Shape& shape : weights) {
        std::vector<std::string> dims;
        for (const std::int64_t dim : shape) {
            dims.push_back(std::to_string(dim));
        }
        shapes.push_back(joined(dims, "×"));
    }
    return joined(shapes, " · ");
}

const LayerFacts* LayerTable::find(const std::string& origin) const {
    const auto found = std::find_if(layers.begin(), layers.end(), [&](const LayerFacts& layer) {
        return layer.origin == origin;
    });
    return found == layers.end() ? nullptr : &*found;
}

std::size_t LayerTable::differing() const {
    return static_cast<std::size_t>(std::count_if(
        layers.begin(), layers.end(), [](const LayerFacts& layer) { return !layer.same; }));
}

StoredBytesCache::Key StoredBytesCache::key(const Parameter& parameter) {
    return {parameter.latent().raw().data(),
            parameter.has_mask() ? parameter.mask().raw().data() : nullptr, parameter.code().get()};
}

std::vector<std::optional<std::int64_t>>
StoredBytesCache::bytes(const std::vector<const Parameter*>& parameters, bool count,
                        const Job& job) {
    std::map<Key, Entry> current;
    std::vector<Entry*> missing;
    for (const Parameter* parameter : parameters) {
        const auto [place, is_new] = current.try_emplace(key(*parameter));
        if (!is_new) {
            continue;
        }
        Entry& entry = place->second;
        entry.parameter = *parameter;
        if (const auto known = entries_.find(place->first); known != entries_.end()) {
            entry.bytes = known->second.bytes;
        }
        if (!entry.bytes) {
            missing.push_back(&entry);
        }
    }
    if (count) {
        parallel_for(missing.size(), [&](std::size_t i) {
            job.check();
            missing[i]->bytes = best_storage(missing[i]->parameter).bytes();
        });
    }
    entries_ = std::move(current);
    std::vector<std::optional<std::int64_t>> result;
    for (const Parameter* parameter : parameters) {
        result.push_back(entries_.at(key(*parameter)).bytes);
    }
    return result;
}

LayerTable layer_table(const Snapshot& before, const Snapshot& after, const LayerTableWants& wants,
                       StoredBytesCache& cache, const Job& job) {
    const GraphDiff difference = diff(before.graph, after.graph);
    job.check();
    ByOrigin left;
    ByOrigin right;
    add_figures(left, difference.before, before.metrics);
    add_figures(right, difference.after, after.metrics);
    const std::vector<ValueId> ids_before = parameters_read(before.graph);
    const std::vector<ValueId> ids_after = parameters_read(after.graph);
    std::vector<const Parameter*> parameters;
    for (const ValueId id : ids_before) {
        parameters.push_back(before.graph.parameter(id));
    }
    for (const ValueId id : ids_after) {
        parameters.push_back(after.graph.parameter(id));
    }
    const auto bytes = cache.bytes(parameters, wants.stored_bytes, job);
    std::map<ValueId, std::optional<std::int64_t>> by_value;
    for (std::size_t i = 0; i < ids_before.size(); ++i) {
        by_value[ids_before[i]] = bytes[i];
    }
    add_stored_bytes(left, before.graph, by_value);
    by_value.clear();
    for (std::size_t i = 0; i < ids_after.size(); ++i) {
        by_value[ids_after[i]] = bytes[ids_before.size() + i];
    }
    add_stored_bytes(right, after.graph, by_value);
    LayerTable table;
    for (const DiffRow& row : difference.rows) {
        const auto counts = [](const std::optional<DiffSide>& side) {
            return side && (side->params != 0 || side->macs != 0);
        };
        if (!counts(row.before) && !counts(row.after)) {
            continue;
        }
        LayerFacts facts;
        facts.origin = row.origin;
        facts.same = row.same();
        if (row.before) {
            facts.before = left[row.origin];
            take(facts.before, *row.before);
        }
        if (row.after) {
            facts.after = right[row.origin];
            take(facts.after, *row.after);
        }
        if (wants.weight_changes && row.before && row.after) {
            job.check();
            const Parameter* a = only_weight(before.graph, *row.before);
            const Parameter* b = only_weight(after.graph, *row.after);
            if (a != nullptr && b != nullptr) {
                facts.weights = weight_change(a->effective(), b->effective());
            }
        }
        table.layers.push_back(std::move(facts));
    }
    return table;
}

const Parameter* layer_weight(const Graph& graph, const std::string& origin) {
    for (const Node& node : graph.nodes) {
        if (node.origin == origin) {
            if (const Parameter* weight = graph.parameter(mac_weight(graph, node))) {
                return weight;
            }
        }
    }
    return nullptr;
}

std::optional<WeightChange> weight_change(const Tensor& a, const Tensor& b) {
    if (a.shape() != b.shape() || a.dtype() != DType::Float32 || b.dtype() != DType::Float32) {
        return std::nullopt;
    }
    const auto left = a.data<float>();
    const auto right = b.data<float>();
    WeightChange change;
    if (a.shares_buffer_with(b)) {
        const bool zeros = std::all_of(left.begin(), left.end(), [](float x) { return x == 0; });
        change.cosine = zeros ? std::nullopt : std::optional(1.0);
        return change;
    }
    double squares = 0;
    double left_squares = 0;
    double right_squares = 0;
    double product = 0;
    for (std::size_t i = 0; i < left.size(); ++i) {
        const double x = left[i];
        const double y = right[i];
        change.largest = std::max(change.largest, std::abs(y - x));
        squares += (y - x) * (y - x);
        left_squares += x * x;
        right_squares += y * y;
        product += x * y;
    }
    if (left_squares > 0 && right_squares > 0) {
        // Rounding may carry the cosine of equal tensors past one.
        change.cosine = std::min(1.0, product / std::sqrt(left_squares * right_squares));
    }
    change.relative = squares == 0 ? 0 : std::sqrt(squares / left_squares);
    return change;
}

} // namespace espalier::studio
