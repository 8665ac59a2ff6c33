// SPDX-License-Identifier: GPL-3.0-or-later
// Types, tensors and attributes of nodes as bytes.
#pragma once

#include "core/analysis/coding/bytes.h"
#include "core/graph/graph.h"

namespace espalier::coding {

void put_type(ByteWriter& out, DType dtype, const Shape& shape);
/// Dimensions may be unknown. BadInput for an unknown type or sizes out of range.
[[nodiscard]] TensorType get_type(ByteReader& in);

void put_attributes(ByteWriter& out, const Attributes& attributes);
[[nodiscard]] Attributes get_attributes(ByteReader& in);

} // namespace espalier::coding
