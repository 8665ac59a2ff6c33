// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

QT_BEGIN_NAMESPACE
class QChart;
class QColor;
class QGraphicsSimpleTextItem;
QT_END_NAMESPACE

namespace espalier::studio {

/// Words in the middle of a chart that has nothing to draw yet.
class ChartNote final : public QObject {
    Q_OBJECT

public:
    /// Lives as long as the chart.
    explicit ChartNote(QChart& chart);

    void set_text(const QString& text);
    void set_look(const QColor& colour, const QFont& font);
    void set_shown(bool shown);

private:
    void place();

    QChart& chart_;
    QGraphicsSimpleTextItem* item_;
};

} // namespace espalier::studio
