// SPDX-License-Identifier: GPL-3.0-or-later
// Products with few rows and a large matrix of up to 4 bits: the weights stay packed, and so an
// eighth of the bytes comes from memory.
#pragma once

namespace espalier {
class Lowering;
} // namespace espalier

namespace espalier::ops::detail {

/// Gemm (A not transposed) and MatMul whose weights have a uniform code of at most 4 bits, for the
/// whole, each output, or groups of whole blocks of inputs. False, and nothing done, elsewhere, and
/// where floats are as fast: with many rows, or a matrix that the caches hold.
[[nodiscard]] bool lower_gemm_nibbles(Lowering& lowering);

} // namespace espalier::ops::detail
