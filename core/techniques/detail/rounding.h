// SPDX-License-Identifier: GPL-3.0-or-later
// Which of the levels around it a weight should take, so that the outputs of its layer change
// least: min over q of sum over rows of (w - q)ᵀ H (w - q) with H = mean of x xᵀ over the inputs.
#pragma once

#include "core/base/job.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace espalier::techniques {

/// The levels of one row: scale * (low ... high), zero point taken off.
struct RowGrid {
    float scale = 1;
    std::int32_t low = 0;
    std::int32_t high = 0;
};

struct RoundingProblem {
    std::size_t rows = 0;
    std::size_t cols = 0;
    std::span<const float> weights; ///< [rows, cols]
    std::span<const float> moments; ///< H, [cols, cols]
    std::vector<RowGrid> grids;     ///< one for each row
    /// [rows, cols] or empty: false where a weight is pruned, zero, and stays so.
    std::vector<bool> kept;
};

/// Levels as multiples of the row's scale, [rows, cols].
using Steps = std::vector<std::int32_t>;

[[nodiscard]] Steps round_to_nearest(const RoundingProblem& problem);

/// Mean squared change of the outputs, summed over the rows.
[[nodiscard]] double output_error(const RoundingProblem& problem, const Steps& steps);

/// The weights V [rows, cols] whose outputs on inputs x come closest to those of `weights` on the
/// inputs y the float network has: V = W + W (C - H) (H + d I)^-1 with C = mean of y xᵀ, that is
/// least squares held to W by d = damping times the mean of H's diagonal.
[[nodiscard]] std::vector<float> weights_for_inputs(const RoundingProblem& problem,
                                                    std::span<const float> cross, double damping);

struct SequentialRounding {
    /// Added to the diagonal of H, as a share of its mean: what few inputs leave undetermined.
    double damping = 0.01;
    /// Columns with the largest inputs first.
    bool by_activity = true;
    /// Passes over all weights afterwards, in which each moves by whole steps where that helps.
    int sweeps = 4;
};

/// GPTQ (Frantar et al. 2023): column after column to the nearest level, the rest of the row made
/// up for by the optimal update of OBQ (Frantar and Alistarh 2022), for all rows in the same order
/// by one Cholesky factor. The same as Babai's nearest plane. Never worse than the nearest levels.
[[nodiscard]] Steps round_in_sequence(const RoundingProblem& problem,
                                      const SequentialRounding& settings);

struct AdaptiveRounding {
    int iterations = 2000;
    double rate = 1e-2; ///< of Adam
    /// Of the term that drives roundings to up or down, over the mean curvature H_ii s^2 of a row,
    /// so that it does not depend on how large inputs and weights are.
    double weight = 0.5;
    double warm_up = 0.2; ///< share of the iterations without that term
};

/// AdaRound (Nagel et al. 2020): up or down for each weight, found by gradient descent on a
/// continuous rounding (equations 21 to 24). Never worse than the nearest levels.
[[nodiscard]] Steps round_adaptively(const RoundingProblem& problem,
                                     const AdaptiveRounding& settings, const Job& job);

} // namespace espalier::techniques
