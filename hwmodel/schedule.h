// SPDX-License-Identifier: GPL-3.0-or-later
// The steps in which an array works through a layer, element by element and cycle by cycle: the
// schedule whose closed forms a dataflow counts, laid open for whoever wants to watch it.
//
//     const auto schedule = dataflow.schedule(work, machine, prices);
//     std::vector<ElementState> states(schedule->elements());
//     schedule->show(schedule->step(3), 17, states); // the 18th cycle of the fourth step
//
// Summed over all steps, the tallies are the counts of the estimate.
#pragma once

#include "hwmodel/workload.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace espalier::hw {

enum class ElementState : std::uint8_t {
    Idle,     ///< has no work in this step
    Loads,    ///< takes up the operand that stays
    Waits,    ///< has work in this step, but not in this cycle
    Computes, ///< multiplies and adds
};

/// What was multiplied, and what crossed the border of the array.
struct Tally {
    double macs = 0;
    /// Weights and inputs read into the array, results written out of it; words.
    std::array<double, kOperands> words{};

    Tally& operator+=(const Tally& other);
};

/// What a step works on: [begin, end) of `of`.
struct StepExtent {
    enum class Axis : std::uint8_t {
        Groups,
        Images,
        Pixels, ///< images x output rows x output columns
        Rows,   ///< of the output
        Columns,
        Filters,
        Depth, ///< channels x filter rows x filter columns
        Channels,
        FilterRows,
        FilterColumns,
    };

    Axis axis = Axis::Groups;
    std::int64_t begin = 0;
    std::int64_t end = 0;
    std::int64_t of = 0;

    [[nodiscard]] std::int64_t size() const { return end - begin; }
};

struct ScheduleStep {
    std::int64_t index = 0;
    std::vector<StepExtent> extents; ///< from the outermost loop inwards
};

class Schedule {
public:
    Schedule(std::int32_t rows, std::int32_t columns)
        : rows_(rows)
        , columns_(columns) {}

    Schedule(const Schedule&) = delete;
    Schedule& operator=(const Schedule&) = delete;
    virtual ~Schedule() = default;

    [[nodiscard]] std::int32_t rows() const { return rows_; }

    [[nodiscard]] std::int32_t columns() const { return columns_; }

    [[nodiscard]] std::size_t elements() const {
        return static_cast<std::size_t>(rows_) * static_cast<std::size_t>(columns_);
    }

    [[nodiscard]] virtual std::int64_t steps() const = 0;
    /// Cycles of each step; none overlap.
    [[nodiscard]] virtual std::int64_t step_cycles() const = 0;
    /// `index` in [0, steps()).
    [[nodiscard]] virtual ScheduleStep step(std::int64_t index) const = 0;
    /// What each element does in that cycle of the step, in [0, step_cycles()); `states` holds
    /// elements() of them, row by row.
    virtual void show(const ScheduleStep& step, std::int64_t cycle,
                      std::span<ElementState> states) const = 0;
    /// What the first `cycles` cycles of the step have done, in [0, step_cycles()].
    [[nodiscard]] virtual Tally tally(const ScheduleStep& step, std::int64_t cycles) const = 0;
    /// Whether tallies count words; otherwise they hold MACs alone.
    [[nodiscard]] virtual bool counts_words() const = 0;

    /// What the steps [begin, end) do, within [0, steps()]. One pass over them.
    [[nodiscard]] Tally over(std::int64_t begin, std::int64_t end) const;

private:
    std::int32_t rows_;
    std::int32_t columns_;
};

} // namespace espalier::hw
