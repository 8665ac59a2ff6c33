// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/techniques/detail/qat_network.h"

#include "core/analysis/accounting.h"
#include "core/base/error.h"
#include "core/graph/infer.h"
#include "core/graph/level_code.h"
#include "core/graph/multibit_code.h"
#include "core/techniques/detail/calibrate.h"
#include "core/train/quantise/method.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace espalier::techniques {

namespace {

constexpr int kEndBits = 8;

/// The rectifier before `id`, with poolings and reshapings of which nobody else reads between them;
/// nullopt where there is none.
std::optional<std::size_t> rectifier_before(const Graph& graph, const Uses& uses, ValueId id) {
    constexpr std::array<std::string_view, 6> kBetween{"MaxPool", "Flatten",  "Reshape",
                                                       "Dropout", "Identity", "Squeeze"};
    auto maker = uses.producer(id);
    while (maker && std::ranges::find(kBetween, graph.nodes[*maker].op) != kBetween.end() &&
           uses.consumers(graph.nodes[*maker].outputs.at(0)).size() == 1) {
        maker = uses.producer(graph.nodes[*maker].inputs.at(0));
    }
    const bool found =
        maker && (graph.nodes[*maker].op == "Relu" || graph.nodes[*maker].op == "Clip");
    return found ? maker : std::nullopt;
}

/// A rectified value has one sign, so what is to have two is taken from before the rectifier.
void leave_out_rectifier(Graph& graph, std::size_t node) {
    const Uses uses(graph);
    const auto rectifier = rectifier_before(graph, uses, graph.nodes[node].inputs.at(0));
    if (!rectifier) {
        return;
    }
    const ValueId rectified = graph.nodes[*rectifier].outputs.at(0);
    const ValueId before = graph.nodes[*rectifier].inputs.at(0);
    if (graph.nodes[node].inputs[0] == rectified) {
        graph.nodes[node].inputs[0] = before;
    } else if (uses.consumers(rectified).size() == 1 && !uses.is_output(rectified)) {
        graph.replace_uses(rectified, before);
    }
}

/// A copy of `id` that only the nodes at `readers` read; `id` itself where nobody else does.
ValueId own_copy(Graph& graph, ValueId id, const std::vector<std::size_t>& readers) {
    const Uses uses(graph);
    const auto& all = uses.consumers(id);
    const auto only = [&](std::size_t reader) {
        return std::ranges::find(readers, reader) != readers.end();
    };
    if (std::ranges::all_of(all, only) && !uses.is_output(id)) {
        return id;
    }
    const ValueId copy = graph.add_value(graph.value(id).name + ".quantised", graph.value(id).type);
    for (const std::size_t reader : readers) {
        graph.nodes[reader].inputs[0] = copy;
    }
    Node node;
    node.name = graph.unique_node_name(graph.value(id).name + ".quantise");
    node.op = "Identity";
    node.inputs = {id};
    node.outputs = {copy};
    graph.add_node(std::move(node));
    return copy;
}

CodePtr activation_code(const ValueRecord& record, ActivationMethod method, int bits) {
    if (method == ActivationMethod::Sign) {
        return std::make_shared<MultiBitCode>(1, -1, std::vector<float>{1});
    }
    if (method == ActivationMethod::Byte) {
        return std::make_shared<AffineCode>(8, true, true, -1, std::vector<float>{1.0F / 128},
                                            std::vector<std::int32_t>{0});
    }
    if (method == ActivationMethod::Unit) {
        const float step = 1.0F / static_cast<float>((1 << bits) - 1);
        return std::make_shared<AffineCode>(bits, false, false, -1, std::vector<float>{step},
                                            std::vector<std::int32_t>{0});
    }
    const QuantiserSpec spec{.bits = bits, .symmetric = false, .rule = RangeRule::Mse};
    return affine_code({grid_for(range_of(record, spec), spec)}, spec, -1);
}

} // namespace

QatNetwork::QatNetwork(const Graph& graph, QatSettings settings, const Scope& scope)
    : graph_(graph)
    , settings_(std::move(settings)) {
    const QuantisationMethod& own = method();
    if (own.least_bits == own.most_bits) {
        settings_.weight_bits = own.least_bits;
    }
    if (settings_.weight_bits < own.least_bits || settings_.weight_bits > own.most_bits) {
        fail(ErrorCode::Usage, "weight_bits is {}, expected {} to {} for {}", settings_.weight_bits,
             own.least_bits, own.most_bits, own.id);
    }
    if (own.activations == ActivationMethod::None) {
        settings_.activation_bits = 0;
    } else if (own.activations == ActivationMethod::Sign) {
        settings_.activation_bits = 1;
    } else if (own.activations == ActivationMethod::Byte) {
        settings_.activation_bits = kEndBits;
    } else if (settings_.activation_bits == 1) {
        fail(ErrorCode::Usage, "activation_bits is 1, expected 0 or 2 to 8 for {}", own.id);
    }
    if (settings_.ends == "usual") {
        settings_.ends = own.float_ends ? "float" : own.id == "lsq" ? "eight" : "same";
    }
    std::vector<std::string> none;
    const std::vector<WeightLayer> every = weight_layers(graph, {}, none);
    first_ = every.empty() ? 0 : every.front().node;
    last_ = every.empty() ? 0 : every.back().node;
    choose(weight_layers(graph, scope, notes_));
}

bool QatNetwork::is_end(std::size_t node) const {
    return node == first_ || node == last_;
}

