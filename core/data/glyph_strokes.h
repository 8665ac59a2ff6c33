// SPDX-License-Identifier: GPL-3.0-or-later
// How the ten digits are written: several ways each, as strokes in a unit square, y downwards.
#pragma once

#include "core/data/drawing.h"

#include <span>
#include <vector>

namespace espalier::drawing {

enum class StrokeKind {
    Straight, ///< corners stay corners
    Curve,    ///< a smooth curve through the points
    Loop,     ///< the same, closed
};

struct Stroke {
    StrokeKind kind;
    Line points;
};

/// One way of writing a character.
using Writing = std::vector<Stroke>;

/// All ways of writing `digit` (0 to 9).
[[nodiscard]] std::span<const Writing> writings(int digit);

} // namespace espalier::drawing
