// SPDX-License-Identifier: GPL-3.0-or-later
// Operators that keep every element of input 0 in its order and only change the shape.
#pragma once

#include "core/graph/op.h"
#include "core/ops/detail/lower.h"

#include <optional>
#include <vector>

namespace espalier::ops::detail {

class RelabelOp : public Op {
public:
    void lower(Lowering& lowering) const override { detail::lower_reshape(lowering); }

    void reference(const ReferenceArgs& args) const override;
    void gradient(const GradientArgs& args) const override;
};

/// Input 1 or (before opset 13) attribute `axes`, checked against `shape`, ascending and without
/// repetition. nullopt where neither is there.
std::optional<std::vector<int>> axes_of(const InferArgs& args, std::size_t index,
                                        const Shape& shape);

} // namespace espalier::ops::detail
