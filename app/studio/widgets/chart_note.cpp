// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/widgets/chart_note.h"

#include <QChart>
#include <QColor>
#include <QFont>
#include <QGraphicsSimpleTextItem>

namespace espalier::studio {

ChartNote::ChartNote(QChart& chart)
    : QObject(&chart)
    , chart_(chart)
    , item_(new QGraphicsSimpleTextItem(&chart)) {
    item_->setZValue(20);
    connect(&chart, &QChart::plotAreaChanged, this, &ChartNote::place);
}

void ChartNote::set_text(const QString& text) {
    item_->setText(text);
    place();
}

void ChartNote::set_look(const QColor& colour, const QFont& font) {
    item_->setBrush(colour);
    item_->setFont(font);
    place();
}

void ChartNote::set_shown(bool shown) {
    item_->setVisible(shown);
}

void ChartNote::place() {
    const QPointF middle = chart_.plotArea().center();
    const QSizeF size = item_->boundingRect().size();
    item_->setPos(middle.x() - size.width() / 2, middle.y() - size.height() / 2);
}

} // namespace espalier::studio
