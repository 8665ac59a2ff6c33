// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/studio/support.h"

#include "app/studio/views/inspector/activation_section.h"
#include "app/studio/views/inspector/grids_section.h"
#include "app/studio/views/inspector/heat_section.h"
#include "app/studio/views/inspector/histogram_section.h"
#include "app/studio/views/inspector/inspector_view.h"
#include "app/studio/views/inspector/kernel_section.h"
#include "app/studio/views/inspector/layer_header.h"
#include "app/studio/views/inspector/spectrum_section.h"
#include "app/studio/views/inspector/step_on_layer.h"
#include "app/studio/widgets/figure.h"
#include "app/studio/widgets/histogram_plot.h"
#include "app/studio/widgets/marker_chart.h"

#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QTableWidget>

#include <gtest/gtest.h>

#include <cmath>

namespace espalier::studio::testing {
namespace {

InspectorView& inspector(MainWindow& window) {
    auto* view = qobject_cast<InspectorView*>(window.view(QStringLiteral("inspector")));
    EXPECT_NE(view, nullptr);
    return *view;
}

template <typename Part>
Part& part(MainWindow& window) {
    auto* found = inspector(window).findChild<Part*>();
    EXPECT_NE(found, nullptr);
    return *found;
}

bool settle_inspector(MainWindow& window) {
    return settle(window) && wait_until([&] { return !inspector(window).busy(); });
}

/// The layer with most weights, and its parameter.
std::string heaviest(MainWindow& window) {
    return heaviest_layer(window.studio().document.original()->metrics.account);
}

const Account& working_account(MainWindow& window) {
    return window.studio().document.working()->metrics.account;
}

void drag(MarkerChart& chart, double from, double to) {
    const int y = static_cast<int>(chart.height() / 2);
    const auto place = [&](double x) { return QPoint(static_cast<int>(chart.pixel_of(x)), y); };
    QTest::mousePress(chart.viewport(), Qt::LeftButton, Qt::NoModifier, place(from));
    const QPoint half = (place(from) + place(to)) / 2;
    QTest::mouseMove(chart.viewport(), half);
    QTest::mouseMove(chart.viewport(), place(to));
    QTest::mouseRelease(chart.viewport(), Qt::LeftButton, Qt::NoModifier, place(to));
}

TEST(StudioInspector, LooksAtTheHeaviestLayerUntilOneIsChosen) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    ASSERT_TRUE(settle_inspector(*window));
    auto& header = part<LayerHeader>(*window);
    const QString origin = QString::fromStdString(heaviest(*window));
    EXPECT_TRUE(header.text().startsWith(origin)) << header.text().toStdString();
    // 800 x 500 weights and 500 biases.
    EXPECT_TRUE(header.text().contains(QStringLiteral("400,500; =; 400,500")))
        << header.text().toStdString();
    add_step(*window, "prune.magnitude:sparsity=0.8,scope=layer");
    ASSERT_TRUE(settle_inspector(*window));
    EXPECT_TRUE(header.text().contains(QStringLiteral("80.0 %; +80.00; 0.0 %")))
        << header.text().toStdString();
    keep_picture(*window, QStringLiteral("inspector-lenet"));

    const std::string other = window->studio().document.original()->graph.nodes.front().name;
    window->studio().selection.set_layer(QString::fromStdString(other));
    ASSERT_TRUE(settle_inspector(*window));
    EXPECT_TRUE(header.text().startsWith(QString::fromStdString(other)));
}

TEST(StudioInspector, HistogramCountsEveryWeightOnBothSides) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    add_step(*window, "prune.magnitude:sparsity=0.25,scope=layer");
    add_step(*window, "quantise.uniform:weight_bits=4");
    ASSERT_TRUE(settle_inspector(*window));
    HistogramPlot& plot = part<HistogramSection>(*window).plot();
    ASSERT_TRUE(plot.before() && plot.after());
    EXPECT_EQ(plot.before()->total, 400000);
    EXPECT_EQ(plot.before()->counted() + plot.before()->zeros, 400000);
    EXPECT_EQ(plot.after()->counted() + plot.after()->zeros, 400000);
    EXPECT_GE(plot.after()->zeros, 100000);
    EXPECT_EQ(plot.before()->low, plot.after()->low);
    EXPECT_EQ(plot.before()->high, plot.after()->high);
    EXPECT_EQ(plot.table().rows.size(), plot.before()->counts.size() + 1);
}

