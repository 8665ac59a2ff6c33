// SPDX-License-Identifier: GPL-3.0-or-later
// Layers of which both the weights and what enters are signs: exclusive or and a count of bits take
// the place of multiplications. The sums are exact, so the result is that of float products up to
// their rounding.
#pragma once

namespace espalier {
class Lowering;
} // namespace espalier

namespace espalier::ops::detail {

/// Gemm (A not transposed) and MatMul of rows with a matrix. False, and nothing done, where one
/// side is no sign (times a factor), or codes are not to go to integer kernels.
[[nodiscard]] bool lower_gemm_signs(Lowering& lowering);
/// Conv over pictures in one group, likewise.
[[nodiscard]] bool lower_conv_signs(Lowering& lowering);

} // namespace espalier::ops::detail
