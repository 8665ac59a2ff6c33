// SPDX-License-Identifier: GPL-3.0-or-later
// The little geometry that the synthetic sets are drawn with: points, affine maps, smooth random
// fields, and the distance to a line.
#pragma once

#include "core/base/rng.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <vector>

namespace espalier::drawing {

struct Point {
    double x = 0;
    double y = 0;

    Point operator+(const Point& other) const { return {x + other.x, y + other.y}; }

    Point operator-(const Point& other) const { return {x - other.x, y - other.y}; }

    Point operator*(double factor) const { return {x * factor, y * factor}; }
};

using Line = std::vector<Point>;

/// Closed contours, filled by the even-odd rule.
using Outline = std::vector<Line>;

/// Squared distance from `p` to the segment from `a` to `b`.
[[nodiscard]] inline double squared_distance(const Point& p, const Point& a, const Point& b) {
    const Point along = b - a;
    const Point to = p - a;
    const double length = along.x * along.x + along.y * along.y;
    const double t =
        length > 0 ? std::clamp((to.x * along.x + to.y * along.y) / length, 0.0, 1.0) : 0.0;
    const Point off = to - along * t;
    return off.x * off.x + off.y * off.y;
}

/// Calls visit(x, y, cover) for every pixel of a square picture that `outline` covers, with the
/// covered part of its area in (0, 1]: exact along rows, four samples across them.
void scan(const Outline& outline, int side,
          const std::function<void(int x, int y, double cover)>& visit);

/// A uniform Catmull-Rom curve through `points`, `steps` pieces between neighbours; closed curves
/// return to the first point. (E. Catmull, R. Rom, "A class of local interpolating splines", 1974.)
[[nodiscard]] Line smooth(const Line& points, int steps, bool closed);

/// p -> centre + A (p - 1/2), with A made of scale, shear and rotation.
struct Affine {
    std::array<double, 4> matrix{1, 0, 0, 1}; ///< row by row
    Point centre;

    [[nodiscard]] Point operator()(const Point& p) const;
};

/// `angle` in radians; `width` and `height` are the size of the unit square's image before shear.
[[nodiscard]] Affine make_affine(double width, double height, double shear, double angle,
                                 const Point& centre);

/// A smooth random function of the plane: values at the nodes of a grid over [0, extent]^2,
/// interpolated with smoothstep between them. In the spirit of K. Perlin, "An image synthesizer",
/// SIGGRAPH 1985.
class SmoothField {
public:
    /// `nodes` at least 2 on each axis; node values are uniform in [-1, 1).
    SmoothField(Rng& rng, int nodes, double extent);

    [[nodiscard]] double operator()(const Point& p) const;

private:
    int nodes_;
    double scale_;
    std::vector<double> values_;
};

/// Film grain: mean 0, variance 1, nearly normal (the sum of four uniform numbers), from a single
/// draw and without a logarithm, since every pixel needs one.
[[nodiscard]] double grain(Rng& rng);

/// `value` in [0, 1] as a pixel, clamped and rounded.
[[nodiscard]] std::uint8_t to_pixel(double value);

} // namespace espalier::drawing