TEST(StudioInspector, GridsAreComparedAndTried) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    window->studio().selection.set_layer(QStringLiteral("conv2"));
    ASSERT_TRUE(settle_inspector(*window));
    auto& section = part<GridsSection>(*window);
    EXPECT_TRUE(section.rows().empty()); // folded away
    section.set_expanded(true);
    section.findChild<QSpinBox*>(QStringLiteral("grids-bits"))->setValue(3);
    ASSERT_TRUE(settle_inspector(*window));
    ASSERT_EQ(section.rows().size(), grid_steps(3).size());
    EXPECT_TRUE(std::ranges::is_sorted(section.rows(), {}, &GridRow::error));
    EXPECT_EQ(section.table().rows.size(), section.rows().size());
    auto* view = section.findChild<QTableWidget*>(QStringLiteral("grids-table"));
    auto* button = section.findChild<QPushButton*>(QStringLiteral("try-grid"));
    EXPECT_FALSE(button->isEnabled());
    view->setCurrentCell(1, 0);
    ASSERT_TRUE(button->isEnabled());
    const std::string chosen = section.rows()[1].step;
    button->click();
    ASSERT_TRUE(settle_inspector(*window));
    const Recipe recipe = window->studio().document.recipe();
    ASSERT_EQ(recipe.steps.size(), 1U);
    EXPECT_EQ(recipe.steps[0].technique, Step::parse(chosen).technique);
    EXPECT_EQ(recipe.steps[0].scope.include, std::vector<std::string>{"conv2"});
    keep_picture(*window, QStringLiteral("inspector-grids"));
}

TEST(StudioInspector, DraggingTheThresholdPrunes) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    Document& document = window->studio().document;
    const std::string origin = heaviest(*window);
    const std::uint64_t id = add_step(*window, "prune.magnitude:sparsity=0.3,scope=layer");
    ASSERT_TRUE(settle_inspector(*window));
    MarkerChart& chart = part<HistogramSection>(*window).plot().chart();
    ASSERT_TRUE(chart.marker().has_value());
    // The line stands at the greatest weight that went.
    const Parameter weight = weights_of(document.original()->graph, origin).front().parameter;
    const auto values = weight.effective().data<float>();
    const auto below = [&](double threshold) {
        return static_cast<double>(std::ranges::count_if(
                   values, [&](float v) { return std::abs(v) <= threshold; })) /
               static_cast<double>(values.size());
    };
    EXPECT_NEAR(below(*chart.marker()), 0.3, 1e-4);

    const int entries = document.undo_stack().count();
    const double wanted = 2 * *chart.marker();
    drag(chart, *chart.marker(), wanted);
    EXPECT_EQ(document.undo_stack().count(), entries + 1);
    const double sparsity = document.card(id)->step.params.real("sparsity");
    const double reached = chart.value_at(std::floor(chart.pixel_of(wanted)));
    EXPECT_NEAR(sparsity, below(reached), 0.01);
    EXPECT_GT(sparsity, 0.35);
    ASSERT_TRUE(settle_inspector(*window));
    EXPECT_NEAR(below(*chart.marker()), sparsity, 1e-3);

    // And by keyboard; a new gesture is a new entry.
    chart.setFocus();
    QTest::keyClick(&chart, Qt::Key_Right);
    EXPECT_GT(document.card(id)->step.params.real("sparsity"), sparsity);
    EXPECT_EQ(document.undo_stack().count(), entries + 2);
    ASSERT_TRUE(settle_inspector(*window));
}

TEST(StudioInspector, AGlobalThresholdIsTheSameInEveryLayer) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    const std::uint64_t id = add_step(*window, "prune.magnitude:sparsity=0.5");
    ASSERT_TRUE(settle_inspector(*window));
    MarkerChart& chart = part<HistogramSection>(*window).plot().chart();
    const double threshold = *chart.marker();
    const double target = chart.value_at(std::floor(chart.pixel_of(threshold * 1.5)));
    drag(chart, threshold, threshold * 1.5);
    ASSERT_TRUE(settle_inspector(*window));
    const double sparsity = window->studio().document.card(id)->step.params.real("sparsity");
    EXPECT_NEAR(working_account(*window).sparsity(), sparsity, 1e-3);
    // Dragged in one layer, the line went where the mouse did: it counted the others too.
    EXPECT_NEAR(*chart.marker(), target, 0.02 * target);
}

