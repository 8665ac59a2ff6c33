// SPDX-License-Identifier: GPL-3.0-or-later
// Choosing the C++ type an operator computes in.
#pragma once

#include "core/base/error.h"
#include "core/tensor/dtype.h"

#include <limits>
#include <type_traits>
#include <utility>

namespace espalier::ops::detail {

/// Calls visitor(float{}) or visitor(double{}); Unsupported for any other type.
template <typename Visitor>
decltype(auto) visit_float(DType type, Visitor&& visitor) {
    if (type == DType::Float64) {
        return visitor(double{});
    }
    if (type != DType::Float32) {
        fail(ErrorCode::Unsupported, "found {} values, expected float32 or float64",
             dtype_name(type));
    }
    return visitor(float{});
}

/// Calls visitor(T{}) for float, double and every integer type; Unsupported for the others.
template <typename Visitor>
void visit_number(DType type, Visitor&& visitor) {
    visit_dtype(type, [&](auto sample) {
        using T = decltype(sample);
        if constexpr (std::is_arithmetic_v<T> && !std::is_same_v<T, bool>) {
            visitor(sample);
        } else {
            fail(ErrorCode::Unsupported, "found {} values, expected numbers", dtype_name(type));
        }
    });
}

/// The nearest value of T: truncated and saturated for integers, 0 for NaN.
template <typename T>
T saturated(double value) {
    if constexpr (std::is_integral_v<T>) {
        if (!(value > static_cast<double>(std::numeric_limits<T>::min()))) {
            return value == value ? std::numeric_limits<T>::min() : T{0};
        }
        if (value >= static_cast<double>(std::numeric_limits<T>::max())) {
            return std::numeric_limits<T>::max();
        }
    }
    return static_cast<T>(value);
}

} // namespace espalier::ops::detail
