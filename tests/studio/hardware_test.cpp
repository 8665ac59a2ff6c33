// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/studio/support.h"

#include "app/studio/views/hardware/array_picture.h"
#include "app/studio/views/hardware/array_player.h"
#include "app/studio/views/hardware/cost_rows.h"
#include "app/studio/views/hardware/hardware_view.h"
#include "app/studio/views/hardware/machines_dialog.h"
#include "app/studio/views/hardware/roofline_chart.h"
#include "app/studio/views/hardware/source_dialog.h"
#include "app/studio/widgets/figure.h"
#include "app/studio/widgets/numbers.h"
#include "app/studio/widgets/stacked_bars.h"

#include <QComboBox>
#include <QLabel>
#include <QSlider>
#include <QTableWidget>
#include <QToolButton>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace espalier::studio::testing {
namespace {

template <typename Widget>
Widget& child(QWidget& of, const char* name) {
    auto* found = of.findChild<Widget*>(QLatin1String(name));
    EXPECT_NE(found, nullptr) << name;
    return *found;
}

TEST(StudioHardware, RowsAddUpToTheModel) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    Document& document = window->studio().document;
    document.set_accelerator(QStringLiteral("eyeriss"));
    add_step(*window, "decompose.svd:target=budget,budget=0.5,layers='fc*'");
    const CostTable table = cost_table(*document.original(), *document.working());
    ASSERT_TRUE(table.before && table.after);
    for (const bool after : {false, true}) {
        double energy = 0;
        double latency = 0;
        for (const CostRow& row : table.rows) {
            const auto& side = after ? row.after : row.before;
            if (side) {
                energy += side->energy;
                latency += side->latency_ms;
                const auto& parts = side->components;
                EXPECT_NEAR(std::accumulate(parts.begin(), parts.end(), 0.0), side->energy,
                            1e-9 * side->energy)
                    << row.origin;
                const auto& operands = side->operands;
                EXPECT_NEAR(std::accumulate(operands.begin(), operands.end(), 0.0), side->energy,
                            1e-9 * side->energy)
                    << row.origin;
            }
        }
        const auto& total = after ? table.after : table.before;
        EXPECT_NEAR(energy, total->energy, 1e-9 * energy);
        EXPECT_NEAR(latency, total->latency_ms, 1e-9 * latency);
    }
    // A layer that became two is one row still, so that before and after stand side by side.
    EXPECT_GT(document.working()->metrics.model->layers.size(),
              document.original()->metrics.model->layers.size());
    EXPECT_EQ(table.rows.size(), document.original()->metrics.model->layers.size());
}

TEST(StudioHardware, SharesOfTheArrayAddUp) {
    MachineFigures layer;
    layer.macs = 1000;
    layer.cycles = 100;
    layer.compute_cycles = 80;
    layer.active_elements = 12.5;
    const auto use = array_use(layer, 20);
    ASSERT_TRUE(use);
    EXPECT_DOUBLE_EQ(use->busy, 0.5);
    EXPECT_DOUBLE_EQ(use->waiting, 0.125);
    EXPECT_DOUBLE_EQ(use->idle, 0.375);
    layer.macs = 0;
    EXPECT_FALSE(array_use(layer, 20)); // pooling: nothing to say
}

TEST(StudioHardware, ShowsAModelOnTheFirstVisit) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    Document& document = window->studio().document;
    EXPECT_TRUE(document.accelerator().isEmpty());
    window->show_view(QStringLiteral("hardware"));
    ASSERT_TRUE(settle(*window));
    EXPECT_EQ(document.accelerator(), QStringLiteral("eyeriss"));
    QWidget& view = *window->view(QStringLiteral("hardware"));
    const auto& bars = child<StackedBars>(view, "hardware-energy-bars");
    ASSERT_EQ(bars.rows().size(), document.original()->metrics.model->layers.size() + 1);
    EXPECT_TRUE(bars.rows()[0].own_scale);
    EXPECT_TRUE(bars.rows()[0].text.endsWith(QStringLiteral("J (=)")))
        << bars.rows()[0].text.toStdString();

    add_step(*window, "prune.channels:ratio=0.5");
    add_step(*window, "materialise");
    EXPECT_TRUE(bars.rows()[0].text.contains(QStringLiteral("J (−")))
        << bars.rows()[0].text.toStdString();
    document.set_blinking(true);
    QCoreApplication::processEvents();
    EXPECT_TRUE(bars.rows()[0].text.endsWith(QStringLiteral("(=)")));
    document.set_blinking(false);
}

