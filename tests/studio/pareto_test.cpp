// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/studio/support.h"

#include "app/studio/views/pareto/pareto_chart.h"
#include "app/studio/views/pareto/pareto_table.h"
#include "app/studio/views/pareto/sweep.h"
#include "app/studio/views/pareto/sweep_dialog.h"
#include "app/studio/views/view.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QTableView>

#include <gtest/gtest.h>

#include <random>

namespace espalier::studio::testing {
namespace {

using Points = std::vector<std::optional<Coordinates>>;

/// By definition, in O(n^2).
std::vector<bool> not_dominated(const Points& points, Better x, Better y) {
    const auto no_worse = [](double a, double b, Better way) {
        return way == Better::Lower ? a <= b : a >= b;
    };
    std::vector<bool> result;
    for (const auto& point : points) {
        bool kept = point.has_value();
        for (const auto& other : points) {
            if (point && other && no_worse(other->x, point->x, x) &&
                no_worse(other->y, point->y, y) && (other->x != point->x || other->y != point->y)) {
                kept = false;
            }
        }
        result.push_back(kept);
    }
    return result;
}

TEST(ParetoFront, IsWhatNoOtherDominates) {
    std::mt19937 random(5);
    std::uniform_int_distribution<int> grid(0, 12); // coarse, so that coordinates coincide
    for (int round = 0; round < 200; ++round) {
        Points points;
        for (int i = 0; i < 15; ++i) {
            points.push_back(Coordinates{double(grid(random)), double(grid(random))});
        }
        points[3].reset();
        for (const Better x : {Better::Lower, Better::Higher}) {
            for (const Better y : {Better::Lower, Better::Higher}) {
                const std::vector<std::size_t> front = pareto_front(points, x, y);
                std::vector<bool> found(points.size(), false);
                for (const std::size_t i : front) {
                    found[i] = true;
                }
                ASSERT_EQ(found, not_dominated(points, x, y)) << "round " << round;
                for (std::size_t i = 1; i < front.size(); ++i) {
                    ASSERT_LE(points[front[i - 1]]->x, points[front[i]]->x);
                }
            }
        }
    }
}

TEST(ParetoFront, LeavesOutWhatIsNotKnown) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    EXPECT_TRUE(pareto_front({}, Better::Lower, Better::Higher).empty());
    EXPECT_TRUE(
        pareto_front({std::nullopt, Coordinates{nan, 1}}, Better::Lower, Better::Higher).empty());
}

TEST(ParetoFront, StepsKeepToWhatWasReached) {
    const std::vector<Coordinates> front{{1, 10}, {2, 20}, {4, 30}};
    const auto steps = front_steps(front, Better::Lower);
    const std::vector<Coordinates> expected{{1, 10}, {2, 10}, {2, 20}, {4, 20}, {4, 30}};
    ASSERT_EQ(steps.size(), expected.size());
    for (std::size_t i = 0; i < steps.size(); ++i) {
        EXPECT_EQ(steps[i].x, expected[i].x);
        EXPECT_EQ(steps[i].y, expected[i].y);
    }
}

TEST(Sweep, ValuesRunFromEndToEnd) {
    const auto& specs = technique_for("prune.magnitude").info().params;
    const auto sparsity = std::find_if(
        specs.begin(), specs.end(), [](const ParamSpec& each) { return each.key == "sparsity"; });
    const auto values = sweep_values(*sparsity, {0, "sparsity", 0.5, 0.9, 5});
    ASSERT_EQ(values.size(), 5U);
    EXPECT_DOUBLE_EQ(values.front(), 0.5);
    EXPECT_DOUBLE_EQ(values[1], 0.6);
    EXPECT_DOUBLE_EQ(values.back(), 0.9);
    const auto& bits_specs = technique_for("quantise.uniform").info().params;
    const auto bits = std::find_if(bits_specs.begin(), bits_specs.end(),
                                   [](const ParamSpec& each) { return each.key == "weight_bits"; });
    EXPECT_EQ(sweep_values(*bits, {0, "weight_bits", 4, 6, 9}), (std::vector<double>{4, 5, 6}));
}

TEST(Sweep, APairOfParametersMakesAGrid) {
    Recipe recipe;
    recipe.steps.push_back(Step::parse("prune.magnitude:sparsity=0.5"));
    recipe.steps.push_back(Step::parse("quantise.uniform:weight_bits=8"));
    const auto points =
        sweep_points(recipe, {0, "sparsity", 0.6, 0.8, 2}, SweepAxis{1, "weight_bits", 4, 6, 3});
    ASSERT_EQ(points.size(), 6U);
    EXPECT_EQ(points[0].name, QStringLiteral("sparsity = 0.6, weight_bits = 4"));
    EXPECT_DOUBLE_EQ(points[5].recipe.steps[0].params.real("sparsity"), 0.8);
    EXPECT_EQ(points[5].recipe.steps[1].params.integer("weight_bits"), 6);
    EXPECT_THROW(static_cast<void>(sweep_points(recipe, {0, "sparsity", 0, 7, 2}, std::nullopt)),
                 Error);
}

TEST(StudioPareto, ASweepBecomesVariants) {
    const auto window = open_window(QStringLiteral("lenet-300-100-glyphs"));
    Document& document = window->studio().document;
    document.set_data(QStringLiteral("glyphs"));
    ASSERT_TRUE(settle(*window));
    add_step(*window, "prune.magnitude:sparsity=0.5");
    Sweep sweep(document, window->studio().jobs);
    sweep.start(sweep_points(document.recipe(), {0, "sparsity", 0.5, 0.9, 3}, std::nullopt));
    EXPECT_TRUE(sweep.running());
    ASSERT_TRUE(wait_until([&] { return !sweep.running(); }, 120000));
    ASSERT_EQ(document.variants().size(), 3U);
    const Snapshot& middle = *document.variants()[1];
    EXPECT_EQ(middle.name, "sparsity = 0.7");
    EXPECT_NEAR(middle.metrics.account.sparsity(), 0.7, 0.005);
    ASSERT_TRUE(middle.metrics.accuracy);
    EXPECT_TRUE(middle.complete());
    EXPECT_LT(document.variants()[2]->metrics.stored_bytes, middle.metrics.stored_bytes);

    // The view has them all, and Enter puts one on the stack.
    window->show_view(QStringLiteral("pareto"));
    QCoreApplication::processEvents();
    QWidget& view = *window->view(QStringLiteral("pareto"));
    auto& table = *view.findChild<QTableView*>(QStringLiteral("pareto-table"));
    ASSERT_EQ(table.model()->rowCount(), 5); // original, working, three variants
    int row = 0;
    while (row < 5 &&
           table.model()->index(row, 0).data().toString() != QStringLiteral("sparsity = 0.9")) {
        ++row;
    }
    ASSERT_LT(row, 5);
    table.setCurrentIndex(table.model()->index(row, 0));
    Q_EMIT table.activated(table.currentIndex());
    EXPECT_DOUBLE_EQ(document.stack()[0].step.params.real("sparsity"), 0.9);
    document.undo_stack().undo();
    EXPECT_DOUBLE_EQ(document.stack()[0].step.params.real("sparsity"), 0.5);
    ASSERT_TRUE(settle(*window));
}

TEST(StudioPareto, WhatWasDoneBeforeACancelStays) {
    const auto window = open_window(QStringLiteral("lenet-300-100-glyphs"));
    Document& document = window->studio().document;
    add_step(*window, "prune.magnitude:sparsity=0.5");
    Sweep sweep(document, window->studio().jobs);
    sweep.start(sweep_points(document.recipe(), {0, "sparsity", 0.01, 0.99, 200}, std::nullopt));
    ASSERT_TRUE(wait_until([&] { return !document.variants().empty(); }));
    window->studio().jobs.cancel_all();
    ASSERT_TRUE(wait_until([&] { return !sweep.running(); }));
    EXPECT_GE(document.variants().size(), 1U);
    EXPECT_LT(document.variants().size(), 200U);
}

TEST(StudioPareto, LimitsTellWhatKeepsToThem) {
    const auto window = open_window(QStringLiteral("lenet-300-100-glyphs"));
    Document& document = window->studio().document;
    add_step(*window, "prune.magnitude:sparsity=0.9");
    document.keep_variant(QStringLiteral("small"));
    window->show_view(QStringLiteral("pareto"));
    QWidget& view = *window->view(QStringLiteral("pareto"));
    const std::int64_t original = document.original()->metrics.stored_bytes;
    view.findChild<QCheckBox*>(QStringLiteral("pareto-bytes-limited"))->setChecked(true);
    view.findChild<QDoubleSpinBox*>(QStringLiteral("pareto-most-bytes"))
        ->setValue(static_cast<double>(original) / 2000);
    QCoreApplication::processEvents();
    const auto* table = view.findChild<ParetoTable*>();
    ASSERT_NE(table, nullptr);
    const TableData all = table->data_of_all();
    ASSERT_EQ(all.rows.size(), 3U);
    EXPECT_EQ(all.rows[0].back().toString(), QStringLiteral("no"));
    EXPECT_EQ(all.rows[2].back().toString(), QStringLiteral("yes"));
    // Accuracy was never measured here: unknown, not zero, and not within a limit on it.
    EXPECT_FALSE(all.rows[2][1].isValid());
    view.findChild<QCheckBox*>(QStringLiteral("pareto-accuracy-limited"))->setChecked(true);
    QCoreApplication::processEvents();
    EXPECT_EQ(table->data_of_all().rows[2].back().toString(), QStringLiteral("no"));
}

TEST(StudioPareto, TheSweepFormStartsFromTheStack) {
    Recipe recipe;
    recipe.steps.push_back(Step::parse("prune.magnitude:sparsity=0.5"));
    const SweepDialog dialog(recipe);
    EXPECT_TRUE(dialog.possible());
    const auto points = dialog.points();
    ASSERT_EQ(points.size(), 5U);
    EXPECT_DOUBLE_EQ(points[2].recipe.steps[0].params.real("sparsity"), 0.5);
    EXPECT_FALSE(SweepDialog(Recipe{}).possible());
}

} // namespace
} // namespace espalier::studio::testing
