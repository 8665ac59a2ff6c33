// SPDX-License-Identifier: GPL-3.0-or-later
// Accuracy over bits, one curve for each kind of number that was restricted while training.
#pragma once

#include "app/studio/widgets/table_data.h"
#include "core/experiments/numeric_sweep.h"

#include <QWidget>

#include <vector>

class QChartView;
class QLineSeries;
class QValueAxis;

namespace espalier::studio {

class ChartNote;

/// In the language in use: "Weights", "Errors" ...
[[nodiscard]] QString object_text(NumericObject object);

class BitsChart : public QWidget {
    Q_OBJECT

public:
    explicit BitsChart(QWidget* parent = nullptr);

    void show_table(const NumericTable& table);
    void clear();
    void retranslate();
    void restyle();

protected:
    void changeEvent(QEvent* event) override;

private:
    QChartView* view_;
    QValueAxis* x_;
    QValueAxis* y_;
    QLineSeries* whole_; ///< nothing restricted
    std::vector<QLineSeries*> objects_;
    ChartNote* empty_;
};

/// Objects in rows, bits in columns, then the fewest bits within `points` of the float training.
[[nodiscard]] TableData bits_table(const NumericTable& table, double points);

} // namespace espalier::studio
