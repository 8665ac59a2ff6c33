// SPDX-License-Identifier: GPL-3.0-or-later
// Which recurrent layers the fused kernels (core/kernels/recurrent.h) can do.
#pragma once

#include "core/kernels/recurrent.h"
#include "core/ops/detail/recurrent.h"

#include <optional>

namespace espalier::ops::detail {

/// nullopt for an operator that is not recurrent.
[[nodiscard]] std::optional<RecurrentCell> recurrent_cell(std::string_view op);

/// What the fused kernels are wanted for: only forward do they know clipping, coupled gates,
/// peepholes and sequences that end early.
enum class Passes { Forward, Both };

/// The layer of one direction; nullopt where the fused kernels have no such activations, or can not
/// do it in all these passes.
[[nodiscard]] std::optional<recurrent::Layer> fused_layer(const Recurrent& layer, const Node& node,
                                                          std::int64_t direction, Passes passes);

/// Into pieces of how many sequences a batch is cut, whatever the number of threads: enough for
/// matrix products, few enough to give all cores work, all alike but perhaps the last.
[[nodiscard]] std::int64_t recurrent_rows(std::int64_t batch);

} // namespace espalier::ops::detail
