// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/widgets/line_icon.h"

#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>
#include <QPixmap>

namespace espalier::studio {

namespace {

/// In a square of 16 by 16.
QPainterPath path_of(LineIcon icon) {
    QPainterPath path;
    const auto line = [&](double x1, double y1, double x2, double y2) {
        path.moveTo(x1, y1);
        path.lineTo(x2, y2);
    };
    switch (icon) {
    case LineIcon::Eye:
    case LineIcon::EyeOff:
        path.moveTo(1.5, 8);
        path.quadTo(8, 0.5, 14.5, 8);
        path.quadTo(8, 15.5, 1.5, 8);
        if (icon == LineIcon::Eye) {
            path.addEllipse(QPointF(8, 8), 2.3, 2.3);
        } else {
            line(2.5, 13.5, 13.5, 2.5);
        }
        break;
    case LineIcon::Up:
        line(8, 13, 8, 3);
        line(4, 7, 8, 3);
        line(12, 7, 8, 3);
        break;
    case LineIcon::Down:
        line(8, 3, 8, 13);
        line(4, 9, 8, 13);
        line(12, 9, 8, 13);
        break;
    case LineIcon::Duplicate:
        path.addRect(5.5, 5.5, 8, 8);
        path.moveTo(3.5, 10.5);
        path.lineTo(2.5, 10.5);
        path.lineTo(2.5, 2.5);
        path.lineTo(10.5, 2.5);
        path.lineTo(10.5, 3.5);
        break;
    case LineIcon::Remove:
        line(3.5, 3.5, 12.5, 12.5);
        line(12.5, 3.5, 3.5, 12.5);
        break;
    case LineIcon::Grip:
        for (const double x : {6.0, 10.0}) {
            for (const double y : {4.0, 8.0, 12.0}) {
                path.addEllipse(QPointF(x, y), 0.6, 0.6);
            }
        }
        break;
    case LineIcon::Plus:
        line(8, 3, 8, 13);
        line(3, 8, 13, 8);
        break;
    case LineIcon::Unfold:
        line(6, 4, 10, 8);
        line(6, 12, 10, 8);
        break;
    case LineIcon::Fold:
        line(4, 6, 8, 10);
        line(12, 6, 8, 10);
        break;
    }
    return path;
}

class LineIconEngine final : public QIconEngine {
public:
    LineIconEngine(LineIcon icon, QColor colour)
        : icon_(icon)
        , colour_(std::move(colour)) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const double side = std::min(rect.width(), rect.height());
        painter->translate(QRectF(rect).center() - QPointF(side / 2, side / 2));
        painter->scale(side / 16, side / 16);
        QColor colour = colour_;
        colour.setAlphaF(mode == QIcon::Disabled ? 0.35F : 1.0F);
        painter->setPen(QPen(colour, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter->setBrush(Qt::NoBrush);
        painter->drawPath(path_of(icon_));
        painter->restore();
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }

    [[nodiscard]] QIconEngine* clone() const override { return new LineIconEngine(icon_, colour_); }

private:
    LineIcon icon_;
    QColor colour_;
};

} // namespace

QIcon line_icon(LineIcon icon, const QColor& colour) {
    return QIcon(new LineIconEngine(icon, colour));
}

} // namespace espalier::studio
