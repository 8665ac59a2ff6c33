// SPDX-License-Identifier: GPL-3.0-or-later
// Measured figures in a workspace file.
#pragma once

#include "app/session/metrics.h"

#include <nlohmann/json_fwd.hpp>

namespace espalier {

/// Accuracy with its predictions, latency with the machine it was measured on; what can be counted
/// or modelled anew is left out.
[[nodiscard]] nlohmann::ordered_json measured_figures(const Metrics& metrics);
/// The same, with what was counted, for programs that read the file.
[[nodiscard]] nlohmann::ordered_json saved_metrics(const Metrics& metrics);

/// Accuracy and latency back; the latter only where it was measured on this machine. BadInput for
/// figures that can not be.
[[nodiscard]] Metrics read_metrics(const nlohmann::ordered_json& json);

} // namespace espalier
