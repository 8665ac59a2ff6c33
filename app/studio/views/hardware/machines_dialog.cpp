// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/hardware/machines_dialog.h"

#include "app/session/workload.h"
#include "app/studio/document/text.h"
#include "app/studio/shell/language.h"
#include "app/studio/shell/message_text.h"
#include "app/studio/widgets/machine_choice.h"
#include "app/studio/widgets/numbers.h"
#include "app/studio/widgets/table_export.h"
#include "core/base/error.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <array>
#include <cmath>

namespace espalier::studio {

namespace {

constexpr int kMachineRole = Qt::UserRole;
constexpr int kDataflowRole = Qt::UserRole + 1;
constexpr int kValueRole = Qt::UserRole + 2;

/// Sorted by its number; what is unknown counts as more than any.
class NumberItem final : public QTableWidgetItem {
public:
    NumberItem(const QString& text, const QVariant& value)
        : QTableWidgetItem(text) {
        setData(kValueRole, value);
        setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    }

    bool operator<(const QTableWidgetItem& other) const override {
        const QVariant mine = data(kValueRole);
        const QVariant theirs = other.data(kValueRole);
        if (!mine.isValid() || !theirs.isValid()) {
            return mine.isValid() && !theirs.isValid();
        }
        return mine.toDouble() < theirs.toDouble();
    }
};

QString or_unknown(const QVariant& value, QString (*dress)(double)) {
    return value.isValid() ? dress(value.toDouble()) : QStringLiteral("–");
}

} // namespace

MachinesDialog::MachinesDialog(SnapshotPtr network, QString machine, QString dataflow,
                               QWidget* parent)
    : QDialog(parent)
    , network_(std::move(network))
    , now_{std::move(machine), std::move(dataflow), {}, {}}
    , head_(new QLabel(this))
    , view_(new QTableWidget(this)) {
    setObjectName(QStringLiteral("machines-dialog"));
    setWindowTitle(tr("The network on every machine"));
    head_->setWordWrap(true);
    table_.title = windowTitle();
    table_.columns = {tr("Machine"),
                      tr("Dataflow"),
                      tr("Energy [pJ]"),
                      tr("Latency [ms]"),
                      tr("Energy × latency [pJ s]"),
                      tr("Utilisation [%]"),
                      tr("Area [µm²]"),
                      tr("Remark")};
    view_->setObjectName(QStringLiteral("machines-table"));
    view_->setAccessibleName(windowTitle());
    view_->setColumnCount(8);
    view_->setHorizontalHeaderLabels({tr("Machine"), tr("Dataflow"), tr("Energy"), tr("Latency"),
                                      tr("Energy × latency"), tr("Utilisation"), tr("Area"),
                                      tr("Remark")});
    view_->setSelectionBehavior(QAbstractItemView::SelectRows);
    view_->setSelectionMode(QAbstractItemView::SingleSelection);
    view_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view_->verticalHeader()->hide();
    view_->setWordWrap(false);
    view_->horizontalHeader()->setStretchLastSection(true);
    auto* buttons = new QDialogButtonBox(this);
    use_ = buttons->addButton(tr("&Use this machine"), QDialogButtonBox::AcceptRole);
    use_->setEnabled(false);
    buttons->addButton(new TableExport(QStringLiteral("machines"), [this] { return table_; }),
                       QDialogButtonBox::ActionRole);
    buttons->addButton(QDialogButtonBox::Close);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(head_);
    layout->addWidget(view_, 1);
    layout->addWidget(buttons);
    resize(860, 480);

    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(view_, &QTableWidget::itemSelectionChanged, this,
            [this] { use_->setEnabled(!chosen().first.isEmpty()); });
    connect(view_, &QTableWidget::cellDoubleClicked, this, [this] {
        if (use_->isEnabled()) {
            accept();
        }
    });

    QComboBox machines;
    add_machines(machines);
    for (int i = 0; i < machines.count(); ++i) {
        pending_.push_back({machines.itemData(i).toString(), {}, machines.itemText(i), {}});
    }
    QTimer::singleShot(0, this, &MachinesDialog::estimate_next);
}

void MachinesDialog::estimate_next() {
    if (finished()) {
        head_->setText(tr("%1 as it is now, on %2 machines and dataflows. Energy and latency of "
                          "one image, modelled.")
                           .arg(text(network_->graph.name))
                           .arg(view_->rowCount()));
        view_->setSortingEnabled(true);
        return;
    }
    head_->setText(tr("Machine %1 of %2…").arg(next_ + 1).arg(pending_.size()));
    Candidate candidate = pending_[next_++];
    try {
        AcceleratorChoice choice = choose_accelerator(candidate.machine.toStdString());
        for (const std::string& id : choice.accelerator.dataflows) {
            choice.dataflow = &hw::find_dataflow(id);
            candidate.dataflow = text(id);
            candidate.dataflow_title = technique_text(std::string(choice.dataflow->title()));
            try {
                choice.dataflow->check(choice.accelerator);
                add_row(candidate, estimate(network_->graph, choice), {});
            } catch (const Error& error) {
                add_row(candidate, std::nullopt, message_text(error.message()));
            }
        }
    } catch (const Error& error) {
        add_row(candidate, std::nullopt, message_text(error.message()));
    }
    QTimer::singleShot(0, this, &MachinesDialog::estimate_next);
}

void MachinesDialog::add_row(const Candidate& candidate, const std::optional<hw::NetworkCost>& cost,
                             const QString& reason) {
    QVariant energy;
    QVariant latency;
    QVariant product;
    QVariant utilisation;
    QVariant area;
    QString remark = reason;
    if (cost) {
        latency = cost->total.latency_ms;
        utilisation = 100 * cost->total.utilisation;
        if (!cost->relative) {
            energy = cost->total.energy_pj();
            product = energy.toDouble() * latency.toDouble() / 1000;
        }
        if (cost->area_um2) {
            area = *cost->area_um2;
        }
        if (candidate.machine == now_.machine && candidate.dataflow == now_.dataflow) {
            remark = tr("in use");
        } else if (std::isnan(cost->total.leakage_pj)) {
            remark = tr("leakage unknown");
        }
    }
    table_.rows.push_back({candidate.machine_title, candidate.dataflow_title, energy, latency,
                           product, utilisation, area, remark});
    const int row = view_->rowCount();
    view_->insertRow(row);
    const auto per_second = [](double value) { return tr("%1 s").arg(energy_text(value)); };
    const std::array<QTableWidgetItem*, 8> items{
        new QTableWidgetItem(candidate.machine_title),
        new QTableWidgetItem(candidate.dataflow_title),
        new NumberItem(or_unknown(energy, energy_text), energy),
        new NumberItem(or_unknown(latency, ms_text), latency),
        new NumberItem(product.isValid() ? per_second(product.toDouble()) : QStringLiteral("–"),
                       product),
        new NumberItem(utilisation.isValid() ? percent_text(utilisation.toDouble())
                                             : QStringLiteral("–"),
                       utilisation),
        new NumberItem(or_unknown(area, area_text), area),
        new QTableWidgetItem(remark)};
    for (std::size_t i = 0; i < items.size(); ++i) {
        items[i]->setToolTip(remark);
        view_->setItem(row, static_cast<int>(i), items[i]);
    }
    items[0]->setData(kMachineRole, cost ? candidate.machine : QString());
    items[0]->setData(kDataflowRole, candidate.dataflow);
    view_->resizeColumnsToContents();
}

std::pair<QString, QString> MachinesDialog::chosen() const {
    const QTableWidgetItem* item =
        view_->currentRow() >= 0 ? view_->item(view_->currentRow(), 0) : nullptr;
    return item != nullptr ? std::pair(item->data(kMachineRole).toString(),
                                       item->data(kDataflowRole).toString())
                           : std::pair<QString, QString>();
}

TableData MachinesDialog::table() const {
    return table_;
}

} // namespace espalier::studio