TEST(StudioHardware, ChoosersSetTheMachine) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    Document& document = window->studio().document;
    window->show_view(QStringLiteral("hardware"));
    ASSERT_TRUE(settle(*window));
    QWidget& view = *window->view(QStringLiteral("hardware"));
    auto& machine = child<QComboBox>(view, "hardware-accelerator");
    auto& dataflow = child<QComboBox>(view, "hardware-dataflow");
    EXPECT_EQ(machine.currentData().toString(), QStringLiteral("eyeriss"));
    EXPECT_EQ(dataflow.count(), 1);
    const double eyeriss = document.original()->metrics.model->total.energy_pj();

    int systolic = 0;
    while (systolic < machine.count() &&
           !machine.itemData(systolic).toString().startsWith(QStringLiteral("systolic"))) {
        ++systolic;
    }
    ASSERT_LT(systolic, machine.count());
    machine.setCurrentIndex(systolic);
    Q_EMIT machine.activated(machine.currentIndex());
    ASSERT_TRUE(settle(*window));
    EXPECT_NE(document.original()->metrics.model->total.energy_pj(), eyeriss);
    ASSERT_GT(dataflow.count(), 1);
    const QString first = dataflow.currentData().toString();
    dataflow.setCurrentIndex((dataflow.currentIndex() + 1) % dataflow.count());
    Q_EMIT dataflow.activated(dataflow.currentIndex());
    ASSERT_TRUE(settle(*window));
    EXPECT_EQ(document.dataflow(), dataflow.currentData().toString());
    EXPECT_NE(document.dataflow(), first);
}

TEST(StudioHardware, OneLayerIsSelectedInAllFigures) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    window->show_view(QStringLiteral("hardware"));
    ASSERT_TRUE(settle(*window));
    QWidget& view = *window->view(QStringLiteral("hardware"));
    auto& bars = child<StackedBars>(view, "hardware-energy-bars");
    bars.setFocus();
    QTest::keyClick(&bars, Qt::Key_Down);
    QCoreApplication::processEvents();
    EXPECT_EQ(window->studio().selection.layer(), bars.rows()[1].key);
    const auto& array = child<ArrayPicture>(view, "hardware-array-picture");
    EXPECT_TRUE(array.accessibleDescription().contains(bars.rows()[1].key));
    QTest::keyClick(&bars, Qt::Key_Down);
    EXPECT_EQ(window->studio().selection.layer(), bars.rows()[2].key);
}

TEST(StudioHardware, AllMachinesSideBySide) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    Document& document = window->studio().document;
    document.set_accelerator(QStringLiteral("eyeriss"));
    MachinesDialog dialog(document.original(), QStringLiteral("eyeriss"), QStringLiteral("rs"));
    EXPECT_FALSE(dialog.finished()); // the window does not wait
    ASSERT_TRUE(wait_until([&] { return dialog.finished(); }, 60000));
    const TableData table = dialog.table();
    ASSERT_GE(table.rows.size(), 6U); // three dataflows of each systolic array among them
    auto& view = child<QTableWidget>(dialog, "machines-table");
    ASSERT_EQ(view.rowCount(), static_cast<int>(table.rows.size()));
    const hw::NetworkCost& model = *document.original()->metrics.model;
    const auto in_use = std::find_if(table.rows.begin(), table.rows.end(), [](const auto& row) {
        return row.back().toString() == QStringLiteral("in use");
    });
    ASSERT_NE(in_use, table.rows.end());
    EXPECT_EQ((*in_use)[2].toDouble(), model.total.energy_pj());
    EXPECT_EQ((*in_use)[3].toDouble(), model.total.latency_ms);

    // Sorted by a number, not by its letters; and a row says which machine to take.
    view.sortByColumn(3, Qt::AscendingOrder);
    view.selectRow(0);
    const auto [machine, dataflow] = dialog.chosen();
    document.set_accelerator(machine, dataflow);
    for (const auto& row : table.rows) {
        if (row[3].isValid()) {
            EXPECT_LE(document.original()->metrics.model->total.latency_ms, row[3].toDouble());
        }
    }
}