TEST(StudioInspector, DraggingTheRankSplits) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    Document& document = window->studio().document;
    ASSERT_TRUE(settle_inspector(*window));
    auto& section = part<SpectrumSection>(*window);
    EXPECT_FALSE(section.chart().marker().has_value());
    auto* button = section.findChild<QPushButton*>(QStringLiteral("try-svd"));
    ASSERT_TRUE(button->isVisibleTo(&section));
    button->click();
    ASSERT_TRUE(settle_inspector(*window));
    ASSERT_EQ(document.stack().size(), 1U);
    const Card card = document.stack().front();
    EXPECT_EQ(card.step.scope.include, std::vector<std::string>{heaviest(*window)});
    const std::int64_t rank = card.step.params.integer("rank");
    ASSERT_TRUE(section.chart().marker().has_value());
    EXPECT_EQ(*section.chart().marker(), static_cast<double>(rank));

    drag(section.chart(), static_cast<double>(rank), static_cast<double>(rank) / 2);
    ASSERT_TRUE(settle_inspector(*window));
    const std::int64_t now = document.card(card.id)->step.params.integer("rank");
    EXPECT_LT(now, rank);
    EXPECT_EQ(*section.chart().marker(), static_cast<double>(now));
    EXPECT_EQ(weights_of(document.working()->graph, heaviest(*window)).front().grid.outputs, now);

    section.chart().setFocus();
    QTest::keyClick(&section.chart(), Qt::Key_Right);
    EXPECT_EQ(document.card(card.id)->step.params.integer("rank"), now + 1);
    ASSERT_TRUE(settle_inspector(*window));
    EXPECT_EQ(section.chart().marker(), static_cast<double>(now + 1));
    keep_picture(*window, QStringLiteral("inspector-split"));
}

TEST(StudioInspector, TheRankBecomesWhatDecides) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    Document& document = window->studio().document;
    const std::uint64_t id = add_step(*window, "decompose.svd:energy=0.8");
    const auto step = newest_step(document, "decompose.svd", heaviest(*window));
    ASSERT_TRUE(step.has_value());
    EXPECT_EQ(target_of(step->step), "energy");
    const int entries = document.undo_stack().count();
    aim(document, *step, "rank", "9");
    aim(document, *step, "rank", "7");
    EXPECT_EQ(target_of(document.card(id)->step), "rank");
    ASSERT_TRUE(settle(*window));
    EXPECT_EQ(weights_of(document.working()->graph, heaviest(*window)).front().grid.outputs, 7);

    // Saying what to aim at belongs to the gesture: one entry takes both back.
    EXPECT_EQ(document.undo_stack().count(), entries + 1);
    document.undo_stack().undo();
    EXPECT_EQ(target_of(document.card(id)->step), "energy");
    EXPECT_FALSE(document.card(id)->step.params.is_set("rank"));
}

TEST(StudioInspector, ADragThatChangesTheTargetIsOneEntry) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    Document& document = window->studio().document;
    const std::uint64_t id = add_step(*window, "prune.magnitude:params=300000,scope=layer");
    ASSERT_TRUE(settle_inspector(*window));
    MarkerChart& chart = part<HistogramSection>(*window).plot().chart();
    ASSERT_TRUE(chart.marker().has_value());
    const int entries = document.undo_stack().count();
    drag(chart, *chart.marker(), 1.5 * *chart.marker());
    EXPECT_EQ(target_of(document.card(id)->step), "sparsity");
    EXPECT_EQ(document.undo_stack().count(), entries + 1);
    document.undo_stack().undo();
    EXPECT_EQ(target_of(document.card(id)->step), "params");
    ASSERT_TRUE(settle_inspector(*window));
}

