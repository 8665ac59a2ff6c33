// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/train/values.h"

#include "core/base/counter_rng.h"
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/train/hooks/numeric_hook.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <vector>

namespace espalier {
namespace {

std::vector<float> hooked(const std::string& text, std::vector<float> values,
                          std::uint64_t key = 1) {
    apply_hook(NumericHook::parse(text), key, values);
    return values;
}

TEST(NumericHook, StochasticRoundingIsRightOnAverage) {
    constexpr std::size_t kDraws = 1000000;
    for (const float x : {0.3F, -0.3F, 0.05F, 0.7219F, -0.99F}) {
        // 3 bits: levels are thirds of the largest, 1.
        const double step = 1.0 / 3;
        std::vector<float> values(kDraws + 1, x);
        values.back() = 1; // sets the grid
        values = hooked("3s", std::move(values), 7);
        double sum = 0;
        for (std::size_t i = 0; i < kDraws; ++i) {
            sum += static_cast<double>(values[i]);
        }
        const double scaled = static_cast<double>(x) / step;
        const double fraction = scaled - std::floor(scaled);
        const double deviation = step * std::sqrt(fraction * (1 - fraction) / kDraws);
        EXPECT_NEAR(sum / kDraws, static_cast<double>(x), 3 * deviation) << x;
    }
}

TEST(NumericHook, TheDrawBelongsToThePlaceNotToTheOrder) {
    const std::vector<float> values = test::normal_values(1000, 3);
    const NumericHook hook = NumericHook::parse("4s");
    const float largest = largest_size(values);
    std::vector<float> whole = values;
    quantise(hook, largest, 5, 0, whole);
    std::vector<float> parts = values;
    for (const int count : {1, 3}) {
        const int before = threads();
        set_threads(count);
        parts = values;
        parallel_chunks(parts.size(), 77, [&](std::size_t begin, std::size_t end) {
            quantise(hook, largest, 5, begin, std::span(parts).subspan(begin, end - begin));
        });
        set_threads(before);
        EXPECT_EQ(parts, whole);
    }
    std::vector<float> other = values;
    quantise(hook, largest, 6, 0, other);
    EXPECT_NE(other, whole);
}

TEST(NumericHook, RoundingErrsByHalfAStepAndASecondTimeByNothing) {
    const std::vector<float> values = test::normal_values(1000, 4);
    const float largest = largest_size(values);
    for (const int bits : {2, 3, 4, 8, 12}) {
        const std::vector<float> once = hooked(std::to_string(bits), values);
        const float step = largest / static_cast<float>((1 << (bits - 1)) - 1);
        std::set<float> levels;
        for (std::size_t i = 0; i < values.size(); ++i) {
            EXPECT_LE(std::abs(once[i] - values[i]), step / 2 * 1.0001F) << bits;
            levels.insert(once[i]);
        }
        EXPECT_LE(levels.size(), (std::size_t{1} << static_cast<unsigned>(bits)) - 1) << bits;
        EXPECT_EQ(hooked(std::to_string(bits), once), once) << bits;
    }
    EXPECT_EQ(hooked("float", values), values);
    EXPECT_EQ(hooked("4s", {0, 0, 0}), (std::vector<float>{0, 0, 0}));
    EXPECT_EQ(hooked("1", {0.5F, -0.25F, 0, -2}),
              (std::vector<float>{0.6875F, -0.6875F, 0, -0.6875F}));
}

TEST(NumericHook, WagesGridsAreThoseOfThePaper) {
    // Wu et al. 2018, eqs. 6-7, k = 3: step 2^(1-3) = 1/4, clipped to +-3/4.
    EXPECT_EQ(hooked("3-unit", {0.3F, -0.4F, 0.9F, -2}),
              (std::vector<float>{0.25F, -0.5F, 0.75F, -0.75F}));
    // Shift(max) = 2^round(log2 5) = 4: step 1, clipped to +-3.
    EXPECT_EQ(hooked("3-shift", {5, 1.2F, -0.4F, -2.6F}), (std::vector<float>{3, 1, 0, -3}));
}

TEST(NumericHook, NormalisingDividesByThePowerOfTwoNextToTheLargest) {
    // Shift(3) = 2^round(1.58) = 4.
    std::vector<float> values{3, -1, 0.5F};
    apply_hook(NumericHook::parse("norm"), 1, values, 0.25F);
    EXPECT_EQ(values, (std::vector<float>{0.1875F, -0.0625F, 0.03125F}));
}

TEST(NumericHook, SparsifyingKeepsTheLargest) {
    EXPECT_EQ(hooked("top0.4", {1, -5, 2, 0.5F, -3}), (std::vector<float>{0, -5, 0, 0, -3}));
    EXPECT_EQ(hooked("top0.5", {1, 1, 1, 1}), (std::vector<float>{1, 1, 0, 0}));
    EXPECT_EQ(hooked("top1", {1, -5}), (std::vector<float>{1, -5}));
    EXPECT_EQ(hooked("above2", {1, -5, 2, 0.5F, -3}), (std::vector<float>{0, -5, 2, 0, -3}));
    EXPECT_EQ(hooked("2+top0.4", {1, -5, 2, 0.5F, -3}), (std::vector<float>{0, -5, 0, 0, -5}));
}

TEST(NumericHook, TextGoesBothWays) {
    for (const char* text : {"float", "8", "8s", "2-unit", "8s-shift", "norm", "8s+norm", "top0.1",
                             "above0.25", "4s+top0.5", "3+top0.5+above0.01"}) {
        EXPECT_EQ(NumericHook::parse(text).str(), text);
    }
    for (const char* text : {"", "0", "25", "8x", "top", "top0", "top2", "above-1", "8+", "s"}) {
        EXPECT_THROW(static_cast<void>(NumericHook::parse(text)), Error) << text;
    }
}

TEST(CounterRng, IsUniform) {
    constexpr int kDraws = 1 << 20;
    constexpr int kBins = 64;
    std::vector<int> bins(kBins);
    for (int i = 0; i < kDraws; ++i) {
        ++bins[static_cast<std::size_t>(counter_uniform(9, static_cast<std::uint64_t>(i)) * kBins)];
    }
    double chi = 0;
    for (const int count : bins) {
        chi += std::pow(count - kDraws / kBins, 2) / (static_cast<double>(kDraws) / kBins);
    }
    EXPECT_LT(chi, 63 + 5 * std::sqrt(2 * 63.0)); // five standard deviations of chi^2
}

} // namespace
} // namespace espalier
