// SPDX-License-Identifier: GPL-3.0-or-later
// The shapes: an outline of one of ten kinds, filled with a random texture, laid over a mottled
// ground with small things lying about. Colours are drawn the same way for every class.
#include "core/base/rng.h"
#include "core/data/drawing.h"
#include "core/data/synthetic.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace espalier {

namespace {

using namespace drawing;

constexpr int kSide = 32;
constexpr double kPi = 3.14159265358979323846;

using Colour = std::array<double, 3>;
using Picture = std::array<Colour, kSide * kSide>;

Point polar(double radius, double turns) {
    return {0.5 + radius * std::sin(2 * kPi * turns), 0.5 - radius * std::cos(2 * kPi * turns)};
}

Line circle(double radius, const Point& shift = {}) {
    constexpr int kCorners = 28;
    Line line;
    for (int i = 0; i < kCorners; ++i) {
        line.push_back(polar(radius, static_cast<double>(i) / kCorners) + shift);
    }
    return line;
}

Line star() {
    Line line;
    for (int i = 0; i < 10; ++i) {
        line.push_back(polar(i % 2 == 0 ? 0.5 : 0.21, i / 10.0));
    }
    return line;
}

Line crescent() {
    constexpr int kSteps = 14;
    Line line;
    for (int i = 0; i <= kSteps; ++i) { // the outer arc, 260 degrees of it
        line.push_back(polar(0.48, 0.14 + 0.72 * i / kSteps));
    }
    for (int i = 1; i < kSteps; ++i) { // back along the inner one
        const double t = static_cast<double>(i) / kSteps;
        line.push_back(polar(0.38, 0.79 - 0.58 * t) + Point{0.17, 0});
    }
    return line;
}

/// The usual heart curve: x = 16 sin^3 t, y = 13 cos t - 5 cos 2t - 2 cos 3t - cos 4t.
Line heart() {
    constexpr int kSteps = 26;
    Line line;
    for (int i = 0; i < kSteps; ++i) {
        const double t = 2 * kPi * i / kSteps;
        const double x = 16 * std::pow(std::sin(t), 3);
        const double y =
            13 * std::cos(t) - 5 * std::cos(2 * t) - 2 * std::cos(3 * t) - std::cos(4 * t);
        line.push_back({0.5 + x / 35, 0.46 - y / 35});
    }
    return line;
}

/// Within the unit square, about (1/2, 1/2).
const Outline& outline(int label) {
    static const std::array<Outline, 10> all = {{
        {circle(0.46)},
        {circle(0.48), circle(0.27)},
        {{{.14, .14}, {.86, .14}, {.86, .86}, {.14, .86}}},
        {{polar(0.52, 0), polar(0.52, 1.0 / 3), polar(0.52, 2.0 / 3)}},
        {star()},
        {{{.37, .04},
          {.63, .04},
          {.63, .37},
          {.96, .37},
          {.96, .63},
          {.63, .63},
          {.63, .96},
          {.37, .96},
          {.37, .63},
          {.04, .63},
          {.04, .37},
          {.37, .37}}},
        {crescent()},
        {heart()},
        {{{.5, .02}, {.86, .44}, {.63, .44}, {.63, .98}, {.37, .98}, {.37, .44}, {.14, .44}}},
        {{{.2, .04}, {.48, .04}, {.48, .68}, {.9, .68}, {.9, .96}, {.2, .96}}},
    }};
    return all[static_cast<std::size_t>(label)];
}

Colour random_colour(Rng& rng) {
    return {rng.uniform(), rng.uniform(), rng.uniform()};
}

double difference(const Colour& a, const Colour& b) {
    double sum = 0;
    for (std::size_t c = 0; c < 3; ++c) {
        sum += (a[c] - b[c]) * (a[c] - b[c]);
    }
    return std::sqrt(sum);
}

/// A random colour at least `least` away from `other` in RGB.
Colour contrasting(Rng& rng, const Colour& other, double least) {
    Colour colour = random_colour(rng);
    while (difference(colour, other) < least) {
        colour = random_colour(rng);
    }
    return colour;
}

void blend(Colour& pixel, const Colour& colour, double amount) {
    for (std::size_t c = 0; c < 3; ++c) {
        pixel[c] += (colour[c] - pixel[c]) * amount;
    }
}

/// What the inside of an outline looks like.
class Texture {
public:
    Texture(Rng& rng, const Colour& ground)
        : kind_(static_cast<int>(rng.below(5)))
        , first_(contrasting(rng, ground, 0.6))
        , second_(contrasting(rng, ground, 0.5))
        , angle_(rng.uniform(0, 2 * kPi))
        , period_(rng.uniform(3, 6)) {}

