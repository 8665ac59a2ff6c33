// SPDX-License-Identifier: GPL-3.0-or-later
// Gradients of codes against finite differences, and a training in which they move.
#include "core/base/rng.h"
#include "core/graph/level_code.h"
#include "core/graph/multibit_code.h"
#include "core/train/quantise/code_quantiser.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <functional>

namespace espalier {
namespace {

Tensor normals(std::uint64_t seed) {
    Tensor tensor(DType::Float32, Shape{3, 40});
    Rng rng(seed);
    for (float& x : tensor.writable<float>()) {
        x = static_cast<float>(rng.normal());
    }
    return tensor;
}

/// sum g * code(x), with the indices of the first code.
double loss(const Code& code, const Tensor& indices, const Tensor& gradient) {
    const Tensor values = code.decode(indices);
    double sum = 0;
    for (std::size_t i = 0; i < 120; ++i) {
        sum += static_cast<double>(gradient.data<float>()[i]) * values.data<float>()[i];
    }
    return sum;
}

void expect_differences(const std::vector<float>& numbers,
                        const std::function<CodePtr(std::vector<float>)>& make) {
    const Tensor latent = normals(1);
    const Tensor gradient = normals(2);
    const CodePtr code = make(numbers);
    const Tensor indices = code->encode(latent);
    const std::vector<double> found = code_gradient(*code, latent, gradient, {});
    ASSERT_EQ(found.size(), numbers.size());
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        constexpr float kStep = 1e-2F;
        std::vector<float> up = numbers;
        std::vector<float> down = numbers;
        up[i] += kStep;
        down[i] -= kStep;
        const double difference =
            (loss(*make(up), indices, gradient) - loss(*make(down), indices, gradient)) /
            (2 * static_cast<double>(kStep));
        EXPECT_NEAR(found[i], difference, 1e-3 * std::max(1.0, std::abs(difference)));
    }
}

TEST(CodeQuantiser, GradientsAreDifferences) {
    expect_differences({1, 0.7F, 1.3F}, [](std::vector<float> scales) {
        return std::make_shared<LevelCode>("ternary", std::vector<float>{-1, 0, 1}, 0,
                                           std::move(scales));
    });
    expect_differences({1, 0.4F, 0.9F, 0.3F, 1.1F, 0.5F}, [](std::vector<float> factors) {
        return std::make_shared<MultiBitCode>(2, 0, std::move(factors));
    });
    expect_differences({-1.2F, -0.3F, 0.4F, 1.4F}, [](std::vector<float> levels) {
        return std::make_shared<CodebookCode>(std::move(levels));
    });
}

TEST(CodeQuantiser, StepsFollowTheEquationOfLsq) {
    const AffineCode code(3, true, true, -1, {0.5F}, {0});
    const Tensor latent = Tensor::of<float>({4}, std::vector<float>{0.6F, -0.2F, 9, -9});
    const Tensor gradient = Tensor::of<float>({4}, std::vector<float>{1, 2, 3, 5});
    // 0.6 / 0.5 = 1.2: 1 - 1.2; -0.4: 0 + 0.4; clipped to 3 and -3.
    const double expected = 1 * (1 - 1.2) + 2 * 0.4 + 3 * 3 - 5 * 3;
    EXPECT_NEAR(code_gradient(code, latent, gradient, {})[0], expected, 1e-5);
    const WeightQuantiserPtr quantiser = code_quantiser(std::make_shared<AffineCode>(code));
    std::vector<float> passed{1, 2, 3, 5};
    std::vector<float> by_step{0};
    const std::vector<float> steps{0.5F};
    quantiser->backward({latent, steps, {}, passed, by_step});
    EXPECT_NEAR(by_step[0], expected / std::sqrt(4.0 * 3), 1e-5);
    EXPECT_EQ(passed, (std::vector<float>{1, 2, 0, 0})); // none where x is clipped
}

TEST(CodeQuantiser, LevelsThatOvertakeEachOtherKeepTheirGradients) {
    const WeightQuantiserPtr quantiser =
        code_quantiser(std::make_shared<CodebookCode>(std::vector<float>{-1, 0, 1}));
    const std::vector<float> now{-1, 1, 0.5F}; // the second has passed the third
    const Tensor latent = Tensor::of<float>({3}, std::vector<float>{-1, 0.4F, 1.2F});
    std::vector<float> gradient{3, 5, 7};
    std::vector<float> by_levels{0, 0, 0};
    quantiser->backward({latent, now, {}, gradient, by_levels});
    EXPECT_EQ(by_levels, (std::vector<float>{3, 7, 5}));
    EXPECT_EQ(gradient, (std::vector<float>{3, 5, 7}));
}

TEST(CodeQuantiser, PrunedWeightsDoNotCount) {
    const CodebookCode code({-1, 0, 1});
    const Tensor latent = Tensor::of<float>({4}, std::vector<float>{0, 0.9F, -1, 0.1F});
    const Tensor gradient = Tensor::of<float>({4}, std::vector<float>{7, 1, 2, 3});
    const std::array kept{false, true, true, true};
    EXPECT_EQ(code_gradient(code, latent, gradient, kept), (std::vector<double>{2, 0, 1}));
}

/// Weights that learn to be `target` under a code, by straight-through gradients.
double distance_after(const CodePtr& code, bool learns) {
    const WeightQuantiserPtr quantiser = code_quantiser(code);
    std::vector<float> numbers = quantiser->numbers();
    Tensor latent = normals(5);
    const Tensor target = normals(6);
    double sum = 0;
    for (int step = 0; step < 200; ++step) {
        const Tensor coded = quantiser->forward(latent, numbers, std::nullopt);
        Tensor gradient(DType::Float32, latent.shape());
        const auto g = gradient.writable<float>();
        sum = 0;
        for (std::size_t i = 0; i < g.size(); ++i) {
            g[i] = coded.data<float>()[i] - target.data<float>()[i];
            sum += static_cast<double>(g[i]) * g[i];
        }
        std::vector<float> by_numbers(numbers.size(), 0);
        quantiser->backward({latent, numbers, {}, g, by_numbers});
        for (std::size_t i = 0; learns && i < numbers.size(); ++i) {
            const float moved = numbers[i] - 0.02F * by_numbers[i];
            numbers[i] = quantiser->positive() ? std::max(moved, numbers[i] / 2) : moved;
        }
        const auto w = latent.writable<float>();
        for (std::size_t i = 0; i < w.size(); ++i) {
            w[i] -= 0.02F * g[i];
        }
    }
    return sum;
}

TEST(CodeQuantiser, BadGridsGetBetter) {
    for (const CodePtr& code : std::vector<CodePtr>{
             std::make_shared<AffineCode>(2, true, true, -1, std::vector<float>{2},
                                          std::vector<std::int32_t>{0}),
             std::make_shared<LevelCode>("ternary", std::vector<float>{-1, 0, 1}, -1,
                                         std::vector<float>{0.3F}),
             std::make_shared<MultiBitCode>(2, -1, std::vector<float>{0.3F, 0.1F}),
             std::make_shared<CodebookCode>(std::vector<float>{-0.3F, -0.1F, 0.1F, 0.3F})}) {
        EXPECT_LT(distance_after(code, true), 0.6 * distance_after(code, false)) << code->kind();
    }
}

} // namespace
} // namespace espalier
