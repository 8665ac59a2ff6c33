// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/hardware/array_picture.h"

#include "app/studio/shell/theme.h"
#include "app/studio/widgets/numbers.h"

#include <QImage>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace espalier::studio {

namespace {

constexpr int kMargin = 8;
constexpr double kLeastCell = 4; // below, single elements can not be told apart any more

/// In the order of the legend: multiplies, waits, has no work, loads.
std::size_t legend_place(hw::ElementState state) {
    switch (state) {
    case hw::ElementState::Computes:
        return 0;
    case hw::ElementState::Waits:
        return 1;
    case hw::ElementState::Idle:
        return 2;
    case hw::ElementState::Loads:
        break;
    }
    return 3;
}

std::array<QBrush, 4> brushes(const QPalette& palette) {
    const Hues hues(palette);
    return {hues.after, QBrush(hues.accent, Qt::BDiagPattern), Qt::NoBrush, hues.warning};
}

} // namespace

ArrayPicture::ArrayPicture(QWidget* parent)
    : QWidget(parent) {
    setMinimumHeight(160);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
}

void ArrayPicture::set_array(int rows, int columns, std::optional<ArrayUse> use) {
    rows_ = rows;
    columns_ = columns;
    use_ = use;
    update();
}

void ArrayPicture::set_states(std::vector<hw::ElementState> states) {
    states_ = std::move(states);
    update();
}

void ArrayPicture::set_texts(const QString& head, const QString& caption) {
    head_ = head;
    caption_ = caption;
    setAccessibleDescription(head + u' ' + caption);
    update();
}

void ArrayPicture::set_legend(const QStringList& names) {
    legend_ = names;
    update();
}

int ArrayPicture::paint_legend(QPainter& painter, int top) const {
    const QFontMetrics metrics = fontMetrics();
    const Hues hues(palette());
    const int line = metrics.height() + 4;
    const int box = metrics.ascent();
    const std::array<QBrush, 4> fills = brushes(palette());
    std::array<QString, 4> figures;
    if (!states_.empty()) {
        std::array<std::int64_t, 4> counts{};
        for (const hw::ElementState state : states_) {
            ++counts[legend_place(state)];
        }
        std::transform(counts.begin(), counts.end(), figures.begin(), count_text);
    } else if (use_) {
        figures = {percent_text(100 * use_->busy), percent_text(100 * use_->waiting),
                   percent_text(100 * use_->idle), QString()};
    }
    int x = kMargin;
    int y = top;
    // Shares over a layer do not tell loading from waiting.
    const std::size_t entries = states_.empty() ? 3 : 4;
    for (std::size_t i = 0; i < entries && static_cast<qsizetype>(i) < legend_.size(); ++i) {
        QString name = legend_[static_cast<qsizetype>(i)];
        if (!figures[i].isEmpty()) {
            name += u' ' + figures[i];
        }
        const int needed = box + 4 + metrics.horizontalAdvance(name) + 12;
        if (x > kMargin && x + needed > width()) {
            x = kMargin;
            y += line;
        }
        const QRect mark(x, y + (line - box) / 2, box, box);
        painter.setPen(i == 1 ? hues.accent : hues.muted);
        painter.setBrush(fills[i]);
        painter.drawRect(mark.adjusted(0, 0, -1, -1));
        painter.setPen(palette().color(QPalette::Text));
        painter.drawText(QRect(x + box + 4, y, needed, line), Qt::AlignVCenter | Qt::AlignLeft,
                         name);
        x += needed;
    }
    painter.setBrush(Qt::NoBrush);
    return y + line;
}

void ArrayPicture::paint_cells(QPainter& painter, const QRectF& area) const {
    const Hues hues(palette());
    const double cell = std::min(area.width() / columns_, area.height() / rows_);
    const QRectF box(area.left(), area.top(), cell * columns_, cell * rows_);
    const auto cells = static_cast<std::size_t>(rows_) * static_cast<std::size_t>(columns_);
    if (states_.size() == cells) {
        paint_states(painter, box);
    } else if (use_) {
        paint_shares(painter, box, cell);
    }
    painter.setPen(hues.muted);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(box);
}

