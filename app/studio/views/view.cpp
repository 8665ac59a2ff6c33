// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/view.h"

#include <QEvent>
#include <QTimer>

namespace espalier::studio {

View::View(const Studio& studio, QWidget* parent)
    : QWidget(parent)
    , studio_(studio) {}

void View::touch() {
    stale_ = true;
    if (!scheduled_ && isVisible()) {
        scheduled_ = true;
        QTimer::singleShot(0, this, &View::refresh_if_seen);
    }
}

void View::refresh_if_seen() {
    scheduled_ = false;
    if (stale_ && isVisible()) {
        stale_ = false;
        refresh();
    }
}

void View::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (!named_) {
        named_ = true;
        retranslate();
    }
    // Not later: what is seen first should be right.
    refresh_if_seen();
}

void View::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange && named_) {
        retranslate();
        touch();
    } else if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        restyle();
        touch();
    }
}

} // namespace espalier::studio
