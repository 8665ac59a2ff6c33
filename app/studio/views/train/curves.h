// SPDX-License-Identifier: GPL-3.0-or-later
// Two charts of a training: loss, and accuracy against the original.
#pragma once

#include "app/studio/views/train/training_log.h"
#include "app/studio/widgets/table_data.h"

#include <QWidget>

class QChartView;
class QLineSeries;
class QScatterSeries;
class QValueAxis;

namespace espalier::studio {

class ChartNote;

class LossChart : public QWidget {
    Q_OBJECT

public:
    explicit LossChart(QWidget* parent = nullptr);

    /// `smoothing` in [0, 1), see smoothed().
    void show_state(const TrainingState& state, double smoothing);
    void clear();
    void retranslate();
    void restyle();

protected:
    void changeEvent(QEvent* event) override;

private:
    QChartView* view_;
    QValueAxis* x_;
    QValueAxis* y_;
    QLineSeries* raw_;
    QLineSeries* smooth_;
    ChartNote* empty_;
    double top_ = 0; ///< of the axis, which only grows
};

class AccuracyChart : public QWidget {
    Q_OBJECT

public:
    explicit AccuracyChart(QWidget* parent = nullptr);

    void show_state(const TrainingState& state);
    void clear();
    void retranslate();
    void restyle();

protected:
    void changeEvent(QEvent* event) override;

private:
    QChartView* view_;
    QValueAxis* x_;
    QValueAxis* y_;
    QLineSeries* train_;
    QLineSeries* held_out_;
    QScatterSeries* looks_; ///< where held-out pictures were looked at
    QLineSeries* original_;
    ChartNote* empty_;
    double low_ = 100; ///< of the axis, which only falls
};

/// Every step's loss and accuracy, and held-out accuracy where it was looked at.
[[nodiscard]] TableData curves_table(const TrainingState& state);

} // namespace espalier::studio
