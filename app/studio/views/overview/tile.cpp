// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/overview/tile.h"

#include "app/studio/shell/theme.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QStringList>
#include <QVBoxLayout>

#include <array>

namespace espalier::studio {

namespace {

QLabel* make_label(QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

Tile::Tile(const QString& id, QWidget* parent)
    : QFrame(parent)
    , heading_(make_label(this))
    , value_(make_label(this))
    , change_(make_label(this))
    , was_(make_label(this))
    , note_(make_label(this))
    , rows_(new QGridLayout) {
    setObjectName(QStringLiteral("tile-") + id);
    setFrameShape(QFrame::StyledPanel);
    setFocusPolicy(Qt::TabFocus);
    note_->setWordWrap(true);
    auto* line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(value_, 0, Qt::AlignBaseline);
    line->addWidget(change_, 0, Qt::AlignBaseline);
    line->addStretch(1);
    rows_->setHorizontalSpacing(10);
    rows_->setVerticalSpacing(2);
    rows_->setColumnStretch(0, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(10, 6, 10, 8);
    layout->setSpacing(2);
    layout->addWidget(heading_);
    layout->addLayout(line);
    layout->addWidget(was_);
    layout->addLayout(rows_);
    layout->addWidget(note_);
    layout->addStretch(1);
    restyle();
}

void Tile::set_row(int position, const HeadlineRow* row) {
    for (int column = 0; column < 4; ++column) {
        if (rows_->itemAtPosition(position, column) == nullptr) {
            auto* label = make_label(this);
            label->setAlignment(column == 0 ? Qt::AlignLeft : Qt::AlignRight);
            rows_->addWidget(label, position, column);
        }
        auto* label = qobject_cast<QLabel*>(rows_->itemAtPosition(position, column)->widget());
        if (label->isHidden() == (row != nullptr)) {
            label->setVisible(row != nullptr);
        }
        if (row != nullptr) {
            const std::array<const QString*, 4> texts = {&row->label, &row->now, &row->change,
                                                         &row->was};
            label->setText(*texts[static_cast<std::size_t>(column)]);
            label->setToolTip(row->tip);
        }
    }
}

void Tile::show_tile(const HeadlineTile& tile) {
    shown_ = tile;
    heading_->setText(tile.heading);
    value_->setText(tile.value);
    change_->setText(tile.change);
    was_->setText(tile.was);
    was_->setVisible(!tile.was.isEmpty());
    note_->setText(tile.note);
    note_->setVisible(!tile.note.isEmpty());
    setToolTip(tile.tip);
    setAccessibleName(tile.heading);
    setAccessibleDescription(text());
    HeadlineRow head;
    if (!tile.rows.empty()) {
        head.now = tr("now");
        head.change = tr("change");
        head.was = tr("original");
    }
    const int labels_before = rows_->count();
    set_row(0, tile.rows.empty() ? nullptr : &head);
    const int rows = std::max(rows_->rowCount(), static_cast<int>(tile.rows.size()) + 1);
    for (int i = 1; i < rows; ++i) {
        const auto at = static_cast<std::size_t>(i - 1);
        set_row(i, at < tile.rows.size() ? &tile.rows[at] : nullptr);
    }
    // Fonts and palettes cost more than texts, and a slider that moves changes only these.
    if (rows_->count() != labels_before) {
        restyle();
    }
}

QString Tile::text() const {
    QStringList parts = {shown_.heading, shown_.value, shown_.change, shown_.was, shown_.note};
    for (const HeadlineRow& row : shown_.rows) {
        parts << row.label << row.now << row.change << row.was;
    }
    parts.removeAll(QString());
    return parts.join(QStringLiteral("; "));
}

void Tile::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        restyle();
    }
}

void Tile::restyle() {
    const Hues hues(palette());
    const auto tint = [](QLabel& label, const QColor& colour) {
        QPalette own;
        own.setColor(QPalette::WindowText, colour);
        label.setPalette(own);
    };
    QFont large = font();
    large.setPointSizeF(font().pointSizeF() * 1.5);
    large.setBold(true);
    QFont small = font();
    small.setPointSizeF(font().pointSizeF() * 0.9);
    QFont bold = font();
    bold.setBold(true);
    heading_->setFont(bold);
    value_->setFont(large);
    was_->setFont(small);
    note_->setFont(small);
    tint(*was_, hues.muted);
    tint(*note_, hues.muted);
    for (int row = 0; row < rows_->rowCount(); ++row) {
        for (int column = 0; column < 4; ++column) {
            if (auto* item = rows_->itemAtPosition(row, column)) {
                item->widget()->setFont(small);
                if (row == 0 || column == 3) {
                    tint(*qobject_cast<QLabel*>(item->widget()), hues.muted);
                }
            }
        }
    }
}

} // namespace espalier::studio
