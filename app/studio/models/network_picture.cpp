// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/models/network_picture.h"

#include <algorithm>
#include <cmath>

namespace espalier::studio {

namespace {

std::string times(const std::vector<std::int64_t>& dims, std::size_t from = 0) {
    std::string text;
    for (std::size_t i = from; i < dims.size(); ++i) {
        text += (i == from ? "" : "×") + (dims[i] == kUnknownDim ? "?" : std::to_string(dims[i]));
    }
    return text;
}

/// Kernel, channels and stride of what has weights.
std::string operator_detail(const Graph& graph, const Node& node) {
    const Parameter* weight = graph.parameter(mac_weight(graph, node));
    if (weight == nullptr || weight->shape().rank() < 2) {
        return {};
    }
    const Shape& shape = weight->shape();
    if (node.op != "Conv" && node.op != "ConvTranspose") {
        const bool outputs_first = node.op == "Gemm" && node.attributes.integer("transB", 0) != 0;
        const std::int64_t in = outputs_first ? shape[1] : shape[0];
        const std::int64_t out = outputs_first ? shape[0] : shape[1];
        return std::to_string(in) + "→" + std::to_string(out);
    }
    const std::int64_t group = node.attributes.integer("group", 1);
    const bool transposed = node.op == "ConvTranspose";
    const std::int64_t in = transposed ? shape[0] : shape[1] * group;
    const std::int64_t out = transposed ? shape[1] * group : shape[0];
    std::string text =
        times(shape.dims(), 2) + " · " + std::to_string(in) + "→" + std::to_string(out);
    const auto strides = node.attributes.integers("strides", {});
    if (!strides.empty() && strides.front() > 1) {
        text += " · /" + std::to_string(strides.front());
    }
    return group > 1 ? text + " · g" + std::to_string(group) : text;
}

class Builder {
public:
    Builder(const Graph& graph, const Blocks& blocks, const std::set<std::size_t>& open)
        : graph_(graph)
        , blocks_(blocks)
        , open_(open)
        , uses_(graph) {}

    NetworkPicture build();

private:
    std::size_t node_for(std::size_t position);
    std::size_t add(PictureNode node);
    void connect(std::size_t from, std::size_t to);

