// SPDX-License-Identifier: GPL-3.0-or-later
// Figures of the accelerator model. Every variant of the shaping must have been modelled.
#pragma once

#include "app/session/report/report.h"
#include "app/session/workspace.h"

namespace espalier::report {

/// Energy by component, one row for each variant.
[[nodiscard]] StackedFigure energy_figure(const Shaping& shaping);
/// Layers that multiply, of the original and of the result.
[[nodiscard]] RooflineFigure roofline_figure(const Shaping& shaping);

} // namespace espalier::report
