// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/shell/sample_card.h"

#include "app/studio/shell/theme.h"

#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace espalier::studio {

namespace {

constexpr int kMargin = 10;
constexpr double kRound = 6;

QFont bold(QFont font) {
    font.setBold(true);
    return font;
}

} // namespace

SampleCard::SampleCard(const QString& name, QStringList facts, Pictures pictures, QWidget* parent)
    : QAbstractButton(parent)
    , facts_(std::move(facts))
    , pictures_(pictures) {
    setText(name);
    setAccessibleName(name);
    setAccessibleDescription(facts_.join(QStringLiteral(", ")));
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize SampleCard::sizeHint() const {
    const int line = fontMetrics().height();
    const int height = line * (1 + static_cast<int>(facts_.size())) + 4 + 2 * kMargin;
    int words = QFontMetrics(bold(font())).horizontalAdvance(text());
    for (const QString& fact : facts_) {
        words = std::max(words, fontMetrics().horizontalAdvance(fact));
    }
    return {height + words + 2 * kMargin, height};
}

QSize SampleCard::minimumSizeHint() const {
    return {sizeHint().height() * 2, sizeHint().height()};
}

void SampleCard::paint_pictures(QPainter& painter, const QRectF& place) const {
    QPainterPath frame;
    frame.addRoundedRect(place, kRound - 2, kRound - 2);
    const int hue = pictures_ == Pictures::Digits ? 0 : pictures_ == Pictures::Shapes ? 2 : 4;
    const QColor ink = series_colour(hue, palette());
    QColor ground = ink;
    ground.setAlpha(is_dark(palette()) ? 60 : 32);
    painter.fillPath(frame, ground);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    const double side = place.width();
    if (pictures_ == Pictures::Digits) {
        QFont digits = bold(font());
        digits.setPixelSize(std::max(8, static_cast<int>(side * 0.62)));
        digits.setItalic(true);
        painter.setFont(digits);
        painter.setPen(ink);
        painter.drawText(place, Qt::AlignCenter, QStringLiteral("27"));
        return;
    }
    if (pictures_ == Pictures::Lesson) {
        // A stack that gets smaller from step to step.
        for (int bar = 0; bar < 4; ++bar) {
            painter.drawRoundedRect(QRectF(place.left() + side * 0.18,
                                           place.top() + side * (0.18 + 0.17 * bar),
                                           side * (0.64 - 0.15 * bar), side * 0.11),
                                    1.5, 1.5);
        }
        return;
    }
    const double size = side * 0.34;
    const QPointF first(place.left() + side * 0.14, place.top() + side * 0.14);
    painter.drawEllipse(QRectF(first, QSizeF(size, size)));
    painter.drawRect(QRectF(first + QPointF(side * 0.38, side * 0.02), QSizeF(size, size) * 0.9));
    const QPointF corner = first + QPointF(side * 0.18, side * 0.74);
    painter.drawPolygon(
        QPolygonF({corner, corner + QPointF(size, 0), corner + QPointF(size / 2, -size * 0.95)}));
}

void SampleCard::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Hues hues(palette());
    QPainterPath frame;
    frame.addRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), kRound, kRound);
    painter.fillPath(frame, palette().color(isDown() ? QPalette::AlternateBase : QPalette::Base));
    const bool marked = hasFocus() || underMouse();
    painter.setPen(QPen(marked ? hues.accent : palette().color(QPalette::Mid), hasFocus() ? 2 : 1));
    painter.drawPath(frame);

    const double side = height() - 2 * kMargin;
    paint_pictures(painter, QRectF(kMargin, kMargin, side, side));

    const int left = kMargin * 2 + static_cast<int>(side);
    const int room = width() - left - kMargin;
    const int line = fontMetrics().height();
    painter.setFont(bold(font()));
    painter.setPen(palette().color(QPalette::Text));
    painter.drawText(QRect(left, kMargin, room, line), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(text(), Qt::ElideMiddle, room));
    painter.setFont(font());
    painter.setPen(hues.muted);
    int y = kMargin + line + 4;
    for (const QString& fact : facts_) {
        painter.drawText(QRect(left, y, room, line), Qt::AlignLeft | Qt::AlignVCenter,
                         fontMetrics().elidedText(fact, Qt::ElideRight, room));
        y += line;
    }
}

void SampleCard::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        click();
        return;
    }
    QAbstractButton::keyPressEvent(event);
}

} // namespace espalier::studio
