// SPDX-License-Identifier: GPL-3.0-or-later
// How the learning rate goes over a training.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace espalier {

enum class ScheduleKind {
    Constant,
    Cosine, ///< rate * (1 + cos(pi * t / T)) / 2 (Loshchilov and Hutter, SGDR, eq. 5, one cycle)
    Step,   ///< rate * factor^(milestones passed)
};

struct Schedule {
    ScheduleKind kind = ScheduleKind::Cosine;
    double rate = 0.1; ///< the highest
    /// Share of all steps in which the rate rises linearly from rate / steps to rate first.
    double warm_up = 0.0;
    double factor = 0.1;                          ///< Step only
    std::vector<double> milestones = {0.5, 0.75}; ///< Step only: shares of all steps

    /// The rate of step `step` in [0, steps). The cosine runs over what the warm-up leaves.
    [[nodiscard]] double at(std::size_t step, std::size_t steps) const;
};

/// "constant", "cosine", "step"; Usage error for another name, with these listed.
[[nodiscard]] ScheduleKind schedule_kind(std::string_view name);
[[nodiscard]] std::string_view schedule_name(ScheduleKind kind);

} // namespace espalier
