// SPDX-License-Identifier: GPL-3.0-or-later
// What the techniques share that give each weight a code and leave everything else as it is: which
// layers, the preview, and the loop over them.
#pragma once

#include "core/compress/technique.h"
#include "core/techniques/detail/layers.h"

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace espalier::techniques {

struct WeightCoder {
    std::string id;       ///< of the technique
    std::string what;     ///< "weights 4 bit, powers of two": the preview adds the granularity
    bool has_zero = true; ///< false: pruned weights could not stay zero, and their layers are left
    bool by_channel = true;
    bool by_chance = false; ///< weights are drawn, not rounded; see project_by_chance()
    bool skip_ends = false; ///< the first and the last layer that multiply stay as they are
    /// The code for the weights of a layer, channel by channel (one list where `axis` < 0); those
    /// that a mask holds at zero are left out. All finite; a list may be empty. `masked`: zero must
    /// be among the levels.
    std::function<CodePtr(const std::vector<std::vector<float>>& channels, int axis, bool masked)>
        code;
};

/// "channel" or "tensor", key `granularity`.
[[nodiscard]] ParamSpec granularity_param(const std::string& initial);
/// Key `projection`: "nearest" or "stochastic".
[[nodiscard]] ParamSpec projection_param();
/// Key `skip_ends`.
[[nodiscard]] ParamSpec skip_ends_param(bool initial);
/// A coder with what those parameters say, where the technique has them.
[[nodiscard]] WeightCoder weight_coder(const TechniqueInfo& info, const Params& params,
                                       std::string what);

[[nodiscard]] Preview plan_coding(const Graph& graph, const WeightCoder& coder, const Scope& scope);
[[nodiscard]] Graph apply_coding(const Graph& graph, const WeightCoder& coder, const Scope& scope,
                                 const Context& context);

/// A technique that is nothing but a coder.
class CodingTechnique final : public Technique {
public:
    using MakeCoder = WeightCoder (*)(const TechniqueInfo& info, const Params& params,
                                      std::uint64_t seed);

    CodingTechnique(TechniqueInfo info, MakeCoder coder)
        : info_(std::move(info))
        , coder_(coder) {}

    [[nodiscard]] const TechniqueInfo& info() const override { return info_; }

    [[nodiscard]] Preview plan(const Graph& graph, const Params& params,
                               const Scope& scope) const override {
        return plan_coding(graph, coder_(info_, params, 1), scope);
    }

    [[nodiscard]] Graph apply(const Graph& graph, const Params& params, const Scope& scope,
                              const Context& context) const override {
        return apply_coding(graph, coder_(info_, params, context.seed), scope, context);
    }

private:
    TechniqueInfo info_;
    MakeCoder coder_;
};

} // namespace espalier::techniques
