// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/studio/support.h"

#include "app/studio/models/compare_table_model.h"
#include "app/studio/views/compare/compare_view.h"
#include "app/studio/widgets/figure.h"
#include "app/studio/widgets/numbers.h"
#include "core/data/dataset.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QTableView>
#include <QToolButton>

#include <gtest/gtest.h>

namespace espalier::studio::testing {
namespace {

Tensor tensor(Shape shape, const std::vector<float>& values) {
    return Tensor::of<float>(std::move(shape), values);
}

TEST(CompareFacts, CountsBothSidesOnOneAxis) {
    const PairHistogram histogram =
        pair_histogram(tensor({4}, {-1, 0, 0.5, 1}), tensor({4}, {0, 0, 2, 3}), 4);
    EXPECT_DOUBLE_EQ(histogram.low, -1);
    EXPECT_DOUBLE_EQ(histogram.high, 3);
    EXPECT_EQ(histogram.a, (std::vector<std::int64_t>{1, 1, 1, 0}));
    EXPECT_EQ(histogram.b, (std::vector<std::int64_t>{0, 0, 0, 2}));
    EXPECT_EQ(histogram.zeros_a, 1);
    EXPECT_EQ(histogram.zeros_b, 2);
    const PairHistogram one = pair_histogram({}, tensor({2}, {5, 5}), 2);
    EXPECT_EQ(one.total_a, 0);
    EXPECT_EQ(one.b[0] + one.b[1], 2);
}

TEST(CompareFacts, DrawsDifferencesAndKeepsTheLargest) {
    const Tensor a = tensor({2, 4}, {0, 0, 0, 0, 1, 1, 1, 1});
    const Tensor b = tensor({2, 4}, {0, 3, 0, 0, 1, 1, -4, 1});
    const DifferenceMap all = difference_map(a, b, 10, 10);
    EXPECT_EQ(all.rows, 2);
    EXPECT_EQ(all.columns, 4);
    EXPECT_EQ(all.cells, (std::vector<float>{0, 3, 0, 0, 0, 0, -5, 0}));
    EXPECT_DOUBLE_EQ(all.largest, 5);
    const DifferenceMap joined = difference_map(a, b, 1, 2);
    EXPECT_EQ(joined.cells, (std::vector<float>{3, -5}));
    EXPECT_TRUE(difference_map(a, b.reshaped({8}), 4, 4).cells.empty());
}

TEST(CompareFacts, FindsPicturesThatOneSideGetsRight) {
    const DatasetPtr set = limited(open_dataset("glyphs", Split::Test), 4);
    Accuracy a;
    Accuracy b;
    for (std::size_t i = 0; i < 4; ++i) {
        a.predictions.push_back(set->label(i));
        b.predictions.push_back(set->label(i));
    }
    const int wrong = (set->label(1) + 1) % set->classes();
    b.predictions[1] = wrong;
    a.predictions[3] = b.predictions[3] = (set->label(3) + 1) % set->classes(); // both wrong
    a.predictions[2] = (set->label(2) + 1) % set->classes();
    const auto found = disagreements(a, b, *set, {});
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].index, 1U);
    EXPECT_TRUE(found[0].a_is_right);
    EXPECT_EQ(found[0].guess_b, wrong);
    EXPECT_EQ(found[1].index, 2U);
    EXPECT_FALSE(found[1].a_is_right);
    b.predictions.pop_back();
    EXPECT_TRUE(disagreements(a, b, *set, {}).empty());
}

/// The Compare tab of a window, in front and up to date.
struct Tab {
    explicit Tab(MainWindow& window)
        : view(dynamic_cast<CompareView*>(window.view(QStringLiteral("compare"))))
        , table(view->findChild<QTableView*>(QStringLiteral("compare-table")))
        , a(view->findChild<QComboBox*>(QStringLiteral("compare-a")))
        , b(view->findChild<QComboBox*>(QStringLiteral("compare-b"))) {
        window.show_view(QStringLiteral("compare"));
        wait_until([this] { return table->model()->rowCount() > 0; });
    }

    [[nodiscard]] QString cell(int row, int column) const {
        return table->model()->index(row, column).data().toString();
    }

    [[nodiscard]] QString headline(char side, int figure) const {
        return view
            ->findChild<QLabel*>(QStringLiteral("compare-%1-%2").arg(QLatin1Char(side)).arg(figure))
            ->text();
    }

    CompareView* view;
    QTableView* table;
    QComboBox* a;
    QComboBox* b;
};

