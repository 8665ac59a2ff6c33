// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/grids/multibit.h"

#include "core/analysis/grids/value_points.h"
#include "core/base/counter_rng.h"
#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

namespace espalier {

namespace {

constexpr int kMostPlanes = 8;

using Numbers = std::vector<double>;

/// Solves the symmetric system a x = b, row-major; nothing where it is singular.
std::optional<Numbers> solve(Numbers a, Numbers b) {
    const std::size_t n = b.size();
    for (std::size_t i = 0; i < n; ++i) {
        std::size_t pivot = i;
        for (std::size_t row = i + 1; row < n; ++row) {
            if (std::abs(a[row * n + i]) > std::abs(a[pivot * n + i])) {
                pivot = row;
            }
        }
        if (std::abs(a[pivot * n + i]) <= 1e-12 * std::abs(a[0])) {
            return std::nullopt;
        }
        for (std::size_t col = 0; col < n; ++col) {
            std::swap(a[i * n + col], a[pivot * n + col]);
        }
        std::swap(b[i], b[pivot]);
        for (std::size_t row = i + 1; row < n; ++row) {
            const double share = a[row * n + i] / a[i * n + i];
            for (std::size_t col = i; col < n; ++col) {
                a[row * n + col] -= share * a[i * n + col];
            }
            b[row] -= share * b[i];
        }
    }
    for (std::size_t i = n; i-- > 0;) {
        for (std::size_t col = i + 1; col < n; ++col) {
            b[i] -= a[i * n + col] * b[col];
        }
        b[i] /= a[i * n + i];
    }
    return b;
}

double sign_of(std::size_t code, std::size_t plane) {
    return ((code >> plane) & 1U) != 0 ? 1 : -1;
}

/// The sums of all codes, ascending, with the codes.
class Sums {
public:
    explicit Sums(const Numbers& factors)
        : codes_(std::size_t{1} << factors.size())
        , sums_(codes_.size()) {
        std::iota(codes_.begin(), codes_.end(), std::size_t{0});
        for (std::size_t code = 0; code < sums_.size(); ++code) {
            for (std::size_t plane = 0; plane < factors.size(); ++plane) {
                sums_[code] += sign_of(code, plane) * factors[plane];
            }
        }
        std::ranges::stable_sort(codes_, {}, [&](std::size_t code) { return sums_[code]; });
    }

    /// Calls body(begin, end, code) for the points that are nearest to each code's sum.
    template <typename Body>
    void for_cells(const ValuePoints& points, const Body& body) const {
        std::size_t begin = 0;
        for (std::size_t i = 0; i < codes_.size(); ++i) {
            const std::size_t end =
                i + 1 == codes_.size()
                    ? points.size()
                    : points.first_above((sums_[codes_[i]] + sums_[codes_[i + 1]]) / 2);
            body(begin, std::max(begin, end), codes_[i]);
            begin = std::max(begin, end);
        }
    }

    [[nodiscard]] double error(const ValuePoints& points) const {
        double total = 0;
        for_cells(points, [&](std::size_t begin, std::size_t end, std::size_t code) {
            total += points.error(begin, end, sums_[code]);
        });
        return total;
    }

private:
    std::vector<std::size_t> codes_;
    Numbers sums_;
};

/// The first factors.size() + 1 factors of least squares for fixed signs, kept value by value.
class GreedyFit {
public:
    explicit GreedyFit(std::span<const float> values)
        : values_(values.begin(), values.end())
        , rest_(values_) {}

    void add_plane(bool refine) {
        double size = 0;
        std::vector<std::int8_t> signs;
        signs.reserve(rest_.size());
        for (const double rest : rest_) {
            size += std::abs(rest);
            signs.push_back(rest < 0 ? -1 : 1);
        }
        signs_.push_back(std::move(signs));
        factors_.push_back(rest_.empty() ? 0 : size / static_cast<double>(rest_.size()));
        if (refine) {
            refit();
        }
        for (std::size_t i = 0; i < rest_.size(); ++i) {
            rest_[i] = values_[i];
            for (std::size_t plane = 0; plane < factors_.size(); ++plane) {
                rest_[i] -= factors_[plane] * signs_[plane][i];
            }
        }
    }

    /// All factors by least squares for the signs there are.
    void refit() {
        const std::size_t k = signs_.size();
        Numbers gram(k * k, 0);
        Numbers right(k, 0);
        for (std::size_t p = 0; p < k; ++p) {
            for (std::size_t q = 0; q < k; ++q) {
                double sum = 0;
                for (std::size_t i = 0; i < values_.size(); ++i) {
                    sum += signs_[p][i] * signs_[q][i];
                }
                gram[p * k + q] = sum;
            }
            for (std::size_t i = 0; i < values_.size(); ++i) {
                right[p] += signs_[p][i] * values_[i];
            }
        }
        if (const auto solved = solve(std::move(gram), std::move(right))) {
            factors_ = *solved;
        }
    }

