// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/widgets/slider_scale.h"
#include "core/compress/technique.h"

#include <gtest/gtest.h>

#include <cmath>

namespace espalier::studio {
namespace {

TEST(SliderScale, GoesInStepsWhereTheRangeIsNarrow) {
    const SliderScale scale(real_param("s", "", "", 0.5, 0, 0.9999, 0.01));
    EXPECT_FALSE(scale.logarithmic());
    EXPECT_EQ(scale.positions(), 100);
    EXPECT_EQ(scale.value(57), 0.57);
    EXPECT_EQ(scale.value(scale.positions()), 0.9999);
    EXPECT_EQ(scale.position(0.9), 90);
}

TEST(SliderScale, GoesByDecadesWhereTheRangeSpansMoreThanThree) {
    const SliderScale rate(real_param("lr", "", "", 0.01, 1e-7, 10, 0.001));
    EXPECT_TRUE(rate.logarithmic());
    // Eight decades: the middle is their geometric mean.
    EXPECT_NEAR(std::log10(rate.value(rate.positions() / 2)), -3, 0.05);
    const SliderScale rank(integer_param("rank", "", "", 16, 1, 65536));
    EXPECT_TRUE(rank.logarithmic());
    EXPECT_EQ(rank.value(rank.position(16)), 16);
}

TEST(SliderScale, HasAPlaceForZeroBelowTheDecades) {
    const SliderScale scale(real_param("x", "", "", 0, 0, 1, 1e-6));
    EXPECT_TRUE(scale.logarithmic());
    EXPECT_EQ(scale.value(0), 0);
    EXPECT_EQ(scale.value(1), 1e-6);
}

TEST(SliderScale, EndsWhereItIsToldTo) {
    const ParamSpec spec = integer_param("params", "", "", 100, 1, std::int64_t{1} << 40U);
    const SliderScale scale(spec, 61706);
    EXPECT_EQ(scale.value(scale.positions()), 61706);
    EXPECT_EQ(scale.position(1e9), scale.positions());
    EXPECT_EQ(scale.value(scale.positions() + 5), 61706);
}

/// Every slider of every technique: monotone, inside the range, its ends exact, texts that the
/// parameters take back.
TEST(SliderScale, FitsEveryParameterThereIs) {
    for (const Technique* technique : all_techniques()) {
        for (const ParamSpec& spec : technique->info().params) {
            if (spec.type != ParamType::Integer && spec.type != ParamType::Real) {
                continue;
            }
            SCOPED_TRACE(technique->info().id + " " + spec.key);
            const SliderScale scale(spec);
            EXPECT_EQ(scale.value(0), spec.min);
            EXPECT_EQ(scale.value(scale.positions()), spec.max);
            Params params(technique->info().params);
            double before = spec.min;
            for (int i = 0; i <= scale.positions(); ++i) {
                const double value = scale.value(i);
                ASSERT_GE(value, before);
                before = value;
                ASSERT_NO_THROW(params.set_text(spec.key, number_param_text(value, spec.type)));
                ASSERT_EQ(params.real(spec.key), value);
            }
        }
    }
}

} // namespace
} // namespace espalier::studio
