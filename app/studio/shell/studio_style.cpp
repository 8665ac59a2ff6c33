// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/shell/studio_style.h"

#include <QPainter>
#include <QPolygonF>
#include <QStyleOption>

namespace espalier::studio {

namespace {

void draw_check_box(QPainter& painter, const QStyleOption& option) {
    const QPalette& palette = option.palette;
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    const bool on = option.state.testFlag(QStyle::State_On);
    const bool partly = option.state.testFlag(QStyle::State_NoChange);
    const QRectF box = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QPalette::ColorRole ground = on || partly ? QPalette::Highlight : QPalette::Base;
    const bool marked = option.state.testFlag(QStyle::State_MouseOver) ||
                        option.state.testFlag(QStyle::State_HasFocus);
    painter.setBrush(palette.color(ground));
    painter.setPen(QPen(palette.color(!enabled ? QPalette::Mid
                                      : marked ? QPalette::Highlight
                                               : QPalette::PlaceholderText),
                        1));
    painter.drawRoundedRect(box, 2.5, 2.5);
    const QPen stroke(palette.color(QPalette::HighlightedText), box.width() / 7, Qt::SolidLine,
                      Qt::RoundCap, Qt::RoundJoin);
    const auto at = [&](double x, double y) {
        return QPointF(box.left() + x * box.width(), box.top() + y * box.height());
    };
    painter.setPen(stroke);
    if (partly) {
        painter.drawLine(at(0.28, 0.5), at(0.72, 0.5));
    } else if (on) {
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(QPolygonF({at(0.24, 0.52), at(0.43, 0.72), at(0.77, 0.3)}));
    }
    painter.restore();
}

} // namespace

StudioStyle::StudioStyle()
    : QProxyStyle(QStringLiteral("Fusion")) {}

void StudioStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option,
                                QPainter* painter, const QWidget* widget) const {
    if (element == PE_IndicatorCheckBox) {
        draw_check_box(*painter, *option);
        return;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

QSize StudioStyle::sizeFromContents(ContentsType type, const QStyleOption* option,
                                    const QSize& size, const QWidget* widget) const {
    const QSize found = QProxyStyle::sizeFromContents(type, option, size, widget);
    return type == CT_CheckBox ? found.expandedTo({0, kLeastHeight}) : found;
}

int StudioStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                           QStyleHintReturn* data) const {
    return hint == SH_EtchDisabledText ? 0 : QProxyStyle::styleHint(hint, option, widget, data);
}

} // namespace espalier::studio
