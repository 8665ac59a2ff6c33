// SPDX-License-Identifier: GPL-3.0-or-later
// What every method of quantisation-aware training promises, and the published rule of each.
#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/train/quantise/method.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace espalier {
namespace {

Tensor normals(std::uint64_t seed, double deviation = 0.5) {
    Tensor tensor(DType::Float32, Shape{4, 30});
    Rng rng(seed);
    for (float& x : tensor.writable<float>()) {
        x = static_cast<float>(deviation * rng.normal());
    }
    return tensor;
}

/// A quantiser with the gradients it lets pass of `by_seen`.
struct Tried {
    WeightQuantiserPtr quantiser;
    Tensor latent;
    std::vector<float> numbers;
    std::vector<float> gradient;
    std::vector<float> by_numbers;

    Tried(std::string_view id, int bits, const Tensor& values, const Tensor& by_seen)
        : quantiser(quantisation_method(id).weights({bits, 0, values}))
        , latent(values)
        , numbers(quantiser->numbers())
        , gradient(by_seen.data<float>().begin(), by_seen.data<float>().end())
        , by_numbers(numbers.size(), 0) {
        quantiser->backward({latent, numbers, {}, gradient, by_numbers});
    }

    [[nodiscard]] Tensor seen() const { return quantiser->forward(latent, numbers, std::nullopt); }
};

/// Those with a quantiser for weights.
std::vector<const QuantisationMethod*> with_quantisers() {
    std::vector<const QuantisationMethod*> found;
    std::ranges::copy_if(quantisation_methods(), std::back_inserter(found),
                         [](const QuantisationMethod* method) { return method->weights; });
    return found;
}

class EveryMethod : public testing::TestWithParam<const QuantisationMethod*> {};

TEST_P(EveryMethod, DescribesItself) {
    EXPECT_FALSE(GetParam()->id.empty() || GetParam()->title.empty());
    EXPECT_FALSE(GetParam()->reference.empty() || GetParam()->link.empty());
    EXPECT_GT(GetParam()->rule.size(), 60U);
    EXPECT_EQ(&quantisation_method(GetParam()->id), GetParam());
}

TEST_P(EveryMethod, WhatIsSeenAreLevelsOfTheCode) {
    for (int bits = GetParam()->least_bits; bits <= GetParam()->most_bits; ++bits) {
        const Tensor latent = normals(3);
        const WeightQuantiserPtr quantiser = GetParam()->weights({bits, 0, latent});
        const std::vector<float> numbers = quantiser->numbers();
        const Tensor seen = quantiser->forward(latent, numbers, std::nullopt);
        const CodePtr code = quantiser->code(latent, numbers);
        EXPECT_EQ(code->bits(), bits);
        EXPECT_TRUE(code->project(seen).equals(seen)) << bits;
        if (quantiser->positive()) {
            EXPECT_TRUE(std::ranges::all_of(numbers, [](float n) { return n > 0; }));
        }
    }
}

TEST_P(EveryMethod, ZerosStayWhereThereIsSuchALevel) {
    Tensor latent = normals(4);
    latent.writable<float>()[7] = 0;
    const WeightQuantiserPtr quantiser = GetParam()->weights({GetParam()->most_bits, 0, latent});
    const std::vector<float> numbers = quantiser->numbers();
    EXPECT_EQ(quantiser->forward(latent, numbers, std::nullopt).at(7) == 0, GetParam()->has_zero);
}

TEST_P(EveryMethod, ChannelsOfZerosAreNoTrouble) {
    const Tensor latent(DType::Float32, Shape{3, 8});
    const WeightQuantiserPtr quantiser = GetParam()->weights({GetParam()->most_bits, 0, latent});
    const std::vector<float> numbers = quantiser->numbers();
    const Tensor seen = quantiser->forward(latent, numbers, std::uint64_t{1});
    std::vector<float> gradient(24, 1);
    std::vector<float> by_numbers(numbers.size(), 0);
    quantiser->backward({latent, numbers, {}, gradient, by_numbers});
    for (const auto& values : {seen.data<float>(), std::span<const float>(gradient),
                               std::span<const float>(by_numbers)}) {
        EXPECT_TRUE(std::ranges::all_of(values, [](float x) { return std::isfinite(x); }));
    }
}

INSTANTIATE_TEST_SUITE_P(Methods, EveryMethod, testing::ValuesIn(with_quantisers()),
                         [](const auto& each) {
                             std::string name(each.param->id);
                             std::erase(name, '-');
                             return name;
                         });

TEST(QuantisationMethod, UnknownOnesAreListed) {
    EXPECT_THROW(static_cast<void>(quantisation_method("lsqq")), Error);
}

TEST(QuantisationMethod, DorefaFollowsItsEquation) {
    const Tensor latent = normals(5);
    const Tried run("dorefa", 3, latent, normals(6));
    float most = 0;
    for (const float x : latent.data<float>()) {
        most = std::max(most, std::abs(std::tanh(x)));
    }
    const Tensor seen = run.seen();
    for (std::size_t i = 0; i < 120; ++i) {
        const float t = std::tanh(latent.data<float>()[i]) / (2 * most) + 0.5F;
        EXPECT_NEAR(seen.data<float>()[i], most * (2 * std::round(7 * t) / 7 - 1), 1e-6);
    }
    // Without the rounding, x' = m tanh(x) / max |tanh|: its difference quotient, the maximum
    // fixed.
    for (std::size_t i = 0; i < 120; ++i) {
        constexpr double kStep = 1e-4;
        const double x = static_cast<double>(latent.data<float>()[i]);
        const double slope = (std::tanh(x + kStep) - std::tanh(x - kStep)) / (2 * kStep);
        EXPECT_NEAR(run.gradient[i], slope * normals(6).at(static_cast<std::int64_t>(i)), 1e-4);
    }
}

TEST(QuantisationMethod, DorefaOfOneBitIsASign) {
    const Tensor latent = normals(5);
    double mean = 0;
    for (const float x : latent.data<float>()) {
        mean += std::abs(static_cast<double>(x)) / 120;
    }
    const Tried run("dorefa", 1, latent, normals(6));
    const Tensor seen = run.seen();
    for (std::int64_t i = 0; i < 120; ++i) {
        EXPECT_NEAR(seen.at(i), latent.at(i) >= 0 ? mean : -mean, 1e-6);
    }
}

TEST(QuantisationMethod, XnorFollowsItsEquation) {
    const Tensor latent = normals(7, 0.8);
    const Tensor by_seen = normals(8);
    const Tried run("xnor", 1, latent, by_seen);
    const Tensor seen = run.seen();
    for (std::int64_t i = 0; i < 120; ++i) {
        double factor = 0;
        for (std::int64_t k = i / 30 * 30; k < i / 30 * 30 + 30; ++k) {
            factor += std::abs(latent.at(k)) / 30;
        }
        EXPECT_NEAR(std::abs(seen.at(i)), factor, 1e-6);
        EXPECT_EQ(seen.at(i) > 0, latent.at(i) >= 0);
        const double inside = std::abs(latent.at(i)) <= 1 ? factor : 0;
        EXPECT_NEAR(run.gradient[static_cast<std::size_t>(i)], by_seen.at(i) * (1.0 / 30 + inside),
                    1e-5);
    }
}

TEST(QuantisationMethod, TernaryThresholdsFollowTheMean) {
    const Tensor latent = normals(9);
    const Tried run("twn", 2, latent, normals(10));
    const Tensor seen = run.seen();
    for (std::int64_t row = 0; row < 4; ++row) {
        double mean = 0;
        for (std::int64_t i = row * 30; i < row * 30 + 30; ++i) {
            mean += std::abs(latent.at(i)) / 30;
        }
        double sum = 0;
        double count = 0;
        for (std::int64_t i = row * 30; i < row * 30 + 30; ++i) {
            const bool kept = std::abs(latent.at(i)) > 0.75 * mean;
            EXPECT_EQ(seen.at(i) != 0, kept);
            sum += kept ? std::abs(latent.at(i)) : 0;
            count += kept ? 1 : 0;
        }
        EXPECT_NEAR(std::abs(seen.at(row * 30 + 29)) > 0 ? std::abs(seen.at(row * 30 + 29))
                                                         : sum / count,
                    sum / count, 1e-5);
    }
}

/// Levels by difference quotients; weights by the level they are at.
TEST(QuantisationMethod, TrainedTernaryLevelsFollowTheirEquations) {
    const Tensor latent = normals(11);
    const Tensor by_seen = normals(12);
    const Tried run("ttq", 2, latent, by_seen);
    ASSERT_EQ(run.numbers.size(), 2U);
    const Tensor seen = run.seen();
    std::vector<double> counts(2, 0);
    for (std::int64_t i = 0; i < 120; ++i) {
        const std::size_t k = static_cast<std::size_t>(i);
        const double factor = seen.at(i) == 0 ? 1 : std::abs(seen.at(i));
        EXPECT_NEAR(run.gradient[k], factor * by_seen.at(i), 1e-5);
        counts[0] += seen.at(i) > 0 ? 1 : 0;
        counts[1] += seen.at(i) < 0 ? 1 : 0;
    }
    for (std::size_t level = 0; level < 2; ++level) {
        const auto loss = [&](float change) {
            std::vector<float> numbers = run.numbers;
            numbers[level] += change;
            const Tensor moved = run.quantiser->forward(latent, numbers, std::nullopt);
            double sum = 0;
            for (std::int64_t i = 0; i < 120; ++i) {
                sum += moved.at(i) * by_seen.at(i);
            }
            return sum;
        };
        const double slope = (loss(0.01F) - loss(-0.01F)) / 0.02;
        EXPECT_NEAR(run.by_numbers[level], slope / std::sqrt(counts[level]), 1e-3);
    }
}

TEST(QuantisationMethod, RandomSignsAreRightOnAverage) {
    const Tensor latent = normals(13);
    const Tried run("binaryconnect-stochastic", 1, latent, normals(14));
    EXPECT_EQ(run.quantiser->limit(), 1);
    std::vector<double> ups(120, 0);
    constexpr int kDraws = 4000;
    for (std::uint64_t draw = 0; draw < kDraws; ++draw) {
        const Tensor seen = run.quantiser->forward(latent, {}, draw * 7919);
        for (std::int64_t i = 0; i < 120; ++i) {
            ups[static_cast<std::size_t>(i)] += seen.at(i) > 0 ? 1 : 0;
        }
    }
    for (std::int64_t i = 0; i < 120; ++i) {
        const double p = std::clamp((latent.at(i) + 1) / 2, 0.0, 1.0);
        EXPECT_NEAR(ups[static_cast<std::size_t>(i)] / kDraws, p, 5 * std::sqrt(0.25 / kDraws));
    }
    EXPECT_TRUE(run.quantiser->forward(latent, {}, std::uint64_t{5})
                    .equals(run.quantiser->forward(latent, {}, std::uint64_t{5})));
}

} // namespace
} // namespace espalier
