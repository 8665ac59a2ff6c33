// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/engines/sparse_engines.h"

#include "hwmodel/sparse/density.h"
#include "hwmodel/sparse/format.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace espalier::hw::engines {

namespace {

double normal_density(double x) {
    return std::exp(-0.5 * x * x) / std::sqrt(2 * std::numbers::pi);
}

/// E[ceil(x / width)] of x ~ binomial(n, density).
double mean_steps(double n, double density, double width) {
    return expected_largest_steps(1, n, density, width);
}

/// E[ceil(x / width)^2], over the same steps: sum of (2k + 1) P(steps > k).
double mean_square_steps(double n, double density, double width) {
    const double mean = mean_steps(n, density, width);
    if (density >= 1) {
        return mean * mean;
    }
    const double spread = n * density * (1 - density) / (width * width);
    return mean * mean + spread + (width * width - 1) / (12 * width * width);
}

/// How many spreads the largest of `n` normal variables lies above their mean.
double slowest_of(double n) {
    if (n <= 1) {
        return 0;
    }
    const double high = std::sqrt(2 * std::log(n));
    return high - (std::log(std::log(n) + 1e-9) + std::log(4 * std::numbers::pi)) / (2 * high);
}

/// Entries of an element's share of a column: `rows` values of which `density` are stored, each
/// after a padding zero for every `step` zeros in between.
double slice_entries(double rows, double density, double step) {
    double entries = 0;
    double share = 1;
    for (double skipped = 0; skipped < rows && share > 1e-12; skipped += step) {
        entries += density * share * (rows - skipped);
        share *= std::pow(1 - density, step);
    }
    return entries;
}

} // namespace

double cambricon_x(double windows, std::span<const std::uint32_t> filter_nonzeros,
                   std::size_t elements, double lanes) {
    double cycles = 0;
    for (std::size_t first = 0; first < filter_nonzeros.size(); first += elements) {
        double slowest = 0;
        for (std::size_t f = first; f < std::min(first + elements, filter_nonzeros.size()); ++f) {
            slowest = std::max(slowest, std::ceil(filter_nonzeros[f] / lanes));
        }
        cycles += slowest;
    }
    return cycles * windows;
}

double cambricon_x(double windows, double filters, double taps, double density, double elements,
                   double lanes) {
    const double full = std::floor(filters / elements);
    const double rest = filters - full * elements;
    const double last = rest > 0 ? expected_largest_steps(rest, taps, density, lanes) : 0;
    return windows * (full * expected_largest_steps(elements, taps, density, lanes) + last);
}

double cnvlutin(const Mask& inputs, double filters, double filters_at_once, std::size_t lanes) {
    double cycles = 0;
    std::vector<std::uint32_t> work(lanes);
    for (std::size_t window = 0; window < inputs.rows(); ++window) {
        std::fill(work.begin(), work.end(), 0U);
        for (std::size_t tap = 0; tap < inputs.columns(); ++tap) {
            work[tap % lanes] += inputs.at(window, tap) ? 1 : 0;
        }
        cycles += *std::max_element(work.begin(), work.end());
    }
    return cycles * std::ceil(filters / filters_at_once);
}

double cnvlutin(double windows, double taps, double density, double filters, double filters_at_once,
                double lanes) {
    return windows * std::ceil(filters / filters_at_once) *
           expected_largest(std::min(lanes, taps), std::ceil(taps / lanes), density);
}

double eie_balanced(double outputs, double inputs, double weight_density, double input_density,
                    const EieFigures& figures) {
    return inputs * input_density *
           slice_entries(outputs / figures.elements, weight_density,
                         std::exp2(figures.relative_bits));
}

