// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/studio/support.h"

#include "app/studio/models/layer_filter.h"
#include "app/studio/models/layer_table_model.h"
#include "app/studio/views/layers/layers_view.h"
#include "app/studio/views/view.h"
#include "app/studio/widgets/table_export.h"
#include "core/analysis/storage.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>

#include <gtest/gtest.h>

namespace espalier::studio::testing {
namespace {

using Tester = QAbstractItemModelTester;

LayerTable table_of(MainWindow& window) {
    StoredBytesCache cache;
    const Document& document = window.studio().document;
    return layer_table(*document.original(), *document.working(),
                       {.stored_bytes = true, .weight_changes = true}, cache, {});
}

/// The Layers tab of a window, in front and up to date.
struct Tab {
    explicit Tab(MainWindow& window)
        : view(dynamic_cast<LayersView*>(window.view(QStringLiteral("layers"))))
        , table(view->findChild<QTableView*>(QStringLiteral("layers-table"))) {
        window.show_view(QStringLiteral("layers"));
        wait_until([this] { return table->model()->rowCount() > 0; });
    }

    /// Waits until the cell of `origin` in the column titled `title` says `wanted`.
    bool says(const QString& origin, LayerMetric metric, LayerFace face, const QString& wanted) {
        return wait_until([&] { return cell(origin, metric, face) == wanted; }, 5000);
    }

    QString cell(const QString& origin, LayerMetric metric, LayerFace face) {
        const auto& columns = LayerTableModel::columns();
        for (int row = 0; row < table->model()->rowCount(); ++row) {
            if (table->model()->index(row, 0).data().toString() != origin) {
                continue;
            }
            for (std::size_t i = 0; i < columns.size(); ++i) {
                if (columns[i].metric == metric && columns[i].face == face) {
                    return table->model()->index(row, static_cast<int>(i)).data().toString();
                }
            }
        }
        return {};
    }

    LayersView* view;
    QTableView* table;
};

TEST(LayerTable, AddsUpToTheAccountAndToTheFile) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    add_step(*window, "prune.magnitude:sparsity=0.5");
    const LayerTable table = table_of(*window);
    const Snapshot& after = *window->studio().document.working();
    std::int64_t params = 0;
    std::int64_t macs = 0;
    std::int64_t bytes = 0;
    for (const LayerFacts& layer : table.layers) {
        params += layer.after.params;
        macs += layer.after.macs;
        bytes += layer.after.stored_bytes.value_or(0);
    }
    EXPECT_EQ(params, after.metrics.account.params);
    EXPECT_EQ(macs, after.metrics.account.macs);
    const StorageTable stored = storage_table(after.graph);
    std::int64_t of_layers = 0;
    for (const ParameterStorage& parameter : stored.parameters) {
        const auto node = after.graph.find_node(parameter.layer);
        ASSERT_TRUE(node);
        // A reshape's shape constant is a parameter of the file but of no layer with weights.
        of_layers +=
            table.find(after.graph.nodes[*node].origin) != nullptr ? parameter.best.bytes() : 0;
    }
    EXPECT_EQ(bytes, of_layers);
    EXPECT_GT(table.differing(), 0U);
}

TEST(LayerTable, SaysHowFarWeightsMoved) {
    const Tensor a = Tensor::of<float>({2, 2}, std::vector<float>{3, 4, 0, 0});
    const Tensor b = Tensor::of<float>({2, 2}, std::vector<float>{3, 0, 0, 0});
    const auto change = weight_change(a, b);
    ASSERT_TRUE(change);
    EXPECT_DOUBLE_EQ(change->largest, 4);
    EXPECT_DOUBLE_EQ(change->relative, 4.0 / 5);
    ASSERT_TRUE(change->cosine);
    EXPECT_DOUBLE_EQ(*change->cosine, 3.0 / 5); // 9 / (5 * 3)
    EXPECT_FALSE(weight_change(a, b.reshaped({4})));
    EXPECT_EQ(weight_change(a, a), (WeightChange{0, 0, 1.0}));
    const Tensor zeros(DType::Float32, {2, 2});
    EXPECT_FALSE(weight_change(a, zeros)->cosine);
    EXPECT_DOUBLE_EQ(weight_change(a, zeros)->relative, 1);
}

TEST(LayerTableModel, KeepsTheRulesOfModels) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    LayerTableModel model;
    LayerFilter filter({0, 1}, LayerTableModel::DiffersRole, LayerTableModel::SortRole);
    filter.setSourceModel(&model);
    const Tester model_tester(&model, Tester::FailureReportingMode::Fatal);
    const Tester filter_tester(&filter, Tester::FailureReportingMode::Fatal);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    model.set_table(table_of(*window));
    EXPECT_EQ(resets.count(), 1);
    add_step(*window, "prune.magnitude:sparsity=0.5");
    model.set_table(table_of(*window));
    EXPECT_EQ(resets.count(), 1) << "the same layers are updated in place";
    EXPECT_GT(changes.count(), 0);
    filter.set_differences_only(true);
    filter.sort(5, Qt::DescendingOrder);
    EXPECT_GT(filter.rowCount(), 0);
    model.set_table({});
    EXPECT_EQ(resets.count(), 2);
    EXPECT_EQ(filter.rowCount(), 0);
}

