// SPDX-License-Identifier: GPL-3.0-or-later
// Arithmetic that wraps around on integers (signed overflow is undefined in C++) and is the plain
// operation on floats.
#pragma once

#include "core/base/error.h"

#include <cmath>
#include <cstdint>
#include <type_traits>

namespace espalier::ops::detail {

template <typename T>
T plus(T a, T b) {
    if constexpr (std::is_integral_v<T>) {
        return static_cast<T>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
    } else {
        return a + b;
    }
}

template <typename T>
T minus(T a, T b) {
    if constexpr (std::is_integral_v<T>) {
        return static_cast<T>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
    } else {
        return a - b;
    }
}

template <typename T>
T times(T a, T b) {
    if constexpr (std::is_integral_v<T>) {
        return static_cast<T>(static_cast<std::uint64_t>(a) * static_cast<std::uint64_t>(b));
    } else {
        return a * b;
    }
}

/// Towards zero on integers; BadInput for an integer divided by 0.
template <typename T>
T divided(T a, T b) {
    if constexpr (std::is_integral_v<T>) {
        expect(b != 0, "an integer is divided by 0");
        if constexpr (std::is_signed_v<T>) {
            if (b == T{-1}) {
                return minus<T>(0, a);
            }
        }
        return static_cast<T>(a / b);
    } else {
        return a / b;
    }
}

/// NaN where one is NaN, as numpy.maximum.
template <typename T>
T larger(T a, T b) {
    if constexpr (std::is_floating_point_v<T>) {
        if (std::isnan(a)) {
            return a;
        }
    }
    return a > b ? a : b;
}

template <typename T>
T smaller(T a, T b) {
    if constexpr (std::is_floating_point_v<T>) {
        if (std::isnan(a)) {
            return a;
        }
    }
    return a < b ? a : b;
}

} // namespace espalier::ops::detail
