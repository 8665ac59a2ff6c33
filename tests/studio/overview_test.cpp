// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/studio/support.h"

#include "app/studio/models/headline.h"
#include "app/studio/models/layer_bytes.h"
#include "app/studio/models/layer_rows.h"
#include "app/studio/shell/language.h"
#include "app/studio/views/overview/layer_bars.h"
#include "app/studio/views/overview/tile.h"
#include "app/studio/views/overview/treemap.h"
#include "app/studio/views/view.h"
#include "app/studio/widgets/figure.h"
#include "core/analysis/storage.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>

#include <gtest/gtest.h>

#include <algorithm>

namespace espalier::studio::testing {
namespace {

QString tile_text(MainWindow& window, const char* id) {
    auto* tile = window.view(QStringLiteral("overview"))
                     ->findChild<Tile*>(QStringLiteral("tile-") + QLatin1String(id));
    QCoreApplication::processEvents();
    return tile == nullptr ? QString() : tile->text();
}

/// Conv 1x20x5x5, Conv 20x50x5x5, 800x500 and 500x10, with biases: Caffe's LeNet-5.
constexpr std::int64_t kLeNetParams =
    20 * 25 + 20 + 50 * 20 * 25 + 50 + 500 * 800 + 500 + 10 * 500 + 10;

TEST(StudioOverview, TilesTellTheSizesApart) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    window->show_view(QStringLiteral("overview"));
    EXPECT_EQ(window->studio().document.original()->metrics.account.params, kLeNetParams);
    EXPECT_TRUE(tile_text(*window, "size").contains(QStringLiteral("431,080; =; 431,080")))
        << tile_text(*window, "size").toStdString();
    EXPECT_TRUE(tile_text(*window, "accuracy").contains(QStringLiteral("not measured")));
    EXPECT_TRUE(tile_text(*window, "energy").contains(QStringLiteral("Choose an accelerator")));

    add_step(*window, "prune.magnitude:sparsity=0.9,scope=layer");
    const Metrics& now = window->studio().document.working()->metrics;
    const QString size = tile_text(*window, "size");
    EXPECT_TRUE(size.contains(QLocale().toString(qlonglong{now.account.nonzeros})))
        << size.toStdString();
    EXPECT_TRUE(size.contains(QStringLiteral("431,080; =; 431,080"))) << size.toStdString();
    // Nine in ten weights are zero in every layer, and so are nine in ten operations.
    const QString macs = tile_text(*window, "macs");
    EXPECT_TRUE(macs.contains(QStringLiteral("−90.0 %"))) << macs.toStdString();
    EXPECT_TRUE(macs.contains(QStringLiteral("+90.00"))) << macs.toStdString();
    keep_picture(*window, QStringLiteral("overview-lenet-pruned"));
}

TEST(StudioOverview, SaysWhatIsMaskedAndWhatHasNotRun) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    View* view = window->view(QStringLiteral("overview"));
    auto* masked = view->findChild<QWidget*>(QStringLiteral("overview-masked"));
    auto* incomplete = view->findChild<QWidget*>(QStringLiteral("overview-incomplete"));
    ASSERT_NE(masked, nullptr);
    QCoreApplication::processEvents();
    EXPECT_FALSE(masked->isVisible());
    EXPECT_FALSE(incomplete->isVisible());
    add_step(*window, "prune.magnitude:sparsity=0.5");
    EXPECT_TRUE(wait_until([&] { return masked->isVisible(); }));
    EXPECT_FALSE(incomplete->isVisible());
    window->studio().document.add_step(Step::parse("finetune:epochs=1"));
    EXPECT_TRUE(wait_until([&] { return incomplete->isVisible(); }));

    view->findChild<QPushButton*>(QStringLiteral("remove-zero-channels"))->click();
    EXPECT_EQ(window->studio().document.stack().back().step.technique->info().id, "materialise");
}

TEST(StudioOverview, TreemapAndBarsChooseLayers) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    View* view = window->view(QStringLiteral("overview"));
    auto* map = view->findChild<Treemap*>();
    ASSERT_NE(map, nullptr);
    Selection& selection = window->studio().selection;
    const Account& account = window->studio().document.original()->metrics.account;
    std::string heaviest;
    std::int64_t most = 0;
    for (const LayerAccount& layer : account.layers) {
        if (layer.params > most) {
            most = layer.params;
            heaviest = layer.origin;
        }
    }
    const QString origin = QString::fromStdString(heaviest);
    const QRectF place = map->rectangle_of(origin);
    const double whole = static_cast<double>(map->width() - 4) * (map->height() - 4);
    EXPECT_NEAR(place.width() * place.height() / whole,
                static_cast<double>(most) / static_cast<double>(account.params), 1e-6);
    QTest::mouseClick(map, Qt::LeftButton, Qt::NoModifier, place.center().toPoint());
    EXPECT_EQ(selection.layer(), origin);

    QTest::keyClick(map, Qt::Key_Right);
    QTest::keyClick(map, Qt::Key_Down);
    EXPECT_NE(selection.layer(), QString());
    auto* bars = view->findChild<LayerBars*>();
    selection.set_layer(bars->bars().front().origin);
    QTest::keyClick(bars, Qt::Key_Down);
    EXPECT_EQ(selection.layer(), bars->bars()[1].origin);
}

