// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/widgets/squarify.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace espalier::studio {
namespace {

double area(const QRectF& rectangle) {
    return rectangle.width() * rectangle.height();
}

/// The example of the paper: 6 x 4, areas 6 6 4 3 2 2 1.
TEST(Squarify, GivesThePapersExample) {
    const auto places = squarify({6, 6, 4, 3, 2, 2, 1}, QRectF(0, 0, 6, 4));
    const QRectF first(0, 0, 3, 2);
    const QRectF second(0, 2, 3, 2);
    EXPECT_EQ(places[0], first);
    EXPECT_EQ(places[1], second);
    // The third and fourth share a row of width 3 above the rest: 12/7 wide ratios, 7/3 high.
    EXPECT_NEAR(places[2].left(), 3, 1e-9);
    EXPECT_NEAR(places[2].width(), 12.0 / 7, 1e-9);
    EXPECT_NEAR(places[2].height(), 7.0 / 3, 1e-9);
    EXPECT_NEAR(places[3].width(), 9.0 / 7, 1e-9);
}

TEST(Squarify, AreasAreInProportionAndNothingOverlaps) {
    const std::vector<double> weights = {500, 0.5, 3, 1200, 40, 0, 40, 7, 88, 19, 1};
    const QRectF whole(2, 3, 640, 271);
    const auto places = squarify(weights, whole);
    const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
    ASSERT_EQ(places.size(), weights.size());
    for (std::size_t i = 0; i < weights.size(); ++i) {
        EXPECT_NEAR(area(places[i]), weights[i] / total * area(whole), 1e-6) << i;
        EXPECT_TRUE(weights[i] == 0 || whole.adjusted(-1e-9, -1e-9, 1e-9, 1e-9).contains(places[i]))
            << i;
        for (std::size_t j = 0; j < i; ++j) {
            const QRectF shared = places[i].intersected(places[j]);
            EXPECT_LT(shared.width() * shared.height(), 1e-6) << i << " and " << j;
        }
    }
}

TEST(Squarify, NothingAndNowhereGiveNothing) {
    EXPECT_TRUE(squarify({}, QRectF(0, 0, 10, 10)).empty());
    EXPECT_TRUE(squarify({1, 2}, QRectF()).front().isEmpty());
    EXPECT_EQ(squarify({0, 5}, QRectF(0, 0, 10, 10))[1], QRectF(0, 0, 10, 10));
    EXPECT_TRUE(squarify({0, 5}, QRectF(0, 0, 10, 10))[0].isEmpty());
}

} // namespace
} // namespace espalier::studio
