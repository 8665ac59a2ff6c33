// SPDX-License-Identifier: GPL-3.0-or-later
// Grids against closed forms, published tables and exhaustive search. The normal and the Laplace
// distribution are their quantiles, so that nothing is left to chance.
#include "core/analysis/grids/analytic_clip.h"
#include "core/analysis/grids/codebook.h"
#include "core/analysis/grids/multibit.h"
#include "core/analysis/grids/scale_search.h"
#include "core/analysis/grids/stochastic.h"
#include "core/analysis/grids/ternary.h"
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/rng.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace espalier {
namespace {

constexpr int kCount = 40000;

const std::vector<float>& normal() {
    static const std::vector<float> values = [] {
        std::vector<float> quantiles;
        for (int i = 0; i < kCount; ++i) {
            const double share = (i + 0.5) / kCount;
            double low = -9;
            double high = 9;
            for (int step = 0; step < 45; ++step) {
                const double middle = (low + high) / 2;
                (0.5 * std::erfc(-middle / std::sqrt(2.0)) < share ? low : high) = middle;
            }
            quantiles.push_back(static_cast<float>(low));
        }
        return quantiles;
    }();
    return values;
}

const std::vector<float>& laplace() {
    static const std::vector<float> values = [] {
        std::vector<float> quantiles;
        for (int i = 0; i < kCount; ++i) {
            const double share = (i + 0.5) / kCount;
            quantiles.push_back(
                static_cast<float>(share < 0.5 ? std::log(2 * share) : -std::log(2 - 2 * share)));
        }
        return quantiles;
    }();
    return values;
}

double power(const std::vector<float>& values) {
    return std::inner_product(values.begin(), values.end(), values.begin(), 0.0);
}

double relative(const std::vector<float>& values, double error) {
    return error / power(values);
}

std::vector<float> draws(std::uint64_t seed, int count) {
    Rng rng(seed);
    std::vector<float> values;
    for (int i = 0; i < count; ++i) {
        values.push_back(static_cast<float>(rng.normal()));
    }
    return values;
}

/// Least error of k cells by trying every way to cut the sorted values.
double exhaustive(const std::vector<float>& sorted, std::size_t begin, std::size_t cells) {
    const auto spread = [&](std::size_t from, std::size_t to) {
        double sum = 0;
        double squares = 0;
        for (std::size_t i = from; i < to; ++i) {
            sum += sorted[i];
            squares += static_cast<double>(sorted[i]) * sorted[i];
        }
        return squares - sum * sum / static_cast<double>(to - from);
    };
    if (cells == 1) {
        return spread(begin, sorted.size());
    }
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t end = begin + 1; end + cells - 1 <= sorted.size(); ++end) {
        least = std::min(least, spread(begin, end) + exhaustive(sorted, end, cells - 1));
    }
    return least;
}

TEST(Codebook, OptimumIsThatOfAllCuts) {
    for (std::uint64_t seed = 0; seed < 12; ++seed) {
        std::vector<float> values = draws(seed, 12);
        const ValuePoints points(values);
        std::ranges::sort(values);
        for (std::size_t count = 1; count <= 5; ++count) {
            const Levels levels = optimal_levels(points, count);
            EXPECT_EQ(levels.size(), count);
            EXPECT_NEAR(points.error(levels), exhaustive(values, 0, count), 1e-5);
        }
    }
}

TEST(Codebook, OptimumOfTheNormalIsMaxsTable) {
    // Max, Quantizing for minimum distortion, 1960, table I; a finite sample lies a little below.
    const ValuePoints points(normal());
    const std::vector<std::pair<std::size_t, double>> table{
        {2, 0.3634}, {4, 0.1175}, {8, 0.03454}, {16, 0.009497}};
    for (const auto& [count, expected] : table) {
        const Levels levels = optimal_levels(points, count);
        EXPECT_NEAR(relative(normal(), points.error(levels)), expected, 0.01 * expected) << count;
    }
    const Levels two = optimal_levels(points, 2);
    EXPECT_NEAR(two[1], 0.7980, 1e-3);
    const Levels four = optimal_levels(points, 4);
    EXPECT_NEAR(four[2], 0.4528, 1e-3);
    EXPECT_NEAR(four[3], 1.510, 3e-3);
}

TEST(Codebook, NoStartOfLloydBeatsTheOptimum) {
    for (const auto* values : {&normal(), &laplace()}) {
        const ValuePoints points(*values);
        for (const std::size_t count : {3U, 8U, 16U}) {
            const double least = points.error(optimal_levels(points, count));
            for (const LevelStart start :
                 {LevelStart::Linear, LevelStart::Density, LevelStart::Random}) {
                const Levels first = start_levels(points, count, start, 5);
                const double lloyd = points.error(lloyd_levels(points, first));
                EXPECT_LE(least, lloyd * (1 + 1e-6));
                EXPECT_LE(lloyd, points.error(first) * (1 + 1e-6));
            }
            EXPECT_LE(least, points.error(balanced_levels(points, count)));
        }
    }
}

TEST(Codebook, ManyValuesAreCutAtEdgesOfBins) {
    const std::vector<float> values = draws(9, 200000);
    const ValuePoints points(values);
    EXPECT_FALSE(points.exact());
    EXPECT_NEAR(points.power(), power(values), 1e-6 * power(values));
    const Levels levels = optimal_levels(points, 16);
    // Lloyd's iteration from there, on the values one by one, hardly finds anything to gain.
    std::vector<float> moved(values.begin(), values.end());
    double error = 0;
    std::vector<double> sums(levels.size(), 0);
    std::vector<double> counts(levels.size(), 0);
    for (const float x : values) {
        std::size_t nearest = 0;
        for (std::size_t i = 1; i < levels.size(); ++i) {
            nearest = std::abs(x - levels[i]) < std::abs(x - levels[nearest]) ? i : nearest;
        }
        error += (x - static_cast<double>(levels[nearest])) * (x - levels[nearest]);
        sums[nearest] += x;
        counts[nearest] += 1;
    }
    double gain = 0;
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const double off = sums[i] / counts[i] - levels[i];
        gain += counts[i] * off * off;
    }
    EXPECT_LT(gain, 1e-5 * error);
    EXPECT_NEAR(points.error(levels), error, 1e-3 * error);
}

