// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/layers/layers_view.h"

#include "app/studio/document/document.h"
#include "app/studio/document/selection.h"
#include "app/studio/models/layer_filter.h"
#include "app/studio/models/layer_table_model.h"
#include "app/studio/shell/message_text.h"
#include "app/studio/views/layer_table_view.h"
#include "app/studio/widgets/bar_delegate.h"
#include "app/studio/widgets/numbers.h"
#include "app/studio/widgets/table_export.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace espalier::studio {

namespace {

constexpr int kNameColumn = 0;
constexpr int kOperatorColumn = 1;

/// Metrics the user may hide: all but the name.
std::vector<LayerMetric> choosable() {
    std::vector<LayerMetric> metrics;
    for (const LayerColumn& column : LayerTableModel::columns()) {
        if (column.face == LayerFace::Now && column.metric != LayerMetric::Name) {
            metrics.push_back(column.metric);
        }
    }
    return metrics;
}

} // namespace

LayersView::LayersView(const Studio& studio, QWidget* parent)
    : View(studio, parent)
    , stored_(std::make_shared<StoredBytesCache>())
    , model_(new LayerTableModel(this))
    , filter_(new LayerFilter({kNameColumn, kOperatorColumn}, LayerTableModel::DiffersRole,
                              LayerTableModel::SortRole, this))
    , search_(new QLineEdit(this))
    , differences_(new QCheckBox(this))
    , columns_(new QToolButton(this))
    , export_(new TableExport(
          QStringLiteral("layers"), [this] { return shown_table(); }, this))
    , table_(new LayerTableView(
          studio.selection, *filter_, LayerTableModel::OriginRole,
          [this](const QString& origin) { return model_->row_of(origin); }, this))
    , counts_(new QLabel(this)) {
    search_->setObjectName(QStringLiteral("layers-filter"));
    search_->setClearButtonEnabled(true);
    differences_->setObjectName(QStringLiteral("layers-differences"));
    columns_->setObjectName(QStringLiteral("layers-columns"));
    columns_->setPopupMode(QToolButton::InstantPopup);
    columns_->setMinimumHeight(24);
    export_->setObjectName(QStringLiteral("layers-export"));
    counts_->setObjectName(QStringLiteral("layers-counts"));
    filter_->setSourceModel(model_);
    table_->setObjectName(QStringLiteral("layers-table"));
    table_->setItemDelegate(new BarDelegate(LayerTableModel::BarRole, table_));
    table_->horizontalHeader()->setSectionsMovable(true);

    auto* bar = new QHBoxLayout;
    bar->addWidget(search_, 1);
    bar->addWidget(differences_);
    bar->addWidget(columns_);
    bar->addWidget(export_);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(bar);
    layout->addWidget(table_, 1);
    layout->addWidget(counts_);
    build_columns_menu();

    connect(search_, &QLineEdit::textChanged, this, [this](const QString& text) {
        table_->keep_selection([&] { filter_->set_text(text); });
        show_counts();
    });
    connect(differences_, &QCheckBox::toggled, this, [this](bool only) {
        table_->keep_selection([&] { filter_->set_differences_only(only); });
        show_counts();
    });
    for (const auto signal : {&Document::opened, &Document::closed, &Document::working_changed,
                              &Document::original_changed, &Document::accelerator_changed}) {
        connect(&studio.document, signal, this, &View::touch);
    }
    connect(&studio.document, &Document::opened, this, [this] { fitted_ = false; });
}

QString LayersView::title() const {
    return tr("Layers");
}

void LayersView::build_columns_menu() {
    auto* menu = new QMenu(columns_);
    const auto add = [&](const QString& name, bool checked) {
        QAction* action = menu->addAction(QString());
        action->setObjectName(name);
        action->setCheckable(true);
        action->setChecked(checked);
        connect(action, &QAction::toggled, this, &LayersView::show_columns);
        return action;
    };
    for (const LayerMetric metric : choosable()) {
        metric_actions_.push_back(
            add(QStringLiteral("layers-column-%1").arg(static_cast<int>(metric)), true));
    }
    menu->addSeparator();
    original_action_ = add(QStringLiteral("layers-column-original"), true);
    change_action_ = add(QStringLiteral("layers-column-change"), true);
    columns_->setMenu(menu);
}

void LayersView::retranslate() {
    search_->setPlaceholderText(tr("Filter by name or operator"));
    search_->setAccessibleName(tr("Filter layers"));
    differences_->setText(tr("Differences only"));
    differences_->setToolTip(tr("Leave out layers that are as in the original"));
    differences_->setAccessibleName(differences_->text());
    columns_->setText(tr("Columns"));
    columns_->setToolTip(tr("Choose what the table shows"));
    columns_->setAccessibleName(tr("Columns of the table"));
    table_->setAccessibleName(tr("Layers of the network"));
    const std::vector<LayerMetric> metrics = choosable();
    for (std::size_t i = 0; i < metrics.size(); ++i) {
        metric_actions_[i]->setText(LayerTableModel::metric_title(metrics[i]));
    }
    original_action_->setText(tr("What it was in the original"));
    change_action_->setText(tr("Change against the original"));
    model_->retranslate();
    fitted_ = false;
}

