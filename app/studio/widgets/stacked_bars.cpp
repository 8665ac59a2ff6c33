// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/widgets/stacked_bars.h"

#include "app/studio/shell/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <numeric>

namespace espalier::studio {

namespace {

constexpr int kMargin = 8;
constexpr int kGap = 6;
constexpr int kLeastTarget = 24; // as tall as what is clicked has to be

double sum(const std::vector<double>& parts) {
    return std::accumulate(parts.begin(), parts.end(), 0.0);
}

} // namespace

StackedBars::StackedBars(QWidget* parent)
    : QAbstractScrollArea(parent) {
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMinimumHeight(120);
    viewport()->setBackgroundRole(QPalette::Base);
}

void StackedBars::set_parts(const QStringList& names, const std::vector<QColor>& colours) {
    parts_ = names;
    colours_ = colours;
    update_scroll_bar();
    viewport()->update();
}

void StackedBars::set_sides(const QString& before_label, const QString& after_label) {
    before_label_ = before_label;
    after_label_ = after_label;
    update_scroll_bar();
    viewport()->update();
}

void StackedBars::set_rows(std::vector<BarRow> rows) {
    rows_ = std::move(rows);
    update_scroll_bar();
    viewport()->update();
}

void StackedBars::set_placeholder(const QString& text) {
    placeholder_ = text;
    viewport()->update();
}

void StackedBars::set_selected(const QString& key) {
    if (key == selected_) {
        return;
    }
    selected_ = key;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        if (!key.isEmpty() && rows_[i].key == key) {
            const int top = static_cast<int>(i) * row_height();
            const int room = viewport()->height() - legend_height(viewport()->width());
            QScrollBar& bar = *verticalScrollBar();
            if (top < bar.value()) {
                bar.setValue(top);
            } else if (top + row_height() > bar.value() + room) {
                bar.setValue(top + row_height() - room);
            }
        }
    }
    viewport()->update();
}

int StackedBars::row_height() const {
    return std::max(kLeastTarget, fontMetrics().height() + 8);
}

int StackedBars::lay_legend(QPainter* painter, int width) const {
    const QFontMetrics metrics = fontMetrics();
    const int line = metrics.height() + 4;
    const int box = metrics.ascent();
    const Hues hues(palette());
    int x = kMargin;
    int y = 2;
    const auto place = [&](const QString& name, const QColor& colour, bool faded) {
        const int needed = box + 4 + metrics.horizontalAdvance(name) + 12;
        if (x > kMargin && x + needed > width) {
            x = kMargin;
            y += line;
        }
        if (painter != nullptr) {
            const QRect mark(x, y + (line - box) / 2, box, box);
            if (faded) {
                painter->setBrush(QBrush(colour, Qt::BDiagPattern));
                painter->setPen(colour);
                painter->drawRect(mark.adjusted(0, 0, -1, -1));
            } else {
                painter->fillRect(mark, colour);
            }
            painter->setPen(palette().color(QPalette::Text));
            painter->drawText(QRect(x + box + 4, y, needed, line), Qt::AlignVCenter | Qt::AlignLeft,
                              name);
        }
        x += needed;
    };
    for (qsizetype i = 0; i < parts_.size(); ++i) {
        place(parts_[i], colours_[static_cast<std::size_t>(i)], false);
    }
    if (!before_label_.isEmpty()) {
        place(before_label_, hues.muted, true);
        place(after_label_, hues.muted, false);
    }
    return y + line + 2;
}

int StackedBars::legend_height(int width) const {
    return lay_legend(nullptr, width);
}

StackedBars::Columns StackedBars::columns(int width) const {
    QFont bold = font();
    bold.setBold(true);
    int label = 0;
    int text = 0;
    for (const BarRow& row : rows_) {
        const QFontMetrics metrics(row.own_scale ? bold : font());
        label = std::max(label, metrics.horizontalAdvance(row.label));
        text = std::max(text, metrics.horizontalAdvance(row.text));
    }
    Columns columns;
    const int room = width - 2 * kMargin - 2 * kGap;
    columns.text = std::min(text + 2, room * 9 / 20);
    columns.label = std::min(label + 2, room * 6 / 20);
    columns.bars = std::max(room - columns.text - columns.label, 10);
    return columns;
}

double StackedBars::full_scale() const {
    double most = 0;
    for (const BarRow& row : rows_) {
        if (!row.own_scale) {
            most = std::max({most, sum(row.before), sum(row.after)});
        }
    }
    return most;
}

void StackedBars::paint_stack(QPainter& painter, const std::vector<double>& parts,
                              const QRectF& area, double scale, bool faded) const {
    double x = area.left();
    for (std::size_t i = 0; i < parts.size() && i < colours_.size(); ++i) {
        const double width = parts[i] / scale * area.width();
        if (!(width > 0)) {
            continue;
        }
        const QRectF part(x, area.top(), width, area.height());
        QColor colour = colours_[i];
        if (faded) {
            colour.setAlphaF(0.35F);
            painter.fillRect(part, colour);
            painter.fillRect(part, QBrush(colours_[i], Qt::BDiagPattern));
        } else {
            painter.fillRect(part, colour);
        }
        x += width;
        // A line between parts, so that they part without colour too.
        if (width > 3) {
            painter.fillRect(QRectF(x - 1, area.top(), 1, area.height()),
                             palette().color(QPalette::Base));
        }
    }
}