void ArrayPicture::paint_states(QPainter& painter, const QRectF& box) const {
    const double cell = box.width() / columns_;
    if (cell < kLeastCell) {
        // Too many to draw one by one: a pixel each, scaled.
        const Hues hues(palette());
        const std::array<QRgb, 4> colours{hues.after.rgb(), hues.accent.lighter().rgb(),
                                          palette().color(QPalette::Base).rgb(),
                                          hues.warning.rgb()};
        QImage image(columns_, rows_, QImage::Format_RGB32);
        for (int row = 0; row < rows_; ++row) {
            for (int column = 0; column < columns_; ++column) {
                const auto at = static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
                                static_cast<std::size_t>(column);
                image.setPixel(column, row, colours[legend_place(states_[at])]);
            }
        }
        painter.drawImage(box, image);
        return;
    }
    const std::array<QBrush, 4> fills = brushes(palette());
    painter.setPen(QPen(Hues(palette()).grid, 1));
    for (std::size_t at = 0; at < states_.size(); ++at) {
        const auto row = static_cast<double>(at / static_cast<std::size_t>(columns_));
        const auto column = static_cast<double>(at % static_cast<std::size_t>(columns_));
        painter.setBrush(fills[legend_place(states_[at])]);
        painter.drawRect(QRectF(box.left() + column * cell, box.top() + row * cell, cell, cell));
    }
}

void ArrayPicture::paint_shares(QPainter& painter, const QRectF& box, double cell) const {
    const Hues hues(palette());
    const double elements = static_cast<double>(rows_) * columns_;
    // A run of elements in reading order: the rest of a row, whole rows, the start of a row.
    const auto fill = [&](double from, double to, const QBrush& brush) {
        for (double at = from; at < to;) {
            const double row = std::floor(at / columns_);
            const double in_row = at - row * columns_;
            double rows = 1;
            double length = std::min(columns_ - in_row, to - at);
            if (in_row == 0 && to - at >= columns_) {
                rows = std::floor((to - at) / columns_);
                length = columns_;
            }
            painter.fillRect(QRectF(box.left() + in_row * cell, box.top() + row * cell,
                                    length * cell, rows * cell),
                             brush);
            at += length * rows;
        }
    };
    const double busy = std::round(use_->busy * elements);
    const double with_work = std::round((use_->busy + use_->waiting) * elements);
    fill(0, busy, hues.after);
    fill(busy, with_work, QBrush(hues.accent, Qt::BDiagPattern));
    if (cell >= kLeastCell) {
        painter.setPen(QPen(palette().color(QPalette::Base), 1));
        for (int column = 1; column < columns_; ++column) {
            const double x = box.left() + column * cell;
            painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()));
        }
        for (int row = 1; row < rows_; ++row) {
            const double y = box.top() + row * cell;
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y));
        }
        // Idle elements are seen as empty cells, not as nothing.
        painter.setPen(QPen(hues.grid, 1));
        for (double at = with_work; at < elements; ++at) {
            const double row = std::floor(at / columns_);
            const double column = at - row * columns_;
            painter.drawRect(QRectF(box.left() + column * cell + 1, box.top() + row * cell + 1,
                                    cell - 2, cell - 2));
        }
    }
}

void ArrayPicture::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    const QFontMetrics metrics = fontMetrics();
    const int line = metrics.height() + 4;
    painter.setPen(palette().color(QPalette::Text));
    painter.drawText(QRect(kMargin, 2, width() - 2 * kMargin, line),
                     Qt::AlignVCenter | Qt::AlignLeft,
                     metrics.elidedText(head_, Qt::ElideMiddle, width() - 2 * kMargin));
    const int top = paint_legend(painter, 2 + line) + 4;
    const QRect caption_room(kMargin, 0, width() - 2 * kMargin, height());
    const int caption = metrics.boundingRect(caption_room, Qt::TextWordWrap, caption_).height();
    const QRectF area(kMargin, top, width() - 2 * kMargin, height() - top - caption - 8);
    if (rows_ > 0 && columns_ > 0 && area.height() > 20) {
        paint_cells(painter, area);
    }
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(QRect(kMargin, height() - caption - 4, width() - 2 * kMargin, caption),
                     Qt::TextWordWrap, caption_);
}

} // namespace espalier::studio
