// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/overview/layer_bars.h"

#include "app/studio/shell/theme.h"
#include "app/studio/widgets/numbers.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPaintEvent>
#include <QPainter>
#include <QScrollArea>
#include <QToolTip>

#include <algorithm>

namespace espalier::studio {

LayerBars::LayerBars(QWidget* parent)
    : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

int LayerBars::row_height() const {
    return std::max(24, fontMetrics().height() + 6);
}

QSize LayerBars::sizeHint() const {
    return {360, std::max(1, static_cast<int>(bars_.size())) * row_height()};
}

void LayerBars::set_bars(std::vector<Bar> bars, std::function<QString(double)> format) {
    const bool resized = bars.size() != bars_.size();
    bars_ = std::move(bars);
    format_ = std::move(format);
    if (resized) {
        updateGeometry();
    }
    update();
}

void LayerBars::set_selected(const QString& origin) {
    if (selected_ == origin) {
        return;
    }
    selected_ = origin;
    const int index = selected_index();
    if (index >= 0) {
        const Bar& bar = bars_[static_cast<std::size_t>(index)];
        setAccessibleDescription(QStringLiteral("%1: %2").arg(bar.origin, value_text(bar)));
        // Inside the viewport of a scroll area, which is the grandparent.
        if (auto* area = parentWidget() == nullptr
                             ? nullptr
                             : qobject_cast<QScrollArea*>(parentWidget()->parentWidget())) {
            area->ensureVisible(0, index * row_height() + row_height() / 2, 0, row_height());
        }
    }
    update();
}

int LayerBars::selected_index() const {
    const auto found = std::ranges::find(bars_, selected_, &Bar::origin);
    return found == bars_.end() ? -1 : static_cast<int>(found - bars_.begin());
}

QString LayerBars::value_text(const Bar& bar) const {
    const QString after = bar.after ? format_(*bar.after) : QStringLiteral("–");
    if (!bar.before || !bar.after) {
        return after;
    }
    const QString change = change_text(*bar.before, *bar.after);
    return change.isEmpty() ? after : QStringLiteral("%1 (%2)").arg(after, change);
}

void LayerBars::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    double most = 0;
    int numbers = 0;
    const QFontMetrics metrics = fontMetrics();
    for (const Bar& bar : bars_) {
        most = std::max({most, bar.before.value_or(0), bar.after.value_or(0)});
        numbers = std::max(numbers, metrics.horizontalAdvance(value_text(bar)));
    }
    const int height = row_height();
    const int names = std::clamp(width() / 3, 60, 200);
    const int room = std::max(20, width() - names - numbers - 24);
    const Hues hues(palette());
    const int first = event->rect().top() / height;
    const int last = std::min(event->rect().bottom() / height, static_cast<int>(bars_.size()) - 1);
    for (int i = first; i <= last; ++i) {
        const Bar& bar = bars_[static_cast<std::size_t>(i)];
        const int top = i * height;
        if (bar.origin == selected_) {
            painter.fillRect(0, top, width(), height, palette().color(QPalette::AlternateBase));
            painter.setPen(QPen(hues.accent, hasFocus() ? 2 : 1));
            painter.drawRect(QRectF(1, top + 1, width() - 2, height - 2));
        }
        painter.setPen(palette().color(QPalette::Text));
        painter.drawText(QRect(6, top, names - 12, height), Qt::AlignVCenter | Qt::AlignLeft,
                         metrics.elidedText(bar.origin, Qt::ElideMiddle, names - 12));
        const auto length = [&](double value) { return most > 0 ? value / most * room : 0; };
        painter.fillRect(QRectF(names, top + 4, length(bar.before.value_or(0)), height - 8),
                         hues.before);
        painter.fillRect(QRectF(names, top + 7, length(bar.after.value_or(0)), height - 14),
                         hues.after);
        painter.drawText(QRect(width() - numbers - 12, top, numbers + 6, height),
                         Qt::AlignVCenter | Qt::AlignRight, value_text(bar));
    }
}

void LayerBars::mousePressEvent(QMouseEvent* event) {
    const int index = static_cast<int>(event->position().y()) / row_height();
    if (event->button() == Qt::LeftButton && index >= 0 && index < static_cast<int>(bars_.size())) {
        Q_EMIT chosen(bars_[static_cast<std::size_t>(index)].origin);
    } else {
        QWidget::mousePressEvent(event);
    }
}

void LayerBars::keyPressEvent(QKeyEvent* event) {
    const int index = selected_index();
    const int step = event->key() == Qt::Key_Up ? -1 : event->key() == Qt::Key_Down ? 1 : 0;
    if (step == 0 || bars_.empty()) {
        QWidget::keyPressEvent(event);
        return;
    }
    const int next = std::clamp(index + step, 0, static_cast<int>(bars_.size()) - 1);
    Q_EMIT chosen(bars_[static_cast<std::size_t>(next)].origin);
}

bool LayerBars::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const int index = help->pos().y() / row_height();
        if (index >= 0 && index < static_cast<int>(bars_.size())) {
            const Bar& bar = bars_[static_cast<std::size_t>(index)];
            QToolTip::showText(help->globalPos(),
                               tr("%1\noriginal: %2\nnow: %3")
                                   .arg(bar.origin,
                                        bar.before ? format_(*bar.before) : QStringLiteral("–"),
                                        value_text(bar)),
                               this);
        }
        return true;
    }
    if (event->type() == QEvent::FontChange) {
        updateGeometry();
    }
    return QWidget::event(event);
}

} // namespace espalier::studio
