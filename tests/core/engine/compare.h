// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace espalier::test {

/// The largest difference, as a share of the largest value: rounding errors of a sum scale with the
/// sum's largest terms, not with its result.
inline double relative_difference(const Tensor& found, const Tensor& expected) {
    EXPECT_EQ(found.shape(), expected.shape());
    const auto a = found.data<float>();
    const auto b = expected.data<float>();
    double difference = 0;
    double most = 1e-6;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        const double gap = std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i]));
        // A NaN fails every comparison, so it must not win by losing.
        difference = gap <= difference ? difference : gap;
        most = std::max(most, std::abs(static_cast<double>(b[i])));
    }
    return difference / most;
}

} // namespace espalier::test