    [[nodiscard]] const Numbers& factors() const { return factors_; }

    /// With the signs as they were chosen, which need not be the nearest.
    [[nodiscard]] double error() const {
        return std::inner_product(rest_.begin(), rest_.end(), rest_.begin(), 0.0);
    }

private:
    Numbers values_;
    Numbers rest_;
    std::vector<std::vector<std::int8_t>> signs_;
    Numbers factors_;
};

/// Factors of least squares for the codes that are nearest under `factors`.
Numbers refit(const ValuePoints& points, const Numbers& factors) {
    const std::size_t k = factors.size();
    Numbers gram(k * k, 0);
    Numbers right(k, 0);
    Sums(factors).for_cells(points, [&](std::size_t begin, std::size_t end, std::size_t code) {
        const double count = points.count(begin, end);
        const double sum = points.sum(begin, end);
        for (std::size_t p = 0; p < k; ++p) {
            right[p] += sign_of(code, p) * sum;
            for (std::size_t q = 0; q < k; ++q) {
                gram[p * k + q] += sign_of(code, p) * sign_of(code, q) * count;
            }
        }
    });
    Numbers result = solve(std::move(gram), std::move(right)).value_or(factors);
    for (double& factor : result) {
        factor = std::abs(factor); // the other sign is the same sum of the other code
    }
    return result;
}

struct Fit {
    Numbers factors;
    double error = 0;
};

/// `turns` in all, of which some are `done`; 0: until the error stops to shrink.
Fit alternate(const ValuePoints& points, Numbers factors, int turns, int done) {
    constexpr int kMostTurns = 1000;
    constexpr double kShrinks = 1 - 1e-9;
    for (double& factor : factors) {
        factor = std::abs(factor);
    }
    Fit best{factors, Sums(factors).error(points)};
    for (int turn = done; turn < (turns > 0 ? turns : kMostTurns); ++turn) {
        const Numbers next = refit(points, best.factors);
        const double error = Sums(next).error(points);
        if (!(error < best.error)) {
            break;
        }
        const bool enough = turns == 0 && error > best.error * kShrinks;
        best = {next, error};
        if (enough) {
            break;
        }
    }
    return best;
}

/// Another place to begin: the first halves each time, as a uniform grid does; the others scatter.
Numbers other_start(const Numbers& greedy, int restart, std::uint64_t seed) {
    Numbers start = greedy;
    for (std::size_t plane = 0; plane < start.size(); ++plane) {
        if (restart == 0) {
            start[plane] = greedy.front() * std::ldexp(1.2, -static_cast<int>(plane));
        } else {
            const double drawn =
                counter_uniform(counter_key(seed, static_cast<std::uint64_t>(restart)), plane);
            start[plane] *= std::exp2(2 * drawn - 1);
        }
    }
    return start;
}

} // namespace

MultiBitMethod multibit_method(std::string_view name) {
    if (name == "greedy") {
        return MultiBitMethod::Greedy;
    }
    if (name == "refined") {
        return MultiBitMethod::Refined;
    }
    if (name == "alternating") {
        return MultiBitMethod::Alternating;
    }
    fail(ErrorCode::Usage, "found method \"{}\", expected greedy, refined or alternating", name);
}

MultiBit multibit(std::span<const float> values, const MultiBitSettings& settings) {
    expect(settings.planes >= 1 && settings.planes <= kMostPlanes, "{} planes, expected 1 to {}",
           settings.planes, kMostPlanes);
    std::vector<float> finite;
    std::ranges::copy_if(values, std::back_inserter(finite),
                         [](float x) { return std::isfinite(x); });
    if (finite.empty()) {
        return {std::vector<float>(static_cast<std::size_t>(settings.planes), 0), 0};
    }
    GreedyFit greedy(finite);
    for (int plane = 0; plane < settings.planes; ++plane) {
        greedy.add_plane(settings.method == MultiBitMethod::Refined);
    }
    Fit fit{greedy.factors(), greedy.error()};
    if (settings.method == MultiBitMethod::Alternating) {
        const ValuePoints points(finite);
        // The first turn keeps the signs that greedy chose, as published.
        greedy.refit();
        fit = alternate(points, greedy.factors(), settings.turns, 1);
        for (int restart = 0; restart < settings.restarts; ++restart) {
            Fit other = alternate(points, other_start(greedy.factors(), restart, settings.seed),
                                  settings.turns, 0);
            if (other.error < fit.error) {
                fit = std::move(other);
            }
        }
    }
    MultiBit result;
    result.error = fit.error;
    for (const double factor : fit.factors) {
        result.factors.push_back(static_cast<float>(std::abs(factor)));
    }
    std::ranges::sort(result.factors, std::greater{});
    return result;
}

} // namespace espalier
