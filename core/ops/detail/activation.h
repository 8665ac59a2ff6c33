// SPDX-License-Identifier: GPL-3.0-or-later
// Activations as oneDNN's elementwise algorithms.
#pragma once

#include "core/graph/graph.h"

#include <oneapi/dnnl/dnnl.hpp>

#include <functional>
#include <optional>
#include <vector>

namespace espalier::ops::detail {

struct ElementwiseStage {
    dnnl::algorithm algorithm{};
    float alpha = 0;
    float beta = 0;
};

/// The value of a constant input, or nullptr.
using ConstantOf = std::function<const Tensor*(ValueId)>;

/// The stages, applied in order, that compute `node` from its input 0; nullopt where oneDNN has
/// none (or a parameter of the node is not constant).
[[nodiscard]] std::optional<std::vector<ElementwiseStage>>
elementwise_stages(const Node& node, const ConstantOf& constant);

} // namespace espalier::ops::detail
