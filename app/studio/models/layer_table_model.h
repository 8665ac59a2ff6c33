// SPDX-License-Identifier: GPL-3.0-or-later
// Layers by metric: what each is now, what it was, and the change.
#pragma once

#include "app/studio/models/layer_facts.h"

#include <QAbstractTableModel>

#include <optional>
#include <vector>

namespace espalier::studio {

enum class LayerMetric {
    Name,
    Operators,
    Output,
    Params,
    Nonzeros,
    Sparsity,
    Macs,
    WeightBits,
    StoredBytes,
    EnergyShare,
};

/// Which face of a metric a column shows.
enum class LayerFace { Now, Original, Change };

struct LayerColumn {
    LayerMetric metric = LayerMetric::Name;
    LayerFace face = LayerFace::Now;
};

class LayerTableModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Role {
        SortRole = Qt::UserRole + 1, ///< a number or text; invalid where unknown
        OriginRole,                  ///< QString
        DiffersRole,                 ///< bool
        BarRole,                     ///< double in [0, 1]: share of the largest in the column
        ExactRole,                   ///< for files: numbers as they are, percent as percent
    };

    using QAbstractTableModel::QAbstractTableModel;

    [[nodiscard]] static const std::vector<LayerColumn>& columns();
    [[nodiscard]] static QString metric_title(LayerMetric metric);
    /// First line: what it is; second: formula and unit.
    [[nodiscard]] static QString metric_help(LayerMetric metric);
    /// The column's title with its unit, on one line, for files.
    [[nodiscard]] static QString exact_title(const LayerColumn& column);

    /// Other layers reset the model, other values of the same layers are announced in place.
    void set_table(LayerTable table);

    [[nodiscard]] const LayerTable& table() const { return table_; }

    /// The row of a layer; -1 where it has none.
    [[nodiscard]] int row_of(const QString& origin) const;

    /// Texts again, after the language changed.
    void retranslate();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    void measure_bars();

    LayerTable table_;
    std::vector<double> largest_; ///< by column, of the numbers that get a bar
};

/// What a side is worth in a metric; nothing where unknown or where the metric is no number.
[[nodiscard]] std::optional<double> metric_value(const LayerFigures& side, LayerMetric metric);

} // namespace espalier::studio
