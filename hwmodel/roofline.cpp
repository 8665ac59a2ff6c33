// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/roofline.h"

#include <algorithm>

namespace espalier::hw {

Roofline roofline(const Accelerator& accelerator) {
    Roofline roof;
    roof.peak_gops = 2 * accelerator.peak_macs() * accelerator.clock_mhz / 1e3;
    roof.bandwidth_gbs = accelerator.dram_bits_per_cycle / 8 * accelerator.clock_mhz / 1e3;
    roof.ridge = roof.peak_gops / roof.bandwidth_gbs;
    return roof;
}

RooflinePoint roofline_point(const Counts& counts, const Accelerator& accelerator) {
    const Roofline roof = roofline(accelerator);
    const double operations = 2 * counts.macs + counts.adds;
    RooflinePoint point;
    point.intensity = operations / (counts.bits(Level::Dram) / 8);
    point.attainable_gops = std::min(roof.peak_gops, point.intensity * roof.bandwidth_gbs);
    point.achieved_gops =
        counts.cycles > 0 ? operations / counts.cycles * accelerator.clock_mhz / 1e3 : 0;
    point.memory_bound = point.intensity < roof.ridge;
    return point;
}

} // namespace espalier::hw
