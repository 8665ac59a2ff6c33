// SPDX-License-Identifier: GPL-3.0-or-later
// What the figures of a machine's description are called on screen, and what may stand there.
#pragma once

#include "hwmodel/machine_figures.h"

#include <QString>

namespace espalier::studio {

/// "array" is "Array"; a component goes by its own name.
[[nodiscard]] QString section_title(const std::string& section);
[[nodiscard]] QString figure_title(const hw::MachineFigure& figure);
/// "12", "yes", "weight, input".
[[nodiscard]] QString figure_text(const hw::MachineFigure& figure);
/// Range or choices, then who says so.
[[nodiscard]] QString figure_tip(const hw::MachineFigure& figure);
/// What was typed, as JSON text. Throws BadInput naming section, figure, found and expected.
[[nodiscard]] std::string figure_json(const hw::MachineFigure& figure, const QString& typed);

} // namespace espalier::studio
