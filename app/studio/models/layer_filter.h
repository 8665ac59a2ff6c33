// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>

namespace espalier::studio {

/// Rows whose name or operator contains a text and, if asked, those that differ. Unknown values
/// sort last in either direction.
class LayerFilter final : public QSortFilterProxyModel {
    Q_OBJECT

public:
    /// Rows are searched in the texts of `columns`; `differs_role` and `sort_role` are the model's.
    LayerFilter(std::vector<int> columns, int differs_role, int sort_role,
                QObject* parent = nullptr);

    void set_text(const QString& text);
    void set_differences_only(bool only);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    std::vector<int> columns_;
    int differs_role_;
    QString text_;
    bool differences_only_ = false;
};

} // namespace espalier::studio