TEST(StudioOverview, EnergyNamesItsSource) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    auto* box = window->view(QStringLiteral("overview"))
                    ->findChild<QComboBox*>(QStringLiteral("overview-accelerator"));
    const int row = box->findData(QStringLiteral("eyeriss"));
    ASSERT_GT(row, 0);
    box->setCurrentIndex(row);
    Q_EMIT box->activated(row);
    ASSERT_TRUE(settle(*window));
    const auto& model = window->studio().document.working()->metrics.model;
    ASSERT_TRUE(model.has_value());
    const QString energy = tile_text(*window, "energy");
    EXPECT_TRUE(energy.contains(QString::fromStdString(model->technology))) << energy.toStdString();
    EXPECT_TRUE(energy.contains(QStringLiteral("DRAM")));
    EXPECT_FALSE(tile_text(*window, "size").contains(QStringLiteral("no accelerator")));
}

TEST(StudioOverview, CountsStorageFormatsOnDemand) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    View* view = window->view(QStringLiteral("overview"));
    auto* figure = view->findChild<Figure*>(QStringLiteral("storage-formats"));
    EXPECT_TRUE(figure->table().rows.empty());
    view->findChild<QPushButton*>(QStringLiteral("count-storage"))->click();
    ASSERT_TRUE(wait_until([&] { return !figure->table().rows.empty(); }));
    const StorageTable expected = storage_table(window->studio().document.original()->graph);
    ASSERT_EQ(figure->table().rows.size(), expected.parameters.size());
    EXPECT_EQ(figure->table().rows[0][4].toLongLong(), expected.parameters[0].costs[0].bytes());
}

TEST(StudioOverview, LayersAreMatchedByOrigin) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    const Document& document = window->studio().document;
    add_step(*window, "decompose.svd:rank=4");
    const auto rows =
        layer_rows(document.original()->metrics.account, document.working()->metrics.account);
    std::int64_t before = 0;
    std::int64_t after = 0;
    bool split = false;
    for (const LayerRow& row : rows) {
        EXPECT_TRUE(row.before.present) << row.origin;
        before += row.before.params;
        after += row.after.params;
        split = split || row.after.ops.find(" + ") != std::string::npos;
    }
    EXPECT_TRUE(split);
    EXPECT_EQ(before, document.original()->metrics.account.params);
    EXPECT_EQ(after, document.working()->metrics.account.params);
}

TEST(StudioOverview, BytesOfLayersAddUpToTheParametersBytes) {
    const Graph graph = load_network("lenet-5-glyphs").graph;
    LayerBytes counter;
    std::int64_t sum = 0;
    for (const auto& [origin, bytes] : counter.by_origin(graph, {})) {
        sum += bytes;
    }
    std::int64_t expected = 0;
    for (const ParameterStorage& parameter : storage_table(graph).parameters) {
        const ValueId id = graph.find_value(parameter.name);
        for (const Node& node : graph.nodes) {
            const auto trained = trainable_inputs(graph, node);
            if (std::ranges::find(trained, id) != trained.end()) {
                expected += parameter.best.bytes();
            }
        }
    }
    EXPECT_EQ(sum, expected);
}

/// Not a judgement, but pictures of the networks that are hardest on the layout.
TEST(StudioOverview, SpeaksKorean) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    apply_language(QStringLiteral("ko"));
    ASSERT_TRUE(wait_until([&] {
        return tile_text(*window, "energy").contains(QStringLiteral("에너지"));
    })) << tile_text(*window, "energy").toStdString();
    EXPECT_TRUE(tile_text(*window, "accuracy").startsWith(QStringLiteral("정확도")));
    EXPECT_FALSE(tile_text(*window, "size").contains(QStringLiteral("original")));
    auto* overview = window->view(QStringLiteral("overview"));
    bool inputs = false;
    for (const QLabel* label : overview->findChildren<QLabel*>()) {
        EXPECT_NE(label->text(), QStringLiteral("Preprocessing"));
        inputs = inputs || label->text() == QStringLiteral("입력");
    }
    EXPECT_TRUE(inputs);
    apply_language(QStringLiteral("en"));
}

TEST(StudioOverview, StandsLargeNetworks) {
    const auto window = open_window(QStringLiteral("mobilenet-v2-small-shapes"));
    window->show_view(QStringLiteral("overview"));
    add_step(*window, "prune.magnitude:sparsity=0.7");
    window->studio().document.set_accelerator(QStringLiteral("systolic-16x16"));
    ASSERT_TRUE(settle(*window));
    auto* measure = window->view(QStringLiteral("overview"))
                        ->findChild<QComboBox*>(QStringLiteral("bars-measure"));
    measure->setCurrentIndex(2);
    auto* bars = window->view(QStringLiteral("overview"))->findChild<LayerBars*>();
    EXPECT_TRUE(wait_until([&] { return !bars->bars().empty() && bars->bars()[0].after; }));
    window->studio().settings.set_theme(Theme::Dark);
    QCoreApplication::processEvents();
    keep_picture(*window, QStringLiteral("overview-mobilenet-dark"));
    window->studio().settings.set_theme(Theme::Light);
}

} // namespace
} // namespace espalier::studio::testing
