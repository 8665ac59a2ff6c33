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

Tally Schedule::before(std::int64_t index) const {
    Tally sum;
    for (std::int64_t i = 0; i < index; ++i) {
        sum += tally(step(i), step_cycles());
    }
    return sum;
}

} // namespace espalier::hw
