// SPDX-License-Identifier: GPL-3.0-or-later
// What distillation adds to a loss: terms that are zero where student and teacher agree. Each takes
// values of a whole batch, row-major, adds factor * d(term) / d(student) to `gradient` (where that
// is not empty) and returns the term without the factor.
#pragma once

#include "core/tensor/shape.h"

#include <cstddef>
#include <span>

namespace espalier {

struct DistilValues {
    std::span<const float> student; ///< `samples` times as many numbers each
    std::span<const float> teacher;
    std::size_t samples = 0;
};

/// Mean over rows of KL(softmax(teacher / T) || softmax(student / T)) (Hinton et al. 2015, section
/// 2), times T^2 where `by_square`: then the gradient does not fade with T. Rows of `classes`
/// scores.
double response_term(const DistilValues& values, std::size_t classes, double temperature,
                     bool by_square, double factor, std::span<float> gradient);

/// Mean over all elements of (student - teacher)^2 (FitNets: Romero et al. 2015, eq. 3, up to the
/// factor).
double feature_term(const DistilValues& values, double factor, std::span<float> gradient);

/// Mean over samples of |q(student) - q(teacher)|^2, q(A) = Q / |Q|, Q = sum over channels of A^2
/// at every place (Zagoruyko and Komodakis 2017, section 3.1). Channels may differ: they are the
/// first of two axes, the second has `places`.
double attention_term(const DistilValues& values, std::size_t places, double factor,
                      std::span<float> gradient);

/// Mean over pairs of samples of Huber(d_student / mean d_student - d_teacher / mean d_teacher), d
/// the distance of the two in the embedding (Park et al. 2019, eqs. 4-6: RKD-D). Embeddings may
/// differ in size.
double relational_term(const DistilValues& values, double factor, std::span<float> gradient);

} // namespace espalier
