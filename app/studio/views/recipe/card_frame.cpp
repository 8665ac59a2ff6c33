// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/recipe/card_frame.h"

#include "app/studio/shell/theme.h"

#include <QPainter>

namespace espalier::studio {

void paint_card(QWidget& card, const QColor& strip, bool selected) {
    QPainter painter(&card);
    painter.setRenderHint(QPainter::Antialiasing);
    const QPalette& palette = card.palette();
    const QRectF frame = QRectF(card.rect()).adjusted(1, 1, -1, -1);
    painter.setPen(
        QPen(palette.color(selected ? QPalette::Highlight : QPalette::Mid), selected ? 2 : 1));
    // Fields and check boxes have the base colour; in the dark their outlines alone are too faint.
    painter.setBrush(palette.color(is_dark(palette) ? QPalette::AlternateBase : QPalette::Base));
    painter.drawRoundedRect(frame, 4, 4);
    painter.setPen(Qt::NoPen);
    painter.setBrush(strip);
    painter.drawRoundedRect(
        QRectF(frame.left() + 1, frame.top() + 1, kCardStrip, frame.height() - 2), 2, 2);
    if (card.hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(palette.color(QPalette::WindowText), 1, Qt::DotLine));
        painter.drawRoundedRect(frame.adjusted(3, 3, -3, -3), 3, 3);
    }
}

} // namespace espalier::studio
