// SPDX-License-Identifier: GPL-3.0-or-later
// Layers whose values carry 8-bit codes, on the integer kernels of oneDNN. What they compute is the
// rounding of the same sums that the float steps and their codes compute; a result may differ by
// one step where a sum ends beside half of one.
#pragma once

namespace espalier {
class Lowering;
} // namespace espalier

namespace espalier::ops::detail {

/// Conv with an input of 8-bit codes and weights of up to 8 bits around zero, whose result is coded
/// too or goes on as float. False, and nothing done, where that does not hold, or where the kernels
/// of this processor could saturate: without VNNI they add pairs of products in 16 bits.
[[nodiscard]] bool lower_conv_codes(Lowering& lowering);

/// Add of two values that are there as codes to one that is coded, with a Relu behind it or not.
[[nodiscard]] bool lower_add_codes(Lowering& lowering);

} // namespace espalier::ops::detail
