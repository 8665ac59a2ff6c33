// SPDX-License-Identifier: GPL-3.0-or-later
// Rounding the weights of one layer after the other so that its outputs change least, on what the
// layers before it give by then. What the techniques share that differ in how they round.
#pragma once

#include "core/analysis/calibration.h"
#include "core/compress/technique.h"
#include "core/techniques/detail/layers.h"
#include "core/techniques/detail/rounding.h"

#include <functional>
#include <map>
#include <string>
#include <utility>

namespace espalier::techniques {

using Rounder = std::function<Steps(const RoundingProblem&, const Job&)>;

struct Layerwise {
    std::string id; ///< of the technique
    QuantiserSpec spec;
    bool by_channel = true;
    std::size_t images = 128;
    bool correct_bias = true;
    bool follow_float = true; ///< aim at the outputs on the float network's inputs
    bool skip_ends = false;
    std::map<ValueId, int> own_bits = {}; ///< of weights that differ from `spec`
};

/// Bits, granularity, rule of the range, pictures, correct_bias and skip_ends.
[[nodiscard]] std::vector<ParamSpec> layerwise_params();
[[nodiscard]] Layerwise layerwise_settings(const TechniqueInfo& info, const Params& params);

/// The layers in `scope` that it works on, in the order of the network.
[[nodiscard]] std::vector<WeightLayer> layers_of(const Graph& graph, const Layerwise& settings,
                                                 const Scope& scope);

[[nodiscard]] Preview plan_layerwise(const Graph& graph, const Layerwise& settings,
                                     const Scope& scope);
[[nodiscard]] Graph apply_layerwise(const Graph& graph, const Layerwise& settings,
                                    const Scope& scope, const Context& context,
                                    const Rounder& rounder);

/// A technique that is nothing but a rounder.
class LayerwiseTechnique final : public Technique {
public:
    using MakeRounder = Rounder (*)(const Params& params);

    LayerwiseTechnique(TechniqueInfo info, MakeRounder rounder)
        : info_(std::move(info))
        , rounder_(rounder) {}

    [[nodiscard]] const TechniqueInfo& info() const override { return info_; }

    [[nodiscard]] Needs needs(const Params& /*params*/) const override { return Needs::Images; }

    [[nodiscard]] Preview plan(const Graph& graph, const Params& params,
                               const Scope& scope) const override {
        return plan_layerwise(graph, layerwise_settings(info_, params), scope);
    }

    [[nodiscard]] Graph apply(const Graph& graph, const Params& params, const Scope& scope,
                              const Context& context) const override {
        return apply_layerwise(graph, layerwise_settings(info_, params), scope, context,
                               rounder_(params));
    }

private:
    TechniqueInfo info_;
    MakeRounder rounder_;
};

} // namespace espalier::techniques
