// SPDX-License-Identifier: GPL-3.0-or-later
// That two networks compute the same, shown on data.
#pragma once

#include "core/compress/technique.h"

#include <cstddef>
#include <string>

namespace espalier::techniques {

struct Proof {
    std::size_t samples = 0;
    bool pictures = false; ///< false: on random inputs
    double error = 0;      ///< largest difference / range of the outputs of `before`
    std::string output;    ///< where the largest difference was

    /// "equal within 3.1e-07 of the output range on 64 pictures".
    [[nodiscard]] std::string str() const;
};

/// Largest difference that counts as equal, relative to the range of the outputs: rounding of sums
/// in another order.
inline constexpr double kProofTolerance = 1e-5;

/// Runs both networks on pictures of context.test or context.train, else on random inputs of the
/// network's shape (normal, seeded), and compares every output. Inputs and outputs must have the
/// same types. NaN in one place of both counts as equal there.
[[nodiscard]] Proof compare_outputs(const Graph& before, const Graph& after,
                                    const Context& context);

} // namespace espalier::techniques
