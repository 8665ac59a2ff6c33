// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/layer_table_view.h"

#include "app/studio/document/selection.h"
#include "app/studio/models/layer_filter.h"
#include "app/studio/widgets/frozen_column.h"

#include <QHeaderView>
#include <QItemSelectionModel>
#include <QScopedValueRollback>
#include <QScrollBar>

namespace espalier::studio {

LayerTableView::LayerTableView(Selection& selection, LayerFilter& filter, int origin_role,
                               std::function<int(const QString& origin)> row_of, QWidget* parent)
    : QTableView(parent)
    , selection_(selection)
    , filter_(filter)
    , origin_role_(origin_role)
    , row_of_(std::move(row_of)) {
    setModel(&filter_);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setAlternatingRowColors(true);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    verticalHeader()->hide();
    horizontalHeader()->setHighlightSections(false);
    // A third click brings back the order of the network.
    horizontalHeader()->setSortIndicatorClearable(true);
    horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    setSortingEnabled(true);
    names_ = new FrozenColumn(*this);
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &LayerTableView::select_layer);
    connect(&selection_, &Selection::layer_changed, this, &LayerTableView::follow_selection);
}

void LayerTableView::keep_selection(const std::function<void()>& change_rows) {
    {
        const QScopedValueRollback guard(following_, true);
        change_rows();
    }
    follow_selection();
}

void LayerTableView::scrollTo(const QModelIndex& index, ScrollHint hint) {
    QTableView::scrollTo(index, hint);
    // What lies under the names is not in sight.
    const int hidden = names_->covered() - visualRect(index).left();
    if (index.column() > 0 && hidden > 0) {
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - hidden);
    }
}

void LayerTableView::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    names_->place();
}

void LayerTableView::select_layer() {
    const QModelIndex current = currentIndex();
    if (!following_ && current.isValid()) {
        const QScopedValueRollback guard(following_, true);
        selection_.set_layer(current.data(origin_role_).toString());
    }
}

void LayerTableView::follow_selection() {
    if (following_) {
        return;
    }
    const QScopedValueRollback guard(following_, true);
    const int row = row_of_(selection_.layer());
    const QModelIndex wanted =
        row < 0 ? QModelIndex() : filter_.mapFromSource(filter_.sourceModel()->index(row, 0));
    if (!wanted.isValid()) {
        clearSelection();
        setCurrentIndex({});
    } else if (currentIndex().row() != wanted.row()) {
        selectRow(wanted.row());
        scrollTo(wanted);
    }
}

} // namespace espalier::studio
