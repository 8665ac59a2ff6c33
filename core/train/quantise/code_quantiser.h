// SPDX-License-Identifier: GPL-3.0-or-later
// Codes whose numbers learn: steps, factors and codebooks follow their gradient while the weights
// follow theirs.
#pragma once

#include "core/train/quantise/weight_quantiser.h"

namespace espalier {

/// The derivative of the loss by the numbers of `code`, given that by the coded weights,
/// `gradient`. Indices of weights are taken as fixed but for uniform steps, whose rounding is
/// passed straight through; weights that are not `kept` (empty: all are) do not count. In the order
/// of
///     affine     one step a scale: sum g (q - x / s), or g q where x is clipped (LSQ: Esser et al.
///                2020, eq. 3)
///     levels     one scale: sum g l
///     multibit   one factor: sum g b
///     codebook   one level: sum of g over the weights that have it (Han et al. 2016, section 3.3)
/// Empty for any other code.
[[nodiscard]] std::vector<double> code_gradient(const Code& code, const Tensor& latent,
                                                const Tensor& gradient, std::span<const bool> kept);

/// A quantiser that begins with `code`. Gradients of numbers are those above over sqrt(n), n the
/// weights that depend on a number (for uniform steps n times the highest index, as in LSQ, section
/// 2.2): a number has the gradients of all its weights, and would learn too fast. Weights get their
/// gradient straight through; those of a uniform code only inside its range. nullptr for a code
/// that has no such numbers.
[[nodiscard]] WeightQuantiserPtr code_quantiser(const CodePtr& code);

} // namespace espalier
