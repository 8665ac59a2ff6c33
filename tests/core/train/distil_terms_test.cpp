// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/train/values.h"

#include "core/train/distil/terms.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numeric>
#include <vector>

namespace espalier {
namespace {

/// A term as a function of the student, the teacher held.
using Term = std::function<double(const std::vector<float>& student, std::span<float> gradient)>;

void expect_gradient(const Term& term, std::vector<float> student) {
    std::vector<float> gradient(student.size());
    static_cast<void>(term(student, gradient));
    for (std::size_t i = 0; i < student.size(); ++i) {
        // 2^-7 keeps differences of numbers around 1 above rounding; the error is its square.
        constexpr float kStep = 1.0F / 128;
        const float at = student[i];
        student[i] = at + kStep;
        const double up = term(student, {});
        student[i] = at - kStep;
        const double down = term(student, {});
        student[i] = at;
        EXPECT_NEAR(gradient[i], (up - down) / (2 * kStep), 1e-4) << i;
    }
}

void expect_near(const std::vector<float>& found, const std::vector<float>& expected, float most) {
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        EXPECT_NEAR(found[i], expected[i], most) << i;
    }
}

/// PyTorch 1.13, s and t as below, T = 3:
///     F.kl_div(F.log_softmax(s / T, 1), F.softmax(t / T, 1), reduction='batchmean')
TEST(Response, CostsWhatPyTorchSaysWithAndWithoutTheSquare) {
    const std::vector<float> student{2, -1, 0.5F, 0.1F, 0.2F, -0.3F};
    const std::vector<float> teacher{1, 0.5F, -0.5F, -1, 2, 0.3F};
    const DistilValues values{student, teacher, 2};
    std::vector<float> gradient(6);
    EXPECT_NEAR(response_term(values, 3, 3, false, 1, gradient), 0.0718642324, 1e-7);
    expect_near(
        gradient,
        {0.016469726F, -0.026459122F, 0.009989390F, 0.025610482F, -0.026885569F, 0.001275087F},
        2e-8F);
    gradient.assign(6, 0.0F);
    EXPECT_NEAR(response_term(values, 3, 3, true, 1, gradient), 0.646778107, 1e-6);
    expect_near(
        gradient,
        {0.148227602F, -0.238132074F, 0.089904547F, 0.230494335F, -0.241970107F, 0.011475791F},
        2e-7F);
}

/// Hinton et al. 2015, eq. 4: for T to infinity and scores of mean zero, (z_s - z_t) / K, here over
/// a batch of two.
TEST(Response, AtHighTemperatureTheGradientIsTheGapOfTheScores) {
    std::vector<float> student = test::normal_values(10, 1);
    std::vector<float> teacher = test::normal_values(10, 2);
    for (auto* scores : {&student, &teacher}) {
        for (std::size_t row = 0; row < 2; ++row) {
            const auto begin = scores->begin() + static_cast<std::ptrdiff_t>(5 * row);
            const float mean = std::accumulate(begin, begin + 5, 0.0F) / 5;
            std::for_each(begin, begin + 5, [&](float& value) { value -= mean; });
        }
    }
    std::vector<float> gradient(10);
    static_cast<void>(response_term({student, teacher, 2}, 5, 10000, true, 1, gradient));
    for (std::size_t i = 0; i < 10; ++i) {
        EXPECT_NEAR(gradient[i], (student[i] - teacher[i]) / 5 / 2, 1e-4F); // O(1 / T)
    }
}

/// PyTorch 1.13: at = lambda x: F.normalize(x.pow(2).sum(1), dim=1);
/// (at(a) - at(b)).pow(2).sum(1).mean() with a [2, 2, 4] and b [2, 1, 4].
TEST(Attention, CostsWhatPyTorchSays) {
    const std::vector<float> a{1,    2,    -1,   0.5F, 0.3F, -0.2F, 0.8F,  1.5F,
                               0.2F, 0.4F, 0.6F, 0.8F, -1,   1,     -0.5F, 0.5F};
    const std::vector<float> b{0.5F, 1, 1.5F, -2, 1, -0.3F, 0.2F, 0.7F};
    std::vector<float> gradient(16);
    EXPECT_NEAR(attention_term({a, b, 2}, 4, 1, gradient), 0.498286486, 1e-7);
    expect_near(gradient,
                {0.040668458F, 0.289332926F, 0.093734071F, -0.095011458F, 0.012200538F,
                 -0.028933292F, -0.074987255F, -0.285034359F, -0.101056933F, 0.161755726F,
                 0.131742224F, -0.069692984F, 0.505284667F, 0.404389322F, -0.109785177F,
                 -0.043558113F},
                2e-7F);
}

/// PyTorch 1.13: nd = lambda x: torch.pdist(x) / torch.pdist(x).mean();
/// F.smooth_l1_loss(nd(e), nd(g)) with e [4, 2] and g [4, 3].
TEST(Relational, CostsWhatPyTorchSays) {
    const std::vector<float> e{1, 0, 0, 2, 3, -1, -1.5F, 0.5F};
    const std::vector<float> g{0.2F, 0.1F, 1, 1, 0, -1, 0, 3, 0.5F, 2, 2, 0};
    std::vector<float> gradient(8);
    EXPECT_NEAR(relational_term({e, g, 4}, 1, gradient), 0.0616362393, 1e-7);
    expect_near(gradient,
                {0.002181381F, 0.000231781F, -0.007968044F, -0.020936960F, 0.008789541F,
                 0.001021983F, -0.003002876F, 0.019683197F},
                2e-8F);
}

TEST(DistilTerms, AreZeroWithoutGradientWhereStudentAndTeacherAgree) {
    const std::vector<float> same = test::normal_values(48, 3);
    const DistilValues values{same, same, 4};
    std::vector<float> gradient(48);
    EXPECT_NEAR(response_term(values, 6, 4, true, 1, gradient), 0, 1e-12);
    EXPECT_EQ(feature_term(values, 1, gradient), 0);
    EXPECT_EQ(attention_term(values, 6, 1, gradient), 0);
    EXPECT_EQ(relational_term(values, 1, gradient), 0);
    for (const float g : gradient) {
        EXPECT_EQ(g, 0);
    }
}

TEST(DistilTerms, GradientsAreThoseOfTheTerms) {
    const std::vector<float> student = test::normal_values(48, 4);
    const std::vector<float> teacher = test::normal_values(48, 5);
    const auto values = [&](const std::vector<float>& own) {
        return DistilValues{own, teacher, 4};
    };
    expect_gradient(
        [&](const std::vector<float>& own, std::span<float> gradient) {
            return response_term(values(own), 6, 2.5, true, 1, gradient);
        },
        student);
    expect_gradient(
        [&](const std::vector<float>& own, std::span<float> gradient) {
            return feature_term(values(own), 1, gradient);
        },
        student);
    expect_gradient(
        [&](const std::vector<float>& own, std::span<float> gradient) {
            return attention_term(values(own), 6, 1, gradient);
        },
        student);
    expect_gradient(
        [&](const std::vector<float>& own, std::span<float> gradient) {
            return relational_term(values(own), 1, gradient);
        },
        student);
}

TEST(DistilTerms, SamplesInOnePointHaveNoRelationsToCompare) {
    const std::vector<float> one(12, 2.0F);
    const std::vector<float> teacher = test::normal_values(12, 5);
    std::vector<float> gradient(12);
    EXPECT_EQ(relational_term({one, teacher, 4}, 1, gradient), 0);
    EXPECT_EQ(
        relational_term({test::normal_values(3, 1), test::normal_values(3, 2), 1}, 1, gradient), 0);
    // An activation of zero everywhere has no place to look at.
    const std::vector<float> none(12);
    EXPECT_TRUE(std::isfinite(attention_term({none, teacher, 2}, 6, 1, gradient)));
    EXPECT_EQ(gradient, none);
}

} // namespace
} // namespace espalier
