// SPDX-License-Identifier: GPL-3.0-or-later
// What QuantizeLinear and DequantizeLinear share: one scale and zero point for all elements, or one
// for each index of `axis`.
#pragma once

#include "core/ops/detail/check.h"

namespace espalier::ops::detail {

/// Checks scale (input 1) and zero point (input 2) against `x`. The zero point's type, or
/// `otherwise` where it is absent.
DType check_scales(const InferArgs& args, const Shape& x, DType otherwise);

/// How the elements fall into lines that share a scale: element i uses scale i / inner % count.
struct ScaleLayout {
    std::int64_t count = 1;
    std::int64_t inner = 1;

    ScaleLayout(const Node& node, const Shape& x, const Tensor& scale);

    [[nodiscard]] std::size_t index(std::size_t element) const {
        return element / static_cast<std::size_t>(inner) % static_cast<std::size_t>(count);
    }
};

} // namespace espalier::ops::detail
