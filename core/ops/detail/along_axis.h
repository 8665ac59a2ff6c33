// SPDX-License-Identifier: GPL-3.0-or-later
// Operators that work on one line of elements at a time, along one axis.
#pragma once

#include "core/tensor/shape.h"

#include <cstdint>

namespace espalier::ops::detail {

/// Calls body(first, step, count) for every line along `axis` of a row-major tensor: element i of
/// the line lies at first + i * step. Lines come in row-major order of the other axes.
template <typename Body>
void for_each_line(const Shape& shape, int axis, Body&& body) {
    const std::int64_t count = shape[axis];
    const std::int64_t inner = shape.elements(axis + 1, shape.rank());
    const std::int64_t outer = shape.elements(0, axis);
    for (std::int64_t o = 0; o < outer; ++o) {
        for (std::int64_t i = 0; i < inner; ++i) {
            body(o * count * inner + i, inner, count);
        }
    }
}

} // namespace espalier::ops::detail
