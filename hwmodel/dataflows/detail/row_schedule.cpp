// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/dataflows/detail/row_schedule.h"

#include <algorithm>
#include <cmath>

namespace espalier::hw::dataflows::detail {

namespace {

using Axis = StepExtent::Axis;

std::int64_t whole(double value) {
    return static_cast<std::int64_t>(value);
}

std::int64_t parts(std::int64_t extent, std::int64_t each) {
    return (extent + each - 1) / each;
}

/// A loop over an axis in steps of `each`.
struct Loop {
    Axis axis;
    std::int64_t extent;
    std::int64_t each;

    [[nodiscard]] std::int64_t count() const { return parts(extent, each); }

    [[nodiscard]] StepExtent at(std::int64_t index) const {
        return {axis, index * each, std::min((index + 1) * each, extent), extent};
    }
};

/// What is left for part `index` where every part takes `each` of `size`.
std::int64_t share(std::int64_t size, std::int64_t index, std::int64_t each) {
    return std::clamp<std::int64_t>(size - index * each, 0, each);
}

class RowSchedule final : public Schedule {
public:
    RowSchedule(const Workload& work, const Accelerator& accelerator, const RowMapping& mapping)
        : Schedule(accelerator.rows, accelerator.columns)
        , set_rows_(whole(mapping.set_rows))
        , e_(whole(mapping.e))
        , p_(whole(mapping.p))
        , q_(whole(mapping.q))
        , r_(whole(mapping.r))
        , t_(whole(mapping.t))
        , g_(whole(mapping.g)) {
        const auto taps = parts(work.dim(Dim::S), whole(mapping.column_folds));
        loops_ = {{{Axis::Rows, work.dim(Dim::P), e_},
                   {Axis::Columns, work.dim(Dim::Q), whole(mapping.width)},
                   {Axis::Images, work.dim(Dim::N), whole(mapping.n)},
                   {Axis::Groups, work.dim(Dim::G), g_},
                   {Axis::Filters, work.dim(Dim::K), p_ * t_},
                   {Axis::Channels, work.dim(Dim::C), q_ * r_},
                   {Axis::FilterRows, work.dim(Dim::R), set_rows_},
                   {Axis::FilterColumns, work.dim(Dim::S), taps}}};
        radix_ = {whole(mapping.n), whole(mapping.width), p_, q_, taps};
    }

    std::int64_t steps() const override {
        std::int64_t product = 1;
        for (const Loop& loop : loops_) {
            product *= loop.count();
        }
        return product;
    }

    std::int64_t step_cycles() const override {
        std::int64_t product = 1;
        for (const std::int64_t each : radix_) {
            product *= each;
        }
        return product;
    }

    ScheduleStep step(std::int64_t index) const override {
        ScheduleStep result;
        result.index = index;
        result.extents.resize(loops_.size());
        for (std::size_t i = loops_.size(); i-- > 0;) {
            result.extents[i] = loops_[i].at(index % loops_[i].count());
            index /= loops_[i].count();
        }
        return result;
    }

    void show(const ScheduleStep& step, std::int64_t cycle,
              std::span<ElementState> states) const override {
        std::fill(states.begin(), states.end(), ElementState::Idle);
        std::array<std::int64_t, kDigits> digit{};
        for (std::size_t i = kDigits; i-- > 0;) {
            digit[i] = cycle % radix_[i];
            cycle /= radix_[i];
        }
        for_each_set(step, [&](std::int64_t place, const Digits& limits) {
            bool at_work = true;
            for (std::size_t i = 0; i < kDigits; ++i) {
                at_work = at_work && digit[i] < limits[i];
            }
            for (std::int64_t row = 0; row < extent(step, kFilterRows); ++row) {
                for (std::int64_t column = 0; column < extent(step, kRows); ++column) {
                    states[element(place, row, column)] =
                        at_work ? ElementState::Computes : ElementState::Waits;
                }
            }
        });
    }

    Tally tally(const ScheduleStep& step, std::int64_t cycles) const override {
        std::int64_t macs = 0;
        const std::int64_t elements = extent(step, kFilterRows) * extent(step, kRows);
        for_each_set(step, [&](std::int64_t /*place*/, const Digits& limits) {
            macs += elements * worked(cycles, limits);
        });
        Tally result;
        result.macs = static_cast<double>(macs);
        return result;
    }

    bool counts_words() const override { return false; }

private:
    static constexpr std::size_t kDigits = 5; // images, columns, filters, channels, taps
    using Digits = std::array<std::int64_t, kDigits>;

    // Places in loops_.
    static constexpr std::size_t kRows = 0;
    static constexpr std::size_t kColumns = 1;
    static constexpr std::size_t kImages = 2;
    static constexpr std::size_t kGroups = 3;
    static constexpr std::size_t kFilters = 4;
    static constexpr std::size_t kChannels = 5;
    static constexpr std::size_t kFilterRows = 6;
    static constexpr std::size_t kFilterColumns = 7;

    static std::int64_t extent(const ScheduleStep& step, std::size_t loop) {
        return step.extents[loop].size();
    }

    /// Calls visit(place, limits) for every set with work: how far each of its digits goes.
    template <typename Visit>
    void for_each_set(const ScheduleStep& step, const Visit& visit) const {
        std::int64_t place = 0;
        for (std::int64_t group = 0; group < g_; ++group) {
            for (std::int64_t t = 0; t < t_; ++t) {
                for (std::int64_t r = 0; r < r_; ++r, ++place) {
                    const Digits limits{extent(step, kImages), extent(step, kColumns),
                                        share(extent(step, kFilters), t, p_),
                                        share(extent(step, kChannels), r, q_),
                                        extent(step, kFilterColumns)};
                    if (group < extent(step, kGroups) && limits[2] > 0 && limits[3] > 0) {
                        visit(place, limits);
                    }
                }
            }
        }
    }

    /// How many of the first `cycles` numbers have all their digits below the limits.
    std::int64_t worked(std::int64_t cycles, const Digits& limits) const {
        std::int64_t below = 1; // numbers of the lower digits that are within their limits
        std::int64_t count = 0; // those of them that are less than the lower digits of `cycles`
        for (std::size_t i = kDigits; i-- > 0;) {
            const std::int64_t digit = cycles % radix_[i];
            cycles /= radix_[i];
            // Smaller here: the lower digits are free. The same here: what was counted so far.
            count = std::min(digit, limits[i]) * below + (digit < limits[i] ? count : 0);
            below *= limits[i];
        }
        return cycles > 0 ? below : count;
    }

    [[nodiscard]] std::size_t element(std::int64_t place, std::int64_t row,
                                      std::int64_t column) const {
        const std::int64_t across = columns() / e_;
        std::int64_t band = 0;
        if (across >= 1) {
            band = place / across;
            column += place % across * e_;
        } else {
            band = place * parts(e_, columns()) + column / columns();
            column %= columns();
        }
        return static_cast<std::size_t>((band * set_rows_ + row) * columns() + column);
    }

    std::int64_t set_rows_, e_, p_, q_, r_, t_, g_;
    std::array<Loop, 8> loops_{};
    Digits radix_{};
};

} // namespace

std::unique_ptr<Schedule> row_schedule(const Workload& work, const Accelerator& accelerator,
                                       const RowMapping& mapping) {
    return std::make_unique<RowSchedule>(work, accelerator, mapping);
}

} // namespace espalier::hw::dataflows::detail
