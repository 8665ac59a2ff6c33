// SPDX-License-Identifier: GPL-3.0-or-later
// Small icons drawn with lines, in the colour of the text beside them: no icon theme is needed, and
// they are sharp at any scale.
#pragma once

#include <QColor>
#include <QIcon>

namespace espalier::studio {

enum class LineIcon { Eye, EyeOff, Up, Down, Duplicate, Remove, Grip, Plus, Unfold, Fold };

[[nodiscard]] QIcon line_icon(LineIcon icon, const QColor& colour);

} // namespace espalier::studio
