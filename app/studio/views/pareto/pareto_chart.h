// SPDX-License-Identifier: GPL-3.0-or-later
// Networks as points in the plane of two figures, the front among them, and limits that can be
// dragged.
#pragma once

#include "app/studio/views/pareto/pareto_points.h"

#include <QChartView>

class QAbstractAxis;
class QLineSeries;
class QScatterSeries;

namespace espalier::studio {

class ParetoChart : public QChartView {
    Q_OBJECT

public:
    explicit ParetoChart(QWidget* parent = nullptr);

    struct Axis {
        Measure measure = Measure::StoredBytes;
        bool logarithmic = false;
    };

    void set_axes(const Axis& x, const Axis& y);
    void set_points(const std::vector<ParetoPoint>& points, const Limits& limits);
    /// Index into the points; negative: none.
    void set_selected(int index);
    void retranslate();
    void restyle();

    /// Indices of the points on the front, for tests and for the table.
    [[nodiscard]] const std::vector<std::size_t>& front() const { return front_; }

Q_SIGNALS:
    void chosen(int index);
    /// A limit is being dragged.
    void accuracy_limit_moved(double per_cent);
    void bytes_limit_moved(double bytes);

protected:
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;

private:
    enum class Grip { None, X, Y };

    void make_axis(const Axis& axis, Qt::Alignment edge);
    void fit_axes();
    [[nodiscard]] std::optional<Coordinates> place(const ParetoPoint& point) const;
    [[nodiscard]] std::optional<double> limit(Measure measure) const;
    /// Where a limit runs: the x (vertical) or y of the result.
    [[nodiscard]] QPointF position_on(bool vertical, double value) const;
    [[nodiscard]] Grip grip_at(const QPointF& at) const;
    [[nodiscard]] int point_at(const QPointF& at) const;
    void draw_limit(QPainter& painter, bool vertical, double value, Measure measure) const;
    void draw_labels(QPainter& painter) const;
    [[nodiscard]] QString tip(const ParetoPoint& point) const;

    Axis x_;
    Axis y_{Measure::Accuracy, false};
    QLineSeries* front_line_;
    QScatterSeries* best_;
    QScatterSeries* rest_;
    QScatterSeries* outside_; ///< over a limit, drawn hollow
    QScatterSeries* marked_;
    std::vector<ParetoPoint> points_;
    std::vector<std::optional<Coordinates>> places_;
    std::vector<std::size_t> front_;
    Limits limits_;
    int selected_ = -1;
    Grip grip_ = Grip::None;
};

} // namespace espalier::studio
