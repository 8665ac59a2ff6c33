// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/schedule.h"

#include "core/base/error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace espalier {

namespace {

constexpr std::array<std::pair<ScheduleKind, std::string_view>, 5> kNames{
    {{ScheduleKind::Constant, "constant"},
     {ScheduleKind::Cosine, "cosine"},
     {ScheduleKind::Step, "step"},
     {ScheduleKind::OneCycle, "one-cycle"},
     {ScheduleKind::Plateau, "plateau"}}};

/// Half a cosine from `from` at share 0 to `to` at share 1.
double along_cosine(double from, double to, double share) {
    return to + (from - to) * (1 + std::cos(std::numbers::pi * share)) / 2;
}

/// As PyTorch's OneCycleLR: the top is at step rise * steps - 1, the end at step steps - 1.
double one_cycle(const Schedule& schedule, double now, double total) {
    const double start = schedule.rate / schedule.start_divisor;
    const double top = schedule.rise * total - 1;
    if (now <= top) {
        return along_cosine(start, schedule.rate, top > 0 ? now / top : 1);
    }
    return along_cosine(schedule.rate, start / schedule.end_divisor,
                        (now - top) / std::max(total - 1 - top, 1e-9));
}

} // namespace

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
    case ScheduleKind::OneCycle:
        return one_cycle(*this, now, total);
    case ScheduleKind::Constant:
    case ScheduleKind::Plateau:
        break;
    }
    return rate;
}

void Plateau::see(double loss, const Schedule& schedule) {
    if (loss < lowest * (1 - schedule.threshold)) {
        lowest = loss;
        waited = 0;
        return;
    }
    if (++waited > schedule.patience) {
        scale *= schedule.factor;
        waited = 0;
    }
}

ScheduleKind schedule_kind(std::string_view name) {
    for (const auto& [kind, own] : kNames) {
        if (own == name) {
            return kind;
        }
    }
    fail(ErrorCode::Usage,
         "schedule \"{}\" is unknown, expected constant, cosine, step, one-cycle or plateau", name);
}

std::string_view schedule_name(ScheduleKind kind) {
    return kNames[static_cast<std::size_t>(kind)].second;
}

} // namespace espalier
