// SPDX-License-Identifier: GPL-3.0-or-later
// How the positions of a slider map to the values of a number: evenly in steps, or by logarithm
// where the range spans more than three decades.
#pragma once

#include "core/compress/param_spec.h"

namespace espalier::studio {

class SliderScale {
public:
    /// `spec` is Integer or Real. `most` replaces the upper end where it is lower than the spec's.
    explicit SliderScale(const ParamSpec& spec);
    SliderScale(const ParamSpec& spec, double most);

    /// Positions go from 0 to positions().
    [[nodiscard]] int positions() const { return positions_; }

    /// Rounded to the step, or to two significant digits on a logarithmic scale; never outside the
    /// range. The two ends are met exactly.
    [[nodiscard]] double value(int position) const;
    /// The nearest position; values outside the range get the end.
    [[nodiscard]] int position(double value) const;

    [[nodiscard]] bool logarithmic() const { return logarithmic_; }

private:
    double min_;
    double max_;
    double step_;
    double least_ = 0; ///< what the first position above zero stands for, on a logarithmic scale
    bool whole_;
    bool logarithmic_ = false;
    int positions_ = 1;
};

/// As recipes write it: shortest digits that give the value, without a fraction for an Integer.
[[nodiscard]] std::string number_param_text(double value, ParamType type);

} // namespace espalier::studio
