// SPDX-License-Identifier: GPL-3.0-or-later
// The roofline: how fast a layer could run were the array or the DRAM its only limit.
// Source: S. Williams, A. Waterman, D. Patterson, Roofline, CACM 52(4), 2009.
#pragma once

#include "hwmodel/accelerator.h"
#include "hwmodel/cost.h"

namespace espalier::hw {

/// The machine's two lines. An operation is a multiplication or an addition: a MAC is two.
struct Roofline {
    double peak_gops = 0;     ///< 2 x elements x clock
    double bandwidth_gbs = 0; ///< DRAM, 10^9 bytes a second
    double ridge = 0;         ///< operations a byte where the lines meet
};

/// One layer under the roof.
struct RooflinePoint {
    double intensity = 0;       ///< operations a byte of DRAM traffic; infinite without traffic
    double attainable_gops = 0; ///< min(peak, intensity x bandwidth)
    double achieved_gops = 0;   ///< by the model's cycles; at most attainable_gops
    bool memory_bound = false;  ///< left of the ridge
};

[[nodiscard]] Roofline roofline(const Accelerator& accelerator);
[[nodiscard]] RooflinePoint roofline_point(const Counts& counts, const Accelerator& accelerator);

} // namespace espalier::hw
