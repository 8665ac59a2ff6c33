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

void SampleCard::paint_word(QPainter& painter, const QRectF& place, const QString& word) const {
    QFont letters = bold(font());
    letters.setPixelSize(std::max(8, static_cast<int>(place.width() * 0.62)));
    letters.setItalic(true);
    painter.setFont(letters);
    painter.setPen(painter.brush().color());
    painter.drawText(place, Qt::AlignCenter, word);
}

void SampleCard::paint_pictures(QPainter& painter, const QRectF& place) const {
    QPainterPath frame;
    frame.addRoundedRect(place, kRound - 2, kRound - 2);
    const QColor ink = series_colour(static_cast<int>(pictures_), palette());
    QColor ground = ink;
    ground.setAlpha(is_dark(palette()) ? 60 : 32);
    painter.fillPath(frame, ground);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    const double side = place.width();
    const auto at = [&](double x, double y) {
        return QPointF(place.left() + side * x, place.top() + side * y);
    };
    switch (pictures_) {
    case Pictures::Digits:
        paint_word(painter, place, QStringLiteral("27"));
        return;
    case Pictures::Text:
        paint_word(painter, place, QStringLiteral("ab"));
        return;
    case Pictures::Shapes:
        painter.drawEllipse(QRectF(at(0.14, 0.14), at(0.48, 0.48)));
        painter.drawRect(QRectF(at(0.52, 0.16), at(0.826, 0.466)));
        painter.drawPolygon(QPolygonF({at(0.32, 0.88), at(0.66, 0.88), at(0.49, 0.557)}));
        return;
    case Pictures::Photographs:
        painter.drawEllipse(QRectF(at(0.62, 0.16), at(0.82, 0.36)));
        painter.drawPolygon(QPolygonF(
            {at(0.12, 0.84), at(0.4, 0.34), at(0.56, 0.62), at(0.66, 0.5), at(0.88, 0.84)}));
        return;
    case Pictures::Orders:
        // Marks on a line, one after the other.
        for (int mark = 0; mark < 4; ++mark) {
            const double height = mark % 2 == 0 ? 0.3 : 0.5;
            const QPointF corner = at(0.14 + 0.2 * mark, 0.76 - height);
            painter.drawRoundedRect(QRectF(corner, QSizeF(side * 0.11, side * height)), 1.5, 1.5);
        }
        return;
    case Pictures::Lesson:
        // A stack that gets smaller from step to step.
        for (int bar = 0; bar < 4; ++bar) {
            const QSizeF size(side * (0.64 - 0.15 * bar), side * 0.11);
            painter.drawRoundedRect(QRectF(at(0.18, 0.18 + 0.17 * bar), size), 1.5, 1.5);
        }
        return;
    }
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
