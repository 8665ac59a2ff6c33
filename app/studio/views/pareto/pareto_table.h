// SPDX-License-Identifier: GPL-3.0-or-later
// The networks of the Pareto view as a table: one row a network, one column a figure.
#pragma once

#include "app/studio/views/pareto/pareto_points.h"
#include "app/studio/widgets/table_data.h"

#include <QAbstractTableModel>

namespace espalier::studio {

class ParetoTable : public QAbstractTableModel {
    Q_OBJECT

public:
    /// Of numbers, for sorting; texts sort as they are.
    static constexpr int kSortRole = Qt::UserRole;

    using QAbstractTableModel::QAbstractTableModel;

    void set_points(std::vector<ParetoPoint> points, const std::vector<std::size_t>& front,
                    const Limits& limits);
    void retranslate();
    [[nodiscard]] TableData data_of_all() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation way, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

Q_SIGNALS:
    void renamed(std::size_t variant, const QString& name);

private:
    [[nodiscard]] QString text(std::size_t row, int column) const;

    std::vector<ParetoPoint> points_;
    std::vector<bool> on_front_;
    Limits limits_;
};

} // namespace espalier::studio
