// SPDX-License-Identifier: GPL-3.0-or-later
// Schedules executed element by element, against the closed forms of the same dataflow.
#include "tests/hwmodel/support.h"

#include "hwmodel/schedule.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace espalier::hw {
namespace {

using test::conv;
using test::machine;
using test::technology;

struct Case {
    const char* machine;
    const char* dataflow;
};

void PrintTo(const Case& each, std::ostream* out) {
    *out << each.machine << ' ' << each.dataflow;
}

class Schedules : public testing::TestWithParam<Case> {
protected:
    static std::unique_ptr<Schedule> schedule_of(const Workload& work) {
        const Accelerator& array = machine(GetParam().machine);
        return find_dataflow(GetParam().dataflow)
            .schedule(work, array, make_prices(array, technology(kDefaultTechnology)));
    }

    static Counts counts_of(const Workload& work) {
        return test::run(GetParam().machine, GetParam().dataflow, work).counts;
    }
};

/// Layers whose last folds are not full, with groups, strides and more images than one.
std::vector<Workload> layers() {
    Workload grouped = conv(3, 5, 7, 6, 3, 2);
    grouped.set(Dim::G, 2);
    grouped.set(Dim::N, 2);
    Workload product;
    product.kind = OpKind::Gemm;
    product.set(Dim::C, 11);
    product.set(Dim::K, 7);
    return {conv(4, 6, 5, 5, 2, 1), grouped, product, conv(1, 1, 3, 3, 3, 1),
            conv(2, 3, 20, 5, 3, 1)}; // more output rows than columns of Eyeriss
}

TEST_P(Schedules, MultiplyAsOftenAsTheEstimateSays) {
    for (const Workload& work : layers()) {
        const auto schedule = schedule_of(work);
        ASSERT_NE(schedule, nullptr);
        std::vector<ElementState> states(schedule->elements());
        double multiplied = 0;
        for (std::int64_t index = 0; index < schedule->steps(); ++index) {
            const ScheduleStep step = schedule->step(index);
            double in_step = 0;
            for (std::int64_t cycle = 0; cycle < schedule->step_cycles(); ++cycle) {
                ASSERT_EQ(schedule->tally(step, cycle).macs, in_step) << index << ' ' << cycle;
                schedule->show(step, cycle, states);
                in_step += static_cast<double>(
                    std::count(states.begin(), states.end(), ElementState::Computes));
            }
            ASSERT_EQ(schedule->tally(step, schedule->step_cycles()).macs, in_step);
            multiplied += in_step;
        }
        EXPECT_EQ(multiplied, macs(work));
        EXPECT_EQ(schedule->over(0, schedule->steps()).macs, macs(work));
    }
}

TEST_P(Schedules, TakeTheCyclesOfTheEstimate) {
    const bool systolic = std::string_view(GetParam().machine).starts_with("systolic");
    for (const Workload& work : layers()) {
        const auto schedule = schedule_of(work);
        // SCALE-Sim numbers cycles from 0 and reports the last number, not how many there were.
        EXPECT_EQ(static_cast<double>(schedule->steps() * schedule->step_cycles()),
                  counts_of(work).compute_cycles + (systolic ? 1 : 0));
    }
}

TEST_P(Schedules, MoveTheWordsOfTheEstimate) {
    for (const Workload& work : layers()) {
        const auto schedule = schedule_of(work);
        const Tally whole = schedule->over(0, schedule->steps());
        if (!schedule->counts_words()) {
            EXPECT_EQ(whole.words, (std::array<double, kOperands>{}));
            continue;
        }
        const Counts counts = counts_of(work);
        const auto words = [&](Operand which) {
            return whole.words[static_cast<std::size_t>(which)];
        };
        EXPECT_EQ(words(Operand::Weight), counts.at(Level::Buffer, Operand::Weight).reads);
        EXPECT_EQ(words(Operand::Input), counts.at(Level::Buffer, Operand::Input).reads);
        EXPECT_EQ(words(Operand::Output), counts.at(Level::Buffer, Operand::Output).writes);
        // What the parts of a step move adds up to what the whole step moves.
        const ScheduleStep last = schedule->step(schedule->steps() - 1);
        const Tally almost = schedule->tally(last, schedule->step_cycles() - 1);
        const Tally all = schedule->tally(last, schedule->step_cycles());
        for (std::size_t i = 0; i < kOperands; ++i) {
            EXPECT_LE(almost.words[i], all.words[i]);
            EXPECT_GE(almost.words[i] + schedule->columns(), all.words[i]);
        }
    }
}

TEST_P(Schedules, UseAsManyElementsAsTheEstimateSays) {
    for (const Workload& work : layers()) {
        const auto schedule = schedule_of(work);
        std::vector<ElementState> states(schedule->elements());
        double most = 0;
        double sum = 0;
        for (std::int64_t index = 0; index < schedule->steps(); ++index) {
            schedule->show(schedule->step(index), 0, states);
            const auto used = static_cast<double>(
                states.size() - static_cast<std::size_t>(
                                    std::count(states.begin(), states.end(), ElementState::Idle)));
            most = std::max(most, used);
            sum += used;
        }
        const double mean = sum / static_cast<double>(schedule->steps());
        const double said = counts_of(work).active_elements;
        if (schedule->counts_words()) {
            EXPECT_NEAR(mean, said, 1e-9 * said);
        } else {
            EXPECT_EQ(most, said); // of a full pass
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Arrays, Schedules,
                         testing::Values(Case{"systolic-4x3", "os"}, Case{"systolic-4x3", "ws"},
                                         Case{"systolic-4x3", "is"}, Case{"systolic-16x16", "ws"},
                                         Case{"eyeriss", "rs"}, Case{"eyeriss-256", "rs"}));

} // namespace
} // namespace espalier::hw