TEST(Codebook, FewValuesAndNone) {
    const std::vector<float> three{2, 1, 2, 1, 5, std::numeric_limits<float>::quiet_NaN()};
    EXPECT_EQ(optimal_levels(ValuePoints(three), 8), (Levels{1, 2, 5}));
    EXPECT_EQ(balanced_levels(ValuePoints(std::vector<float>{3, 3, 3}), 4), (Levels{3}));
    EXPECT_THROW((void)optimal_levels(ValuePoints(std::vector<float>{}), 2), Error);
    EXPECT_THROW((void)level_start("even"), Error);
}

TEST(Ternary, OptimumIsTheBestOfAllThresholds) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const std::vector<float> values = draws(seed, 31);
        double least = power(values);
        for (const float candidate : values) {
            double sum = 0;
            double kept = 0;
            for (const float x : values) {
                if (std::abs(x) >= std::abs(candidate)) {
                    sum += std::abs(x);
                    kept += 1;
                }
            }
            least = std::min(least, power(values) - sum * sum / kept);
        }
        const Ternary found = ternary_optimum(values);
        EXPECT_NEAR(found.error, least, 1e-5 * least);
        const std::vector<float> levels{-found.scale, 0, found.scale};
        EXPECT_NEAR(ValuePoints(values).error(levels), found.error, 1e-5 * least);
    }
}

/// Error over power when sizes above t become their mean m, a share s of all: 1 - s m^2 / power.
double closed_form(double share, double mean, double power) {
    return 1 - share * mean * mean / power;
}

