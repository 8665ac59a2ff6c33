// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/overview/treemap.h"

#include "app/studio/shell/theme.h"
#include "app/studio/widgets/numbers.h"
#include "app/studio/widgets/squarify.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace espalier::studio {

namespace {

/// Before, or after where the layer is new.
std::int64_t area_of(const LayerRow& row) {
    return row.before.present ? row.before.params : row.after.params;
}

double filled_share(const LayerRow& row) {
    const std::int64_t area = area_of(row);
    return area == 0
               ? 0
               : std::clamp(static_cast<double>(row.after.nonzeros) / static_cast<double>(area),
                            0.0, 1.0);
}

QColor mixed(const QColor& a, const QColor& b, double share) {
    const auto channel = [share](int from, int to) {
        return static_cast<int>(std::lround(from + (to - from) * share));
    };
    return {channel(a.red(), b.red()), channel(a.green(), b.green()), channel(a.blue(), b.blue())};
}

const std::string& op_of(const LayerRow& row) {
    return row.before.present ? row.before.ops : row.after.ops;
}

} // namespace

Treemap::Treemap(QWidget* parent)
    : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void Treemap::set_rows(std::vector<LayerRow> rows) {
    rows_ = std::move(rows);
    ops_.clear();
    for (const LayerRow& row : rows_) {
        if (area_of(row) > 0 && std::ranges::find(ops_, op_of(row)) == ops_.end()) {
            ops_.push_back(op_of(row));
        }
    }
    arrange();
}

void Treemap::set_selected(const QString& origin) {
    selected_ = origin;
    const int index = selected_index();
    setAccessibleDescription(index < 0 ? QString()
                                       : describe(rows_[static_cast<std::size_t>(index)]));
    update();
}

void Treemap::set_colour(Colour colour) {
    colour_ = colour;
    update();
}

void Treemap::arrange() {
    std::vector<double> areas;
    for (const LayerRow& row : rows_) {
        areas.push_back(static_cast<double>(area_of(row)));
    }
    places_ = squarify(areas, QRectF(rect()).adjusted(2, 2, -2, -2));
    update();
}

void Treemap::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

QRectF Treemap::rectangle_of(const QString& origin) const {
    const auto found = std::ranges::find(rows_, origin.toStdString(), &LayerRow::origin);
    return found == rows_.end() ? QRectF()
                                : places_[static_cast<std::size_t>(found - rows_.begin())];
}

QString Treemap::describe(const LayerRow& row) const {
    QString text = tr("%1 (%2)\nparameters: %3")
                       .arg(QString::fromStdString(row.origin), QString::fromStdString(op_of(row)),
                            count_text(row.before.params));
    if (row.after.params != row.before.params) {
        text += QStringLiteral(" → ") + count_text(row.after.params);
    }
    text += u'\n' + tr("not zero: %1 → %2")
                        .arg(count_text(row.before.nonzeros), count_text(row.after.nonzeros));
    if (const QString change = change_text(static_cast<double>(row.before.nonzeros),
                                           static_cast<double>(row.after.nonzeros));
        !change.isEmpty()) {
        text += QStringLiteral(" (%1)").arg(change);
    }
    return text;
}

QColor Treemap::colour_of(const LayerRow& row) const {
    if (colour_ == Colour::Sparsity) {
        return magnitude_colour(0.15 + 0.8 * row.after.sparsity());
    }
    const auto found = std::ranges::find(ops_, op_of(row));
    return series_colour(static_cast<int>(found - ops_.begin()), palette());
}

void Treemap::paint_layer(QPainter& painter, std::size_t index) const {
    const LayerRow& row = rows_[index];
    const QRectF place = places_[index].adjusted(0.5, 0.5, -0.5, -0.5);
    if (place.width() <= 0 || place.height() <= 0) {
        return;
    }
    const QColor base = palette().color(QPalette::Base);
    const QColor colour = colour_of(row);
    painter.fillRect(place, mixed(base, colour, 0.18));
    QRectF filled = place;
    filled.setTop(place.bottom() - place.height() * filled_share(row));
    painter.fillRect(filled, mixed(base, colour, 0.55));
    const QFontMetricsF metrics(painter.font());
    if (place.width() > 34 && place.height() > metrics.height() + 2) {
        painter.setPen(palette().color(QPalette::Text));
        const QRectF inside = place.adjusted(4, 2, -4, -2);
        const QString name =
            metrics.elidedText(QString::fromStdString(row.origin), Qt::ElideMiddle, inside.width());
        painter.drawText(inside, Qt::AlignLeft | Qt::AlignTop, name);
        if (inside.height() > 2 * metrics.height()) {
            const QString second =
                QStringLiteral("%1 · %2").arg(QString::fromStdString(op_of(row)),
                                              short_count_text(static_cast<double>(area_of(row))));
            painter.drawText(inside.adjusted(0, metrics.height(), 0, 0),
                             Qt::AlignLeft | Qt::AlignTop,
                             metrics.elidedText(second, Qt::ElideRight, inside.width()));
        }
    }
}

