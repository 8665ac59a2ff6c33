// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/models/layer_table_model.h"

#include "app/studio/document/text.h"
#include "app/studio/widgets/numbers.h"

#include <algorithm>

namespace espalier::studio {

namespace {

const QString kUnknown = QStringLiteral("–");

bool is_words(LayerMetric metric) {
    return metric == LayerMetric::Name || metric == LayerMetric::Operators ||
           metric == LayerMetric::Output;
}

/// Metrics of which a share says more than a ratio: changes are differences in points.
bool is_share(LayerMetric metric) {
    return metric == LayerMetric::Sparsity || metric == LayerMetric::EnergyShare;
}

bool has_bar(const LayerColumn& column) {
    return column.face == LayerFace::Now && !is_words(column.metric) &&
           column.metric != LayerMetric::WeightBits;
}

QString words(const LayerFigures& side, LayerMetric metric) {
    if (!side.present) {
        return {};
    }
    return metric == LayerMetric::Operators ? text(side.operators()) : text(side.output.str());
}

QString number_text(double value, LayerMetric metric) {
    switch (metric) {
    case LayerMetric::Sparsity:
    case LayerMetric::EnergyShare:
        return percent_text(100 * value);
    case LayerMetric::StoredBytes:
        return bytes_text(static_cast<std::int64_t>(value));
    case LayerMetric::WeightBits:
        return LayerTableModel::tr("%1 bit").arg(count_text(static_cast<std::int64_t>(value)));
    default:
        return count_text(static_cast<std::int64_t>(value));
    }
}

QString change_cell(const LayerFacts& layer, LayerMetric metric) {
    if (!layer.after.present) {
        return LayerTableModel::tr("removed");
    }
    if (!layer.before.present) {
        return LayerTableModel::tr("new");
    }
    const auto before = metric_value(layer.before, metric);
    const auto after = metric_value(layer.after, metric);
    if (!before || !after) {
        return before || after ? kUnknown : QString();
    }
    if (is_share(metric)) {
        const QString points = points_text(100 * *before, 100 * *after);
        return points == QStringLiteral("=") ? points : LayerTableModel::tr("%1 pt").arg(points);
    }
    return *before == 0 && *after == 0 ? QStringLiteral("=") : change_text(*before, *after);
}

/// The same as a number, for sorting and files: per cent, or points for shares.
QVariant change_number(const LayerFacts& layer, LayerMetric metric) {
    const auto before = metric_value(layer.before, metric);
    const auto after = metric_value(layer.after, metric);
    if (!before || !after || !layer.before.present || !layer.after.present) {
        return {};
    }
    if (is_share(metric)) {
        return 100 * (*after - *before);
    }
    if (*before == 0) {
        return *after == 0 ? QVariant(0.0) : QVariant();
    }
    return 100 * (*after - *before) / *before;
}

QVariant exact_number(std::optional<double> value, LayerMetric metric) {
    if (!value) {
        return {};
    }
    return is_share(metric) ? QVariant(100 * *value) : QVariant(static_cast<qlonglong>(*value));
}

} // namespace

std::optional<double> metric_value(const LayerFigures& side, LayerMetric metric) {
    if (!side.present) {
        return std::nullopt;
    }
    const auto number = [](const auto& value) {
        return value ? std::optional<double>(static_cast<double>(*value)) : std::nullopt;
    };
    switch (metric) {
    case LayerMetric::Params:
        return static_cast<double>(side.params);
    case LayerMetric::Nonzeros:
        return static_cast<double>(side.nonzeros);
    case LayerMetric::Sparsity:
        return side.sparsity();
    case LayerMetric::Macs:
        return static_cast<double>(side.macs);
    case LayerMetric::WeightBits:
        return number(side.weight_bits);
    case LayerMetric::StoredBytes:
        return number(side.stored_bytes);
    case LayerMetric::EnergyShare:
        return side.energy_share;
    default:
        return std::nullopt;
    }
}

const std::vector<LayerColumn>& LayerTableModel::columns() {
    static const std::vector<LayerColumn> all = [] {
        std::vector<LayerColumn> list = {{LayerMetric::Name, LayerFace::Now}};
        for (int i = 1; i <= static_cast<int>(LayerMetric::EnergyShare); ++i) {
            const auto metric = static_cast<LayerMetric>(i);
            list.push_back({metric, LayerFace::Now});
            list.push_back({metric, LayerFace::Original});
            if (!is_words(metric)) {
                list.push_back({metric, LayerFace::Change});
            }
        }
        return list;
    }();
    return all;
}

QString LayerTableModel::metric_title(LayerMetric metric) {
    switch (metric) {
    case LayerMetric::Name:
        return tr("Layer");
    case LayerMetric::Operators:
        return tr("Operator");
    case LayerMetric::Output:
        return tr("Output");
    case LayerMetric::Params:
        return tr("Parameters");
    case LayerMetric::Nonzeros:
        return tr("Non-zeros");
    case LayerMetric::Sparsity:
        return tr("Sparsity");
    case LayerMetric::Macs:
        return tr("MACs");
    case LayerMetric::WeightBits:
        return tr("Weight bits");
    case LayerMetric::StoredBytes:
        return tr("Stored");
    case LayerMetric::EnergyShare:
        return tr("Energy share");
    }
    return {};
}

QString LayerTableModel::metric_help(LayerMetric metric) {
    switch (metric) {
    case LayerMetric::Name:
        return tr("The layer of the original network that this row stems from.");
    case LayerMetric::Operators:
        return tr("What the layer computes, as an ONNX operator; several where it was split.");
    case LayerMetric::Output:
        return tr("Shape of the layer's output for one picture.\nBatch, channels, height, width");
    case LayerMetric::Params:
        return tr("Trainable values: weights, biases, scale and shift of a normalisation.\n"
                  "Count, zeros included");
    case LayerMetric::Nonzeros:
        return tr("Trainable values that are not zero.\nCount");
    case LayerMetric::Sparsity:
        return tr("Share of zeros among the weights that are multiplied; biases are left out.\n"
                  "zeros / weights, in per cent; change in percentage points");
    case LayerMetric::Macs:
        return tr("Multiply-accumulate operations for one picture.\n"
                  "Dense count: zeros are not skipped");
    case LayerMetric::WeightBits:
        return tr("Width of one stored weight.\n32 for float, k for k-bit codes");
    case LayerMetric::StoredBytes:
        return tr("The layer's parameters in the smallest format of an .espz file.\n"
                  "Bytes, positions, scales and tables included");
    case LayerMetric::EnergyShare:
        return tr("The layer's part of the modelled energy; choose an accelerator to see it.\n"
                  "energy of the layer / energy of the network, in per cent");
    }
    return {};
}

QString LayerTableModel::exact_title(const LayerColumn& column) {
    QString unit;
    if (column.face == LayerFace::Change) {
        unit = is_share(column.metric) ? tr("points") : QStringLiteral("%");
    } else if (is_share(column.metric)) {
        unit = QStringLiteral("%");
    } else if (column.metric == LayerMetric::StoredBytes) {
        unit = tr("bytes");
    }
    QString title = metric_title(column.metric);
    if (column.face == LayerFace::Original) {
        title = tr("%1, original").arg(title);
    } else if (column.face == LayerFace::Change) {
        title = tr("%1, change").arg(title);
    }
    return unit.isEmpty() ? title : QStringLiteral("%1 [%2]").arg(title, unit);
}

void LayerTableModel::set_table(LayerTable table) {
    const auto same_origin = [](const LayerFacts& a, const LayerFacts& b) {
        return a.origin == b.origin;
    };
    const bool same_layers = std::equal(table.layers.begin(), table.layers.end(),
                                        table_.layers.begin(), table_.layers.end(), same_origin);
    if (!same_layers) {
        beginResetModel();
        table_ = std::move(table);
        measure_bars();
        endResetModel();
        return;
    }
    std::vector<int> changed;
    for (std::size_t row = 0; row < table.layers.size(); ++row) {
        if (table.layers[row] != table_.layers[row]) {
            changed.push_back(static_cast<int>(row));
        }
    }
    if (changed.empty()) {
        return;
    }
    table_ = std::move(table);
    const std::vector<double> bars = largest_;
    measure_bars();
    if (bars != largest_) {
        // Every bar is drawn against the longest.
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        return;
    }
    for (const int row : changed) {
        Q_EMIT dataChanged(index(row, 0), index(row, columnCount() - 1));
    }
}

void LayerTableModel::measure_bars() {
    largest_.assign(columns().size(), 0);
    for (std::size_t i = 0; i < columns().size(); ++i) {
        const LayerColumn& column = columns()[i];
        if (!has_bar(column)) {
            continue;
        }
        for (const LayerFacts& layer : table_.layers) {
            // Against the original too, so that bars shrink with their layers.
            largest_[i] =
                std::max({largest_[i], metric_value(layer.after, column.metric).value_or(0),
                          metric_value(layer.before, column.metric).value_or(0)});
        }
        if (is_share(column.metric)) {
            largest_[i] = 1;
        }
    }
}

int LayerTableModel::row_of(const QString& origin) const {
    const std::string wanted = origin.toStdString();
    for (std::size_t row = 0; row < table_.layers.size(); ++row) {
        if (table_.layers[row].origin == wanted) {
            return static_cast<int>(row);
        }
    }
    return -1;
}

void LayerTableModel::retranslate() {
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
    if (rowCount() > 0) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    }
}

int LayerTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(table_.layers.size());
}

int LayerTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(columns().size());
}

QVariant LayerTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const LayerFacts& layer = table_.layers[static_cast<std::size_t>(index.row())];
    const auto at = static_cast<std::size_t>(index.column());
    const LayerColumn& column = columns()[at];
    const bool original = column.face == LayerFace::Original;
    const LayerFigures& side = original ? layer.before : layer.after;
    if (role == OriginRole) {
        return text(layer.origin);
    }
    if (role == DiffersRole) {
        return !layer.same;
    }
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue(Qt::Alignment(
            Qt::AlignVCenter | (is_words(column.metric) ? Qt::AlignLeft : Qt::AlignRight)));
    }
    if (role == Qt::ToolTipRole && column.metric == LayerMetric::Name) {
        return text(layer.origin);
    }
    if (role == BarRole) {
        const auto value = metric_value(side, column.metric);
        return has_bar(column) && value && largest_[at] > 0 ? QVariant(*value / largest_[at])
                                                            : QVariant();
    }
    if (role != Qt::DisplayRole && role != SortRole && role != ExactRole) {
        return {};
    }
    if (column.metric == LayerMetric::Name) {
        return text(layer.origin);
    }
    if (is_words(column.metric)) {
        const QString shown = words(side, column.metric);
        return role == Qt::DisplayRole && shown.isEmpty() ? kUnknown : shown;
    }
    if (column.face == LayerFace::Change) {
        return role == Qt::DisplayRole ? QVariant(change_cell(layer, column.metric))
                                       : change_number(layer, column.metric);
    }
    const auto value = metric_value(side, column.metric);
    if (role == Qt::DisplayRole) {
        if (!value && column.metric == LayerMetric::StoredBytes && side.present) {
            return bytes_text(-1); // being counted
        }
        return value ? number_text(*value, column.metric) : kUnknown;
    }
    return role == SortRole ? (value ? QVariant(*value) : QVariant())
                            : exact_number(value, column.metric);
}

QVariant LayerTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) {
        return QAbstractTableModel::headerData(section, orientation, role);
    }
    const LayerColumn& column = columns()[static_cast<std::size_t>(section)];
    if (role == Qt::DisplayRole) {
        switch (column.face) {
        case LayerFace::Now:
            return metric_title(column.metric);
        case LayerFace::Original:
            return tr("%1\noriginal").arg(metric_title(column.metric));
        case LayerFace::Change:
            return tr("%1\nchange").arg(metric_title(column.metric));
        }
    }
    if (role == Qt::ToolTipRole) {
        return metric_help(column.metric);
    }
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue(Qt::Alignment(
            Qt::AlignVCenter | (is_words(column.metric) ? Qt::AlignLeft : Qt::AlignRight)));
    }
    return {};
}

} // namespace espalier::studio
