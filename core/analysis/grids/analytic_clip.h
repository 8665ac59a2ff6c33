// SPDX-License-Identifier: GPL-3.0-or-later
// The clip of least squared error that follows from the shape of a distribution alone (ACIQ: Banner
// et al. 2019), for 2^bits levels from -clip to clip.
#pragma once

namespace espalier {

enum class Shape1D { Gauss, Laplace };

/// Clip over the standard deviation (Gauss) or over the mean absolute value (Laplace), where
///     Gauss    E = (c^2 + 1) erfc(c / sqrt 2) - c sqrt(2 / pi) exp(-c^2 / 2) + c^2 / (3 * 4^bits)
///     Laplace  E = 2 exp(-c) + c^2 / (3 * 4^bits)
/// is least. 1 <= bits <= 24.
[[nodiscard]] double analytic_clip(Shape1D shape, int bits);
/// E of the formulas above at a clip of c, over the variance (Gauss) or the squared mean absolute
/// value (Laplace).
[[nodiscard]] double analytic_error(Shape1D shape, int bits, double clip);

} // namespace espalier