TEST(LayersView, ShowsNowOriginalAndChange) {
    const auto window = open_window(QStringLiteral("lenet-300-100-glyphs"));
    Tab tab(*window);
    const LayerTable table = table_of(*window);
    ASSERT_FALSE(table.layers.empty());
    const LayerFacts& first = table.layers.front();
    const QString origin = QString::fromStdString(first.origin);
    const QString params = QLocale().toString(static_cast<qlonglong>(first.before.params));
    EXPECT_TRUE(tab.says(origin, LayerMetric::Params, LayerFace::Now, params));
    EXPECT_TRUE(tab.table->isColumnHidden(6)) << "nothing to compare yet";

    add_step(*window, "prune.magnitude:sparsity=0.5,scope=layer");
    EXPECT_TRUE(tab.says(origin, LayerMetric::Sparsity, LayerFace::Now, QStringLiteral("50.0 %")));
    EXPECT_EQ(tab.cell(origin, LayerMetric::Sparsity, LayerFace::Original),
              QStringLiteral("0.0 %"));
    EXPECT_EQ(tab.cell(origin, LayerMetric::Sparsity, LayerFace::Change),
              QStringLiteral("+50.00 pt"));
    EXPECT_EQ(tab.cell(origin, LayerMetric::Params, LayerFace::Change), QStringLiteral("="));
    EXPECT_FALSE(tab.table->isColumnHidden(6));

    // Holding B shows the original.
    window->studio().document.set_blinking(true);
    EXPECT_TRUE(tab.says(origin, LayerMetric::Sparsity, LayerFace::Now, QStringLiteral("0.0 %")));
    window->studio().document.set_blinking(false);
    EXPECT_TRUE(tab.says(origin, LayerMetric::Sparsity, LayerFace::Now, QStringLiteral("50.0 %")));
    keep_picture(*window, QStringLiteral("layers-lenet-300"));
}

TEST(LayersView, FiltersAndSorts) {
    const auto window = open_window(QStringLiteral("resnet-20-shapes"));
    Tab tab(*window);
    const QAbstractItemModel& shown = *tab.table->model();
    const int all = shown.rowCount();
    ASSERT_GT(all, 20);
    auto* search = tab.view->findChild<QLineEdit*>(QStringLiteral("layers-filter"));
    QTest::keyClicks(search, QStringLiteral("gemm"));
    EXPECT_EQ(shown.rowCount(), 1);
    search->clear();
    EXPECT_EQ(shown.rowCount(), all);

    tab.table->sortByColumn(5, Qt::DescendingOrder);
    double last = std::numeric_limits<double>::infinity();
    for (int row = 0; row < shown.rowCount(); ++row) {
        const double value = shown.index(row, 5).data(LayerTableModel::SortRole).toDouble();
        EXPECT_LE(value, last);
        last = value;
    }

    auto* differences = tab.view->findChild<QCheckBox*>(QStringLiteral("layers-differences"));
    differences->click();
    EXPECT_EQ(shown.rowCount(), 0);
    add_step(*window, "prune.magnitude:sparsity=0.5");
    EXPECT_TRUE(wait_until([&] { return shown.rowCount() > 0; }));
    EXPECT_LT(shown.rowCount(), all);
}

