// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/parameter.h"

#include <cstdint>
#include <vector>

namespace espalier::studio {

/// How many weights of some tensors lie below a magnitude, and back, without sorting them: counts
/// by the leading bits of |w|, which resolves magnitudes to 0.4 % and interpolates between. Turns a
/// threshold that is dragged into the sparsity that sets it. Zeros lie below every threshold.
class MagnitudeTable {
public:
    MagnitudeTable() = default;
    /// Of the effective values of float32 parameters.
    explicit MagnitudeTable(const std::vector<Parameter>& parameters);

    [[nodiscard]] std::int64_t total() const { return below_.empty() ? 0 : below_.back(); }

    /// Share of weights with |w| < threshold, in [0, 1].
    [[nodiscard]] double share_below(double threshold) const;
    /// The threshold below which this share lies: the inverse.
    [[nodiscard]] double threshold_for(double share) const;

private:
    std::vector<std::int64_t> below_; ///< weights in bins before this one; one more than bins
};

} // namespace espalier::studio
