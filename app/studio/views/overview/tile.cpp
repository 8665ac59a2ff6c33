// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/overview/tile.h"

#include "app/studio/shell/theme.h"
#include "app/studio/views/overview/big_figure.h"

#include <QEvent>
#include <QLabel>
#include <QStringList>
#include <QVBoxLayout>

namespace espalier::studio {

Tile::Tile(const QString& id, QWidget* parent)
    : QFrame(parent)
    , heading_(new QLabel(this))
    , figure_(new BigFigure(this))
    , grid_(new FigureGrid(this))
    , note_(new QLabel(this)) {
    setObjectName(QStringLiteral("tile-") + id);
    setFrameShape(QFrame::StyledPanel);
    setFocusPolicy(Qt::TabFocus);
    note_->setWordWrap(true);
    note_->setTextFormat(Qt::PlainText);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(10, 6, 10, 8);
    layout->setSpacing(2);
    layout->addWidget(heading_);
    layout->addWidget(figure_);
    layout->addWidget(grid_);
    layout->addWidget(note_);
    layout->addStretch(1);
    restyle();
}

void Tile::show_tile(const HeadlineTile& tile) {
    shown_ = tile;
    heading_->setText(tile.heading);
    figure_->show_figure(tile.value, tile.change, tile.was);
    grid_->show_rows(tile.rows);
    note_->setText(tile.note);
    note_->setVisible(!tile.note.isEmpty());
    setToolTip(tile.tip);
    setAccessibleName(tile.heading);
    setAccessibleDescription(text());
}

QString Tile::text() const {
    QStringList parts = {shown_.heading, shown_.value, shown_.change, shown_.was, shown_.note};
    for (const FigureRow& row : shown_.rows) {
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
    QFont small = font();
    small.setPointSizeF(font().pointSizeF() * 0.9);
    QFont bold = font();
    bold.setBold(true);
    heading_->setFont(bold);
    grid_->setFont(small);
    note_->setFont(small);
    QPalette quiet;
    quiet.setColor(QPalette::WindowText, Hues(palette()).muted);
    note_->setPalette(quiet);
}

} // namespace espalier::studio
