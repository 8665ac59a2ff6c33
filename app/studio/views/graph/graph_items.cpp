// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/graph/graph_items.h"

#include "app/studio/shell/theme.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPolygonF>
#include <QStyleOptionGraphicsItem>

#include <cmath>

namespace espalier::studio {

namespace {

/// Below this scale text is noise, and time.
constexpr double kReadable = 0.42;
constexpr double kOutline = 6; ///< room around a box for what is drawn outside of it

/// Black or white, whichever can be read on the fill.
QColor ink_on(const QColor& fill) {
    const double light = 0.299 * fill.redF() + 0.587 * fill.greenF() + 0.114 * fill.blueF();
    return light > 0.55 ? QColor(0x10, 0x14, 0x18) : QColor(0xff, 0xff, 0xff);
}

} // namespace

BoxItem::BoxItem(std::size_t index, const LayoutBox& size)
    : index_(index)
    , box_(-size.width / 2, -size.height / 2, size.width, size.height) {}

void BoxItem::set_look(const BoxLook& look, const QPalette& palette, const QFont& font) {
    look_ = look;
    palette_ = palette;
    font_ = font;
    setToolTip(look.tip);
    update();
}

void BoxItem::set_current(bool current) {
    current_ = current;
    setZValue(current ? 2 : 1);
    update();
}

void BoxItem::set_search(bool searching, bool found) {
    found_ = searching && found;
    setOpacity(searching && !found ? 0.3 : 1);
    update();
}

QRectF BoxItem::boundingRect() const {
    return box_.adjusted(-kOutline, -kOutline, kOutline, kOutline);
}

void BoxItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    const double scale =
        QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform());
    const Hues hues(palette_);
    const double radius = look_.rounded ? box_.height() / 2 : 5;
    const QColor border = is_dark(palette_) ? look_.fill.lighter(140) : look_.fill.darker(130);
    painter->setPen(QPen(border, 1));
    painter->setBrush(look_.fill);
    if (look_.stacked && scale > kReadable / 2) {
        for (const double shift : {4.0, 2.0}) {
            painter->drawRoundedRect(box_.translated(shift, shift), radius, radius);
        }
    }
    if (found_ || current_) {
        const QColor strong = current_ ? hues.accent : palette_.color(QPalette::Link);
        // As thick on screen at any zoom, so that it is found in a large network.
        QPen pen(strong, current_ ? 3 : 2);
        pen.setCosmetic(scale < 1);
        painter->setPen(pen);
    }
    if (scale > kReadable) {
        painter->drawRoundedRect(box_, radius, radius);
    } else {
        painter->drawRect(box_);
    }
    if (scale <= kReadable) {
        return;
    }
    painter->setPen(ink_on(look_.fill));
    QFont bold = font_;
    bold.setBold(true);
    QFont small = font_;
    small.setPointSizeF(font_.pointSizeF() * 0.85);
    const QStringList lines = [&] {
        QStringList list = {look_.title};
        if (!look_.detail.isEmpty()) {
            list << look_.detail;
        }
        if (!look_.value.isEmpty()) {
            list << look_.value;
        }
        return list;
    }();
    const bool plain = look_.detail.isEmpty() && look_.value.isEmpty();
    double height = 0;
    for (int i = 0; i < lines.size(); ++i) {
        height += QFontMetricsF(i == 0 ? bold : small).height();
    }
    double y = -height / 2;
    for (int i = 0; i < lines.size(); ++i) {
        const QFont& font = i > 0 ? small : plain ? font_ : bold;
        const QFontMetricsF metrics(font);
        painter->setFont(font);
        painter->drawText(QRectF(box_.left() + 6, y, box_.width() - 12, metrics.height()),
                          Qt::AlignCenter,
                          metrics.elidedText(lines[i], i == 0 ? Qt::ElideMiddle : Qt::ElideRight,
                                             box_.width() - 12));
        y += metrics.height();
    }
}

EdgeItem::EdgeItem(const std::vector<LayoutPoint>& route) {
    path_.moveTo(route.front().x, route.front().y);
    for (std::size_t i = 1; i < route.size(); ++i) {
        const LayoutPoint& a = route[i - 1];
        const LayoutPoint& b = route[i];
        if (std::abs(a.x - b.x) < 0.5) {
            path_.lineTo(b.x, b.y);
        } else {
            const double middle = (a.y + b.y) / 2;
            path_.cubicTo(a.x, middle, b.x, middle, b.x, b.y);
        }
    }
    tip_ = QPointF(route.back().x, route.back().y);
}

void EdgeItem::set_colours(const QColor& plain, const QColor& strong) {
    plain_ = plain;
    strong_colour_ = strong;
    update();
}

void EdgeItem::set_strong(bool strong) {
    if (strong != strong_) {
        strong_ = strong;
        setZValue(strong ? 0.5 : 0);
        update();
    }
}

QRectF EdgeItem::boundingRect() const {
    return path_.controlPointRect().adjusted(-5, -2, 5, 2);
}

void EdgeItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    const double scale =
        QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform());
    const QColor colour = strong_ ? strong_colour_ : plain_;
    QPen pen(colour, strong_ ? 2.2 : 1.2);
    pen.setCosmetic(scale < 0.6);
    painter->setPen(pen);
    painter->setBrush(Qt::NoBrush);
    painter->drawPath(path_);
    if (scale > kReadable) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(colour);
        painter->drawPolygon(QPolygonF({tip_, tip_ + QPointF(-3.5, -7), tip_ + QPointF(3.5, -7)}));
    }
}

} // namespace espalier::studio