void StackedBars::paint_row(QPainter& painter, const BarRow& row, const QRect& area,
                            const Columns& at, double scale) const {
    const bool selected = !row.key.isEmpty() && row.key == selected_;
    if (selected) {
        const Hues hues(palette());
        QColor wash = hues.accent;
        wash.setAlphaF(0.14F);
        painter.fillRect(area, wash);
        painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), hues.accent);
    }
    painter.setPen(palette().color(QPalette::Text));
    QFont font = this->font();
    font.setBold(row.own_scale);
    painter.setFont(font);
    const QFontMetrics metrics(font);
    const QRect label(area.left() + kMargin, area.top(), at.label, area.height());
    painter.drawText(label, Qt::AlignVCenter | Qt::AlignLeft,
                     metrics.elidedText(row.label, Qt::ElideMiddle, at.label));
    const QRect text(area.right() - kMargin - at.text, area.top(), at.text, area.height());
    painter.drawText(text, Qt::AlignVCenter | Qt::AlignRight,
                     metrics.elidedText(row.text, Qt::ElideRight, at.text));
    painter.setFont(this->font());

    const QRectF bars(label.right() + 1 + kGap, area.top() + 3, at.bars, area.height() - 6);
    if (row.own_scale) {
        scale = std::max(sum(row.before), sum(row.after));
    }
    if (!(scale > 0)) {
        return;
    }
    if (row.before.empty()) {
        paint_stack(painter, row.after, bars, scale, false);
        return;
    }
    const double half = bars.height() * 0.42;
    paint_stack(painter, row.before, QRectF(bars.left(), bars.top(), bars.width(), half), scale,
                true);
    paint_stack(painter, row.after,
                QRectF(bars.left(), bars.top() + half + 1, bars.width(), bars.height() - half - 1),
                scale, false);
}

void StackedBars::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(viewport());
    painter.setFont(font());
    const QRect all = viewport()->rect();
    painter.fillRect(all, palette().color(QPalette::Base));
    if (rows_.empty()) {
        painter.setPen(palette().color(QPalette::PlaceholderText));
        painter.drawText(all.adjusted(kMargin, 0, -kMargin, 0), Qt::AlignCenter | Qt::TextWordWrap,
                         placeholder_);
        return;
    }
    const int head = lay_legend(&painter, all.width());
    painter.setClipRect(all.adjusted(0, head, 0, 0));
    const int height = row_height();
    const Columns at = columns(all.width());
    const double scale = full_scale();
    int top = head - verticalScrollBar()->value();
    for (const BarRow& row : rows_) {
        if (top + height > head && top < all.bottom()) {
            paint_row(painter, row, QRect(0, top, all.width(), height), at, scale);
        }
        top += height;
    }
    if (hasFocus()) {
        painter.setClipping(false);
        painter.setPen(palette().color(QPalette::Highlight));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(all.adjusted(0, 0, -1, -1));
    }
}

QSize StackedBars::whole_size() const {
    const int width = std::max(viewport()->width(), 480);
    return {width, legend_height(width) + static_cast<int>(rows_.size()) * row_height() + 4};
}

void StackedBars::paint_whole(QPainter& painter) const {
    const QSize size = whole_size();
    painter.setFont(font());
    painter.fillRect(QRect({}, size), palette().color(QPalette::Base));
    const Columns at = columns(size.width());
    const double scale = full_scale();
    int top = lay_legend(&painter, size.width());
    for (const BarRow& row : rows_) {
        paint_row(painter, row, QRect(0, top, size.width(), row_height()), at, scale);
        top += row_height();
    }
}

QSize StackedBars::sizeHint() const {
    return {420, 240};
}

void StackedBars::update_scroll_bar() {
    const int room = viewport()->height() - legend_height(viewport()->width());
    const int height = static_cast<int>(rows_.size()) * row_height() + 4;
    verticalScrollBar()->setRange(0, std::max(0, height - room));
    verticalScrollBar()->setPageStep(std::max(room, 1));
    verticalScrollBar()->setSingleStep(row_height());
}

void StackedBars::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    update_scroll_bar();
}

void StackedBars::changeEvent(QEvent* event) {
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange) {
        update_scroll_bar();
        viewport()->update();
    }
}

int StackedBars::row_at(const QPoint& at) const {
    const int head = legend_height(viewport()->width());
    if (at.y() < head) {
        return -1;
    }
    const int row = (at.y() - head + verticalScrollBar()->value()) / row_height();
    return row < static_cast<int>(rows_.size()) ? row : -1;
}

void StackedBars::choose(int row) {
    if (row < 0 || row >= static_cast<int>(rows_.size())) {
        return;
    }
    const QString key = rows_[static_cast<std::size_t>(row)].key;
    if (!key.isEmpty()) {
        set_selected(key);
        Q_EMIT chosen(key);
    }
}

void StackedBars::mousePressEvent(QMouseEvent* event) {
    choose(row_at(event->position().toPoint()));
}

void StackedBars::keyPressEvent(QKeyEvent* event) {
    const int step = event->key() == Qt::Key_Down ? 1 : event->key() == Qt::Key_Up ? -1 : 0;
    const int count = static_cast<int>(rows_.size());
    if (step == 0 || count == 0) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    const auto found = std::find_if(rows_.begin(), rows_.end(), [this](const BarRow& row) {
        return !row.key.isEmpty() && row.key == selected_;
    });
    int row =
        found == rows_.end() ? (step > 0 ? -1 : count) : static_cast<int>(found - rows_.begin());
    do {
        row += step;
    } while (row >= 0 && row < count && rows_[static_cast<std::size_t>(row)].key.isEmpty());
    choose(row);
}

bool StackedBars::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int row = row_at(help->pos());
        if (row >= 0) {
            QToolTip::showText(help->globalPos(), rows_[static_cast<std::size_t>(row)].tip, this);
        } else {
            QToolTip::hideText();
        }
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace espalier::studio
