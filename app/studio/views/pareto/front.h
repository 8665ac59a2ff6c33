// SPDX-License-Identifier: GPL-3.0-or-later
// Which of several networks are worth a look: the ones that no other beats in both of two figures.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace espalier::studio {

struct Coordinates {
    double x = 0;
    double y = 0;
};

enum class Better { Lower, Higher };

/// Indices of the points that no other dominates (is at least as good in both and better in one),
/// ordered by x; of equal points, all. Points that are not known or not finite are left out.
/// O(n log n).
[[nodiscard]] std::vector<std::size_t>
pareto_front(const std::vector<std::optional<Coordinates>>& points, Better x, Better y);

/// Corners of the line that parts what is reached from what is not, from the first point of the
/// front to the last: between neighbours it keeps to the value that was reached already.
[[nodiscard]] std::vector<Coordinates> front_steps(const std::vector<Coordinates>& front, Better x);

} // namespace espalier::studio
