// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/dataflows/detail/systolic_schedule.h"

#include "hwmodel/dataflows/detail/systolic.h"

#include <algorithm>

namespace espalier::hw::dataflows::detail {

namespace {

using Axis = StepExtent::Axis;

struct Side {
    Axis axis = Axis::Depth;
    std::int64_t extent = 1;
};

/// Cycles that a lane which begins at `start` and works for `length` has worked before `now`.
std::int64_t worked(std::int64_t now, std::int64_t start, std::int64_t length) {
    return std::clamp<std::int64_t>(now - start, 0, length);
}

class SystolicSchedule final : public Schedule {
public:
    SystolicSchedule(const Workload& work, const Accelerator& accelerator, Operand stationary,
                     bool rows_outside)
        : Schedule(accelerator.rows, accelerator.columns)
        , stationary_(stationary)
        , rows_outside_(rows_outside) {
        const MatrixProduct product = as_product(work);
        const Side pixels{Axis::Pixels, static_cast<std::int64_t>(product.pixels)};
        const Side depth{Axis::Depth, static_cast<std::int64_t>(product.depth)};
        const Side filters{Axis::Filters, static_cast<std::int64_t>(product.filters)};
        groups_ = static_cast<std::int64_t>(product.groups);
        down_ = stationary == Operand::Output ? pixels : depth;
        across_ = stationary == Operand::Input ? pixels : filters;
        stream_ = stationary == Operand::Output   ? depth
                  : stationary == Operand::Weight ? pixels
                                                  : filters;
        load_ = stationary == Operand::Output ? 0 : rows();
        down_folds_ = (down_.extent + rows() - 1) / rows();
        across_folds_ = (across_.extent + columns() - 1) / columns();
    }

    std::int64_t steps() const override { return groups_ * down_folds_ * across_folds_; }

    std::int64_t step_cycles() const override {
        return load_ + stream_.extent + rows() + columns() - 2;
    }

    ScheduleStep step(std::int64_t index) const override {
        const std::int64_t inner = rows_outside_ ? across_folds_ : down_folds_;
        const std::int64_t group = index / (down_folds_ * across_folds_);
        const std::int64_t fold = index % (down_folds_ * across_folds_);
        const std::int64_t down = rows_outside_ ? fold / inner : fold % inner;
        const std::int64_t across = rows_outside_ ? fold % inner : fold / inner;
        const auto part = [](const Side& side, std::int64_t at, std::int64_t length) {
            return StepExtent{side.axis, at * length, std::min((at + 1) * length, side.extent),
                              side.extent};
        };
        ScheduleStep result;
        result.index = index;
        result.extents = {{Axis::Groups, group, group + 1, groups_},
                          part(down_, down, rows()),
                          part(across_, across, columns()),
                          {stream_.axis, 0, stream_.extent, stream_.extent}};
        return result;
    }

    void show(const ScheduleStep& step, std::int64_t cycle,
              std::span<ElementState> states) const override {
        const std::int64_t used_rows = step.extents[1].size();
        const std::int64_t used_columns = step.extents[2].size();
        for (std::int64_t i = 0; i < rows(); ++i) {
            for (std::int64_t j = 0; j < columns(); ++j) {
                const std::int64_t since = cycle - load_ - i - j;
                ElementState state = ElementState::Waits;
                if (i >= used_rows || j >= used_columns) {
                    state = ElementState::Idle;
                } else if (cycle < load_ && i <= cycle) {
                    state = ElementState::Loads;
                } else if (since >= 0 && since < stream_.extent) {
                    state = ElementState::Computes;
                }
                states[static_cast<std::size_t>(i * columns() + j)] = state;
            }
        }
    }

    Tally tally(const ScheduleStep& step, std::int64_t cycles) const override {
        const std::int64_t used_rows = step.extents[1].size();
        const std::int64_t used_columns = step.extents[2].size();
        const std::int64_t length = stream_.extent;
        std::int64_t macs = 0;
        std::int64_t from_left = 0; // words that stream along the rows
        std::int64_t from_above = 0;
        std::int64_t out = 0;
        if (cycles >= step_cycles()) {
            macs = used_rows * used_columns * length;
            from_left = used_rows * length;
            from_above = load_ > 0 ? used_rows * used_columns : used_columns * length;
            out = load_ > 0 ? used_columns * length : used_rows * used_columns;
        } else {
            // Elements of one diagonal begin in the same cycle.
            for (std::int64_t d = 0; d <= used_rows + used_columns - 2; ++d) {
                const std::int64_t count =
                    std::min({d + 1, used_rows, used_columns, used_rows + used_columns - 1 - d});
                const std::int64_t done = worked(cycles, load_ + d, length);
                macs += count * done;
                out += load_ == 0 && done == length ? count : 0;
            }
            for (std::int64_t i = 0; i < used_rows; ++i) {
                from_left += worked(cycles, load_ + i, length);
            }
            from_above = used_columns * std::min(cycles, used_rows);
            if (load_ == 0) {
                from_above = 0;
            }
            for (std::int64_t j = 0; j < used_columns; ++j) {
                from_above += load_ == 0 ? worked(cycles, j, length) : 0;
                // A sum leaves the last row in the cycle in which that row adds to it.
                out += load_ > 0 ? worked(cycles, load_ + rows() - 1 + j, length) : 0;
            }
        }
        Tally result;
        result.macs = static_cast<double>(macs);
        const bool inputs_stay = stationary_ == Operand::Input;
        auto& words = result.words;
        words[static_cast<std::size_t>(Operand::Weight)] =
            static_cast<double>(inputs_stay ? from_left : from_above);
        words[static_cast<std::size_t>(Operand::Input)] =
            static_cast<double>(inputs_stay ? from_above : from_left);
        words[static_cast<std::size_t>(Operand::Output)] = static_cast<double>(out);
        return result;
    }

    bool counts_words() const override { return true; }

private:
    Operand stationary_;
    bool rows_outside_;
    std::int64_t groups_ = 1;
    Side down_;
    Side across_;
    Side stream_;
    std::int64_t load_ = 0; ///< cycles in which the elements take up what stays
    std::int64_t down_folds_ = 1;
    std::int64_t across_folds_ = 1;
};

} // namespace

std::unique_ptr<Schedule> systolic_schedule(const Workload& work, const Accelerator& accelerator,
                                            Operand stationary, bool rows_outside) {
    return std::make_unique<SystolicSchedule>(work, accelerator, stationary, rows_outside);
}

} // namespace espalier::hw::dataflows::detail
