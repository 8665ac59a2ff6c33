// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/studio/support.h"

#include "app/studio/views/sweep/bits_chart.h"
#include "app/studio/views/sweep/sweep_view.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineSeries>
#include <QPushButton>
#include <QSpinBox>
#include <QtCharts/QChartView>

#include <gtest/gtest.h>

namespace espalier::studio::testing {
namespace {

NumericTable made_up() {
    NumericTable table;
    table.baseline = 70;
    table.cells = {{NumericObject::Update, 2, 0, 0, true},
                   {NumericObject::Update, 8, 60, 0, false},
                   {NumericObject::Weight, 2, 40, 0, false},
                   {NumericObject::Weight, 8, 69.5, 0, false}};
    return table;
}

TEST(StudioSweep, TheTableListsTheLeastDemandingFirst) {
    const TableData data = bits_table(made_up(), 1);
    ASSERT_EQ(data.columns.size(), 4);
    ASSERT_EQ(data.rows.size(), 2U);
    EXPECT_EQ(data.rows[0][0].toString(), object_text(NumericObject::Weight));
    EXPECT_EQ(data.rows[0][1].toDouble(), 40);
    EXPECT_EQ(data.rows[0][3].toInt(), 8);
    EXPECT_FALSE(data.rows[1][1].isValid()); // it diverged
    EXPECT_FALSE(data.rows[1][3].isValid()); // more than was tried
}

TEST(StudioSweep, TheChartHasACurveForEachKind) {
    BitsChart chart;
    chart.retranslate();
    chart.show_table(made_up());
    const auto series = chart.findChild<QChartView*>()->chart()->series();
    ASSERT_EQ(series.size(), static_cast<int>(kNumericObjects.size()) + 1);
    int drawn = 0;
    for (const QAbstractSeries* each : series) {
        const auto& line = *qobject_cast<const QLineSeries*>(each);
        EXPECT_FALSE(line.name().isEmpty());
        drawn += line.count() > 0 ? 1 : 0;
    }
    EXPECT_EQ(drawn, 3); // two kinds, and the training without limits
}

TEST(StudioSweep, TheViewSweepsAndTells) {
    const auto window = open_window(QStringLiteral("lenet-300-100-glyphs"));
    window->show_view(QStringLiteral("sweep"));
    QCoreApplication::processEvents();
    auto& view = *qobject_cast<SweepView*>(window->view(QStringLiteral("sweep")));
    auto& start = *view.findChild<QPushButton*>(QStringLiteral("sweep-start"));
    window->studio().document.set_data({});
    ASSERT_TRUE(settle(*window));
    ASSERT_TRUE(wait_until([&] { return !start.isEnabled(); }));
    window->studio().document.set_data(QStringLiteral("glyphs"));
    ASSERT_TRUE(settle(*window));
    ASSERT_TRUE(wait_until([&] { return start.isEnabled(); }));
    auto& network = *view.findChild<QComboBox*>(QStringLiteral("sweep-network"));
    network.setCurrentText(QStringLiteral("lenet-300-100"));
    view.findChild<QSpinBox*>(QStringLiteral("sweep-pictures"))->setValue(300);
    view.findChild<QDoubleSpinBox*>(QStringLiteral("sweep-epochs"))->setValue(0.2);
    QTest::mouseClick(&start, Qt::LeftButton);
    EXPECT_FALSE(start.isEnabled());
    EXPECT_TRUE(view.findChild<QPushButton*>(QStringLiteral("sweep-stop"))->isEnabled());
    ASSERT_TRUE(wait_until([&] { return view.found().has_value(); }, 120000));
    EXPECT_EQ(view.found()->cells.size(), kNumericObjects.size() * NumericSweep().bits.size());
    ASSERT_TRUE(wait_until([&] { return start.isEnabled(); }));
    EXPECT_TRUE(view.findChild<QLabel*>(QStringLiteral("sweep-status"))
                    ->text()
                    .contains(object_text(NumericObject::Gradient)));
}

} // namespace
} // namespace espalier::studio::testing
