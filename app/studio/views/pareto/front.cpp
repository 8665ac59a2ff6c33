// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/pareto/front.h"

#include <algorithm>
#include <cmath>

namespace espalier::studio {

std::vector<std::size_t> pareto_front(const std::vector<std::optional<Coordinates>>& points,
                                      Better x, Better y) {
    // The smaller the better in both, from here on.
    const auto key = [&](std::size_t i) {
        return Coordinates{x == Better::Lower ? points[i]->x : -points[i]->x,
                           y == Better::Lower ? points[i]->y : -points[i]->y};
    };
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (points[i] && std::isfinite(points[i]->x) && std::isfinite(points[i]->y)) {
            order.push_back(i);
        }
    }
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        const Coordinates one = key(a);
        const Coordinates two = key(b);
        return one.x < two.x || (one.x == two.x && one.y < two.y);
    });
    std::vector<std::size_t> front;
    for (const std::size_t i : order) {
        const Coordinates here = key(i);
        if (front.empty()) {
            front.push_back(i);
            continue;
        }
        const Coordinates last = key(front.back());
        if (here.y < last.y || (here.x == last.x && here.y == last.y)) {
            front.push_back(i);
        }
    }
    if (x == Better::Higher) {
        std::reverse(front.begin(), front.end());
    }
    return front;
}

std::vector<Coordinates> front_steps(const std::vector<Coordinates>& front, Better x) {
    std::vector<Coordinates> corners;
    for (const Coordinates& point : front) {
        if (!corners.empty()) {
            // A network that is smaller than needed serves as well: up to the next point, the
            // value of the one that comes before (or, where more is better, after) holds.
            const Coordinates last = corners.back();
            corners.push_back(x == Better::Lower ? Coordinates{point.x, last.y}
                                                 : Coordinates{last.x, point.y});
        }
        corners.push_back(point);
    }
    return corners;
}

} // namespace espalier::studio
