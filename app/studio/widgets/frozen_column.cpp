// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/widgets/frozen_column.h"

#include <QCoreApplication>
#include <QHeaderView>
#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>

namespace espalier::studio {

FrozenColumn::FrozenColumn(QTableView& table)
    : QTableView(&table)
    , table_(table) {
    setObjectName(QStringLiteral("frozen-column"));
    setModel(table.model());
    setSelectionModel(table.selectionModel());
    setSelectionBehavior(table.selectionBehavior());
    setSelectionMode(table.selectionMode());
    setAlternatingRowColors(table.alternatingRowColors());
    setShowGrid(table.showGrid());
    setWordWrap(false);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollMode(table.verticalScrollMode());
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    verticalHeader()->hide();
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionsClickable(true);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    hide();

    for (const auto& [from, to] :
         {std::pair<QTableView*, QTableView*>{&table, this}, {this, &table}}) {
        connect(from->verticalScrollBar(), &QScrollBar::valueChanged, to->verticalScrollBar(),
                &QScrollBar::setValue);
    }
    connect(table.horizontalScrollBar(), &QScrollBar::valueChanged, this, &FrozenColumn::place);
    const QHeaderView* header = table.horizontalHeader();
    connect(header, &QHeaderView::sectionResized, this, &FrozenColumn::place);
    connect(header, &QHeaderView::geometriesChanged, this, &FrozenColumn::place);
    connect(header, &QHeaderView::sortIndicatorChanged, this, &FrozenColumn::follow_header);
    connect(horizontalHeader(), &QHeaderView::sectionClicked, this, &FrozenColumn::sort);
    follow_header();
}

void FrozenColumn::place() {
    const bool wanted = table_.horizontalScrollBar()->value() > 0 && !table_.isColumnHidden(0);
    if (!wanted) {
        hide();
        return;
    }
    for (int column = 1; column < model()->columnCount(); ++column) {
        setColumnHidden(column, true);
    }
    setItemDelegate(table_.itemDelegate());
    verticalHeader()->setDefaultSectionSize(table_.verticalHeader()->defaultSectionSize());
    horizontalHeader()->setFixedHeight(table_.horizontalHeader()->height());
    setColumnWidth(0, table_.columnWidth(0));
    const int frame = table_.frameWidth();
    setGeometry(frame, frame, table_.columnWidth(0),
                table_.horizontalHeader()->height() + table_.viewport()->height());
    show();
    raise();
    verticalScrollBar()->setValue(table_.verticalScrollBar()->value());
}

void FrozenColumn::follow_header() {
    const QHeaderView* header = table_.horizontalHeader();
    horizontalHeader()->setSortIndicatorShown(header->isSortIndicatorShown());
    horizontalHeader()->setSortIndicator(header->sortIndicatorSection(),
                                         header->sortIndicatorOrder());
}

void FrozenColumn::sort() {
    // As a click on the header that lies below.
    QHeaderView* header = table_.horizontalHeader();
    if (header->sortIndicatorSection() != 0) {
        header->setSortIndicator(0, Qt::AscendingOrder);
    } else if (header->sortIndicatorOrder() == Qt::AscendingOrder) {
        header->setSortIndicator(0, Qt::DescendingOrder);
    } else {
        header->setSortIndicator(header->isSortIndicatorClearable() ? -1 : 0, Qt::AscendingOrder);
    }
}

void FrozenColumn::paintEvent(QPaintEvent* event) {
    QTableView::paintEvent(event);
    QPainter painter(viewport());
    painter.setPen(palette().color(QPalette::Mid));
    painter.drawLine(viewport()->rect().topRight(), viewport()->rect().bottomRight());
}

void FrozenColumn::wheelEvent(QWheelEvent* event) {
    QCoreApplication::sendEvent(table_.viewport(), event);
}

} // namespace espalier::studio