TEST(Ternary, NormalAndLaplaceInClosedForm) {
    const double pi = std::acos(-1.0);
    const auto normal_at = [&](double t) {
        const double share = std::erfc(t / std::sqrt(2.0));
        return closed_form(share, 2 * std::exp(-t * t / 2) / std::sqrt(2 * pi) / share, 1);
    };
    const auto laplace_at = [](double t) { return closed_form(std::exp(-t), 1 + t, 2); };
    const Ternary best = ternary_optimum(normal());
    // Max 1960, table I: 3 levels leave 0.1902.
    EXPECT_NEAR(relative(normal(), best.error), 0.1902, 1e-4);
    const double mean = std::sqrt(2 / pi);
    EXPECT_NEAR(best.threshold / mean, 0.765, 5e-3);
    const auto zeros =
        std::ranges::count_if(normal(), [&](float x) { return std::abs(x) <= best.threshold; });
    EXPECT_NEAR(static_cast<double>(zeros) / kCount, 0.457, 3e-3);
    for (const double factor : {0.7, 0.75}) {
        EXPECT_NEAR(relative(normal(), ternary_by_mean(normal(), factor).error),
                    normal_at(factor * mean), 2e-4);
        EXPECT_NEAR(relative(laplace(), ternary_by_mean(laplace(), factor).error),
                    laplace_at(factor), 3e-4);
    }
    double least = 1;
    for (double t = 0; t < 3; t += 1e-3) {
        least = std::min(least, laplace_at(t));
    }
    EXPECT_NEAR(relative(laplace(), ternary_optimum(laplace()).error), least, 3e-4);
    EXPECT_EQ(ternary_optimum(std::vector<float>{0, 0}).scale, 0);
}

double multibit_error(const std::vector<float>& values, int planes, MultiBitMethod method,
                      int turns = 0, int restarts = 0) {
    return relative(values, multibit(values, {planes, method, turns, restarts, 1}).error);
}

TEST(MultiBit, NormalAndLaplace) {
    struct Row {
        const std::vector<float>* values;
        int planes;
        double greedy;
        double refined;
        double converged;
    };

    const std::vector<Row> rows{
        {&normal(), 2, 0.1301, 0.1249, 0.1174},  {&normal(), 3, 0.0581, 0.0503, 0.0368},
        {&normal(), 4, 0.0327, 0.0246, 0.0115},  {&laplace(), 2, 0.2308, 0.2103, 0.1769},
        {&laplace(), 3, 0.1440, 0.1178, 0.0560}, {&laplace(), 4, 0.0963, 0.0618, 0.0190}};
    for (const Row& row : rows) {
        const double greedy = multibit_error(*row.values, row.planes, MultiBitMethod::Greedy);
        const double refined = multibit_error(*row.values, row.planes, MultiBitMethod::Refined);
        const double two = multibit_error(*row.values, row.planes, MultiBitMethod::Alternating, 2);
        const double all =
            multibit_error(*row.values, row.planes, MultiBitMethod::Alternating, 0, 8);
        EXPECT_NEAR(greedy, row.greedy, 0.02 * row.greedy) << row.planes;
        EXPECT_NEAR(refined, row.refined, 0.02 * row.refined) << row.planes;
        EXPECT_LE(all, row.converged * 1.01) << row.planes;
        EXPECT_LE(refined, greedy);
        EXPECT_LE(two, refined);
        EXPECT_LE(all, two);
        const ValuePoints points(*row.values);
        EXPECT_LE(relative(*row.values,
                           points.error(optimal_levels(points, std::size_t{1} << row.planes))),
                  all);
    }
}

TEST(MultiBit, OnePlaneIsTheMeanSize) {
    const MultiBit one = multibit(normal(), {1, MultiBitMethod::Alternating, 0, 0, 1});
    EXPECT_NEAR(one.factors[0], std::sqrt(2 / std::acos(-1.0)), 1e-3);
    EXPECT_NEAR(relative(normal(), one.error), 1 - 2 / std::acos(-1.0), 1e-3);
    EXPECT_NEAR(multibit_error(laplace(), 1, MultiBitMethod::Greedy), 0.5, 3e-3);
    const MultiBit none = multibit(std::vector<float>{}, {3, MultiBitMethod::Refined, 0, 0, 1});
    EXPECT_EQ(none.factors, std::vector<float>(3, 0));
}

