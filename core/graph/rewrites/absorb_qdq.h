// SPDX-License-Identifier: GPL-3.0-or-later
// QuantizeLinear/DequantizeLinear networks: what the file writes as pairs of nodes the program
// holds as codes on parameters and values.
#pragma once

#include "core/graph/graph.h"

namespace espalier {

/// - DequantizeLinear of an 8- or 16-bit integer constant becomes a float32 parameter with an
///   AffineCode, so that its bits survive.
/// - QuantizeLinear followed by DequantizeLinear with the same constants becomes the code of the
///   value before, where nobody reads that value otherwise. A Clip before the pair that cuts to
///   fewer levels (as written for codes below 8 bits) is taken into the code.
/// What the network computes stays the same, bit by bit. Everything else is left as it is.
void absorb_qdq(Graph& graph);

} // namespace espalier
