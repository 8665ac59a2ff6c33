// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/schedule.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace espalier {

double Schedule::at(std::size_t step, std::size_t steps) const {
    const auto total = static_cast<double>(std::max<std::size_t>(steps, 1));
    const double warm = std::floor(warm_up * total);
    const auto now = static_cast<double>(step);
    if (now < warm) {
        return rate * (now + 1) / warm;
    }
    switch (kind) {
    case ScheduleKind::Cosine:
        return rate * 0.5 *
               (1 + std::cos(std::numbers::pi * (now - warm) / std::max(total - warm, 1.0)));
    case ScheduleKind::Step: {
        const auto passed = std::count_if(milestones.begin(), milestones.end(),
                                          [&](double share) { return now >= share * total; });
        return rate * std::pow(factor, static_cast<double>(passed));
    }
    case ScheduleKind::Constant:
        break;
    }
    return rate;
}

ScheduleKind schedule_kind(std::string_view name) {
    for (const ScheduleKind kind :
         {ScheduleKind::Constant, ScheduleKind::Cosine, ScheduleKind::Step}) {
        if (schedule_name(kind) == name) {
            return kind;
        }
    }
    fail(ErrorCode::Usage, "schedule \"{}\" is unknown, expected constant, cosine or step", name);
}

std::string_view schedule_name(ScheduleKind kind) {
    switch (kind) {
    case ScheduleKind::Cosine:
        return "cosine";
    case ScheduleKind::Step:
        return "step";
    case ScheduleKind::Constant:
        break;
    }
    return "constant";
}

} // namespace espalier
