// SPDX-License-Identifier: GPL-3.0-or-later
// What the three systolic dataflows share: a layer as a matrix product, its folds onto the array,
// and the double-buffered schedule of those folds against the DRAM.
#pragma once

#include "hwmodel/accelerator.h"
#include "hwmodel/cost.h"

#include <array>

namespace espalier::hw::dataflows::detail {

/// A layer as `groups` products of [pixels x depth] by [depth x filters] (im2col).
struct MatrixProduct {
    double groups = 1;
    double pixels = 1;  ///< N P Q
    double depth = 1;   ///< C R S
    double filters = 1; ///< K
};

[[nodiscard]] MatrixProduct as_product(const Workload& work);

/// ceil(a / b) of whole numbers held in doubles.
[[nodiscard]] double folds(double extent, double side);

/// Throws Unsupported unless the array has neighbour links and a buffer for each operand.
void check_systolic(const Accelerator& accelerator, std::string_view dataflow);

/// Distinct input values that one group's windows touch at all.
[[nodiscard]] double touched_inputs(const Workload& work);
/// Distinct input values under the windows of `pixels` consecutive outputs, one group, all
/// channels.
[[nodiscard]] double window_inputs(const Workload& work, double pixels);
/// Input values of one group as stored, all images.
[[nodiscard]] double group_inputs(const Workload& work);
/// Whether the rows of input that sliding windows come back to stay in the input buffer, so that
/// each value is fetched once in a sweep over all pixels.
[[nodiscard]] bool keeps_window_rows(const Workload& work, const Accelerator& accelerator);

/// Share of `words` of `bits` each that stays in the operand's usable buffer, in (0, 1]: what fits
/// is pinned there, the rest is fetched again at every use.
[[nodiscard]] double kept_share(const Accelerator& accelerator, Operand which, double words,
                                double bits);

/// The folds of one group, as two nested loops. What one operand moves over the DRAM pins (bits) in
/// a step of each kind; kinds: first step of all, other steps of the first outer iteration, first
/// step of a later outer iteration, all other steps.
struct Steps {
    double outer = 1;
    double inner = 1;
    std::array<double, 4> in{};
    std::array<double, 4> out{};

    [[nodiscard]] double read_bits() const;
    [[nodiscard]] double written_bits() const;
    [[nodiscard]] double last_written() const; ///< bits of the very last step's results
    [[nodiscard]] std::array<double, 4> counts() const;
};

/// Cycles of `groups` such loops, `fold_cycles` of compute a step: the next step's operands are
/// fetched and the last one's results written while a step computes; the very first fetch and the
/// very last write are waited for.
/// total = fill + sum over steps max(fold, (in + out) / bandwidth) + drain - 1 (SCALE-Sim's count).
[[nodiscard]] double scheduled_cycles(const Steps& steps, double groups, double fold_cycles,
                                      double bits_per_cycle);

/// When an operand is fetched.
enum class Fetch : std::uint8_t {
    EveryStep,  ///< the amount in every step
    EveryOuter, ///< the amount in the first step of every outer iteration
    Resident,   ///< the amount once in all, spread over the first outer iteration's steps
};

/// What a systolic dataflow decides; the rest follows.
struct SystolicPlan {
    /// Adds `words` of `bits` each, fetched as `when` says.
    void fetch(Operand which, Fetch when, double words, double bits);
    /// Adds what is written to DRAM over all steps of one group, evenly: `words` of `bits` each.
    void write_back(double words, double bits);
    /// Partial sums of one group that go to DRAM and come back, `words` of `bits` each.
    void spill(double words, double bits);

    double fold_cycles = 0;
    Steps steps;              ///< of one group
    double spilled_psums = 0; ///< partial sums of one group written to DRAM and read again, words
    std::array<double, kOperands> fetched{}; ///< from DRAM into the buffers, words, one group
    std::array<double, kOperands> reads{};   ///< of the buffers by the array, words, one group
    double psum_writes = 0; ///< into the output buffer by the array, words, one group
    double active_elements = 0;
    bool rows_outside = true; ///< the folds of what lies along the array's rows are the outer loop
};

/// The counts that follow from a plan: cycles, DRAM and buffer traffic, MACs.
[[nodiscard]] Counts systolic_counts(const Workload& work, const Accelerator& accelerator,
                                     const SystolicPlan& plan);

/// Of two loop orders the one with less DRAM traffic; the first on a tie.
[[nodiscard]] const SystolicPlan& less_traffic(const SystolicPlan& a, const SystolicPlan& b);

} // namespace espalier::hw::dataflows::detail
