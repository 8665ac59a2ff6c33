// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/models/compare_table_model.h"

#include "app/studio/document/text.h"
#include "app/studio/widgets/numbers.h"
#include "app/studio/widgets/table_data.h"

#include <QLocale>

#include <algorithm>

namespace espalier::studio {

namespace {

QVariant bytes(const LayerFigures& side) {
    return side.present && side.stored_bytes ? QVariant(static_cast<qlonglong>(*side.stored_bytes))
                                             : QVariant();
}

/// Weights where there are any, else the operator; "–" where the layer is not there.
QString shape(const LayerFigures& side) {
    if (!side.present) {
        return QStringLiteral("–");
    }
    const QString weights = text(side.weight_shapes());
    return weights.isEmpty() ? text(side.operators()) : weights;
}

QVariant exact(const LayerFacts& layer, int column) {
    switch (column) {
    case CompareTableModel::Layer:
        return text(layer.origin);
    case CompareTableModel::ShapeA:
        return shape(layer.before);
    case CompareTableModel::ShapeB:
        return shape(layer.after);
    case CompareTableModel::BytesA:
        return bytes(layer.before);
    case CompareTableModel::BytesB:
        return bytes(layer.after);
    case CompareTableModel::Change: {
        const QVariant a = bytes(layer.before);
        const QVariant b = bytes(layer.after);
        return a.isValid() && b.isValid() && a.toDouble() > 0
                   ? QVariant(100 * (b.toDouble() - a.toDouble()) / a.toDouble())
                   : QVariant();
    }
    case CompareTableModel::Largest:
        return layer.weights ? QVariant(layer.weights->largest) : QVariant();
    case CompareTableModel::Cosine:
        return layer.weights && layer.weights->cosine ? QVariant(*layer.weights->cosine)
                                                      : QVariant();
    default:
        return {};
    }
}

QString shown(const LayerFacts& layer, int column) {
    const QVariant value = exact(layer, column);
    switch (column) {
    case CompareTableModel::BytesA:
    case CompareTableModel::BytesB: {
        const bool present =
            column == CompareTableModel::BytesA ? layer.before.present : layer.after.present;
        return value.isValid() ? bytes_text(value.toLongLong())
               : present       ? QStringLiteral("…")
                               : QStringLiteral("–");
    }
    case CompareTableModel::Change:
        if (!layer.after.present) {
            return CompareTableModel::tr("removed");
        }
        if (!layer.before.present) {
            return CompareTableModel::tr("new");
        }
        return value.isValid() ? change_text(100, 100 + value.toDouble()) : QStringLiteral("–");
    case CompareTableModel::Largest:
        return cell_text(value, 3);
    case CompareTableModel::Cosine:
        return value.isValid() ? QLocale().toString(value.toDouble(), 'f', 4) : QStringLiteral("–");
    default:
        return value.toString();
    }
}

} // namespace

void CompareTableModel::set_table(LayerTable table) {
    const bool same_layers = std::equal(
        table.layers.begin(), table.layers.end(), table_.layers.begin(), table_.layers.end(),
        [](const LayerFacts& a, const LayerFacts& b) { return a.origin == b.origin; });
    if (!same_layers) {
        beginResetModel();
        table_ = std::move(table);
        endResetModel();
        return;
    }
    std::vector<int> changed;
    for (std::size_t row = 0; row < table.layers.size(); ++row) {
        if (table.layers[row] != table_.layers[row]) {
            changed.push_back(static_cast<int>(row));
        }
    }
    table_ = std::move(table);
    for (const int row : changed) {
        Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
    }
}

int CompareTableModel::row_of(const QString& origin) const {
    const std::string wanted = origin.toStdString();
    for (std::size_t row = 0; row < table_.layers.size(); ++row) {
        if (table_.layers[row].origin == wanted) {
            return static_cast<int>(row);
        }
    }
    return -1;
}

void CompareTableModel::retranslate() {
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (rowCount() > 0) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    }
}

int CompareTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(table_.layers.size());
}

int CompareTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant CompareTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const LayerFacts& layer = table_.layers[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return shown(layer, index.column());
    case SortRole:
    case ExactRole:
        return exact(layer, index.column());
    case OriginRole:
        return text(layer.origin);
    case DiffersRole:
        return !layer.same;
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::Alignment(
            Qt::AlignVCenter | (index.column() <= ShapeB ? Qt::AlignLeft : Qt::AlignRight)));
    default:
        return {};
    }
}

QVariant CompareTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) {
        return QAbstractTableModel::headerData(section, orientation, role);
    }
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue(
            Qt::Alignment(Qt::AlignVCenter | (section <= ShapeB ? Qt::AlignLeft : Qt::AlignRight)));
    }
    if (role == Qt::ToolTipRole) {
        switch (section) {
        case Largest:
            return tr("The furthest that one weight moved.\nmax |W(B) − W(A)|");
        case Cosine:
            return tr("How alike the directions of the weights are; 1 is equal.\n"
                      "W(A)·W(B) / (|W(A)| |W(B)|)");
        case BytesA:
        case BytesB:
            return tr("The layer's parameters in the smallest format of an .espz file.\n"
                      "Bytes, positions, scales and tables included");
        default:
            return {};
        }
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Layer:
        return tr("Layer");
    case ShapeA:
        return tr("A weights");
    case ShapeB:
        return tr("B weights");
    case BytesA:
        return tr("A stored");
    case BytesB:
        return tr("B stored");
    case Change:
        return tr("Change");
    case Largest:
        return tr("max |ΔW|");
    case Cosine:
        return tr("Cosine");
    default:
        return {};
    }
}

} // namespace espalier::studio