double eie(double outputs, double inputs, double weight_density, double input_density,
           const EieFigures& figures) {
    const double n = outputs / figures.elements;
    const double mean = n * weight_density;
    const double variance = mean * (1 - weight_density);
    const double sent = inputs * input_density;
    // An element may run ahead of the slowest by its queue: over so many columns the sums that
    // must be equal reach. The factor is fitted to the machine run entry by entry.
    constexpr double kFitted = 0.4;
    const double ahead = figures.queue * mean;
    const double columns =
        variance > 0 ? std::clamp(kFitted * ahead * ahead / variance, 1.0, std::max(1.0, sent))
                     : std::max(1.0, sent);
    const double worked = eie_balanced(outputs, inputs, weight_density, input_density, figures) *
                          imbalance(figures.elements, n, weight_density, columns);
    return std::max(sent, worked); // one input is sent a cycle
}

EieTrace eie(const Mask& weights, std::size_t first, std::size_t rows, const EieFigures& figures) {
    const auto elements = static_cast<std::size_t>(figures.elements);
    const auto step = static_cast<std::size_t>(std::exp2(figures.relative_bits));
    // Entries of each column's share [column][element]; `next` is the place in an element's share
    // after its last entry.
    std::vector<std::uint32_t> entries(weights.columns() * elements);
    std::vector<std::uint32_t> next(weights.columns() * elements);
    for (std::size_t row = 0; row < rows; ++row) {
        const std::size_t element = row % elements;
        const auto place = static_cast<std::uint32_t>(row / elements);
        weights.for_each_set(first + row, [&](std::size_t column) {
            const std::size_t at = column * elements + element;
            entries[at] += 1 + (place - next[at]) / static_cast<std::uint32_t>(step);
            next[at] = place + 1;
        });
    }
    // When each element is through with the last `queue` columns that gave it work, in a ring.
    const auto depth = std::max<std::size_t>(1, static_cast<std::size_t>(figures.queue));
    std::vector<double> done(elements * depth);
    std::vector<std::size_t> turn(elements);
    EieTrace trace;
    double sent = -1;
    for (std::size_t column = 0; column < weights.columns(); ++column) {
        ++sent;
        for (std::size_t e = 0; e < elements; ++e) {
            sent = std::max(sent, done[e * depth + turn[e]]); // a full queue holds the sender up
        }
        for (std::size_t e = 0; e < elements; ++e) {
            const std::uint32_t count = entries[column * elements + e];
            if (count == 0) {
                continue;
            }
            const double last = done[e * depth + (turn[e] + depth - 1) % depth];
            done[e * depth + turn[e]] = std::max(last, sent) + count;
            turn[e] = (turn[e] + 1) % depth;
            trace.entries += count;
        }
    }
    trace.cycles = std::max(sent + 1, *std::max_element(done.begin(), done.end()));
    return trace;
}

double scnn(const std::vector<std::vector<std::uint32_t>>& inputs,
            const std::vector<std::vector<std::uint32_t>>& weights, const ScnnFigures& figures) {
    double cycles = 0;
    for (const std::vector<std::uint32_t>& group : weights) {
        double slowest = 0;
        const std::size_t elements = inputs.empty() ? 0 : inputs.front().size();
        for (std::size_t e = 0; e < elements; ++e) {
            double own = 0;
            for (std::size_t c = 0; c < group.size(); ++c) {
                own += std::ceil(inputs[c][e] / figures.input_vector) *
                       std::ceil(group[c] / figures.weight_vector);
            }
            slowest = std::max(slowest, own);
        }
        cycles += slowest;
    }
    return cycles * figures.conflict;
}

double scnn(double plane, double input_density,
            const std::vector<std::vector<std::uint32_t>>& weights, const ScnnFigures& figures) {
    const double tile = std::ceil(plane / figures.elements);
    const double steps = mean_steps(tile, input_density, figures.input_vector);
    const double variance =
        mean_square_steps(tile, input_density, figures.input_vector) - steps * steps;
    double cycles = 0;
    for (const std::vector<std::uint32_t>& group : weights) {
        double sum = 0;
        double squares = 0;
        for (const std::uint32_t count : group) {
            const double own = std::ceil(count / figures.weight_vector);
            sum += own;
            squares += own * own;
        }
        cycles += sum * steps + std::sqrt(std::max(0.0, squares * variance)) *
                                    slowest_of(std::min(figures.elements, plane));
    }
    return cycles * figures.conflict;
}

