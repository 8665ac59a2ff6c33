// SPDX-License-Identifier: GPL-3.0-or-later
// What the machines with a schedule of their own have in common: a file of one
// of them says how long it computes and what crosses its ports; traffic with
// DRAM and the rest follow from that.
#pragma once

#include "hwmodel/dataflow.h"

#include <string_view>
#include <vector>

namespace espalier::hw::dataflows::detail {

/// One layer on such a machine.
struct EngineRun {
    double cycles = 0;        ///< computing, waiting for its slowest part included
    double ideal_cycles = 0;  ///< were all parts equally busy
    double total_cycles = 0;  ///< with waiting for DRAM, where the machine's own plan says
    double fill_cycles = 0;   ///< of them: first operands and last results
    double executed_macs = 0; ///< whose multiplier works
    double weight_reads = 0;  ///< words from the buffers
    double input_reads = 0;
    double sum_reads = 0; ///< partial sums
    double sum_writes = 0;
    double weight_bits = 0; ///< of a value as it is stored and moved, zeros and
                            ///< their coding shared out
    double input_bits = 0;
};

struct EngineText {
    std::string_view id, title, summary;
    std::string_view cycles; ///< the formula of compute_cycles
    std::string_view source;
    std::vector<std::string_view> figures; ///< what the machine's engine section must say
    /// compute_cycles where the weights' mask is known; empty if zero weights save nothing.
    std::string_view masked_cycles = {};
};

class Engine final : public Dataflow {
public:
    using Run = EngineRun (*)(const Workload&, const Accelerator&);

    Engine(EngineText text, Run run);

    std::string_view id() const override { return text_.id; }

    std::string_view title() const override { return text_.title; }

    std::string_view summary() const override { return text_.summary; }

    std::span<const Formula> formulas() const override { return formulas_; }

    void check(const Accelerator& accelerator) const override;
    Counts count(const Workload& work, const Accelerator& accelerator,
                 const Prices& prices) const override;
    LayerCost estimate(const Workload& work, const Accelerator& accelerator,
                       const Prices& prices) const override;

private:
    EngineText text_;
    Run run_;
    std::vector<Formula> formulas_;
};

/// A run of `work` with dense operands at their stored widths; cycles are left
/// at 0.
[[nodiscard]] EngineRun dense_run(const Workload& work, const Accelerator& accelerator);

/// A run of an array whose elements each add up `lanes` products a cycle (a figure of the machine),
/// of which only a `share` has to be done.
[[nodiscard]] EngineRun shortened_run(const Workload& work, const Accelerator& accelerator,
                                      double share);

[[nodiscard]] double extent(const Workload& work, Dim dim);
/// N * P * Q.
[[nodiscard]] double windows_of(const Workload& work);
/// C * R * S.
[[nodiscard]] double taps_of(const Workload& work);

} // namespace espalier::hw::dataflows::detail