TEST(StudioHardware, ComparingCanBeStopped) {
    const auto window = open_window(QStringLiteral("resnet-20-shapes"));
    MachinesDialog dialog(window->studio().document.original(), {}, {});
    ASSERT_TRUE(wait_until([&] { return !dialog.table().rows.empty(); }));
    dialog.stop();
    EXPECT_TRUE(dialog.finished());
    const std::size_t rows = dialog.table().rows.size();
    QTest::qWait(50);
    EXPECT_EQ(dialog.table().rows.size(), rows);
    EXPECT_LT(rows, 20U);
}

TEST(StudioHardware, SearchedMappingsDoNotHoldTheWindowUp) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    Document& document = window->studio().document;
    document.set_accelerator(QStringLiteral("eyeriss-tree"));
    EXPECT_FALSE(document.original()->metrics.model); // it is searched for beside the window
    ASSERT_TRUE(wait_until([&] { return document.original()->metrics.model.has_value(); }));
    EXPECT_EQ(document.original()->metrics.model->accelerator, "eyeriss-tree");
    ASSERT_TRUE(settle(*window));
}

TEST(StudioHardware, TimeIsComputingWaitingAndWhatNothingHides) {
    MachineFigures layer;
    layer.latency_ms = 2;
    layer.cycles = 100;
    layer.compute_cycles = 60;
    layer.fill_cycles = 10;
    const std::vector<double> parts = time_stack(layer);
    ASSERT_EQ(parts.size(), 3U);
    EXPECT_NEAR(parts[0], 1.2, 1e-12);
    EXPECT_NEAR(parts[1], 0.6, 1e-12);
    EXPECT_NEAR(parts[2], 0.2, 1e-12);
}

TEST(StudioHardware, TheArrayPlaysWhatWasCosted) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    Document& document = window->studio().document;
    for (const char* machine : {"eyeriss", "systolic-16x16"}) {
        SCOPED_TRACE(machine);
        document.set_accelerator(QLatin1String(machine));
        window->show_view(QStringLiteral("hardware"));
        window->studio().selection.set_layer(QStringLiteral("conv2"));
        ASSERT_TRUE(settle(*window));
        QWidget& view = *window->view(QStringLiteral("hardware"));
        auto& player = child<ArrayPlayer>(view, "hardware-array-player");
        auto& next_step = child<QToolButton>(view, "array-next-step");
        ASSERT_TRUE(next_step.isEnabled());
        EXPECT_FALSE(player.started());
        child<QToolButton>(view, "array-next-cycle").click();
        EXPECT_TRUE(player.started());
        EXPECT_EQ(player.cycle(), 0);
        child<QToolButton>(view, "array-next-cycle").click();
        EXPECT_EQ(player.cycle(), 1);

        // To the last step, and once more to its last cycle: the figures of the estimate.
        auto& slider = child<QSlider>(view, "array-position");
        slider.setValue(slider.maximum());
        next_step.click();
        const hw::NetworkCost& model = *document.original()->metrics.model;
        const auto layer = std::find_if(model.layers.begin(), model.layers.end(),
                                        [](const auto& each) { return each.name == "conv2"; });
        ASSERT_NE(layer, model.layers.end());
        EXPECT_EQ(player.macs(), layer->cost.counts.macs);
        const bool systolic = std::string_view(machine).starts_with("systolic");
        EXPECT_EQ(static_cast<double>(player.cycle()),
                  layer->cost.counts.compute_cycles - (systolic ? 0 : 1));
        EXPECT_TRUE(child<ArrayPicture>(view, "hardware-array-picture")
                        .accessibleDescription()
                        .contains(count_text(static_cast<std::int64_t>(player.macs()))));

        child<QToolButton>(view, "array-rewind").click();
        EXPECT_FALSE(player.started());
        window->studio().selection.set_layer(QStringLiteral("pool1"));
        ASSERT_TRUE(settle(*window));
        EXPECT_FALSE(next_step.isEnabled()); // it does not multiply
    }
}