double scnn(double channels, double groups, double plane, double taps, double input_density,
            double weight_density, const ScnnFigures& figures) {
    const double tile = std::ceil(plane / figures.elements);
    const double input_steps = mean_steps(tile, input_density, figures.input_vector);
    const double weight_steps = mean_steps(taps, weight_density, figures.weight_vector);
    // The sum over channels is close to normal: the slowest of all elements lies a few spreads up.
    const double square = mean_square_steps(tile, input_density, figures.input_vector) *
                          mean_square_steps(taps, weight_density, figures.weight_vector);
    const double weight_square =
        mean_square_steps(taps, weight_density, figures.weight_vector) * input_steps * input_steps;
    const double mean = input_steps * weight_steps;
    // The group's weights are the same for all elements; only the inputs part them.
    const double spread = std::sqrt(std::max(0.0, square - weight_square) * channels);
    return figures.conflict * groups *
           (channels * mean + spread * slowest_of(std::min(figures.elements, plane)));
}

double snapea_share(double taps, double negative) {
    // Products of weights with inputs that are not negative: half positive, up to a shift of the
    // weights' mean that makes `negative` of all sums negative. Positive part A and negative part
    // B of a sum are normal; a sum with B > A ends after A / B of its negative weights.
    constexpr int kSteps = 60;
    constexpr double kReach = 4;
    if (negative <= 0) {
        return 1;
    }

    struct Parts {
        double up, up_spread, down, down_spread, correlation;
    };

    const auto parts = [&](double positive) {
        // |w| x with both half normal: mean 2 / pi, second moment 1. Which part a product falls
        // into is drawn as well, so that the parts are not independent.
        const double mean = 2 / std::numbers::pi;
        const auto spread = [&](double p) { return std::sqrt(taps * p * (1 - p * mean * mean)); };
        const double shared = -taps * positive * (1 - positive) * mean * mean;
        const double up = spread(positive);
        const double down = spread(1 - positive);
        return Parts{taps * positive * mean, up, taps * (1 - positive) * mean, down,
                     shared / (up * down)};
    };
    double low = 0.001;
    double high = 0.999;
    for (int i = 0; i < 50; ++i) {
        const double middle = (low + high) / 2;
        const Parts at = parts(middle);
        const double variance = at.up_spread * at.up_spread + at.down_spread * at.down_spread -
                                2 * at.correlation * at.up_spread * at.down_spread;
        const double below = 0.5 * std::erfc((at.up - at.down) / std::sqrt(2 * variance));
        (below > negative ? low : high) = middle;
    }
    const double positive_share = (low + high) / 2;
    const Parts at = parts(positive_share);
    const double rest = std::sqrt(1 - at.correlation * at.correlation);
    double done = 0;
    double weight = 0;
    for (int i = 0; i < kSteps; ++i) {
        const double x = -kReach + 2 * kReach * (i + 0.5) / kSteps;
        for (int j = 0; j < kSteps; ++j) {
            const double y = -kReach + 2 * kReach * (j + 0.5) / kSteps;
            const double up = std::max(at.up + at.up_spread * x, 0.0);
            const double down = at.down + at.down_spread * (at.correlation * x + rest * y);
            const double p = normal_density(x) * normal_density(y);
            const double share = down > up ? up / down : 1;
            done += p * (positive_share + (1 - positive_share) * share);
            weight += p;
        }
    }
    return done / weight;
}

double speculation_share(double output_density, double predictor_share, double missed,
                         double false_alarms) {
    return predictor_share + output_density * (1 - missed) + (1 - output_density) * false_alarms;
}

} // namespace espalier::hw::engines
