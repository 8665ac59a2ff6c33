// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/models/compare_facts.h"

#include <QWidget>

class QLabel;
class QStackedLayout;
QT_BEGIN_NAMESPACE
class QAreaSeries;
class QChartView;
class QLineSeries;
class QValueAxis;
QT_END_NAMESPACE

namespace espalier::studio {

/// Two weight histograms on one axis: A as an area, B as a line; zeros are left out and told
/// beside.
class PairChart final : public QWidget {
    Q_OBJECT

public:
    explicit PairChart(QWidget* parent = nullptr);

    void set_histogram(const PairHistogram& histogram);
    /// Instead of a chart: why there is none.
    void set_message(const QString& message);

protected:
    void changeEvent(QEvent* event) override;

private:
    void restyle();
    void retranslate();

    QStackedLayout* stack_;
    QLabel* message_;

    QChartView* view_;
    QLineSeries* a_outline_;
    QAreaSeries* a_;
    QLineSeries* b_;
    QValueAxis* across_;
    QValueAxis* up_;
};

} // namespace espalier::studio