TEST(StudioInspector, FindsTheStepThatCoversTheLayer) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    Document& document = window->studio().document;
    const std::string origin = heaviest(*window);
    const std::uint64_t all = add_step(*window, "prune.magnitude:sparsity=0.2,scope=layer");
    Step other(technique_for("prune.magnitude"));
    other.scope.include = {document.original()->graph.nodes.front().name};
    document.add_step(other);
    ASSERT_TRUE(settle(*window));
    EXPECT_EQ(newest_step(document, "prune.magnitude", origin)->card, all);
    const std::uint64_t newer = add_step(*window, "prune.magnitude:sparsity=0.4,scope=layer");
    const auto step = newest_step(document, "prune.magnitude", origin);
    EXPECT_EQ(step->card, newer);
    EXPECT_NEAR(
        1 - static_cast<double>(weights_of(*step->before, origin).front().parameter.nonzeros()) /
                400000,
        0.2, 1e-6);
    document.set_enabled(newer, false);
    ASSERT_TRUE(settle(*window));
    EXPECT_EQ(newest_step(document, "prune.magnitude", origin)->card, all);
    EXPECT_FALSE(newest_step(document, "decompose.svd", origin).has_value());
}

TEST(StudioInspector, MapAndKernelReadTheWeightsThemselves) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    const Graph& graph = window->studio().document.original()->graph;
    const Node& conv = graph.nodes.front();
    window->studio().selection.set_layer(QString::fromStdString(conv.name));
    add_step(*window, "prune.magnitude:sparsity=0.5,scope=layer");
    ASSERT_TRUE(settle_inspector(*window));
    const HeatMap& map = part<HeatSection>(*window).map();
    const auto values = graph.parameter(conv.inputs[1])->latent().data<float>();
    ASSERT_EQ(map.cells().rows, 20);
    ASSERT_EQ(map.cells().columns, 25);
    const auto& after = weights_of(window->studio().document.working()->graph, conv.name).front();
    const auto kept = after.parameter.effective().data<float>();
    for (std::size_t i = 0; i < kept.size(); ++i) {
        EXPECT_EQ(map.cells().values[i], kept[i]);
    }
    EXPECT_TRUE(map.read(3, 7).startsWith(QStringLiteral("w[o=3, i=0, y=1, x=2] = ")));
    KernelView& kernel = part<KernelSection>(*window).view();
    ASSERT_EQ(kernel.before().size(), 25U);
    for (std::size_t i = 0; i < 25; ++i) {
        EXPECT_EQ(kernel.before()[i], values[i]);
        EXPECT_EQ(kernel.difference()[i], kept[i] - values[i]);
    }
}

TEST(StudioInspector, ActivationsWaitForData) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    auto& section = part<ActivationSection>(*window);
    section.set_expanded(true);
    ASSERT_TRUE(settle_inspector(*window));
    EXPECT_FALSE(section.plot().before().has_value());
    window->studio().document.set_data(QStringLiteral("glyphs"));
    ASSERT_TRUE(wait_until([&] { return section.plot().before() && section.plot().after(); }));
    // 16 pictures, 500 outputs.
    EXPECT_EQ(section.plot().before()->total, 16 * 500);
    EXPECT_EQ(section.plot().before()->counts, section.plot().after()->counts);
}

TEST(StudioInspector, FoldedSectionsDoNotWork) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    auto& section = part<SpectrumSection>(*window);
    ASSERT_TRUE(settle_inspector(*window));
    section.set_expanded(false);
    add_step(*window, "prune.magnitude:sparsity=0.5");
    QCoreApplication::processEvents();
    EXPECT_FALSE(section.busy());
    section.set_expanded(true);
    EXPECT_TRUE(section.busy());
    ASSERT_TRUE(settle_inspector(*window));
}

TEST(StudioInspector, StandsQuantisedNetworksInTheDark) {
    const auto window = open_window(QStringLiteral("mobilenet-v2-small-shapes"));
    add_step(*window, "prune.magnitude:sparsity=0.6");
    add_step(*window, "quantise.uniform:weight_bits=4,granularity=channel");
    window->studio().settings.set_theme(Theme::Dark);
    ASSERT_TRUE(settle_inspector(*window));
    keep_picture(*window, QStringLiteral("inspector-mobilenet-dark"));
    auto* area = inspector(*window).findChild<QScrollArea*>();
    auto* page = area->widget();
    keep_picture(*page, QStringLiteral("inspector-mobilenet-dark-page"));
    window->studio().settings.set_theme(Theme::Light);
    QCoreApplication::processEvents();
    keep_picture(*page, QStringLiteral("inspector-mobilenet-light-page"));
}

} // namespace
} // namespace espalier::studio::testing