TEST(LayersView, IsLinkedWithTheSelection) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    Tab tab(*window);
    const QAbstractItemModel& shown = *tab.table->model();
    Selection& selection = window->studio().selection;
    const QString second = shown.index(1, 0).data().toString();
    selection.set_layer(second);
    EXPECT_EQ(tab.table->currentIndex().row(), 1);
    tab.table->setFocus();
    QTest::keyClick(tab.table, Qt::Key_Down);
    EXPECT_EQ(selection.layer(), shown.index(2, 0).data().toString());
    tab.table->sortByColumn(0, Qt::DescendingOrder);
    EXPECT_EQ(tab.table->currentIndex().data().toString(), selection.layer());
    const QString chosen = selection.layer();
    tab.view->findChild<QLineEdit*>(QStringLiteral("layers-filter"))->setText(second);
    EXPECT_EQ(selection.layer(), chosen) << "a row that is filtered out stays selected elsewhere";
    tab.view->findChild<QLineEdit*>(QStringLiteral("layers-filter"))->clear();
    EXPECT_EQ(tab.table->currentIndex().data().toString(), chosen);
    selection.set_layer(QString());
    EXPECT_FALSE(tab.table->selectionModel()->hasSelection());
}

TEST(LayersView, NamesStayInSightWhereItIsScrolledSideways) {
    const auto window = open_window(QStringLiteral("resnet-20-shapes"));
    Tab tab(*window);
    add_step(*window, "prune.magnitude:sparsity=0.5");
    QScrollBar* across = tab.table->horizontalScrollBar();
    ASSERT_TRUE(wait_until([&] { return across->maximum() > 0; })) << "wider than the view";
    auto* names = tab.table->findChild<QTableView*>(QStringLiteral("frozen-column"));
    ASSERT_NE(names, nullptr);
    EXPECT_FALSE(names->isVisible());
    across->setValue(across->maximum());
    ASSERT_TRUE(names->isVisible());
    EXPECT_EQ(names->width(), tab.table->columnWidth(0));
    EXPECT_EQ(names->rowAt(5), tab.table->rowAt(5));
    EXPECT_TRUE(names->isColumnHidden(1));
    keep_picture(*window, QStringLiteral("layers-scrolled"));

    // Both scroll together, and either selects.
    tab.table->verticalScrollBar()->setValue(tab.table->verticalScrollBar()->maximum());
    EXPECT_EQ(names->rowAt(5), tab.table->rowAt(5));
    const QModelIndex second = names->indexAt(names->viewport()->rect().center());
    ASSERT_TRUE(second.isValid());
    QTest::mouseClick(names->viewport(), Qt::LeftButton, Qt::NoModifier,
                      names->visualRect(second).center());
    EXPECT_EQ(window->studio().selection.layer(), second.data().toString());

    // What is looked for does not end up under the names.
    const QModelIndex early = tab.table->model()->index(second.row(), 1);
    tab.table->scrollTo(early);
    EXPECT_GE(tab.table->visualRect(early).left(), names->isVisible() ? names->width() : 0);

    // A click on its header sorts, and a second one turns around.
    across->setValue(across->maximum());
    QHeaderView* head = names->horizontalHeader();
    QTest::mouseClick(head->viewport(), Qt::LeftButton, Qt::NoModifier, QPoint(20, 8));
    EXPECT_EQ(tab.table->horizontalHeader()->sortIndicatorSection(), 0);
    const QString first = tab.table->model()->index(0, 0).data().toString();
    QTest::mouseClick(head->viewport(), Qt::LeftButton, Qt::NoModifier, QPoint(20, 8));
    EXPECT_NE(tab.table->model()->index(0, 0).data().toString(), first);
    across->setValue(0);
    EXPECT_FALSE(names->isVisible());
}

TEST(LayersView, ExportsWhatIsShown) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    Tab tab(*window);
    const TableData table = tab.view->shown_table();
    ASSERT_EQ(table.rows.size(), static_cast<std::size_t>(tab.table->model()->rowCount()));
    EXPECT_EQ(table.columns.front(), QStringLiteral("Layer"));
    EXPECT_TRUE(table.columns.contains(QStringLiteral("Stored [bytes]")));
    auto* button = tab.view->findChild<TableExport*>(QStringLiteral("layers-export"));
    for (QAction* action : button->menu()->actions()) {
        if (action->objectName() == QStringLiteral("layers-copy-csv")) {
            action->trigger();
        }
    }
    const QStringList lines = QApplication::clipboard()->text().trimmed().split(u'\n');
    EXPECT_EQ(static_cast<std::size_t>(lines.size()), table.rows.size() + 1);
    EXPECT_EQ(lines.front().count(u','), table.columns.size() - 1);

    // A hidden column is not exported.
    auto* menu = tab.view->findChild<QToolButton*>(QStringLiteral("layers-columns"))->menu();
    menu->actions().front()->toggle();
    EXPECT_EQ(tab.view->shown_table().columns.size(), table.columns.size() - 1);
}

} // namespace
} // namespace espalier::studio::testing