void LayersView::restyle() {
    fitted_ = false;
}

void LayersView::refresh() {
    const Document& document = studio().document;
    const SnapshotPtr before = document.is_open() ? document.original() : nullptr;
    const SnapshotPtr after = document.is_open() ? document.shown() : nullptr;
    if (!before || !after) {
        work_.forget();
        take({});
        return;
    }
    // The working network comes twice, first without its bytes; then they are not counted here
    // either, so that a slider never waits for them.
    const LayerTableWants wants{.stored_bytes = after->metrics.stored_bytes >= 0};
    work_.post<LayerTable>(
        [before, after, wants, stored = stored_](const Job& job) {
            return layer_table(*before, *after, wants, *stored, job);
        },
        [this](const LayerTable& table) { take(table); },
        [this](const Error& error) { counts_->setText(error_text(error)); });
}

void LayersView::take(LayerTable table) {
    table_->keep_selection([&] { model_->set_table(std::move(table)); });
    show_columns();
    show_counts();
    if (!fitted_ && model_->rowCount() > 0) {
        fitted_ = true;
        table_->resizeColumnsToContents();
        const int widest = fontMetrics().averageCharWidth() * 40;
        for (const int column : {kNameColumn, kOperatorColumn}) {
            table_->setColumnWidth(column, std::min(table_->columnWidth(column), widest));
        }
    }
}

void LayersView::show_columns() {
    const LayerTable& table = model_->table();
    const bool compares = table.differing() > 0;
    const bool modelled =
        std::any_of(table.layers.begin(), table.layers.end(), [](const LayerFacts& layer) {
            return layer.before.energy_share || layer.after.energy_share;
        });
    const auto differs = [&](auto figure) {
        return std::any_of(table.layers.begin(), table.layers.end(), [&](const LayerFacts& layer) {
            return layer.before.*figure != layer.after.*figure;
        });
    };
    const std::vector<LayerMetric> metrics = choosable();
    const auto& columns = LayerTableModel::columns();
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const LayerColumn& column = columns[i];
        const auto at = std::find(metrics.begin(), metrics.end(), column.metric);
        bool shown = at == metrics.end() ||
                     metric_actions_[static_cast<std::size_t>(at - metrics.begin())]->isChecked();
        // Columns that could only repeat or say nothing stay away until there is something.
        if (column.face == LayerFace::Original) {
            shown = shown && compares && original_action_->isChecked();
            // Words that are the same in every row are not worth a second column.
            const bool operators = column.metric == LayerMetric::Operators;
            const bool output = column.metric == LayerMetric::Output;
            shown = shown && (operators ? differs(&LayerFigures::ops)
                              : output  ? differs(&LayerFigures::output)
                                        : true);
        } else if (column.face == LayerFace::Change) {
            shown = shown && compares && change_action_->isChecked();
        }
        if (column.metric == LayerMetric::EnergyShare) {
            shown = shown && modelled;
        }
        const int section = static_cast<int>(i);
        if (table_->isColumnHidden(section) == shown) {
            table_->setColumnHidden(section, !shown);
            if (shown) {
                table_->resizeColumnToContents(section);
            }
        }
    }
}

void LayersView::show_counts() {
    const auto differing = static_cast<int>(model_->table().differing());
    const int all = model_->rowCount();
    const int shown = filter_->rowCount();
    QString text = shown == all ? tr("Layers: %1").arg(count_text(all))
                                : tr("Layers: %1 of %2").arg(count_text(shown), count_text(all));
    text += QStringLiteral(" · ");
    text += differing == 0 ? tr("all as in the original")
                           : tr("different from the original: %1").arg(count_text(differing));
    counts_->setText(all == 0 ? QString() : text);
}

TableData LayersView::shown_table() const {
    TableData shown;
    shown.title = title();
    const QHeaderView* header = table_->horizontalHeader();
    std::vector<int> sections;
    for (int place = 0; place < header->count(); ++place) {
        const int section = header->logicalIndex(place);
        if (!header->isSectionHidden(section)) {
            sections.push_back(section);
            shown.columns << LayerTableModel::exact_title(
                LayerTableModel::columns()[static_cast<std::size_t>(section)]);
        }
    }
    for (int row = 0; row < filter_->rowCount(); ++row) {
        std::vector<QVariant> cells;
        for (const int section : sections) {
            cells.push_back(filter_->index(row, section).data(LayerTableModel::ExactRole));
        }
        shown.rows.push_back(std::move(cells));
    }
    return shown;
}

} // namespace espalier::studio