void Treemap::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        paint_layer(painter, i);
    }
    const Hues hues(palette());
    if (const int index = selected_index(); index >= 0) {
        painter.setPen(QPen(hues.accent, hasFocus() ? 3 : 2));
        painter.drawRect(places_[static_cast<std::size_t>(index)].adjusted(1, 1, -1, -1));
    } else if (hasFocus()) {
        painter.setPen(QPen(hues.accent, 1, Qt::DotLine));
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

int Treemap::at(const QPointF& place) const {
    const auto found = std::ranges::find_if(
        places_, [&](const QRectF& each) { return !each.isEmpty() && each.contains(place); });
    return found == places_.end() ? -1 : static_cast<int>(found - places_.begin());
}

int Treemap::selected_index() const {
    const auto found = std::ranges::find(rows_, selected_.toStdString(), &LayerRow::origin);
    const auto index = static_cast<std::size_t>(found - rows_.begin());
    return found == rows_.end() || places_[index].isEmpty() ? -1 : static_cast<int>(index);
}

/// The nearest layer whose middle lies on that side; -1 where there is none.
int Treemap::neighbour(int from, int key) const {
    const QPointF middle = places_[static_cast<std::size_t>(from)].center();
    int best = -1;
    double best_distance = 0;
    for (std::size_t i = 0; i < places_.size(); ++i) {
        const QPointF way = places_[i].center() - middle;
        const double ahead = key == Qt::Key_Left    ? -way.x()
                             : key == Qt::Key_Right ? way.x()
                             : key == Qt::Key_Up    ? -way.y()
                                                    : way.y();
        const double aside =
            key == Qt::Key_Left || key == Qt::Key_Right ? std::abs(way.y()) : std::abs(way.x());
        if (places_[i].isEmpty() || static_cast<int>(i) == from || ahead <= 0) {
            continue;
        }
        const double distance = ahead + 2 * aside;
        if (best < 0 || distance < best_distance) {
            best = static_cast<int>(i);
            best_distance = distance;
        }
    }
    return best;
}

void Treemap::mousePressEvent(QMouseEvent* event) {
    const int index = at(event->position());
    if (event->button() == Qt::LeftButton && index >= 0) {
        Q_EMIT chosen(QString::fromStdString(rows_[static_cast<std::size_t>(index)].origin));
    } else {
        QWidget::mousePressEvent(event);
    }
}

void Treemap::keyPressEvent(QKeyEvent* event) {
    const bool arrow = event->key() == Qt::Key_Left || event->key() == Qt::Key_Right ||
                       event->key() == Qt::Key_Up || event->key() == Qt::Key_Down;
    if (!arrow || event->modifiers() != Qt::NoModifier) {
        QWidget::keyPressEvent(event);
        return;
    }
    int next = selected_index();
    if (next < 0) {
        const auto first =
            std::ranges::find_if(places_, [](const QRectF& each) { return !each.isEmpty(); });
        next = first == places_.end() ? -1 : static_cast<int>(first - places_.begin());
    } else {
        next = neighbour(next, event->key());
    }
    if (next >= 0) {
        Q_EMIT chosen(QString::fromStdString(rows_[static_cast<std::size_t>(next)].origin));
    }
}

bool Treemap::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const int index = at(help->pos());
        if (index >= 0) {
            QToolTip::showText(help->globalPos(), describe(rows_[static_cast<std::size_t>(index)]),
                               this, places_[static_cast<std::size_t>(index)].toRect());
        } else {
            QToolTip::hideText();
        }
        return true;
    }
    return QWidget::event(event);
}

} // namespace espalier::studio
