// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/widgets/figure_grid.h"

#include "app/studio/shell/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMenu>
#include <QPainter>
#include <QStringList>
#include <QToolTip>

#include <algorithm>
#include <numeric>

namespace espalier::studio {

namespace {

constexpr int kGap = 10;
constexpr int kLeading = 2;

bool same_labels(const std::vector<FigureRow>& a, const std::vector<FigureRow>& b) {
    return std::ranges::equal(a, b, {}, &FigureRow::label, &FigureRow::label);
}

} // namespace

FigureGrid::FigureGrid(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void FigureGrid::show_rows(std::vector<FigureRow> rows) {
    if (!same_labels(rows_, rows)) {
        widths_ = {};
    }
    rows_ = std::move(rows);
    measure();
    update();
}

int FigureGrid::row_height() const {
    return fontMetrics().height() + kLeading;
}

std::vector<FigureGrid::Cells> FigureGrid::cells() const {
    std::vector<Cells> cells = {{QString(), tr("now"), tr("change"), tr("original")}};
    for (const FigureRow& row : rows_) {
        cells.push_back({row.label, row.now, row.change, row.was});
    }
    return cells;
}

void FigureGrid::measure() {
    const QSize before = sizeHint();
    const QFontMetrics metrics = fontMetrics();
    for (const Cells& row : cells()) {
        for (std::size_t column = 0; column < kColumns; ++column) {
            widths_[column] = std::max(widths_[column], metrics.horizontalAdvance(row[column]));
        }
    }
    if (sizeHint() != before) {
        updateGeometry();
    }
}

QSize FigureGrid::sizeHint() const {
    if (rows_.empty()) {
        return {0, 0};
    }
    const int texts = std::accumulate(widths_.begin(), widths_.end(), 0);
    return {texts + kGap * static_cast<int>(kColumns - 1),
            (static_cast<int>(rows_.size()) + 1) * row_height()};
}

QSize FigureGrid::minimumSizeHint() const {
    return sizeHint();
}

void FigureGrid::paintEvent(QPaintEvent* /*event*/) {
    if (rows_.empty()) {
        return;
    }
    QPainter painter(this);
    const QColor muted = Hues(palette()).muted;
    const QColor text = palette().color(QPalette::WindowText);
    const int height = row_height();
    int y = 0;
    for (const Cells& row : cells()) {
        int right = width();
        for (std::size_t column = kColumns - 1; column > 0; --column) {
            painter.setPen(y == 0 || column == kColumns - 1 ? muted : text);
            painter.drawText(QRect(right - widths_[column], y, widths_[column], height),
                             Qt::AlignRight | Qt::AlignVCenter, row[column]);
            right -= widths_[column] + kGap;
        }
        painter.setPen(text);
        painter.drawText(QRect(0, y, right, height), Qt::AlignLeft | Qt::AlignVCenter,
                         fontMetrics().elidedText(row[0], Qt::ElideRight, right));
        y += height;
    }
}

void FigureGrid::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::LanguageChange) {
        widths_ = {};
        measure();
        updateGeometry();
    }
}

void FigureGrid::contextMenuEvent(QContextMenuEvent* event) {
    QMenu menu(this);
    menu.addAction(tr("Copy"), this, &FigureGrid::copy);
    menu.exec(event->globalPos());
}

void FigureGrid::copy() const {
    QStringList lines;
    for (const Cells& row : cells()) {
        lines << QStringList(row.begin(), row.end()).join(u'\t');
    }
    QApplication::clipboard()->setText(lines.join(u'\n'));
}

bool FigureGrid::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) {
        return QWidget::event(event);
    }
    const auto* help = static_cast<QHelpEvent*>(event);
    const int row = help->pos().y() / row_height() - 1;
    if (row < 0 || row >= static_cast<int>(rows_.size())) {
        QToolTip::hideText();
    } else {
        QToolTip::showText(help->globalPos(), rows_[static_cast<std::size_t>(row)].tip, this,
                           QRect(0, (row + 1) * row_height(), width(), row_height()));
    }
    return true;
}

} // namespace espalier::studio
