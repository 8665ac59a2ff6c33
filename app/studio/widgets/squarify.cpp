// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/widgets/squarify.h"

#include <algorithm>
#include <numeric>

namespace espalier::studio {

namespace {

/// The greatest ratio of sides in a row of `sum` that holds parts from `least` to `most`, along a
/// side of length `side`.
double worst_ratio(double least, double most, double sum, double side) {
    const double squared = side * side;
    return std::max(squared * most / (sum * sum), sum * sum / (squared * least));
}

} // namespace

std::vector<QRectF> squarify(const std::vector<double>& weights, const QRectF& area) {
    std::vector<QRectF> result(weights.size());
    std::vector<std::size_t> order;
    double total = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (weights[i] > 0) {
            order.push_back(i);
            total += weights[i];
        }
    }
    if (order.empty() || area.isEmpty()) {
        return result;
    }
    std::ranges::stable_sort(order, [&](auto a, auto b) { return weights[a] > weights[b]; });
    const double scale = area.width() * area.height() / total;
    const auto size = [&](std::size_t at) { return weights[order[at]] * scale; };

    QRectF left = area;
    for (std::size_t begin = 0; begin < order.size();) {
        const bool upright = left.width() >= left.height(); // a column at the left edge
        const double side = upright ? left.height() : left.width();
        double sum = size(begin);
        std::size_t end = begin + 1;
        while (end < order.size() && worst_ratio(size(end), size(begin), sum + size(end), side) <=
                                         worst_ratio(size(end - 1), size(begin), sum, side)) {
            sum += size(end++);
        }
        // The last row takes what is left, whatever rounding did to it.
        const double thickness =
            end == order.size() ? (upright ? left.width() : left.height()) : sum / side;
        double along = upright ? left.top() : left.left();
        for (std::size_t i = begin; i < end; ++i) {
            const double length = size(i) / sum * side;
            result[order[i]] = upright ? QRectF(left.left(), along, thickness, length)
                                       : QRectF(along, left.top(), length, thickness);
            along += length;
        }
        upright ? left.setLeft(left.left() + thickness) : left.setTop(left.top() + thickness);
        begin = end;
    }
    return result;
}

} // namespace espalier::studio
