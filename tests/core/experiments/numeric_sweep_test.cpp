// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/train/small_nets.h"

#include "core/experiments/numeric_sweep.h"
#include "core/train/evaluate.h"

#include <gtest/gtest.h>

namespace espalier {
namespace {

using test::Stripes;

TEST(NumericSweep, OrdersObjectsByTheBitsTheyNeed) {
    NumericTable table;
    table.baseline = 90;
    const auto add = [&](NumericObject object, int bits, double top1) {
        table.cells.push_back({object, bits, top1, 0, top1 == 0});
    };
    add(NumericObject::Weight, 2, 80);
    add(NumericObject::Weight, 4, 89.5);
    add(NumericObject::Weight, 8, 90.2);
    add(NumericObject::Error, 2, 0);
    add(NumericObject::Error, 4, 60);
    add(NumericObject::Error, 8, 88);
    add(NumericObject::Gradient, 2, 89.8);
    add(NumericObject::Gradient, 4, 85); // an outlier: 2 bits do not count as enough
    add(NumericObject::Gradient, 8, 90);
    EXPECT_EQ(table.fewest_bits(NumericObject::Weight, 1), 4);
    EXPECT_EQ(table.fewest_bits(NumericObject::Error, 1), std::nullopt);
    EXPECT_EQ(table.fewest_bits(NumericObject::Gradient, 1), 8);
    EXPECT_EQ(table.order(1),
              (std::vector<NumericObject>{NumericObject::Weight, NumericObject::Gradient,
                                          NumericObject::Error}));
}

TEST(NumericSweep, WithoutRestrictionItMeasuresWhatEvaluateDoes) {
    const Stripes set(100, 8, 3, 2);
    const Graph graph = test::residual_net(8, 1);
    EXPECT_EQ(restricted_accuracy(graph, set, {}, {}), evaluate(graph, set, {}).top1);
}

TEST(NumericSweep, FillsTheTableAndIsTheSameAgain) {
    const Stripes train_set(64, 8, 3, 1);
    const Stripes test_set(40, 8, 3, 2);
    NumericSweep sweep;
    sweep.bits = {1, 16};
    sweep.training.epochs = 6;
    sweep.training.batch = 16;
    sweep.training.schedule.rate = 0.05;
    const Graph start = test::residual_net(8, 1);
    const NumericTable table = sweep_numerics(start, train_set, test_set, {}, sweep);
    ASSERT_EQ(table.cells.size(), 12U);
    EXPECT_GT(table.baseline, 80);
    for (const NumericCell& cell : table.cells) {
        if (cell.bits == 16) {
            EXPECT_GT(cell.top1, table.baseline - 20) << object_name(cell.object);
        }
    }
    sweep.objects = {NumericObject::Update};
    const NumericTable again = sweep_numerics(start, train_set, test_set, {}, sweep);
    ASSERT_EQ(again.cells.size(), 2U);
    const auto first = std::ranges::find(table.cells, NumericObject::Update, &NumericCell::object);
    EXPECT_EQ(again.cells[0].top1, first->top1);
}

} // namespace
} // namespace espalier
