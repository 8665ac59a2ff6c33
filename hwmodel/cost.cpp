// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/cost.h"

#include <algorithm>
#include <cmath>

namespace espalier::hw {

double Counts::stall_cycles() const {
    return std::max(0.0, cycles - compute_cycles - fill_cycles);
}

double Counts::bits(Level level) const {
    double sum = 0;
    for (const Traffic& traffic_of : traffic[static_cast<std::size_t>(level)]) {
        sum += traffic_of.read_bits + traffic_of.write_bits;
    }
    return sum;
}

double LayerCost::level_pj(Level level) const {
    double sum = 0;
    for (const double energy : move_pj[static_cast<std::size_t>(level)]) {
        sum += energy;
    }
    return sum;
}

double LayerCost::operand_pj(Operand which) const {
    double sum = 0;
    for (const auto& level : move_pj) {
        sum += level[static_cast<std::size_t>(which)];
    }
    return sum;
}

double LayerCost::energy_pj() const {
    double sum = mac_pj;
    for (std::size_t level = 0; level < kLevels; ++level) {
        sum += level_pj(static_cast<Level>(level));
    }
    return std::isnan(leakage_pj) ? sum : sum + leakage_pj;
}

const char* to_string(Level level) {
    switch (level) {
    case Level::Register:
        return "register";
    case Level::Array:
        return "array";
    case Level::Buffer:
        return "buffer";
    case Level::Dram:
        return "dram";
    }
    return "";
}

} // namespace espalier::hw
