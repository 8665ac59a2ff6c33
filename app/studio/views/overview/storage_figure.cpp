// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/overview/storage_figure.h"

#include "app/studio/document/document.h"
#include "app/studio/document/text.h"
#include "app/studio/widgets/numbers.h"

#include <QHeaderView>
#include <QPushButton>
#include <QTableWidget>

#include <algorithm>

namespace espalier::studio {

namespace {

constexpr int kTableHeight = 220;
constexpr int kFirstFormat = 4; ///< columns before the formats

} // namespace

StorageFigure::StorageFigure(const Studio& studio, QWidget* parent)
    : Figure(QStringLiteral("storage-formats"), new QTableWidget, parent)
    , studio_(studio)
    , view_(qobject_cast<QTableWidget*>(content()))
    , button_(new QPushButton(this)) {
    view_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view_->setSelectionBehavior(QAbstractItemView::SelectRows);
    view_->verticalHeader()->hide();
    view_->hide();
    button_->setObjectName(QStringLiteral("count-storage"));
    button_->setMinimumHeight(24);
    add_control(button_);
    set_table([this] { return rows(); });
    connect(button_, &QPushButton::clicked, this, &StorageFigure::count);
}

void StorageFigure::retranslate_figure() {
    set_explanation(tr("Bytes of each parameter in each format .espz knows; the file takes the "
                       "smallest (bold).\nEntropy: what no format that treats elements as "
                       "independent goes below (Shannon 1948)."));
    button_->setText(tr("Count"));
    button_->setToolTip(tr("Counts every parameter of the network shown in every format"));
    fill();
}

void StorageFigure::outdate() {
    const SnapshotPtr shown = studio_.document.shown();
    if (!shown) {
        worker_.forget();
        counted_.reset();
    }
    outdated_ = true;
    fill();
}

void StorageFigure::count() {
    const SnapshotPtr shown = studio_.document.shown();
    if (!shown) {
        return;
    }
    button_->setEnabled(false);
    outdated_ = false;
    worker_.post<StorageTable>([shown](const Job&) { return storage_table(shown->graph); },
                               [this](const StorageTable& table) {
                                   counted_ = table;
                                   button_->setEnabled(true);
                                   fill();
                               });
}

TableData StorageFigure::rows() const {
    TableData table;
    table.title = tr("Storage formats");
    table.columns = {tr("Parameter"), tr("Layer"), tr("Elements"), tr("Not zero")};
    for (const StorageFormat format : all_formats()) {
        table.columns << tr("%1 [B]").arg(text(format_name(format)));
    }
    table.columns << tr("Entropy [B]");
    if (!counted_) {
        return table;
    }
    for (const ParameterStorage& parameter : counted_->parameters) {
        std::vector<QVariant> row = {text(parameter.name), text(parameter.layer),
                                     qlonglong{parameter.elements}, qlonglong{parameter.nonzeros}};
        for (const StorageFormat format : all_formats()) {
            const auto found = std::ranges::find(parameter.costs, format, &StorageCost::format);
            row.push_back(found == parameter.costs.end() ? QVariant()
                                                         : QVariant(qlonglong{found->bytes()}));
        }
        row.emplace_back(qlonglong{static_cast<qlonglong>(parameter.entropy_bits / 8)});
        table.rows.push_back(std::move(row));
    }
    return table;
}

void StorageFigure::fill() {
    // An empty table would only take room.
    view_->setVisible(counted_.has_value());
    view_->setMinimumHeight(counted_ ? kTableHeight : 0);
    setMaximumHeight(counted_ ? QWIDGETSIZE_MAX : button_->sizeHint().height() + 10);
    if (!counted_) {
        set_title(tr("Storage formats"));
        view_->setRowCount(0);
        return;
    }
    const QString total = bytes_text(counted_->total_bytes);
    set_title(outdated_ ? tr("Storage formats: %1 (out of date)").arg(total)
                        : tr("Storage formats: %1 altogether").arg(total));
    const TableData table = rows();
    view_->setColumnCount(static_cast<int>(table.columns.size()));
    view_->setHorizontalHeaderLabels(table.columns);
    view_->setRowCount(static_cast<int>(table.rows.size()));
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const StorageFormat best = counted_->parameters[i].best.format;
        for (std::size_t column = 0; column < table.rows[i].size(); ++column) {
            auto* item = new QTableWidgetItem(cell_text(table.rows[i][column], 12));
            if (column >= 2) {
                item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            }
            const auto formats = all_formats().size();
            if (column >= kFirstFormat && column < kFirstFormat + formats &&
                all_formats()[column - kFirstFormat] == best) {
                QFont bold = item->font();
                bold.setBold(true);
                item->setFont(bold);
            }
            view_->setItem(static_cast<int>(i), static_cast<int>(column), item);
        }
    }
    view_->resizeColumnsToContents();
}

} // namespace espalier::studio
