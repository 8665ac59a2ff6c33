// SPDX-License-Identifier: GPL-3.0-or-later
// The order in which a machine works through a layer, and what stays where meanwhile. A dataflow is
// one file in hwmodel/dataflows: it counts actions; prices.h turns the counts into energy.
#pragma once

#include "hwmodel/accelerator.h"
#include "hwmodel/cost.h"
#include "hwmodel/prices.h"
#include "hwmodel/schedule.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace espalier::hw {

/// How one quantity of an estimate comes about, for whoever opens the number.
struct Formula {
    std::string_view quantity; ///< key of the estimate, for example "compute_cycles"
    std::string_view text;     ///< in the letters of Workload's dims and the machine's figures
    std::string_view source;
};

/// Of a dataflow that skips zero weights: compute_cycles where the places of the zeros are known.
inline constexpr std::string_view kMaskedCycles = "compute_cycles.mask";

class Dataflow {
public:
    Dataflow() = default;
    Dataflow(const Dataflow&) = delete;
    Dataflow& operator=(const Dataflow&) = delete;
    virtual ~Dataflow() = default;

    /// "os", as on the command line.
    [[nodiscard]] virtual std::string_view id() const = 0;
    [[nodiscard]] virtual std::string_view title() const = 0;
    /// What stays, what moves, and when that is a good idea.
    [[nodiscard]] virtual std::string_view summary() const = 0;
    [[nodiscard]] virtual std::span<const Formula> formulas() const = 0;
    /// Whether a formula says how zero weights shorten the work.
    [[nodiscard]] bool skips_zero_weights() const;

    /// Throws Unsupported where the machine cannot work this way (says what it lacks).
    virtual void check(const Accelerator& accelerator) const = 0;

    /// Counts actions and cycles of one valid workload that multiplies. Prices are for choosing a
    /// mapping only. No allocation, no state: may run on any thread.
    [[nodiscard]] virtual Counts count(const Workload& work, const Accelerator& accelerator,
                                       const Prices& prices) const = 0;

    /// The steps behind the counts, for a workload that multiplies; null where there are formulas
    /// only.
    [[nodiscard]] virtual std::unique_ptr<Schedule>
    schedule(const Workload& work, const Accelerator& accelerator, const Prices& prices) const;

    /// The whole estimate of one layer, whatever its kind: layers that do not multiply pass
    /// through the buffers once (dataflows/detail/streaming.h). Errors as check() and validate().
    [[nodiscard]] virtual LayerCost estimate(const Workload& work, const Accelerator& accelerator,
                                             const Prices& prices) const;
};

namespace dataflows {
/// Every dataflow, in the order of the file names. Generated.
[[nodiscard]] std::span<const Dataflow* const> all_dataflows();
} // namespace dataflows

/// The dataflow with that id; Usage naming those there are.
[[nodiscard]] const Dataflow& find_dataflow(std::string_view id);
/// What the machine runs unless told otherwise: its first dataflow.
[[nodiscard]] const Dataflow& default_dataflow(const Accelerator& accelerator);

} // namespace espalier::hw