void QatNetwork::choose(const std::vector<WeightLayer>& all) {
    for (const WeightLayer& layer : all) {
        const std::string& name = graph_.nodes[layer.node].name;
        if (is_end(layer.node) && settings_.ends == "float") {
            notes_.push_back(name + " stays float: it is one of the ends");
        } else if (!method().has_zero && graph_.parameter(layer.weight)->has_mask()) {
            notes_.push_back(name + " stays as it is: it has a mask, and none of the levels is "
                                    "zero");
        } else {
            layers_.push_back(layer_of(layer));
        }
    }
    if (layers_.empty()) {
        notes_.emplace_back("nothing is quantised: no layer is left");
    }
}

QatLayer QatNetwork::layer_of(const WeightLayer& layer) const {
    QatLayer made;
    made.node = layer.node;
    made.weight = layer.weight;
    made.as_an_end = is_end(layer.node) && settings_.ends == "eight";
    made.bits = made.as_an_end ? kEndBits : settings_.weight_bits;
    made.input_bits = settings_.activation_bits == 0 ? 0
                      : made.as_an_end               ? kEndBits
                                                     : settings_.activation_bits;
    if (rounded_input(graph_, made) == kNoValue) {
        made.input_bits = 0;
    }
    made.what = fmt::format("weights {} bit", made.bits);
    if (made.input_bits > 0) {
        made.what += fmt::format(", input {} bit", made.input_bits);
    }
    return made;
}

ValueId QatNetwork::rounded_input(const Graph& graph, const QatLayer& layer) const {
    const ValueId in = graph.nodes[layer.node].input(0);
    const bool flows = in != kNoValue && graph.parameter(in) == nullptr &&
                       graph.value(in).type.dtype == DType::Float32;
    const bool picture = std::ranges::find(graph.inputs, in) != graph.inputs.end();
    return flows && layer.input_bits > 0 && (!picture || layer.as_an_end) ? in : kNoValue;
}

Graph QatNetwork::begin(const Context& context) const {
    Graph result = graph_;
    const ActivationMethod activations = method().activations;
    std::map<std::pair<ValueId, int>, std::vector<std::size_t>> readers;
    for (const QatLayer& layer : layers_) {
        if (layer.input_bits == 0) {
            continue;
        }
        if (activations == ActivationMethod::Sign && !layer.as_an_end) {
            leave_out_rectifier(result, layer.node);
        }
    }
    for (const QatLayer& layer : layers_) {
        if (const ValueId in = rounded_input(result, layer); in != kNoValue) {
            auto& own = readers[{in, layer.input_bits}];
            if (std::ranges::find(own, layer.node) == own.end()) {
                own.push_back(layer.node);
            }
        }
    }
    std::vector<ValueId> edges;
    std::vector<int> bits;
    for (const auto& [place, nodes] : readers) {
        result.value(place.first).code = nullptr;
        edges.push_back(own_copy(result, place.first, nodes));
        bits.push_back(place.second);
    }
    result.tidy();
    infer_types(result);
    const bool measured = !edges.empty() && activations != ActivationMethod::Sign;
    const auto records = measured ? record_values(result, edges, context, settings_.images)
                                  : std::vector<ValueRecord>(edges.size());
    for (std::size_t i = 0; i < edges.size(); ++i) {
        const bool end = bits[i] == kEndBits && settings_.ends == "eight";
        result.value(edges[i]).code =
            activation_code(records[i], end ? ActivationMethod::Step : activations, bits[i]);
    }
    for (const QatLayer& layer : layers_) {
        result.set_parameter(
            layer.weight,
            graph_.parameter(layer.weight)->with_code(nullptr).with_provenance("quantise.qat"));
    }
    infer_types(result);
    return result;
}

std::map<ValueId, WeightQuantiserPtr> QatNetwork::quantisers() const {
    std::map<ValueId, WeightQuantiserPtr> result;
    for (const QatLayer& layer : layers_) {
        const QuantisationMethod& own = layer.as_an_end ? quantisation_method("lsq") : method();
        const Tensor values = graph_.parameter(layer.weight)->with_code(nullptr).effective();
        if (own.weights == nullptr) {
            continue;
        }
        const int axis = settings_.by_channel ? channel_axis(graph_, layer.weight) : -1;
        result[layer.weight] = own.weights({layer.bits, axis, values});
    }
    return result;
}

void QatNetwork::restrict_training(TrainOptions& options) const {
    const QuantisationMethod::Numbers& numbers = method().numbers;
    Numerics& numerics = options.numerics;
    numerics[NumericObject::Weight] = NumericHook::parse(numbers.weight);
    numerics[NumericObject::Error] = NumericHook::parse(numbers.error);
    numerics[NumericObject::Gradient] = NumericHook::parse(numbers.gradient);
    numerics[NumericObject::Update] = NumericHook::parse(numbers.update);
    std::set<std::string> names;
    for (const QatLayer& layer : layers_) {
        if (!layer.as_an_end) {
            names.insert(graph_.nodes[layer.node].name);
        }
    }
    numerics.chosen = [names = std::move(names)](const Node& node) {
        return names.contains(node.name);
    };
}

void QatNetwork::name_levels(Graph& trained) const {
    for (const QatLayer& layer : layers_) {
        if (layer.as_an_end) {
            continue;
        }
        const Parameter& weight = *trained.parameter(layer.weight);
        const float most = largest_size(weight.latent().data<float>());
        const auto code = std::make_shared<LevelCode>("ternary", std::vector<float>{-1, 0, 1}, -1,
                                                      std::vector<float>{most > 0 ? most : 1});
        trained.set_parameter(layer.weight,
                              weight.with_code(code).with_latent(code->project(weight.latent())));
    }
}

} // namespace espalier::techniques
