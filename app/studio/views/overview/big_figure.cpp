// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/overview/big_figure.h"

#include "app/studio/shell/theme.h"

#include <QEvent>
#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace espalier::studio {

namespace {

constexpr int kGap = 8;

} // namespace

BigFigure::BigFigure(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void BigFigure::show_figure(const QString& value, const QString& change, const QString& was) {
    value_ = value;
    change_ = change;
    was_ = was;
    measure();
    update();
}

QFont BigFigure::large() const {
    QFont large = font();
    large.setPointSizeF(font().pointSizeF() * 1.5);
    large.setBold(true);
    return large;
}

QFont BigFigure::small() const {
    QFont small = font();
    small.setPointSizeF(font().pointSizeF() * 0.9);
    return small;
}

void BigFigure::measure() {
    const int first = QFontMetrics(large()).horizontalAdvance(value_) + kGap +
                      fontMetrics().horizontalAdvance(change_);
    const int wanted = std::max(first, QFontMetrics(small()).horizontalAdvance(was_));
    if (wanted > widest_) {
        widest_ = wanted;
        updateGeometry();
    }
}

QSize BigFigure::sizeHint() const {
    return {widest_, QFontMetrics(large()).height() + QFontMetrics(small()).height() + 2};
}

QSize BigFigure::minimumSizeHint() const {
    return sizeHint();
}

void BigFigure::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    const QFont large = this->large();
    const QFontMetrics metrics(large);
    const int baseline = metrics.ascent();
    const QColor text = palette().color(QPalette::WindowText);
    painter.setPen(text);
    painter.setFont(large);
    painter.drawText(0, baseline, value_);
    painter.setFont(font());
    painter.drawText(metrics.horizontalAdvance(value_) + kGap, baseline, change_);
    painter.setFont(small());
    painter.setPen(Hues(palette()).muted);
    painter.drawText(0, metrics.height() + 2 + painter.fontMetrics().ascent(), was_);
}

void BigFigure::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::LanguageChange) {
        widest_ = 0;
        measure();
        updateGeometry();
    }
}

} // namespace espalier::studio
