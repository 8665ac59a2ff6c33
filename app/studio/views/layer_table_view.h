// SPDX-License-Identifier: GPL-3.0-or-later
// A table with one row for each layer, whose current row and the selection of the whole window
// follow each other. Names stay in sight when it is scrolled sideways.
#pragma once

#include <QTableView>

#include <functional>

namespace espalier::studio {

class FrozenColumn;
class LayerFilter;
class Selection;

class LayerTableView final : public QTableView {
    Q_OBJECT

public:
    /// `origin_role` of a row is its layer's origin; `row_of` tells a layer's row in the model
    /// under `filter`, < 0 where it has none.
    LayerTableView(Selection& selection, LayerFilter& filter, int origin_role,
                   std::function<int(const QString& origin)> row_of, QWidget* parent = nullptr);

    /// Runs `change_rows`. Rows that go do not take the selection with them.
    void keep_selection(const std::function<void()>& change_rows);

    void scrollTo(const QModelIndex& index, ScrollHint hint = EnsureVisible) override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void select_layer();
    void follow_selection();

    Selection& selection_;
    LayerFilter& filter_;
    int origin_role_;
    std::function<int(const QString& origin)> row_of_;
    FrozenColumn* names_;
    bool following_ = false; ///< the table is being moved to the selection
};

} // namespace espalier::studio
