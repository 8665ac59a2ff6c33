// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/drawing.h"

#include <algorithm>
#include <cmath>

namespace espalier::drawing {

namespace {

constexpr int kRowSamples = 4;

/// Where the outline crosses the horizontal line at `y`, from left to right.
void crossings(const Outline& outline, double y, std::vector<double>& found) {
    found.clear();
    for (const Line& line : outline) {
        for (std::size_t i = 0; i < line.size(); ++i) {
            const Point& a = line[i];
            const Point& b = line[i + 1 == line.size() ? 0 : i + 1];
            if ((a.y > y) != (b.y > y)) {
                found.push_back((b.x - a.x) * (y - a.y) / (b.y - a.y) + a.x);
            }
        }
    }
    std::sort(found.begin(), found.end());
}

/// Adds the part of every pixel that lies between `from` and `to`, times `weight`.
void add_span(std::vector<double>& row, double from, double to, double weight) {
    const auto side = static_cast<double>(row.size());
    const double left = std::clamp(from, 0.0, side);
    const double right = std::clamp(to, 0.0, side);
    for (auto x = static_cast<std::size_t>(left); static_cast<double>(x) < right; ++x) {
        const auto start = static_cast<double>(x);
        row[x] += weight * (std::min(right, start + 1) - std::max(left, start));
    }
}

} // namespace

void scan(const Outline& outline, int side,
          const std::function<void(int x, int y, double cover)>& visit) {
    double top = side;
    double bottom = 0;
    for (const Line& line : outline) {
        for (const Point& p : line) {
            top = std::min(top, p.y);
            bottom = std::max(bottom, p.y);
        }
    }
    const auto row_of = [&](double y) {
        return static_cast<int>(std::clamp(y, 0.0, static_cast<double>(side)));
    };
    std::vector<double> found;
    std::vector<double> row;
    for (int y = row_of(top); y < row_of(bottom + 1); ++y) {
        row.assign(static_cast<std::size_t>(side), 0.0);
        for (int s = 0; s < kRowSamples; ++s) {
            crossings(outline, y + (s + 0.5) / kRowSamples, found);
            for (std::size_t i = 0; i + 1 < found.size(); i += 2) {
                add_span(row, found[i], found[i + 1], 1.0 / kRowSamples);
            }
        }
        for (int x = 0; x < side; ++x) {
            const double cover = row[static_cast<std::size_t>(x)];
            if (cover > 0) {
                visit(x, y, std::min(cover, 1.0));
            }
        }
    }
}

Line smooth(const Line& points, int steps, bool closed) {
    const auto count = static_cast<std::ptrdiff_t>(points.size());
    if (count < 3) {
        return points;
    }
    const auto at = [&](std::ptrdiff_t i) {
        return points[static_cast<std::size_t>(
            closed ? (i + count) % count : std::clamp<std::ptrdiff_t>(i, 0, count - 1))];
    };
    Line line;
    const std::ptrdiff_t pieces = closed ? count : count - 1;
    for (std::ptrdiff_t i = 0; i < pieces; ++i) {
        const Point p0 = at(i - 1);
        const Point p1 = at(i);
        const Point p2 = at(i + 1);
        const Point p3 = at(i + 2);
        for (int s = 0; s < steps; ++s) {
            const double t = static_cast<double>(s) / steps;
            line.push_back((p1 * 2 + (p2 - p0) * t + (p0 * 2 - p1 * 5 + p2 * 4 - p3) * (t * t) +
                            (p1 * 3 - p0 - p2 * 3 + p3) * (t * t * t)) *
                           0.5);
        }
    }
    line.push_back(at(pieces));
    return line;
}

Point Affine::operator()(const Point& p) const {
    const double x = p.x - 0.5;
    const double y = p.y - 0.5;
    return {centre.x + matrix[0] * x + matrix[1] * y, centre.y + matrix[2] * x + matrix[3] * y};
}

Affine make_affine(double width, double height, double shear, double angle, const Point& centre) {
    const double c = std::cos(angle);
    const double s = std::sin(angle);
    // Rotation times shear times scale.
    return {{c * width, (c * shear - s) * height, s * width, (s * shear + c) * height}, centre};
}

SmoothField::SmoothField(Rng& rng, int nodes, double extent)
    : nodes_(nodes)
    , scale_((nodes - 1) / extent)
    , values_(static_cast<std::size_t>(nodes * nodes)) {
    for (double& value : values_) {
        value = rng.uniform(-1, 1);
    }
}

double SmoothField::operator()(const Point& p) const {
    const auto place = [&](double coordinate) {
        const double scaled = std::clamp(coordinate * scale_, 0.0, static_cast<double>(nodes_ - 1));
        const int node = std::min(static_cast<int>(scaled), nodes_ - 2);
        const double t = scaled - node;
        return std::pair(node, t * t * (3 - 2 * t));
    };
    const auto [column, tx] = place(p.x);
    const auto [row, ty] = place(p.y);
    const auto value = [&](int r, int c) {
        return values_[static_cast<std::size_t>(r * nodes_ + c)];
    };
    const double above = value(row, column) * (1 - tx) + value(row, column + 1) * tx;
    const double below = value(row + 1, column) * (1 - tx) + value(row + 1, column + 1) * tx;
    return above * (1 - ty) + below * ty;
}

double grain(Rng& rng) {
    const std::uint64_t bits = rng();
    const std::uint64_t sum =
        (bits & 0xffffU) + (bits >> 16U & 0xffffU) + (bits >> 32U & 0xffffU) + (bits >> 48U);
    // Each part has mean 65535/2 and variance (2^32 - 1)/12; 1/sqrt of four times that scales.
    constexpr double kMean = 2.0 * 65535;
    constexpr double kScale = 1.7320508075688772 / 65536;
    return (static_cast<double>(sum) - kMean) * kScale;
}

std::uint8_t to_pixel(double value) {
    return static_cast<std::uint8_t>(std::clamp(value, 0.0, 1.0) * 255 + 0.5);
}

} // namespace espalier::drawing
