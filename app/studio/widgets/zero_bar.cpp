// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/widgets/zero_bar.h"

#include "app/studio/shell/theme.h"
#include "app/studio/widgets/numbers.h"

#include <QPainter>

#include <algorithm>

namespace espalier::studio {

ZeroBar::ZeroBar(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize ZeroBar::sizeHint() const {
    return {160, fontMetrics().height() + 8};
}

void ZeroBar::show_shares(std::optional<double> before, std::optional<double> after) {
    before_ = before;
    after_ = after;
    setAccessibleName(text());
    setToolTip(tr("Share of elements that are exactly zero; they are left out of the plot below"));
    update();
}

QString ZeroBar::text() const {
    const auto share = [](const std::optional<double>& value) {
        return value ? percent_text(100 * *value, 1) : QStringLiteral("–");
    };
    if (before_ && after_ && *before_ != *after_) {
        return tr("Zeros: %1 (original %2)").arg(share(after_), share(before_));
    }
    return tr("Zeros: %1").arg(share(after_ ? after_ : before_));
}

void ZeroBar::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    const Hues hues(palette());
    const int words = std::min(width() * 2 / 3, fontMetrics().horizontalAdvance(text()) + 10);
    const QRectF track(words, 4, std::max(0, width() - words - 4), height() - 8);
    painter.setPen(palette().color(QPalette::Text));
    painter.drawText(QRect(4, 0, words - 4, height()), Qt::AlignVCenter | Qt::AlignLeft,
                     fontMetrics().elidedText(text(), Qt::ElideRight, words - 6));
    painter.fillRect(track, palette().color(QPalette::AlternateBase));
    QRectF bar = track;
    bar.setWidth(track.width() * after_.value_or(0));
    painter.fillRect(bar, QBrush(hues.after, Qt::BDiagPattern));
    painter.setPen(QPen(hues.before, 2));
    const double mark = track.left() + track.width() * before_.value_or(0);
    painter.drawLine(QPointF(mark, track.top()), QPointF(mark, track.bottom()));
    painter.setPen(hues.muted);
    painter.drawRect(track);
}

} // namespace espalier::studio
