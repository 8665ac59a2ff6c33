// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of a report that look at layers and weights.
#pragma once

#include "app/session/report/report.h"
#include "core/graph/graph.h"

#include <vector>

namespace espalier::report {

/// One row for each layer of `before` that has parameters; layers of `after` are matched by origin
/// and summed where one became several. A layer that is gone has zeros after.
[[nodiscard]] std::vector<LayerRow> layer_rows(const Graph& before, const Graph& after);

/// Values of the MAC weights that are not zero, before and after, for at most 24 layers: those
/// with most weights.
[[nodiscard]] std::vector<HistogramFigure> weight_histograms(const Graph& before,
                                                             const Graph& after);

} // namespace espalier::report
