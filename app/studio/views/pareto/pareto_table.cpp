// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/pareto/pareto_table.h"

#include "app/studio/widgets/numbers.h"

namespace espalier::studio {

namespace {

constexpr int kName = 0;
constexpr int kFirstMeasure = 1;
constexpr int kFront = kFirstMeasure + static_cast<int>(kMeasures.size());
constexpr int kLimits = kFront + 1;
constexpr int kColumns = kLimits + 1;

bool is_measure(int column) {
    return column >= kFirstMeasure && column < kFront;
}

Measure measure_at(int column) {
    return kMeasures[static_cast<std::size_t>(column - kFirstMeasure)];
}

} // namespace

void ParetoTable::set_points(std::vector<ParetoPoint> points, const std::vector<std::size_t>& front,
                             const Limits& limits) {
    const bool same_shape = points.size() == points_.size();
    if (!same_shape) {
        beginResetModel();
    }
    points_ = std::move(points);
    limits_ = limits;
    on_front_.assign(points_.size(), false);
    for (const std::size_t i : front) {
        on_front_[i] = true;
    }
    if (!same_shape) {
        endResetModel();
    } else if (!points_.empty()) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
    }
}

void ParetoTable::retranslate() {
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, kColumns - 1);
}

int ParetoTable::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(points_.size());
}

int ParetoTable::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kColumns;
}

QString ParetoTable::text(std::size_t row, int column) const {
    const ParetoPoint& point = points_[row];
    if (column == kName) {
        return point.name;
    }
    if (column == kFront) {
        return on_front_[row] ? tr("yes") : QString();
    }
    if (column == kLimits) {
        return limits_.met_by(point.snapshot->metrics) ? tr("yes") : tr("no");
    }
    const Measure measure = measure_at(column);
    const auto value = point.value(measure);
    if (!value) {
        return QStringLiteral("–");
    }
    const QString now = measure_text(measure, *value);
    const auto before = points_[0].value(measure);
    if (row == 0 || !before) {
        return now;
    }
    const QString change =
        measure == Measure::Accuracy ? points_text(*before, *value) : change_text(*before, *value);
    return change.isEmpty() ? now : QStringLiteral("%1 (%2)").arg(now, change);
}

QVariant ParetoTable::data(const QModelIndex& index, int role) const {
    const auto row = static_cast<std::size_t>(index.row());
    if (!index.isValid() || row >= points_.size()) {
        return {};
    }
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return text(row, column);
    case Qt::EditRole:
        return column == kName ? points_[row].name : QVariant();
    case Qt::TextAlignmentRole:
        return static_cast<int>(Qt::AlignVCenter |
                                (is_measure(column) ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::ToolTipRole:
        if (is_measure(column) && !points_[row].value(measure_at(column))) {
            return tr("Not measured: evaluate this network (Ctrl+Enter), or choose data or an "
                      "accelerator first.");
        }
        return text(row, column);
    case kSortRole:
        if (is_measure(column)) {
            const auto value = points_[row].value(measure_at(column));
            return value ? QVariant(*value) : QVariant(-1.0);
        }
        return text(row, column);
    default:
        return {};
    }
}

QVariant ParetoTable::headerData(int section, Qt::Orientation way, int role) const {
    if (way != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::ToolTipRole)) {
        return {};
    }
    if (section == kName) {
        return tr("Network");
    }
    if (section == kFront) {
        return role == Qt::DisplayRole
                   ? tr("Front")
                   : tr("No other network is at least as good on both axes and better on one.");
    }
    if (section == kLimits) {
        return role == Qt::DisplayRole ? tr("In limits")
                                       : tr("Keeps to the limits set above the chart.");
    }
    return is_measure(section) ? measure_name(measure_at(section)) : QVariant();
}

Qt::ItemFlags ParetoTable::flags(const QModelIndex& index) const {
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.isValid() && index.column() == kName &&
        points_[static_cast<std::size_t>(index.row())].kind == ParetoPoint::Kind::Variant) {
        flags |= Qt::ItemIsEditable;
    }
    return flags;
}

bool ParetoTable::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || !(flags(index) & Qt::ItemIsEditable) ||
        value.toString().trimmed().isEmpty()) {
        return false;
    }
    Q_EMIT renamed(points_[static_cast<std::size_t>(index.row())].variant, value.toString());
    return true;
}

TableData ParetoTable::data_of_all() const {
    TableData table;
    table.title = tr("Networks");
    table.columns << tr("Network");
    for (const Measure measure : kMeasures) {
        table.columns << measure_title(measure);
    }
    table.columns << tr("Front") << tr("In limits");
    for (std::size_t i = 0; i < points_.size(); ++i) {
        std::vector<QVariant> row{points_[i].name};
        for (const Measure measure : kMeasures) {
            const auto value = points_[i].value(measure);
            row.push_back(value ? QVariant(*value) : QVariant());
        }
        row.emplace_back(on_front_[i] ? tr("yes") : tr("no"));
        row.emplace_back(limits_.met_by(points_[i].snapshot->metrics) ? tr("yes") : tr("no"));
        table.rows.push_back(std::move(row));
    }
    return table;
}

} // namespace espalier::studio
