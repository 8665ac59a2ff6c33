// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/models/layer_facts.h"

#include <QAbstractTableModel>

namespace espalier::studio {

/// Layers of two networks beside each other: shapes, bytes, and how far the weights moved.
class CompareTableModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column {
        Layer,
        ShapeA,
        ShapeB,
        BytesA,
        BytesB,
        Change,
        Largest,
        Cosine,
        ColumnCount,
    };

    enum Role {
        SortRole = Qt::UserRole + 1, ///< a number or text; invalid where unknown
        OriginRole,                  ///< QString
        DiffersRole,                 ///< bool
        ExactRole,                   ///< for files
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// Other layers reset the model, other values of the same layers are announced in place.
    void set_table(LayerTable table);

    [[nodiscard]] const LayerTable& table() const { return table_; }

    /// -1 where the layer has no row.
    [[nodiscard]] int row_of(const QString& origin) const;
    void retranslate();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    LayerTable table_;
};

} // namespace espalier::studio
