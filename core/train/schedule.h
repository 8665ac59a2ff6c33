// SPDX-License-Identifier: GPL-3.0-or-later
// How the learning rate goes over a training.
#pragma once

#include <cstddef>
#include <limits>
#include <string_view>
#include <vector>

namespace espalier {

enum class ScheduleKind {
    Constant,
    Cosine,   ///< rate * (1 + cos(pi * t / T)) / 2 (Loshchilov and Hutter, SGDR, eq. 5, one cycle)
    Step,     ///< rate * factor^(milestones passed)
    OneCycle, ///< half a cosine up to rate, then half a cosine down to almost nothing (Smith 2018)
    Plateau,  ///< rate * factor^(times the loss stopped falling); see Plateau below
};

struct Schedule {
    ScheduleKind kind = ScheduleKind::Cosine;
    double rate = 0.1; ///< the highest
    /// Share of all steps in which the rate rises linearly from rate / steps to rate first.
    double warm_up = 0.0;
    double factor = 0.1;                          ///< Step and Plateau
    std::vector<double> milestones = {0.5, 0.75}; ///< Step only: shares of all steps
    double rise = 0.3;         ///< OneCycle only: share of all steps on the way up
    double start_divisor = 25; ///< OneCycle only: it begins at rate / start_divisor
    double end_divisor = 1e4;  ///< OneCycle only: and ends at rate / start_divisor / end_divisor
    std::size_t patience = 10; ///< Plateau only: epochs without a lower loss that are borne
    double threshold = 1e-4;   ///< Plateau only: how much lower counts, relative

    /// The rate of step `step` in [0, steps). The cosine runs over what the warm-up leaves. For
    /// Plateau: while nothing has been cut.
    [[nodiscard]] double at(std::size_t step, std::size_t steps) const;

    bool operator==(const Schedule&) const = default;
};

/// What ScheduleKind::Plateau remembers: the rate is cut after more than `patience` epochs in a row
/// whose loss was not below (1 - threshold) times the lowest (as PyTorch's ReduceLROnPlateau).
struct Plateau {
    double scale = 1; ///< what at() is multiplied by
    double lowest = std::numeric_limits<double>::infinity();
    std::size_t waited = 0;

    /// After an epoch with this loss.
    void see(double loss, const Schedule& schedule);

    bool operator==(const Plateau&) const = default;
};

/// "constant", "cosine", "step", "one-cycle", "plateau"; Usage error for another name, with these
/// listed.
[[nodiscard]] ScheduleKind schedule_kind(std::string_view name);
[[nodiscard]] std::string_view schedule_name(ScheduleKind kind);

} // namespace espalier
