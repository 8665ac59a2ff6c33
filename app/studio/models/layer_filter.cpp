// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/models/layer_filter.h"

#include <algorithm>

namespace espalier::studio {

LayerFilter::LayerFilter(std::vector<int> columns, int differs_role, int sort_role, QObject* parent)
    : QSortFilterProxyModel(parent)
    , columns_(std::move(columns))
    , differs_role_(differs_role) {
    setSortRole(sort_role);
    setSortCaseSensitivity(Qt::CaseInsensitive);
    setDynamicSortFilter(true);
}

void LayerFilter::set_text(const QString& text) {
    if (text != text_) {
        text_ = text;
        invalidateFilter();
    }
}

void LayerFilter::set_differences_only(bool only) {
    if (only != differences_only_) {
        differences_only_ = only;
        invalidateFilter();
    }
}

bool LayerFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    const QAbstractItemModel& model = *sourceModel();
    if (differences_only_ && !model.index(row, 0, parent).data(differs_role_).toBool()) {
        return false;
    }
    return text_.isEmpty() || std::any_of(columns_.begin(), columns_.end(), [&](int column) {
               return model.index(row, column, parent)
                   .data()
                   .toString()
                   .contains(text_, Qt::CaseInsensitive);
           });
}

bool LayerFilter::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    const QVariant a = left.data(sortRole());
    const QVariant b = right.data(sortRole());
    if (a.isValid() != b.isValid()) {
        return a.isValid() == (sortOrder() == Qt::AscendingOrder);
    }
    if (a.typeId() == QMetaType::QString) {
        return QString::compare(a.toString(), b.toString(), Qt::CaseInsensitive) < 0;
    }
    return a.toDouble() < b.toDouble();
}

} // namespace espalier::studio
