// SPDX-License-Identifier: GPL-3.0-or-later
// How many numbers of other programs the model gives exactly: for the tests of each part, and for
// the table of them all. Nothing where the reference outputs are not at hand.
#pragma once

#include <optional>

namespace espalier::hw::test {

struct Score {
    int equal = 0;
    int other = 0;
};

/// Reads, fills and updates of every tensor at every store, 31 runs of Timeloop's exercises.
[[nodiscard]] std::optional<Score> timeloop_counters();
/// The same of the project's own four runs of Timeloop 3.0.3.
[[nodiscard]] std::optional<Score> timeloop_counters_of_our_runs();
/// Cycles of SCALE-Sim 2.
[[nodiscard]] std::optional<Score> scale_sim_rows();
/// Cycles of Bit Fusion's simulator on five machines.
[[nodiscard]] std::optional<Score> bit_fusion_rows();
/// Cycles of Eyeriss v2 from the masks of pruned MobileNet layers.
[[nodiscard]] std::optional<Score> eyeriss_v2_layers();

} // namespace espalier::hw::test