TEST(Scales, LevelsArePowersOfTwoAndTheirSums) {
    EXPECT_EQ(power_of_two_levels(3), (std::vector<float>{-1, -0.5F, -0.25F, 0, 0.25F, 0.5F, 1}));
    // Two terms, {0, 1, 1/4, 1/16} and {0, 1/2}: 2^(1 + 3) - 1 levels, ending at 3/2 before
    // scaling.
    const std::vector<float> sums = additive_levels(4);
    EXPECT_EQ(sums.size(), 15U);
    for (const float level : sums) {
        const double sum = std::abs(level) * 1.5;
        const double rest = sum >= 1 ? sum - 1 : sum;
        EXPECT_TRUE(sum == 0 || std::abs(rest - 0.5) < 1e-6 || std::abs(rest) < 1e-6 ||
                    std::abs(rest - 0.25) < 1e-6 || std::abs(rest - 0.0625) < 1e-6 ||
                    std::abs(rest - 0.5625) < 1e-6 || std::abs(rest - 0.75) < 1e-6)
            << level;
    }
}

TEST(Scales, TheBestIsNoWorseThanItsNeighbours) {
    for (const int bits : {2, 3, 4, 5}) {
        for (const auto& levels : {power_of_two_levels(bits), additive_levels(bits)}) {
            const ValuePoints points(normal());
            const auto at = [&](double scale) {
                std::vector<float> scaled;
                for (const float level : levels) {
                    scaled.push_back(static_cast<float>(level * scale));
                }
                return points.error(scaled);
            };
            const double scale = best_scale(points, levels);
            for (double factor = 0.1; factor < 2; factor += 0.01) {
                EXPECT_LE(at(scale), at(scale * factor) * 1.002) << bits << " " << factor;
            }
            const double shift = best_shift(points, levels);
            EXPECT_EQ(std::exp2(std::round(std::log2(shift))), shift);
            EXPECT_LE(at(shift), std::min(at(shift * 2), at(shift / 2)));
        }
    }
    EXPECT_EQ(best_scale(ValuePoints(std::vector<float>{0, 0}), power_of_two_levels(3)), 1);
}

TEST(AnalyticClip, IsThatOfThePaper) {
    // Banner et al. 2019, and the tables of their published program.
    const std::vector<double> gauss{1.71, 2.15, 2.55, 2.93, 3.28, 3.61, 3.92};
    const std::vector<double> exponential{2.83, 3.89, 5.03, 6.20, 7.41, 8.64, 9.89};
    for (int bits = 2; bits <= 8; ++bits) {
        const auto i = static_cast<std::size_t>(bits - 2);
        EXPECT_NEAR(analytic_clip(Shape1D::Gauss, bits), gauss[i], 0.01) << bits;
        EXPECT_NEAR(analytic_clip(Shape1D::Laplace, bits), exponential[i], 0.01) << bits;
    }
}

TEST(ByChance, IsRightOnAverageOnAnyNumberOfThreads) {
    const std::vector<float> levels{-1, 0, 0.5F, 2};
    for (const float x : {-0.7F, 0.1F, 0.49F, 1.3F}) {
        std::vector<float> drawn(1000000, x);
        project_by_chance(drawn, levels, 3);
        double sum = 0;
        double squares = 0;
        for (const double value : drawn) {
            sum += value;
            squares += value * value;
        }
        const double mean = sum / 1e6;
        const double deviation = std::sqrt((squares / 1e6 - mean * mean) / 1e6);
        EXPECT_NEAR(mean, x, 3 * deviation);
        std::vector<float> again(1000000, x);
        set_threads(1);
        project_by_chance(again, levels, 3);
        set_threads(0);
        EXPECT_EQ(drawn, again);
    }
    std::vector<float> outside{-9, 9, 0.5F};
    project_by_chance(outside, levels, 1);
    EXPECT_EQ(outside, (std::vector<float>{-1, 2, 0.5F}));
}

} // namespace
} // namespace espalier
