// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/train/losses/cross_entropy.h"
#include "core/train/losses/softmax.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

namespace espalier {
namespace {

TEST(Loss, EqualScoresCostTheLogOfTheClasses) {
    const std::vector<float> scores(20, 3.5F);
    const std::array<int, 2> labels{4, 9};
    EXPECT_NEAR(softmax_cross_entropy(scores, labels, 10, 1, {}), 2 * std::log(10.0), 1e-12);
}

TEST(Loss, HugeScoresNeitherOverflowNorVanish) {
    const std::vector<float> scores{1e30F, 0, -1e30F};
    const std::array<int, 1> right{0};
    const std::array<int, 1> wrong{1};
    std::vector<float> gradient(3);
    EXPECT_EQ(softmax_cross_entropy(scores, right, 3, 1, gradient), 0);
    EXPECT_EQ(gradient, (std::vector<float>{0, 0, 0}));
    gradient.assign(3, 0.0F);
    EXPECT_NEAR(softmax_cross_entropy(scores, wrong, 3, 1, gradient) / 1e30, 1, 1e-6);
    EXPECT_EQ(gradient, (std::vector<float>{1, -1, 0}));
}

TEST(Loss, TheGradientIsThatOfTheLoss) {
    constexpr std::size_t kClasses = 7;
    Rng rng(11);
    std::vector<float> scores(3 * kClasses);
    for (float& value : scores) {
        value = static_cast<float>(2 * rng.normal());
    }
    const std::array<int, 3> labels{0, 6, 3};
    std::vector<float> gradient(scores.size());
    static_cast<void>(softmax_cross_entropy(scores, labels, kClasses, 0.25, gradient));
    for (std::size_t i = 0; i < scores.size(); ++i) {
        // A step of 2^-8 is exact in float; the central difference errs by its square, 2e-5.
        constexpr float kStep = 1.0F / 256;
        std::vector<float> moved = scores;
        moved[i] += kStep;
        const double up = softmax_cross_entropy(moved, labels, kClasses, 1, {});
        moved[i] -= 2 * kStep;
        const double down = softmax_cross_entropy(moved, labels, kClasses, 1, {});
        EXPECT_NEAR(static_cast<double>(gradient[i]), 0.25 * (up - down) / (2 * kStep), 1e-5) << i;
    }
}

TEST(Loss, LabelsOutsideTheClassesAreErrors) {
    const std::vector<float> scores(4);
    EXPECT_THROW(softmax_cross_entropy(scores, std::array<int, 1>{4}, 4, 1, {}), Error);
    EXPECT_THROW(softmax_cross_entropy(scores, std::array<int, 1>{-1}, 4, 1, {}), Error);
    EXPECT_THROW(softmax_cross_entropy(scores, std::array<int, 2>{0, 1}, 4, 1, {}), Error);
}

struct Found {
    BatchLoss loss;
    std::vector<float> gradient;
};

Found compute(const Loss& loss, const Shape& shape, const std::vector<float>& scores,
              const LossTargets& targets) {
    Found found{{}, std::vector<float>(scores.size())};
    LossBatch batch;
    batch.samples = static_cast<std::size_t>(shape[0]);
    batch.shards = batch.samples;
    batch.values = {{"scores", shape, scores, found.gradient}};
    batch.targets = targets;
    found.loss = loss.compute(batch);
    return found;
}

void expect_near(const std::vector<float>& found, const std::vector<float>& expected) {
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        EXPECT_NEAR(found[i], expected[i], 2e-8F) << i; // the ninth digit of numbers below 1
    }
}

const std::vector<float> kScores{2, -1, 0.5F, 0.1F, 0.2F, -0.3F};

/// PyTorch 1.13: F.cross_entropy(torch.tensor([[2, -1, .5], [.1, .2, -.3]]), torch.tensor([0, 2]),
/// label_smoothing=0.1) and its gradient.
TEST(CrossEntropy, SmoothedLabelsCostWhatPyTorchSays) {
    const std::vector<int> labels{0, 2};
    const Found found = compute(CrossEntropy(0.1), {2, 3}, kScores, {.labels = labels});
    EXPECT_NEAR(found.loss.loss, 0.891069412, 1e-7);
    EXPECT_EQ(found.loss.correct, 1U);
    expect_near(found.gradient, {-0.073868155F, 0.002889618F, 0.070978530F, 0.163481638F,
                                 0.182428017F, -0.345909655F});
}

/// The loss is linear in the labels (Zhang et al. 2018, section 2).
TEST(CrossEntropy, MixedLabelsCostTheirShares) {
    const std::vector<int> labels{1, 0};
    const std::vector<int> others{0, 2};
    const CrossEntropy loss(0.1);
    const Found mixed =
        compute(loss, {2, 3}, kScores, {.labels = labels, .others = others, .share = 0.3});
    const Found first = compute(loss, {2, 3}, kScores, {.labels = labels});
    const Found second = compute(loss, {2, 3}, kScores, {.labels = others});
    EXPECT_NEAR(mixed.loss.loss, 0.3 * first.loss.loss + 0.7 * second.loss.loss, 1e-12);
    for (std::size_t i = 0; i < mixed.gradient.size(); ++i) {
        EXPECT_NEAR(mixed.gradient[i], 0.3F * first.gradient[i] + 0.7F * second.gradient[i], 1e-7F);
    }
}

/// PyTorch 1.13: F.cross_entropy(x.reshape(-1, 3), torch.tensor([0, 2, 1, -100])) for x [2, 2, 3].
TEST(CrossEntropy, PositionsAreCountedOneByOneAndThoseWithoutLabelNotAtAll) {
    const std::vector<float> scores{2, -1, 0.5F, 0.1F, 0.2F, -0.3F, 1, 1.5F, 0, -0.4F, 0.3F, 0.6F};
    const std::vector<int> labels{0, 2, 1, -1};
    const Found found = compute(CrossEntropy(), {2, 2, 3}, scores, {.labels = labels});
    EXPECT_NEAR(found.loss.loss, 0.755423129, 1e-7);
    EXPECT_EQ(found.loss.counted, 3U);
    EXPECT_EQ(found.loss.correct, 2U);
    expect_near(found.gradient,
                {-0.071467660F, 0.013037524F, 0.058430132F, 0.120098874F, 0.132729799F,
                 -0.252828658F, 0.110499650F, -0.151150212F, 0.040650547F, 0, 0, 0});
}

TEST(CrossEntropy, PerplexityOfEqualScoresIsTheNumberOfClasses) {
    const std::vector<int> labels{3, 0, 7, 5, 1, 2};
    const Found found =
        compute(CrossEntropy(), {2, 3, 8}, std::vector<float>(48, 0.25F), {.labels = labels});
    EXPECT_NEAR(perplexity(found.loss.loss), 8, 1e-9);
}

TEST(CrossEntropy, ShapesThatHoldNoScoresAreErrors) {
    EXPECT_EQ(score_axes({4, 10}).classes, 10U);
    EXPECT_EQ(score_axes({4, 10, 1, 1}).classes, 10U);
    EXPECT_EQ(score_axes({4, 7, 10}).positions, 7U);
    EXPECT_THROW(static_cast<void>(score_axes({4, 10, 2, 2})), Error);
    EXPECT_THROW(static_cast<void>(score_axes({4})), Error);
    const std::vector<int> labels{0};
    EXPECT_THROW(static_cast<void>(compute(CrossEntropy(), {2, 3}, kScores, {.labels = labels})),
                 Error);
}

} // namespace
} // namespace espalier