TEST(StudioHardware, TheRoofMeetsAtTheRidgeAndHoldsEveryPoint) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    Document& document = window->studio().document;
    document.set_accelerator(QStringLiteral("eyeriss"));
    const hw::NetworkCost& model = *document.original()->metrics.model;
    const std::vector<RoofPoint> points = roof_points(*document.original());
    RooflineChart chart;
    chart.set_data(model.machine, points, points);
    EXPECT_DOUBLE_EQ(chart.ridge().x() * model.machine.bandwidth_gbs, chart.ridge().y());
    ASSERT_EQ(chart.points(true).size(), points.size());
    for (const RoofPoint& point : points) {
        EXPECT_LE(point.achieved, model.machine.peak_gops);
        EXPECT_LE(point.achieved, point.intensity * model.machine.bandwidth_gbs * (1 + 1e-12));
    }
    // No place on a logarithmic axis.
    RoofPoint nowhere = points[0];
    nowhere.intensity = std::numeric_limits<double>::infinity();
    chart.set_data(model.machine, {nowhere}, points);
    EXPECT_TRUE(chart.points(false).empty());
}

TEST(StudioHardware, EveryNumberHasItsSource) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    Document& document = window->studio().document;
    document.set_accelerator(QStringLiteral("eyeriss"));
    ASSERT_TRUE(settle(*window));
    const AcceleratorChoice& choice = *document.workspace().accelerator();
    const std::string second = layer_origins(*document.original())[1];
    SourceDialog dialog({document.original()}, choice.accelerator, QString::fromStdString(second));
    const hw::NetworkCost& model = *document.original()->metrics.model;
    EXPECT_EQ(dialog.layer_table().rows.size(), hw::explain(model, 1).size());
    EXPECT_EQ(dialog.constants_table().rows.size(), model.constants.size());
    EXPECT_EQ(dialog.machine_table().rows.size(), choice.accelerator.sources.size());
    for (const auto& row : dialog.layer_table().rows) {
        EXPECT_FALSE(row[3].toString().isEmpty()) << row[0].toString().toStdString();
    }
    auto& shown = child<QTableWidget>(dialog, "source-quantities");
    EXPECT_EQ(shown.rowCount(), static_cast<int>(dialog.layer_table().rows.size()));
    for (const hw::Explanation& each : hw::explain(model, 1)) {
        if (std::isnan(each.value)) {
            const auto items =
                shown.findItems(QString::fromStdString(each.quantity), Qt::MatchExactly);
            ASSERT_EQ(items.size(), 1);
            EXPECT_EQ(shown.item(items[0]->row(), 1)->text(), QStringLiteral("unknown"));
        }
    }
}

TEST(StudioHardware, SavesAllRowsNotOnlyThoseInSight) {
    const auto window = open_window(QStringLiteral("resnet-20-shapes"));
    window->show_view(QStringLiteral("hardware"));
    ASSERT_TRUE(settle(*window));
    QWidget& view = *window->view(QStringLiteral("hardware"));
    auto& bars = child<StackedBars>(view, "hardware-energy-bars");
    EXPECT_GT(bars.whole_size().height(), bars.height());
    auto& figure = child<Figure>(view, "energy");
    const TableData data = figure.table();
    EXPECT_EQ(data.rows.size(), bars.rows().size());
    for (const auto& row : data.rows) {
        EXPECT_EQ(static_cast<qsizetype>(row.size()), data.columns.size());
    }
}

} // namespace
} // namespace espalier::studio::testing
