// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/schedule.h"

namespace espalier::hw {

Tally& Tally::operator+=(const Tally& other) {
    macs += other.macs;
    for (std::size_t i = 0; i < words.size(); ++i) {
        words[i] += other.words[i];
    }
    return *this;
}

Tally Schedule::over(std::int64_t begin, std::int64_t end) const {
    Tally sum;
    for (std::int64_t i = begin; i < end; ++i) {
        sum += tally(step(i), step_cycles());
    }
    return sum;
}

} // namespace espalier::hw
