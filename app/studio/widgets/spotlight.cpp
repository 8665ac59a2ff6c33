// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/widgets/spotlight.h"

#include "app/studio/shell/theme.h"

#include <QPainter>

namespace espalier::studio {

namespace {

constexpr int kReach = 4;      ///< pixels that the frame stands off
constexpr int kFollowMs = 200; ///< layouts move controls without telling anybody

} // namespace

Spotlight::Spotlight(QWidget& window)
    : QWidget(&window) {
    setObjectName(QStringLiteral("spotlight"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    timer_.setInterval(kFollowMs);
    connect(&timer_, &QTimer::timeout, this, &Spotlight::follow);
    hide();
}

void Spotlight::point_at(QWidget* target) {
    target_ = target;
    target == nullptr ? timer_.stop() : timer_.start();
    follow();
}

void Spotlight::follow() {
    const bool seen = target_ != nullptr && !target_->visibleRegion().isEmpty();
    setVisible(seen);
    if (!seen) {
        return;
    }
    const QRect place(target_->mapTo(parentWidget(), QPoint()), target_->size());
    setGeometry(place.adjusted(-kReach, -kReach, kReach, kReach));
    raise();
}

void Spotlight::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(Hues(palette()).accent, 3));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5), 5, 5);
}

} // namespace espalier::studio
