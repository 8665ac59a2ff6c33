// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/grids/scale_search.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace espalier {

namespace {

/// The scale of least squares with every value at the level it is nearest to now.
double refit(const ValuePoints& points, std::span<const float> levels, double scale) {
    double products = 0;
    double squares = 0;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const std::size_t end =
            i + 1 == levels.size()
                ? points.size()
                : points.first_above(scale * (static_cast<double>(levels[i]) + levels[i + 1]) / 2);
        const double level = levels[i];
        products += level * points.sum(begin, end);
        squares += level * level * points.count(begin, end);
        begin = end;
    }
    return squares > 0 && products > 0 ? products / squares : scale;
}

std::vector<float> scaled(std::span<const float> levels, double scale) {
    std::vector<float> result(levels.begin(), levels.end());
    for (float& level : result) {
        level = static_cast<float>(level * scale);
    }
    return result;
}

double largest(const ValuePoints& points) {
    return points.empty() ? 0 : std::max(std::abs(points.low()), std::abs(points.high()));
}

void check_bits(int bits) {
    expect(bits >= 2 && bits <= 8, "levels of {} bits, expected 2 to 8", bits);
}

/// 0 and both signs of every number, ascending.
std::vector<float> both_signs(std::vector<float> sizes) {
    std::vector<float> levels{0};
    for (const float size : sizes) {
        levels.push_back(size);
        levels.push_back(-size);
    }
    std::ranges::sort(levels);
    const auto repeated = std::ranges::unique(levels);
    levels.erase(repeated.begin(), repeated.end());
    return levels;
}

} // namespace

double best_factor(const std::function<double(double)>& error) {
    constexpr int kSteps = 64;
    double best = 1;
    double least = error(1);
    for (int i = 1; i < kSteps; ++i) {
        const double factor = static_cast<double>(i) / kSteps;
        if (const double found = error(factor); found < least) {
            least = found;
            best = factor;
        }
    }
    constexpr double kGolden = 0.6180339887498949;
    double a = std::max(best - 1.0 / kSteps, 0.25 / kSteps);
    double b = std::min(best + 1.0 / kSteps, 1.0);
    double x = b - kGolden * (b - a);
    double y = a + kGolden * (b - a);
    double at_x = error(x);
    double at_y = error(y);
    for (int i = 0; i < 12; ++i) {
        if (at_x <= at_y) {
            b = y;
            y = x;
            at_y = at_x;
            x = b - kGolden * (b - a);
            at_x = error(x);
        } else {
            a = x;
            x = y;
            at_x = at_y;
            y = a + kGolden * (b - a);
            at_y = error(y);
        }
    }
    const double refined = std::min(at_x, at_y);
    return refined < least ? (at_x <= at_y ? x : y) : best;
}

float best_scale(const ValuePoints& points, std::span<const float> levels) {
    const double most = largest(points);
    if (most <= 0) {
        return 1;
    }
    const auto error = [&](double scale) { return points.error(scaled(levels, scale)); };
    double scale = most * best_factor([&](double factor) { return error(most * factor); });
    double least = error(scale);
    for (int round = 0; round < 100; ++round) {
        const double next = refit(points, levels, scale);
        const double found = error(next);
        if (!(found < least)) {
            break;
        }
        scale = next;
        least = found;
    }
    return static_cast<float>(std::max(scale, double{std::numeric_limits<float>::min()}));
}

float best_shift(const ValuePoints& points, std::span<const float> levels) {
    const double most = largest(points);
    if (most <= 0) {
        return 1;
    }
    int exponent = 0;
    (void)std::frexp(most, &exponent); // most < 2^exponent
    constexpr int kLowest = -120;
    double best = std::ldexp(1.0, std::max(exponent, kLowest));
    double least = points.error(scaled(levels, best));
    for (int down = 1; down <= 12 && exponent - down >= kLowest; ++down) {
        const double scale = std::ldexp(1.0, exponent - down);
        if (const double found = points.error(scaled(levels, scale)); found < least) {
            least = found;
            best = scale;
        }
    }
    return static_cast<float>(best);
}

std::vector<float> power_of_two_levels(int bits) {
    check_bits(bits);
    std::vector<float> sizes;
    for (int i = 0; i <= (1 << (bits - 1)) - 2; ++i) {
        sizes.push_back(std::ldexp(1.0F, -i));
    }
    return both_signs(std::move(sizes));
}

std::vector<float> additive_levels(int bits) {
    check_bits(bits);
    const int terms = bits / 2; // ceil((bits - 1) / 2)
    std::vector<float> sums{0};
    int left = bits - 1;
    for (int term = 0; term < terms; ++term) {
        const int own = std::min(left, 2);
        left -= own;
        std::vector<float> more = sums;
        for (int j = 0; j <= (1 << own) - 2; ++j) {
            for (const float sum : sums) {
                more.push_back(sum + std::ldexp(1.0F, -(term + terms * j)));
            }
        }
        sums = std::move(more);
    }
    const float most = *std::ranges::max_element(sums);
    for (float& sum : sums) {
        sum /= most;
    }
    return both_signs(std::move(sums));
}

} // namespace espalier
