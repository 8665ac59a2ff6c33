// SPDX-License-Identifier: GPL-3.0-or-later
// The glyphs: a writing is chosen, its points are moved a little, laid into the picture by a random
// affine map and bent by a smooth field (P. Simard, D. Steinkraus, J. Platt, "Best practices for
// convolutional neural networks", ICDAR 2003, bend pixels; bending strokes keeps them sharp), then
// drawn with a pen whose pressure varies.
#include "core/base/rng.h"
#include "core/data/glyph_strokes.h"
#include "core/data/synthetic.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace espalier {

namespace {

using namespace drawing;

constexpr int kSide = 28;
constexpr int kCurveSteps = 5;
constexpr double kDegree = 3.14159265358979323846 / 180;

using Canvas = std::array<double, kSide * kSide>;

/// Draws with a round pen: the darker of what is there and the pen's ink, with a soft edge one
/// pixel wide.
void pen(Canvas& canvas, const Point& a, const Point& b, double thickness, double ink) {
    const double reach = thickness / 2 + 0.5;
    const auto low = [&](double u, double v) {
        return std::clamp(static_cast<int>(std::floor(std::min(u, v) - reach)), 0, kSide);
    };
    const auto high = [&](double u, double v) {
        return std::clamp(static_cast<int>(std::ceil(std::max(u, v) + reach)), 0, kSide);
    };
    const int right = high(a.x, b.x);
    const int bottom = high(a.y, b.y);
    for (int y = low(a.y, b.y); y < bottom; ++y) {
        for (int x = low(a.x, b.x); x < right; ++x) {
            const double square = squared_distance({x + 0.5, y + 0.5}, a, b);
            if (square >= reach * reach) {
                continue;
            }
            const double cover = std::clamp(reach - std::sqrt(square), 0.0, 1.0);
            double& pixel = canvas[static_cast<std::size_t>(y * kSide + x)];
            pixel = std::max(pixel, ink * cover);
        }
    }
}

Affine random_placement(Rng& rng) {
    const double height = rng.uniform(16, 23);
    const double width = height * rng.uniform(0.5, 0.95);
    const double shear = rng.uniform(-0.25, 0.25);
    const double angle = rng.uniform(-17, 17) * kDegree;
    const double slack = (kSide - height) / 2 * 0.75;
    const Point centre{kSide / 2.0 + rng.uniform(-slack, slack),
                       kSide / 2.0 + rng.uniform(-slack, slack)};
    return make_affine(width, height, shear, angle, centre);
}

void write_digit(Canvas& canvas, int digit, Rng& rng) {
    const auto ways = writings(digit);
    const Writing& writing = ways[static_cast<std::size_t>(rng.below(ways.size()))];
    const Affine place = random_placement(rng);
    const double bend = rng.uniform(0.3, 1.9);
    const SmoothField bend_x(rng, 5, kSide);
    const SmoothField bend_y(rng, 5, kSide);
    const SmoothField pressure(rng, 4, kSide);
    const double thickness = rng.uniform(1.1, 3.4);
    const double ink = rng.uniform(0.6, 1.0);
    const double tremble = rng.uniform(0, 0.04);
    for (const auto& stroke : writing) {
        Line points = stroke.points;
        for (Point& p : points) {
            p = p + Point{rng.normal(), rng.normal()} * tremble;
        }
        if (stroke.kind != StrokeKind::Straight) {
            points = smooth(points, kCurveSteps, stroke.kind == StrokeKind::Loop);
        } else {
            // Long lines need points in between to bend.
            Line fine;
            for (std::size_t i = 0; i + 1 < points.size(); ++i) {
                for (int s = 0; s < kCurveSteps; ++s) {
                    fine.push_back(points[i] + (points[i + 1] - points[i]) *
                                                   (static_cast<double>(s) / kCurveSteps));
                }
            }
            fine.push_back(points.back());
            points = std::move(fine);
        }
        for (Point& p : points) {
            const Point q = place(p);
            p = q + Point{bend_x(q), bend_y(q)} * bend;
        }
        for (std::size_t i = 0; i + 1 < points.size(); ++i) {
            const double press = 1 + 0.35 * pressure(points[i]);
            pen(canvas, points[i], points[i + 1], thickness * press, ink);
        }
    }
}

/// Short strokes of a weaker pen that belong to no character.
void scribble(Canvas& canvas, Rng& rng) {
    const auto count = rng.below(4);
    for (std::uint64_t i = 0; i < count; ++i) {
        const Point a{rng.uniform(0, kSide), rng.uniform(0, kSide)};
        const double angle = rng.uniform(0, 360) * kDegree;
        const double length = rng.uniform(2, 9);
        const Point b = a + Point{std::cos(angle), std::sin(angle)} * length;
        pen(canvas, a, b, rng.uniform(0.8, 1.8), rng.uniform(0.25, 0.6));
    }
}

/// A spot where the ink did not take.
void wipe(Canvas& canvas, Rng& rng) {
    const Point spot{rng.uniform(4, kSide - 4), rng.uniform(4, kSide - 4)};
    const double radius = rng.uniform(0, 2.2);
    constexpr int kReach = 4;
    for (int y = static_cast<int>(spot.y) - kReach; y < static_cast<int>(spot.y) + kReach; ++y) {
        for (int x = static_cast<int>(spot.x) - kReach; x < static_cast<int>(spot.x) + kReach;
             ++x) {
            const double away = std::hypot(x + 0.5 - spot.x, y + 0.5 - spot.y);
            canvas[static_cast<std::size_t>(y * kSide + x)] *=
                std::clamp(away - radius + 0.5, 0.0, 1.0);
        }
    }
}

void draw_glyph(int label, std::uint64_t seed, std::uint64_t stream,
                std::span<std::uint8_t> pixels) {
    Rng rng(seed, stream);
    Canvas canvas{};
    write_digit(canvas, label, rng);
    wipe(canvas, rng);
    scribble(canvas, rng);
    const double paper = rng.uniform(0, 0.18);
    const SmoothField stain(rng, 3, kSide);
    const double noise = rng.uniform(0.02, 0.13);
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            const auto i = static_cast<std::size_t>(y * kSide + x);
            const double ground = paper * (0.6 + 0.4 * stain({x + 0.5, y + 0.5}));
            const double value = ground + canvas[i] * (1 - ground);
            pixels[i] = to_pixel(value + noise * grain(rng));
        }
    }
}

} // namespace

const Generator& glyphs() {
    static const Generator generator = {
        "glyphs", 1,      kSide,     kSide, 1, {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"},
        60'000,   10'000, draw_glyph};
    return generator;
}

} // namespace espalier
