// SPDX-License-Identifier: GPL-3.0-or-later
// A chart with one upright line that can be dragged along the x axis: the plot is the control. Keys
// move it too, while the chart has the focus.
#pragma once

#include <QChartView>

#include <optional>
#include <vector>

namespace espalier::studio {

class MarkerChart : public QChartView {
    Q_OBJECT

public:
    explicit MarkerChart(QWidget* parent = nullptr);

    /// nullopt: no marker. `label` stands beside it.
    void set_marker(std::optional<double> x, const QString& label = {});
    /// A second line at -x, for thresholds of magnitude; either can be dragged, x stays positive.
    void set_mirrored(bool mirrored);
    /// What an arrow key adds, and PageUp and PageDown ten times; the marker stays in the range.
    void set_steps(double step, double low, double high);

    [[nodiscard]] std::optional<double> marker() const { return marker_; }

    [[nodiscard]] bool is_dragging() const { return dragging_; }

    /// Short lines at the foot of the plot (levels of a code).
    void set_ticks(std::vector<double> ticks);

    /// Where x lies, in the coordinates of viewport().
    [[nodiscard]] double pixel_of(double x) const;
    [[nodiscard]] double value_at(double pixel) const;

Q_SIGNALS:
    /// While it is dragged or moved by a key.
    void marker_moved(double x);
    /// A drag or a key stroke ended.
    void marker_released();

protected:
    void drawForeground(QPainter* painter, const QRectF& exposed) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] bool near_marker(double pixel) const;
    void move_to(double x);
    void draw_line(QPainter& painter, double x, bool handle) const;

    std::optional<double> marker_;
    QString label_;
    bool mirrored_ = false;
    bool dragging_ = false;
    double step_ = 1;
    double low_ = 0;
    double high_ = 1;
    std::vector<double> ticks_;
};

} // namespace espalier::studio
