// SPDX-License-Identifier: GPL-3.0-or-later
// The roofline of a machine with one point for each layer, before and after, on logarithmic axes.
#pragma once

#include "app/studio/document/snapshot.h"
#include "hwmodel/roofline.h"

#include <QString>
#include <QWidget>

#include <vector>

class QChart;
class QChartView;
class QGraphicsSimpleTextItem;
class QLineSeries;
class QLogValueAxis;
class QScatterSeries;

namespace espalier::studio {

struct RoofPoint {
    QString origin;
    QString label;        ///< name of the node
    double intensity = 0; ///< operations a byte
    double achieved = 0;  ///< GOPS
    bool memory_bound = false;
};

/// One for each layer of the model that multiplies.
[[nodiscard]] std::vector<RoofPoint> roof_points(const Snapshot& snapshot);

class RooflineChart : public QWidget {
    Q_OBJECT

public:
    explicit RooflineChart(QWidget* parent = nullptr);

    /// Points without finite, positive coordinates have no place on logarithmic axes and are left
    /// out.
    void set_data(const hw::Roofline& machine, const std::vector<RoofPoint>& before,
                  const std::vector<RoofPoint>& after);
    void clear();
    void set_selected(const QString& origin);
    /// Texts again, in the language in use.
    void retranslate();
    /// Colours again, of the palette in use.
    void restyle();

    /// The corner of the roof and the points drawn, for tests.
    [[nodiscard]] QPointF ridge() const { return ridge_; }

    [[nodiscard]] const std::vector<RoofPoint>& points(bool after) const {
        return after ? after_points_ : before_points_;
    }

Q_SIGNALS:
    void chosen(const QString& origin);

protected:
    void changeEvent(QEvent* event) override;

private:
    void hover(const std::vector<RoofPoint>& points, const QPointF& at, bool inside);
    void click(const std::vector<RoofPoint>& points, const QPointF& at);
    void mark_selected();
    void place_label();
    void place_corner_label();
    [[nodiscard]] QString text_of(const RoofPoint& point) const;

    QChartView* view_;
    QChart* chart_;
    QLogValueAxis* x_;
    QLogValueAxis* y_;
    QLineSeries* roof_;
    QLineSeries* way_; ///< of the selected layer, from before to after
    QScatterSeries* before_;
    QScatterSeries* after_;
    QScatterSeries* marked_;
    QScatterSeries* corner_; ///< the ridge point
    QGraphicsSimpleTextItem* label_;
    QGraphicsSimpleTextItem* corner_label_;
    std::vector<RoofPoint> before_points_;
    std::vector<RoofPoint> after_points_;
    QString selected_;
    QPointF ridge_;
};

} // namespace espalier::studio
