// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/calibration.h"
#include "core/analysis/histogram.h"
#include "core/base/error.h"
#include "core/base/rng.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

namespace espalier {
namespace {

/// N(0, 1) without noise: its quantiles at (i + 1/2) / n, by bisection of erfc.
std::vector<float> normal_quantiles(int n) {
    std::vector<float> values;
    for (int i = 0; i < n; ++i) {
        const double share = (i + 0.5) / n;
        double low = -9;
        double high = 9;
        for (int step = 0; step < 50; ++step) {
            const double middle = (low + high) / 2;
            (0.5 * std::erfc(-middle / std::sqrt(2.0)) < share ? low : high) = middle;
        }
        values.push_back(static_cast<float>(low));
    }
    return values;
}

std::vector<float> normals(int n, std::uint64_t seed) {
    Rng rng(seed);
    std::vector<float> values(static_cast<std::size_t>(n));
    for (float& value : values) {
        value = static_cast<float>(rng.normal());
    }
    return values;
}

double power(const std::vector<float>& values) {
    return std::inner_product(values.begin(), values.end(), values.begin(), 0.0);
}

/// Mean squared error of a symmetric quantiser with levels 0, +-step ... +-top * step for N(0, 1):
/// the integral of (x - q)^2 over each cell, in closed form.
double normal_error(double step, int top) {
    const auto density = [](double x) {
        return std::isinf(x) ? 0.0 : std::exp(-x * x / 2) / std::sqrt(2 * std::acos(-1.0));
    };
    const auto below = [](double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); };
    const auto moment = [&](double x) { return std::isinf(x) ? 0.0 : x * density(x); };
    double sum = 0;
    for (int level = -top; level <= top; ++level) {
        const double infinity = std::numeric_limits<double>::infinity();
        const double q = level * step;
        const double a = level == -top ? -infinity : q - step / 2;
        const double b = level == top ? infinity : q + step / 2;
        sum += (1 + q * q) * (below(b) - below(a)) - (moment(b) - moment(a)) +
               2 * q * (density(b) - density(a));
    }
    return sum;
}

TEST(Calibration, MseFindsTheBestClipOfANormalDistribution) {
    // Published optima of uniform quantisers with 3 and 7 levels: errors 0.1902 and 0.04686 (Max,
    // Quantizing for minimum distortion, 1960, table II). The figures 0.18963, 0.04673 and 0.01289
    // of design/techniques.md row G4 were sampled, and agree within 0.3 %.
    struct Row {
        int bits;
        double sampled;
        double clip;
    };

    const auto values = normal_quantiles(100'000);
    for (const Row& row : {Row{4, 0.01289, 2.45}, Row{3, 0.04673, 1.95}, Row{2, 0.18963, 1.20}}) {
        const int top = (1 << (row.bits - 1)) - 1;
        double least = 1;
        double clip = 0;
        for (double candidate = 0.5; candidate < 4; candidate += 0.001) {
            if (const double error = normal_error(candidate / top, top); error < least) {
                least = error;
                clip = candidate;
            }
        }
        EXPECT_NEAR(least, row.sampled, 0.003 * least);
        EXPECT_NEAR(clip, row.clip, 0.03);

        const QuantiserSpec spec{row.bits, true, RangeRule::Mse};
        const Range range = range_of(values, spec);
        EXPECT_NEAR(range.high, clip, 0.02) << row.bits;
        EXPECT_EQ(range.low, -range.high);
        EXPECT_NEAR(squared_error(values, range, spec) / power(values), least, 3e-5) << row.bits;
        ValueRecord record;
        record.add(values);
        const Range from_record = range_of(record, spec);
        EXPECT_NEAR(squared_error(values, from_record, spec) / power(values), least, 3e-5);
    }
    EXPECT_NEAR(normal_error(1.2240, 1), 0.1902, 5e-5);
    EXPECT_NEAR(normal_error(0.6508, 3), 0.04686, 5e-6);
}

TEST(Calibration, TheCodeRoundsToTheNearestStepInsideTheClipAndIsIdempotent) {
    const auto values = normals(5000, 3);
    const Tensor x = Tensor::of<float>({5000}, values);
    for (const bool symmetric : {true, false}) {
        for (const int bits : {2, 3, 4, 8, 12, 16}) {
            for (const RangeRule rule :
                 {RangeRule::MinMax, RangeRule::Percentile, RangeRule::Mse, RangeRule::Entropy}) {
                const QuantiserSpec spec{bits, symmetric, rule, 99};
                const Range range = range_of(values, spec);
                const Grid1D grid = grid_for(range, spec);
                const CodePtr code = affine_code({grid}, spec, -1);
                const Tensor once = code->project(x);
                EXPECT_TRUE(code->project(once).equals(once));
                EXPECT_EQ(code->project(Tensor::scalar(0.0F)).data<float>()[0], 0);
                double sum = 0;
                for (std::size_t i = 0; i < values.size(); ++i) {
                    const double error = std::abs(double{once.data<float>()[i]} - values[i]);
                    sum += error * error;
                    const double step = grid.scale;
                    if (values[i] > range.low + step && values[i] < range.high - step) {
                        // x / step is rounded to 24 bits before it is rounded to a level.
                        const double slack = std::ldexp(1.0, bits - 23);
                        ASSERT_LE(error, step * (0.5 + slack)) << bits << ' ' << values[i];
                    }
                }
                EXPECT_NEAR(squared_error(values, range, spec), sum, 1e-3 * sum + 1e-9);
            }
        }
    }
}

TEST(Calibration, MinMaxLosesNothingAtTheEndsAndMseLosesLeast) {
    const auto values = normals(3000, 5);
    for (const bool symmetric : {true, false}) {
        for (const int bits : {2, 4, 6, 8}) {
            QuantiserSpec spec{bits, symmetric};
            const auto error = [&](RangeRule rule) {
                spec.rule = rule;
                return squared_error(values, range_of(values, spec), spec);
            };
            const double best = error(RangeRule::Mse);
            EXPECT_LE(best, error(RangeRule::MinMax));
            EXPECT_LE(best, error(RangeRule::Percentile));
            EXPECT_LE(best, error(RangeRule::Entropy) * (1 + 1e-6));
        }
    }
    const auto [low, high] = std::ranges::minmax_element(values);
    EXPECT_EQ(range_of(values, {8, false, RangeRule::MinMax}), (Range{*low, *high}));
}

TEST(Calibration, EntropyClipsATailAndItsChoiceIsTheLeastDivergence) {
    auto values = normals(20'000, 7);
    values.push_back(40); // one outlier
    const QuantiserSpec spec{8, true, RangeRule::Entropy};
    const Range range = range_of(values, spec);
    EXPECT_LT(range.high, 20);
    EXPECT_GT(range.high, 2);

    std::vector<std::int64_t> bins(2048, 0);
    for (const float value : values) {
        ++bins[static_cast<std::size_t>(std::abs(value) / 40 * 2047)];
    }
    const double all = clip_divergence(bins, bins.size(), 128);
    double least = all;
    for (std::size_t kept = 128; kept < bins.size(); ++kept) {
        least = std::min(least, clip_divergence(bins, kept, 128));
    }
    EXPECT_GE(all, least);
    EXPECT_GE(least, 0);
    // As many levels as bins lose nothing.
    EXPECT_NEAR(clip_divergence(bins, bins.size(), bins.size()), 0, 1e-12);
    EXPECT_THROW((void)clip_divergence(bins, 100, 128), Error);
}

TEST(Calibration, RecordsDoNotDependOnTheOrderOfPieces) {
    const auto values = normals(1000, 9);
    const auto piece = [&](std::size_t from, std::size_t to) {
        return std::span(values).subspan(from, to - from);
    };
    ValueRecord whole;
    whole.add(values);
    ValueRecord parts;
    parts.add(piece(700, 1000));
    parts.add(piece(0, 10));
    ValueRecord other;
    other.add(piece(10, 700));
    parts.merge(other);
    EXPECT_EQ(whole.bins(), parts.bins());
    EXPECT_EQ(whole.low(), parts.low());
    EXPECT_EQ(whole.high(), parts.high());
    EXPECT_EQ(whole.limit(), parts.limit());
    const std::vector<float> odd{0, std::numeric_limits<float>::infinity(), 1,
                                 std::numeric_limits<float>::quiet_NaN(), -2};
    ValueRecord record;
    record.add(odd);
    EXPECT_EQ(record.count(), 3);
    EXPECT_EQ(record.zeros(), 1);
    EXPECT_EQ(record.limit(), 4); // 2 lies on the edge of [-2, 2)
}

TEST(Calibration, NothingAndOnlyZerosAreNoTrap) {
    for (const RangeRule rule :
         {RangeRule::MinMax, RangeRule::Percentile, RangeRule::Mse, RangeRule::Entropy}) {
        for (const bool symmetric : {true, false}) {
            const QuantiserSpec spec{8, symmetric, rule};
            EXPECT_EQ(range_of(std::span<const float>(), spec), Range{});
            const std::vector<float> zeros(10, 0.0F);
            EXPECT_EQ(grid_for(range_of(zeros, spec), spec).scale, 1);
            EXPECT_EQ(grid_for(range_of(ValueRecord(), spec), spec).scale, 1);
            const std::vector<float> tiny{std::numeric_limits<float>::denorm_min()};
            EXPECT_GT(grid_for(range_of(tiny, spec), spec).scale, 0);
        }
    }
}

TEST(Histogram, CountsEveryValueOnce) {
    const std::vector<float> values{-1, 0, 0, 0.25F, 1, 1, std::numeric_limits<float>::infinity()};
    const Histogram h = histogram(values, 4);
    EXPECT_EQ(h.counts, (std::vector<std::int64_t>{1, 0, 1, 2}));
    EXPECT_EQ(h.zeros, 2);
    EXPECT_EQ(h.not_finite, 1);
    EXPECT_EQ(h.total, 7);
    EXPECT_EQ(h.counted(), 4);
    EXPECT_DOUBLE_EQ(h.bin_width(), 0.5);
    EXPECT_DOUBLE_EQ(h.mean, 1.25 / 6);
    EXPECT_EQ(histogram(std::vector<float>{3, 3}, 2).counts, (std::vector<std::int64_t>{0, 2}));
    EXPECT_THROW((void)histogram(values, 0), Error);
}

TEST(Histogram, ARangeOfOnesOwnKeepsBinsInPlace) {
    const std::vector<float> values = {-3, -1, 0, 0.5F, 1.5F, 9, std::nanf("")};
    const Histogram result = histogram(values, 4, -2, 2);
    EXPECT_EQ(result.low, -2);
    EXPECT_EQ(result.high, 2);
    EXPECT_EQ(result.counts, (std::vector<std::int64_t>{1, 1, 1, 2}));
    EXPECT_EQ(result.zeros, 1);
    EXPECT_EQ(result.not_finite, 1);
    EXPECT_EQ(result.counted(), 5);
    EXPECT_EQ(finite_range(values), std::pair(-3.0, 9.0));
    EXPECT_EQ(finite_range({}), std::pair(0.0, 0.0));
    EXPECT_THROW((void)histogram(values, 4, 1, 1), Error);
}

TEST(Histogram, ChannelsAreTakenAlongTheirAxis) {
    const Tensor t =
        Tensor::of<float>({2, 3, 2}, std::vector<float>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, -11});
    const auto ranges = channel_ranges(t, 1);
    ASSERT_EQ(ranges.size(), 3U);
    EXPECT_EQ(ranges[0].low, 0);
    EXPECT_EQ(ranges[0].high, 7);
    EXPECT_EQ(ranges[0].zeros, 1);
    EXPECT_EQ(ranges[2].low, -11);
    EXPECT_DOUBLE_EQ(ranges[1].mean, (2 + 3 + 8 + 9) / 4.0);
    EXPECT_DOUBLE_EQ(ranges[1].rms, std::sqrt((4 + 9 + 64 + 81) / 4.0));
    EXPECT_EQ(channel_ranges(t, -1).size(), 1U);
    EXPECT_EQ(by_channel(t, 2)[1], (std::vector<float>{1, 3, 5, 7, 9, -11}));
}

TEST(Calibration, AnalyticClipsFollowFromTheMoments) {
    const std::vector<float> values = normal_quantiles(40001);
    QuantiserSpec spec{.bits = 4, .symmetric = true, .rule = RangeRule::Gauss};
    EXPECT_NEAR(range_of(values, spec).high, 2.55, 0.02);
    ValueRecord record;
    record.add(values);
    EXPECT_NEAR(range_of(record, spec).high, 2.55, 0.02);
    // Half of a normal distribution has a bit more for its one side; zeros do not count.
    std::vector<float> rectified = values;
    std::ranges::transform(values, rectified.begin(), [](float x) { return std::max(x, 0.0F); });
    spec.symmetric = false;
    EXPECT_NEAR(range_of(rectified, spec).high, 2.93, 0.02);
    EXPECT_EQ(range_of(rectified, spec).low, 0);
    std::vector<float> exponential;
    for (int i = 0; i < 40000; ++i) {
        const double size = -std::log(1 - (i + 0.5) / 40000);
        exponential.push_back(static_cast<float>(i % 2 == 0 ? size : -size));
    }
    spec = {.bits = 4, .symmetric = true, .rule = RangeRule::Laplace};
    EXPECT_NEAR(range_of(exponential, spec).high, 5.03, 0.05);
    EXPECT_EQ(range_of(std::vector<float>{0, 0}, spec), Range{});
}

TEST(Calibration, MovingAveragesAndTheBestOfAll) {
    ValueRecord record;
    record.add(std::vector<float>{-1, 2});
    record.add(std::vector<float>{-3, 12});
    QuantiserSpec spec{.bits = 8, .symmetric = false, .rule = RangeRule::Moving};
    EXPECT_FLOAT_EQ(range_of(record, spec).low, -1.2F);
    EXPECT_FLOAT_EQ(range_of(record, spec).high, 3);
    const std::vector<float> values = normals(3000, 8);
    for (const int bits : {2, 4, 8}) {
        for (const bool symmetric : {false, true}) {
            spec = {.bits = bits, .symmetric = symmetric, .rule = RangeRule::Best};
            const double best = squared_error(values, range_of(values, spec), spec);
            for (const std::string_view rule :
                 {"minmax", "percentile", "mse", "entropy", "gauss", "laplace", "moving"}) {
                spec.rule = range_rule(rule);
                EXPECT_LE(best, squared_error(values, range_of(values, spec), spec)) << rule;
            }
        }
    }
}

} // namespace
} // namespace espalier
