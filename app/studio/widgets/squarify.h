// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>

#include <vector>

namespace espalier::studio {

/// Cuts `area` into one rectangle for each weight, in proportion to it and as square as they come
/// (squarified treemap; Bruls, Huizing, van Wijk 2000). In the order of the weights; empty for a
/// weight that is not positive.
[[nodiscard]] std::vector<QRectF> squarify(const std::vector<double>& weights, const QRectF& area);

} // namespace espalier::studio