TEST(CompareView, ShowsBothSidesAndSwapsThem) {
    const auto window = open_window(QStringLiteral("lenet-300-100-glyphs"));
    Document& document = window->studio().document;
    add_step(*window, "prune.magnitude:sparsity=0.5,scope=layer");
    document.keep_variant(QStringLiteral("half"));
    add_step(*window, "quantise.uniform:weight_bits=8");
    Tab tab(*window);
    const QAbstractItemModelTester tester(tab.table->model());
    EXPECT_EQ(tab.a->count(), 3);
    EXPECT_EQ(tab.a->currentText(), QStringLiteral("Original"));
    EXPECT_EQ(tab.b->currentText(), QStringLiteral("Working"));
    const QString stored = bytes_text(document.original()->metrics.stored_bytes);
    EXPECT_TRUE(wait_until([&] { return tab.headline('a', 1) == stored; }, 5000));
    EXPECT_TRUE(tab.headline('b', 1).contains(u'−')) << tab.headline('b', 1).toStdString();
    EXPECT_EQ(tab.headline('b', 0), QStringLiteral("not measured"));
    EXPECT_TRUE(
        wait_until([&] { return tab.cell(0, CompareTableModel::Change).startsWith(u'−'); }, 5000));
    EXPECT_NE(tab.cell(0, CompareTableModel::Cosine), QStringLiteral("–"));

    tab.b->setCurrentText(QStringLiteral("half"));
    const SnapshotPtr half = document.variants().front();
    EXPECT_TRUE(wait_until(
        [&] { return tab.headline('b', 1).startsWith(bytes_text(half->metrics.stored_bytes)); },
        5000));
    tab.view->findChild<QToolButton*>(QStringLiteral("compare-swap"))->click();
    EXPECT_EQ(tab.a->currentText(), QStringLiteral("half"));
    EXPECT_EQ(tab.b->currentText(), QStringLiteral("Original"));
    EXPECT_TRUE(
        wait_until([&] { return tab.cell(0, CompareTableModel::Change).startsWith(u'+'); }, 5000));
}

TEST(CompareView, ShowsDifferencesOnlyAndTheWeightsOfTheSelection) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    Tab tab(*window);
    const int all = tab.table->model()->rowCount();
    tab.view->findChild<QCheckBox*>(QStringLiteral("compare-differences"))->click();
    EXPECT_EQ(tab.table->model()->rowCount(), 0);
    add_step(*window, "prune.magnitude:sparsity=0.5,scope=layer");
    EXPECT_TRUE(wait_until([&] { return tab.table->model()->rowCount() > 0; }, 5000));
    EXPECT_LE(tab.table->model()->rowCount(), all);

    tab.table->setFocus();
    tab.table->selectRow(0);
    const QString layer = tab.cell(0, CompareTableModel::Layer);
    EXPECT_EQ(window->studio().selection.layer(), layer);
    auto* chart = tab.view->findChild<Figure*>(QStringLiteral("weights-a-and-b"));
    auto* picture = tab.view->findChild<Figure*>(QStringLiteral("weight-difference"));
    EXPECT_TRUE(wait_until([&] { return chart->accessibleName().startsWith(layer); }, 5000));
    EXPECT_TRUE(chart->accessibleName().contains(QStringLiteral("B 50.0 %")))
        << chart->accessibleName().toStdString();
    EXPECT_FALSE(picture->table().rows.empty());
    keep_picture(*window, QStringLiteral("compare-lenet-5"));
}

TEST(CompareView, ShowsPicturesThatOneSideGetsRight) {
    const auto window = open_window(QStringLiteral("lenet-300-100-glyphs"));
    Document& document = window->studio().document;
    add_step(*window, "prune.magnitude:sparsity=0.97,scope=layer");
    Tab tab(*window);
    auto* message = tab.view->findChild<QLabel*>(QStringLiteral("compare-pictures-message"));
    EXPECT_TRUE(wait_until([&] { return !message->text().isEmpty(); }, 5000));
    document.set_data(QStringLiteral("glyphs"));
    ASSERT_TRUE(settle(*window));
    auto* button = tab.view->findChild<QPushButton*>(QStringLiteral("compare-evaluate"));
    EXPECT_TRUE(wait_until(
        [&] { return message->text().startsWith(QStringLiteral("Evaluate both")); }, 5000));
    button->click();
    auto* list = tab.view->findChild<QListWidget*>(QStringLiteral("compare-pictures"));
    ASSERT_TRUE(wait_until([&] { return list->count() > 0; }, 60000));
    const auto& a = *document.original()->metrics.accuracy;
    const auto& b = *document.working()->metrics.accuracy;
    const auto found = disagreements(a, b, *document.workspace().test_set(), {});
    EXPECT_EQ(static_cast<std::size_t>(list->count()), std::min<std::size_t>(found.size(), 120));
    std::int64_t balance = 0;
    for (const Disagreement& each : found) {
        balance += each.a_is_right ? 1 : -1;
    }
    EXPECT_EQ(balance, static_cast<std::int64_t>(a.hits) - static_cast<std::int64_t>(b.hits));
    EXPECT_FALSE(list->item(0)->icon().isNull());
    EXPECT_TRUE(list->item(0)->text().contains(QStringLiteral("✓")));
    EXPECT_TRUE(tab.headline('b', 0).contains(QStringLiteral("%")));
    keep_picture(*window, QStringLiteral("compare-pictures"));
}

} // namespace
} // namespace espalier::studio::testing
