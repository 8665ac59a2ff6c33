// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/hardware/source_dialog.h"

#include "app/studio/document/text.h"
#include "app/studio/views/hardware/cost_rows.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTabWidget>
#include <QTableWidget>
#include <QVBoxLayout>

#include <array>
#include <cmath>

namespace espalier::studio {

namespace {

void fill_table(QTableWidget& widget, const TableData& table, const QString& unknown) {
    widget.setColumnCount(static_cast<int>(table.columns.size()));
    widget.setHorizontalHeaderLabels(table.columns);
    widget.setRowCount(static_cast<int>(table.rows.size()));
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        for (std::size_t column = 0; column < table.rows[row].size(); ++column) {
            const QVariant& cell = table.rows[row][column];
            auto* item = new QTableWidgetItem(cell.isValid() ? cell_text(cell) : unknown);
            item->setToolTip(item->text());
            if (cell.typeId() == QMetaType::Double) {
                item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            }
            widget.setItem(static_cast<int>(row), static_cast<int>(column), item);
        }
    }
    widget.resizeColumnsToContents();
    for (int column = 0; column < widget.columnCount(); ++column) {
        widget.setColumnWidth(column, std::min(widget.columnWidth(column), 360));
    }
}

} // namespace

SourceDialog::SourceDialog(const std::vector<SnapshotPtr>& snapshots,
                           const hw::Accelerator& machine, const QString& origin, QWidget* parent)
    : QDialog(parent)
    , machine_(machine)
    , network_(new QComboBox(this))
    , layer_(new QComboBox(this))
    , tabs_(new QTabWidget(this)) {
    setObjectName(QStringLiteral("source-dialog"));
    setWindowTitle(tr("Source of numbers"));
    network_->setObjectName(QStringLiteral("source-network"));
    network_->setAccessibleName(tr("Network"));
    layer_->setObjectName(QStringLiteral("source-layer"));
    layer_->setAccessibleName(tr("Layer"));
    for (const SnapshotPtr& snapshot : snapshots) {
        if (snapshot && snapshot->metrics.model) {
            snapshots_.push_back(snapshot);
            network_->addItem(text(snapshot->name));
        }
    }
    network_->setCurrentIndex(network_->count() - 1);
    const std::array<std::pair<QString, const char*>, 4> pages{
        std::pair{tr("Layer"), "source-quantities"}, std::pair{tr("Constants"), "source-constants"},
        std::pair{tr("Machine"), "source-machine"}, std::pair{tr("Left out"), "source-notes"}};
    for (const auto& [title, name] : pages) {
        auto* table = new QTableWidget(this);
        table->setObjectName(QLatin1String(name));
        table->setAccessibleName(title);
        table->setEditTriggers(QAbstractItemView::NoEditTriggers);
        table->setAlternatingRowColors(true);
        table->setWordWrap(true);
        table->verticalHeader()->hide();
        table->horizontalHeader()->setStretchLastSection(true);
        tables_.push_back(table);
        tabs_->addTab(table, title);
    }

    auto* network_label = new QLabel(tr("&Network"), this);
    network_label->setBuddy(network_);
    auto* layer_label = new QLabel(tr("La&yer"), this);
    layer_label->setBuddy(layer_);
    auto* head = new QHBoxLayout;
    head->addWidget(network_label);
    head->addWidget(network_);
    head->addSpacing(12);
    head->addWidget(layer_label);
    head->addWidget(layer_, 1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    QPushButton* copy = buttons->addButton(tr("&Copy table"), QDialogButtonBox::ActionRole);
    copy->setObjectName(QStringLiteral("source-copy"));
    connect(copy, &QPushButton::clicked, this, &SourceDialog::copy);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(head);
    layout->addWidget(tabs_, 1);
    layout->addWidget(buttons);
    resize(980, 560);

    fill_layers(origin);
    fill();
    connect(network_, &QComboBox::currentIndexChanged, this, [this] {
        fill_layers(layer_->currentData().toString());
        fill();
    });
    connect(layer_, &QComboBox::currentIndexChanged, this, &SourceDialog::fill);
}

void SourceDialog::fill_layers(const QString& origin) {
    const QSignalBlocker quiet(layer_);
    layer_->clear();
    if (network_->currentIndex() < 0) {
        return;
    }
    const Snapshot& snapshot = *snapshots_[static_cast<std::size_t>(network_->currentIndex())];
    const std::vector<std::string> origins = layer_origins(snapshot);
    for (std::size_t i = 0; i < origins.size(); ++i) {
        const hw::LayerEstimate& layer = snapshot.metrics.model->layers[i];
        layer_->addItem(text(layer.name + " (" + layer.op + ")"), text(origins[i]));
    }
    layer_->setCurrentIndex(std::max(0, layer_->findData(origin)));
}

TableData SourceDialog::layer_table() const {
    TableData table;
    table.title = layer_->currentText();
    table.columns = {tr("Quantity"), tr("Value"), tr("Unit"), tr("Formula"), tr("Source")};
    if (network_->currentIndex() < 0 || layer_->currentIndex() < 0) {
        return table;
    }
    const Snapshot& snapshot = *snapshots_[static_cast<std::size_t>(network_->currentIndex())];
    const auto opened =
        hw::explain(*snapshot.metrics.model, static_cast<std::size_t>(layer_->currentIndex()));
    for (const hw::Explanation& each : opened) {
        table.rows.push_back({text(each.quantity),
                              std::isfinite(each.value) ? QVariant(each.value) : QVariant(),
                              text(each.unit), text(each.formula), text(each.source)});
    }
    return table;
}

TableData SourceDialog::constants_table() const {
    TableData table;
    table.title = tr("Constants");
    table.columns = {tr("Constant"), tr("Value"), tr("Unit"), tr("How"), tr("Source")};
    if (network_->currentIndex() < 0) {
        return table;
    }
    const Snapshot& snapshot = *snapshots_[static_cast<std::size_t>(network_->currentIndex())];
    for (const hw::Constant& constant : snapshot.metrics.model->constants) {
        table.rows.push_back({text(constant.name),
                              std::isfinite(constant.value) ? QVariant(constant.value) : QVariant(),
                              text(constant.unit),
                              constant.how.empty() ? tr("as published") : text(constant.how),
                              text(constant.source)});
    }
    return table;
}

TableData SourceDialog::machine_table() const {
    TableData table;
    table.title = text(machine_.title);
    table.columns = {tr("Section"), tr("Confidence"), tr("Note"), tr("Source")};
    for (const hw::SourcedText& section : machine_.sources) {
        table.rows.push_back({text(section.key), QString(QLatin1Char(section.confidence)),
                              text(section.text), text(section.source)});
    }
    return table;
}

TableData SourceDialog::notes_table() const {
    TableData table;
    table.title = tr("What the model leaves out");
    table.columns = {tr("Remark")};
    if (network_->currentIndex() >= 0) {
        const Snapshot& snapshot = *snapshots_[static_cast<std::size_t>(network_->currentIndex())];
        for (const std::string& note : snapshot.metrics.model->notes) {
            table.rows.push_back({text(note)});
        }
    }
    table.rows.push_back({tr("An analytical estimate: counts of actions times prices of actions. "
                             "It was not measured on silicon.")});
    return table;
}

void SourceDialog::fill() {
    const QString unknown = tr("unknown");
    fill_table(*tables_[0], layer_table(), unknown);
    fill_table(*tables_[1], constants_table(), unknown);
    fill_table(*tables_[2], machine_table(), unknown);
    fill_table(*tables_[3], notes_table(), unknown);
}

void SourceDialog::copy() const {
    const std::array tables{layer_table(), constants_table(), machine_table(), notes_table()};
    QApplication::clipboard()->setText(
        to_markdown(tables[static_cast<std::size_t>(tabs_->currentIndex())]));
}

} // namespace espalier::studio
