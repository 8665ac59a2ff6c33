// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/techniques/detail/weight_coding.h"

#include "core/analysis/accounting.h"
#include "core/analysis/grids/stochastic.h"
#include "core/analysis/histogram.h"
#include "core/base/counter_rng.h"
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/graph/channel_code.h"
#include "core/graph/infer.h"
#include "core/techniques/detail/calibrate.h"
#include "core/techniques/detail/kept_layer.h"

#include <algorithm>
#include <cmath>

namespace espalier::techniques {

namespace {

bool has_param(const TechniqueInfo& info, std::string_view key) {
    return std::ranges::find(info.params, key, &ParamSpec::key) != info.params.end();
}

bool is_finite(const Tensor& values) {
    return std::ranges::all_of(values.data<float>(), [](float x) { return std::isfinite(x); });
}

/// What of the network the step touches.
struct Chosen {
    std::vector<WeightLayer> layers;
    std::vector<std::string> notes;
};

Chosen choose(const Graph& graph, const WeightCoder& coder, const Scope& scope) {
    Chosen chosen;
    const std::vector<WeightLayer> all = weight_layers(graph, scope, chosen.notes);
    std::vector<std::string> of_others;
    const std::vector<WeightLayer> every = weight_layers(graph, {}, of_others);
    for (const WeightLayer& layer : all) {
        const std::string& name = graph.nodes[layer.node].name;
        const Parameter& weight = *graph.parameter(layer.weight);
        if (coder.skip_ends && !every.empty() &&
            (layer.node == every.front().node || layer.node == every.back().node)) {
            chosen.notes.push_back(name + " stays float: it is one of the ends");
        } else if (!coder.has_zero && weight.has_mask()) {
            chosen.notes.push_back(name + " stays as it is: it has a mask, and none of the levels "
                                          "is zero");
        } else {
            if (const CodePtr& code = weight.code()) {
                chosen.notes.push_back(
                    fmt::format("{}: the {} code of {} bits is replaced; the float weights "
                                "underneath are quantised anew",
                                name, code->kind(), code->bits()));
            }
            chosen.layers.push_back(layer);
        }
    }
    return chosen;
}

int axis_of(const Graph& graph, const WeightCoder& coder, const WeightLayer& layer) {
    return coder.by_channel ? channel_axis(graph, layer.weight) : -1;
}

std::vector<std::vector<float>> values_of(const Parameter& weight, int axis) {
    auto channels = by_channel(weight.with_code(nullptr).effective(), axis);
    if (weight.has_mask()) {
        for (std::vector<float>& channel : channels) {
            std::erase(channel, 0.0F);
        }
    }
    return channels;
}

/// The weights at levels drawn by chance; the code then finds each at its level.
Tensor drawn(const Parameter& weight, const Code& code, std::uint64_t key) {
    const auto* each = dynamic_cast<const ChannelCode*>(&code);
    const auto* book = dynamic_cast<const CodebookCode*>(&code);
    Tensor values = weight.with_code(nullptr).effective();
    const auto target = values.writable<float>();
    const int axis = each != nullptr ? each->axis() : -1;
    const auto inner = static_cast<std::size_t>(
        axis < 0 ? values.elements() : values.shape().elements(axis + 1, values.shape().rank()));
    const std::size_t channels = each != nullptr ? each->channels() : 1;
    for (std::size_t begin = 0, run = 0; begin < target.size(); begin += inner, ++run) {
        const std::vector<float> levels =
            each != nullptr ? each->levels(run % channels) : book->levels();
        project_by_chance(target.subspan(begin, inner), levels, counter_key(key, run));
    }
    return values;
}

Parameter coded(const Graph& graph, const WeightCoder& coder, const WeightLayer& layer,
                std::uint64_t seed) {
    const Parameter& weight = *graph.parameter(layer.weight);
    const std::string& name = graph.nodes[layer.node].name;
    if (!is_finite(weight.latent())) {
        throw Error(ErrorCode::BadInput,
                    fmt::format("{}: weights that are not finite, expected numbers", name));
    }
    const int axis = axis_of(graph, coder, layer);
    const CodePtr code = coder.code(values_of(weight, axis), axis, weight.has_mask());
    Parameter result = weight.with_code(nullptr);
    if (coder.by_chance) {
        result = result.with_latent(
            drawn(weight, *code, counter_key(seed, static_cast<std::uint64_t>(layer.weight))));
    }
    return result.with_code(code).with_provenance(coder.id);
}

} // namespace

ParamSpec granularity_param(const std::string& initial) {
    return choice_param(
        "granularity", "Scales of weights",
        "One scale for each output channel fits better; one for the whole weight "
        "stores fewer numbers.",
        initial,
        {{"channel", "For each output channel", ""}, {"tensor", "For the whole weight", ""}});
}

ParamSpec projection_param() {
    return choice_param("projection", "Rounding",
                        "Whether weights go to the nearest level or are drawn.", "nearest",
                        {{"nearest", "Nearest", "the least error for each weight"},
                         {"stochastic", "Stochastic",
                          "one of the two levels around, right on average; the float weights are "
                          "gone"}});
}

ParamSpec skip_ends_param(bool initial) {
    return bool_param("skip_ends", "Leave the ends float",
                      "The first and the last layer that multiply are left out: they are the most "
                      "sensitive ones.",
                      initial);
}

WeightCoder weight_coder(const TechniqueInfo& info, const Params& params, std::string what) {
    WeightCoder coder;
    coder.id = info.id;
    coder.what = std::move(what);
    coder.by_channel = has_param(info, "granularity") && params.text("granularity") == "channel";
    coder.by_chance = has_param(info, "projection") && params.text("projection") == "stochastic";
    coder.skip_ends = has_param(info, "skip_ends") && params.boolean("skip_ends");
    return coder;
}

Preview plan_coding(const Graph& graph, const WeightCoder& coder, const Scope& scope) {
    Chosen chosen = choose(graph, coder, scope);
    Preview preview;
    preview.notes = std::move(chosen.notes);
    const Account sizes = account(graph);
    for (const WeightLayer& layer : chosen.layers) {
        preview.layers.push_back(
            kept_layer(sizes.layers[layer.node],
                       fmt::format("{}, per {}", coder.what,
                                   axis_of(graph, coder, layer) < 0 ? "tensor" : "channel")));
    }
    return preview;
}

Graph apply_coding(const Graph& graph, const WeightCoder& coder, const Scope& scope,
                   const Context& context) {
    context.job.check();
    const Chosen chosen = choose(graph, coder, scope);
    std::vector<Parameter> made(chosen.layers.size());
    parallel_for(made.size(), [&](std::size_t i) {
        context.job.check();
        made[i] = coded(graph, coder, chosen.layers[i], context.seed);
    });
    Graph result = graph;
    for (std::size_t i = 0; i < made.size(); ++i) {
        result.set_parameter(chosen.layers[i].weight, std::move(made[i]));
    }
    infer_types(result);
    tell(context, chosen.notes);
    return result;
}

} // namespace espalier::techniques