    const Graph& graph_;
    const Blocks& blocks_;
    const std::set<std::size_t>& open_;
    Uses uses_;
    NetworkPicture picture_;
    std::map<std::size_t, std::size_t> closed_; ///< picture node by closed block
    std::set<std::pair<std::size_t, std::size_t>> connected_;
};

std::size_t Builder::add(PictureNode node) {
    picture_.nodes.push_back(std::move(node));
    return picture_.nodes.size() - 1;
}

void Builder::connect(std::size_t from, std::size_t to) {
    if (from != to && connected_.insert({from, to}).second) {
        picture_.edges.push_back({from, to});
    }
}

std::size_t Builder::node_for(std::size_t position) {
    const Node& node = graph_.nodes[position];
    for (const std::size_t block : blocks_.path(node.origin)) {
        if (open_.contains(block)) {
            continue;
        }
        const auto [found, is_new] = closed_.try_emplace(block, picture_.nodes.size());
        if (is_new) {
            const Block& closed = blocks_.all[block];
            PictureNode box;
            box.kind = closed.run ? PictureNode::Kind::Block : PictureNode::Kind::Run;
            box.key = "block:" + std::to_string(block);
            box.block = block;
            box.count = closed.run ? closed.number + 1 : closed.repeats;
            for (const std::string& op : closed.ops) {
                // The one long name that every block has.
                box.detail += (box.detail.empty() ? "" : " · ") +
                              (op == "BatchNormalization" ? "BatchNorm" : op);
            }
            add(std::move(box));
        }
        picture_.nodes[found->second].members.push_back(position);
        return found->second;
    }
    PictureNode box;
    box.key = "node:" + node.name;
    box.name = node.name;
    box.op = node.op;
    box.origin = node.origin;
    box.detail = operator_detail(graph_, node);
    box.members = {position};
    return add(std::move(box));
}

NetworkPicture Builder::build() {
    std::map<ValueId, std::size_t> inputs;
    for (const ValueId input : graph_.inputs) {
        PictureNode box;
        box.kind = PictureNode::Kind::Input;
        box.name = graph_.value(input).name;
        box.key = "input:" + box.name;
        box.detail = times(graph_.value(input).type.shape.dims(), 1);
        inputs[input] = add(std::move(box));
    }
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
        places.push_back(node_for(i));
        for (const ValueId input : graph_.nodes[i].inputs) {
            if (input == kNoValue) {
                continue;
            }
            if (const auto found = inputs.find(input); found != inputs.end()) {
                connect(found->second, places[i]);
            } else if (const auto producer = uses_.producer(input)) {
                connect(places[*producer], places[i]);
            }
        }
    }
    for (const ValueId output : graph_.outputs) {
        PictureNode box;
        box.kind = PictureNode::Kind::Output;
        box.name = graph_.value(output).name;
        box.key = "output:" + box.name;
        box.detail = times(graph_.value(output).type.shape.dims(), 1);
        const std::size_t at = add(std::move(box));
        if (const auto producer = uses_.producer(output)) {
            connect(places[*producer], at);
        }
    }
    return std::move(picture_);
}

bool has_cycle(const NetworkPicture& picture) {
    std::vector<std::size_t> waits(picture.nodes.size(), 0);
    std::vector<std::vector<std::size_t>> below(picture.nodes.size());
    for (const LayoutEdge& edge : picture.edges) {
        ++waits[edge.to];
        below[edge.from].push_back(edge.to);
    }
    std::vector<std::size_t> ready;
    for (std::size_t i = 0; i < waits.size(); ++i) {
        if (waits[i] == 0) {
            ready.push_back(i);
        }
    }
    for (std::size_t done = 0; done < ready.size(); ++done) {
        for (const std::size_t next : below[ready[done]]) {
            if (--waits[next] == 0) {
                ready.push_back(next);
            }
        }
    }
    return ready.size() != picture.nodes.size();
}

/// Everything of a set of nodes that metrics are made of.
struct Sums {
    double params = 0;
    double macs = 0;
    double weights = 0;
    double weight_nonzeros = 0;
    int bits = 0;
    std::optional<double> energy;
    double volume = 0; ///< non-zero weights times bits
    double volume_before = 0;
};

std::map<std::string, double> volumes(const Account& account) {
    std::map<std::string, double> by_origin;
    for (const LayerAccount& layer : account.layers) {
        by_origin[layer.origin] += static_cast<double>(layer.weight_nonzeros) * layer.weight_bits;
    }
    return by_origin;
}

std::optional<double> value_of(const Sums& sums, GraphMetric metric) {
    switch (metric) {
    case GraphMetric::Operators:
        return std::nullopt;
    case GraphMetric::Params:
        return sums.params > 0 ? std::optional(sums.params) : std::nullopt;
    case GraphMetric::Macs:
        return sums.macs > 0 ? std::optional(sums.macs) : std::nullopt;
    case GraphMetric::Sparsity:
        return sums.weights > 0 ? std::optional(1 - sums.weight_nonzeros / sums.weights)
                                : std::nullopt;
    case GraphMetric::WeightBits:
        return sums.weights > 0 ? std::optional<double>(sums.bits) : std::nullopt;
    case GraphMetric::Energy:
        return sums.energy;
    case GraphMetric::Change:
        return sums.volume_before > 0
                   ? std::optional((sums.volume - sums.volume_before) / sums.volume_before)
                   : std::nullopt;
    }
    return std::nullopt;
}

void set_scale(GraphColouring& colouring) {
    switch (colouring.metric) {
    case GraphMetric::Sparsity:
        colouring.high = 1;
        return;
    case GraphMetric::WeightBits:
        colouring.high = 32;
        return;
    case GraphMetric::Change:
        colouring.low = -1;
        colouring.high = 1;
        return;
    default:
        break;
    }
    // Layers differ by orders of magnitude.
    colouring.logarithmic = true;
    for (const auto& value : colouring.values) {
        if (value && *value > 0) {
            colouring.low = colouring.low == 0 ? *value : std::min(colouring.low, *value);
            colouring.high = std::max(colouring.high, *value);
        }
    }
}

} // namespace