    [[nodiscard]] Colour at(const Point& p) const {
        const double u = (p.x * std::cos(angle_) + p.y * std::sin(angle_)) / period_;
        const double v = (p.y * std::cos(angle_) - p.x * std::sin(angle_)) / period_;
        double amount = 0;
        if (kind_ == 1) { // stripes
            amount = 0.5 + 0.5 * std::sin(2 * kPi * u);
        } else if (kind_ == 2) { // checks
            amount = std::sin(kPi * u) * std::sin(kPi * v) > 0 ? 1 : 0;
        } else if (kind_ == 3) { // a gradient; the others are plain
            amount = 0.5 + 0.5 * std::sin(u);
        }
        Colour colour = first_;
        blend(colour, second_, amount);
        return colour;
    }

private:
    int kind_;
    Colour first_;
    Colour second_;
    double angle_;
    double period_;
};

template <typename Fill>
void paint(Picture& picture, const Outline& contours, const Fill& fill, double opacity = 1) {
    scan(contours, kSide, [&](int x, int y, double cover) {
        blend(picture[static_cast<std::size_t>(y * kSide + x)], fill(Point{x + 0.5, y + 0.5}),
              cover * opacity);
    });
}

/// A ground of two colours mixed by smooth fields.
void paint_ground(Picture& picture, Rng& rng, const Colour& ground) {
    Colour other = random_colour(rng);
    blend(other, ground, 0.7);
    const SmoothField coarse(rng, 3, kSide);
    const SmoothField fine(rng, 9, kSide);
    const double roughness = rng.uniform(0, 0.4);
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            const Point p{x + 0.5, y + 0.5};
            Colour& pixel = picture[static_cast<std::size_t>(y * kSide + x)];
            pixel = ground;
            blend(pixel, other, std::clamp(0.5 + 0.5 * coarse(p) + roughness * fine(p), 0.0, 1.0));
        }
    }
}

/// A bar or a small blob with three to six corners, anywhere.
void paint_clutter(Picture& picture, Rng& rng, double largest) {
    const Point centre{rng.uniform(0, kSide), rng.uniform(0, kSide)};
    const Colour colour = random_colour(rng);
    const auto fill = [&](const Point&) { return colour; };
    Line line;
    if (rng.below(2) == 0) {
        const double angle = rng.uniform(0, 2 * kPi);
        const Point along = Point{std::cos(angle), std::sin(angle)} * rng.uniform(4, 12);
        const Point across =
            Point{-std::sin(angle), std::cos(angle)} * (largest * rng.uniform(0.1, 0.25));
        line = {centre - along - across, centre + along - across, centre + along + across,
                centre - along + across};
    } else {
        const auto corners = static_cast<int>(3 + rng.below(4));
        for (int i = 0; i < corners; ++i) {
            const double angle = 2 * kPi * (i + rng.uniform(0, 0.8)) / corners;
            line.push_back(centre + Point{std::cos(angle), std::sin(angle)} *
                                        (largest * rng.uniform(0.4, 1.0)));
        }
    }
    paint(picture, {line}, fill, rng.uniform(0.5, 1));
}

Outline placed(int label, Rng& rng) {
    const double size = rng.uniform(15, 27);
    const double stretch = rng.uniform(0.8, 1.25);
    const double slack = (kSide - size) / 2 * 0.7;
    const Point centre{kSide / 2.0 + rng.uniform(-slack, slack),
                       kSide / 2.0 + rng.uniform(-slack, slack)};
    const Affine place = make_affine(size * std::sqrt(stretch), size / std::sqrt(stretch),
                                     rng.uniform(-0.2, 0.2), rng.uniform(0, 2 * kPi), centre);
    Outline contours = outline(label);
    for (Line& line : contours) {
        for (Point& p : line) {
            p = place(p);
        }
    }
    return contours;
}

void draw_shape(int label, std::uint64_t seed, std::uint64_t stream,
                std::span<std::uint8_t> pixels) {
    Rng rng(seed, stream);
    Picture picture{};
    const Colour ground = random_colour(rng);
    paint_ground(picture, rng, ground);
    const auto behind = 1 + rng.below(4);
    for (std::uint64_t i = 0; i < behind; ++i) {
        paint_clutter(picture, rng, 4);
    }
    const Outline contours = placed(label, rng);
    const Texture texture(rng, ground);
    paint(picture, contours, [&](const Point& p) { return texture.at(p); });
    const auto before = rng.below(2);
    for (std::uint64_t i = 0; i < before; ++i) {
        paint_clutter(picture, rng, 2);
    }
    const double noise = rng.uniform(0.01, 0.07);
    const double light = rng.uniform(0.65, 1.0);
    for (std::size_t i = 0; i < picture.size(); ++i) {
        for (std::size_t c = 0; c < 3; ++c) {
            pixels[3 * i + c] = to_pixel(picture[i][c] * light + noise * grain(rng));
        }
    }
}

} // namespace

const Generator& shapes() {
    static const Generator generator = {"shapes",
                                        2,
                                        kSide,
                                        kSide,
                                        3,
                                        {"disc", "ring", "square", "triangle", "star", "cross",
                                         "crescent", "heart", "arrow", "hook"},
                                        20'000,
                                        4'000,
                                        draw_shape};
    return generator;
}

} // namespace espalier
