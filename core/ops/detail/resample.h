// SPDX-License-Identifier: GPL-3.0-or-later
// Resampling along one axis as a sparse matrix: every output element is a weighted sum of input
// elements. Resize is one such matrix per axis, applied one after the other.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace espalier::ops::detail {

/// ONNX Resize: how output positions map to input positions and what lies between elements.
struct ResampleRule {
    std::string mode = "nearest";           ///< nearest, linear, cubic
    std::string coordinates = "half_pixel"; ///< coordinate_transformation_mode
    std::string nearest = "round_prefer_floor";
    double cubic_a = -0.75;
    bool exclude_outside = false;
    bool antialias = false;
};

struct ResampleAxis {
    std::int64_t in = 1;
    std::int64_t out = 1;
    double scale = 1;
    double roi_start = 0; ///< of tf_crop_and_resize, normalised
    double roi_end = 1;
};

struct Tap {
    std::int64_t index;
    double weight;
};

/// The matrix of one axis; a row without taps is outside (tf_crop_and_resize) and extrapolated.
using ResampleMatrix = std::vector<std::vector<Tap>>;

ResampleMatrix resample_matrix(const ResampleRule& rule, const ResampleAxis& axis);

/// [outer, in, inner] -> [outer, out, inner], rows without taps filled with `outside`.
std::vector<double> resample(const ResampleMatrix& matrix, const std::vector<double>& x,
                             std::int64_t outer, std::int64_t in, std::int64_t inner,
                             double outside);
/// The adjoint: [outer, out, inner] -> [outer, in, inner].
std::vector<double> resample_adjoint(const ResampleMatrix& matrix, const std::vector<double>& y,
                                     std::int64_t outer, std::int64_t in, std::int64_t inner);

} // namespace espalier::ops::detail