std::optional<std::size_t> NetworkPicture::find(const std::string& key) const {
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (nodes[i].key == key) {
            return i;
        }
    }
    return std::nullopt;
}

std::optional<std::size_t> NetworkPicture::holding(const Graph& graph,
                                                   const std::string& origin) const {
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        for (const std::size_t member : nodes[i].members) {
            if (graph.nodes[member].origin == origin) {
                return i;
            }
        }
    }
    return std::nullopt;
}

bool NetworkPicture::same_structure(const NetworkPicture& other) const {
    const auto same_node = [](const PictureNode& a, const PictureNode& b) {
        return a.key == b.key && a.op == b.op && a.detail == b.detail;
    };
    const auto same_edge = [](const LayoutEdge& a, const LayoutEdge& b) {
        return a.from == b.from && a.to == b.to;
    };
    return std::equal(nodes.begin(), nodes.end(), other.nodes.begin(), other.nodes.end(),
                      same_node) &&
           std::equal(edges.begin(), edges.end(), other.edges.begin(), other.edges.end(),
                      same_edge);
}

NetworkPicture network_picture(const Graph& graph, const Blocks& blocks,
                               const std::set<std::size_t>& open) {
    NetworkPicture picture = Builder(graph, blocks, open).build();
    if (has_cycle(picture)) {
        // A rewrite led a value out of the middle of a block: it can no longer be one box.
        std::set<std::size_t> all;
        for (std::size_t i = 0; i < blocks.all.size(); ++i) {
            all.insert(i);
        }
        picture = Builder(graph, blocks, all).build();
    }
    return picture;
}

double GraphColouring::place(double value) const {
    if (metric == GraphMetric::Change) {
        return std::clamp(value, -1.0, 1.0);
    }
    if (high <= low) {
        return 1;
    }
    const double t =
        logarithmic ? std::log(value / low) / std::log(high / low) : (value - low) / (high - low);
    return std::clamp(t, 0.0, 1.0);
}

GraphColouring colour_by(GraphMetric metric, const NetworkPicture& picture, const Snapshot& shown,
                         const Snapshot& original) {
    GraphColouring colouring;
    colouring.metric = metric;
    const Account& account = shown.metrics.account;
    std::map<std::string, double> energies;
    if (shown.metrics.model) {
        for (const hw::LayerEstimate& layer : shown.metrics.model->layers) {
            energies[layer.name] += layer.cost.energy_pj();
        }
    }
    colouring.known = metric != GraphMetric::Energy || shown.metrics.model;
    const auto before = volumes(original.metrics.account);
    const auto after = volumes(account);
    for (const PictureNode& node : picture.nodes) {
        Sums sums;
        std::set<std::string> origins;
        for (const std::size_t member : node.members) {
            const LayerAccount& layer = account.layers[member];
            sums.params += static_cast<double>(layer.params);
            sums.macs += static_cast<double>(layer.macs);
            sums.weights += static_cast<double>(layer.weights);
            sums.weight_nonzeros += static_cast<double>(layer.weight_nonzeros);
            if (layer.weights > 0) {
                sums.bits = std::max(sums.bits, layer.weight_bits);
            }
            if (const auto found = energies.find(layer.name); found != energies.end()) {
                sums.energy = sums.energy.value_or(0) + found->second;
            }
            if (origins.insert(layer.origin).second) {
                sums.volume += after.at(layer.origin);
                const auto was = before.find(layer.origin);
                sums.volume_before += was == before.end() ? 0 : was->second;
            }
        }
        colouring.values.push_back(value_of(sums, metric));
    }
    set_scale(colouring);
    return colouring;
}

} // namespace espalier::studio
