// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/hardware/machines_dialog.h"

#include "app/studio/document/text.h"
#include "app/studio/shell/theme.h"
#include "app/studio/widgets/figure.h"
#include "app/studio/widgets/machine_choice.h"
#include "app/studio/widgets/numbers.h"
#include "app/studio/widgets/table_export.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSplitter>
#include <QTableWidget>
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
    , machine_(std::move(machine))
    , dataflow_(std::move(dataflow))
    , head_(new QLabel(this))
    , progress_(new QProgressBar(this))
    , stop_(new QPushButton(tr("&Stop"), this))
    , view_(new QTableWidget(this))
    , which_(new QComboBox(this))
    , what_(new QComboBox(this))
    , bars_(new StackedBars)
    , figure_(new Figure(QStringLiteral("machines"), bars_, this)) {
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
    build_figure();
    auto* both = new QSplitter(Qt::Vertical, this);
    both->addWidget(view_);
    both->addWidget(figure_);
    both->setStretchFactor(0, 3);
    both->setStretchFactor(1, 2);
    auto* top = new QHBoxLayout;
    top->addWidget(head_, 1);
    top->addWidget(progress_);
    top->addWidget(stop_);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(top);
    layout->addWidget(both, 1);
    layout->addWidget(buttons);
    resize(900, 640);

    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(stop_, &QPushButton::clicked, this, &MachinesDialog::stop);
    connect(view_, &QTableWidget::itemSelectionChanged, this, [this] {
        use_->setEnabled(!chosen().first.isEmpty());
        draw();
    });
    connect(view_, &QTableWidget::cellDoubleClicked, this, [this] {
        if (use_->isEnabled()) {
            accept();
        }
    });

    QComboBox machines;
    add_machines(machines);
    for (int i = 0; i < machines.count(); ++i) {
        machines_.push_back({machines.itemData(i).toString(), machines.itemText(i), {}});
    }
    progress_->setRange(0, machines.count());
    progress_->setTextVisible(false);
    estimate_next();
}

void MachinesDialog::add_edited(const AcceleratorChoice& choice) {
    machine_ = kEdited;
    machines_.push_back({machine_, text(choice.accelerator.title), choice});
    progress_->setMaximum(static_cast<int>(machines_.size()));
}

void MachinesDialog::build_figure() {
    which_->addItems({tr("dataflows of the chosen machine"), tr("all machines")});
    which_->setAccessibleName(tr("Show"));
    what_->addItems({tr("energy"), tr("latency")});
    what_->setAccessibleName(tr("Compare by"));
    bars_->setObjectName(QStringLiteral("machines-bars"));
    bars_->set_placeholder(tr("No figures yet."));
    figure_->set_title(tr("Side by side"));
    figure_->set_explanation(
        tr("Where energy or time of one image goes on each machine and dataflow.\nSums over the "
           "layers; the same figures as in the table"));
    figure_->set_table([this] { return bars_data(); });
    figure_->set_drawing([this] { return bars_->whole_size(); },
                         [this](QPainter& painter) { bars_->paint_whole(painter); });
    figure_->add_control(which_);
    figure_->add_control(what_);
    for (QComboBox* choice : {which_, what_}) {
        connect(choice, &QComboBox::currentIndexChanged, this, &MachinesDialog::draw);
    }
    connect(bars_, &StackedBars::chosen, this, [this](const QString& key) {
        for (int row = 0; row < view_->rowCount(); ++row) {
            const QTableWidgetItem& item = *view_->item(row, 0);
            if (item.data(kMachineRole).toString() + u'|' + item.data(kDataflowRole).toString() ==
                key) {
                view_->selectRow(row);
            }
        }
    });
}

void MachinesDialog::estimate_next() {
    progress_->setValue(static_cast<int>(next_));
    if (next_ == machines_.size()) {
        finish();
        return;
    }
    const Machine machine = machines_[next_];
    head_->setText(
        tr("Machine %1 of %2: %3").arg(next_ + 1).arg(machines_.size()).arg(machine.title));
    worker_.post<std::vector<MachineCost>>(
        [network = network_, machine](const Job& job) {
            return machine.edited ? machine_costs(network->graph, *machine.edited, machine.id,
                                                  machine.title, job)
                                  : machine_costs(network->graph, machine.id, machine.title, job);
        },
        [this](const std::vector<MachineCost>& costs) {
            for (const MachineCost& cost : costs) {
                add_row(cost);
            }
            draw();
            ++next_;
            estimate_next();
        });
}

void MachinesDialog::stop() {
    worker_.forget();
    finish();
}

void MachinesDialog::finish() {
    finished_ = true;
    progress_->hide();
    stop_->hide();
    head_->setText(tr("%1 as it is now, on %2 machines and dataflows. Energy and latency of one "
                      "image, modelled.")
                       .arg(text(network_->graph.name))
                       .arg(view_->rowCount()));
    view_->setSortingEnabled(true);
    if (bars_->rows().size() < 2) {
        which_->setCurrentIndex(1); // a single dataflow has nothing beside it
    }
}

QStringList MachinesDialog::parts() const {
    return what_->currentIndex() == 1 ? QStringList{tr("Computes"), tr("Waits for memory"),
                                                    tr("First operands, last results")}
                                      : QStringList{tr("MAC"),    tr("Register"), tr("Array"),
                                                    tr("Buffer"), tr("DRAM"),     tr("Leakage")};
}

void MachinesDialog::draw() {
    const bool latency = what_->currentIndex() == 1;
    const Hues hues(palette());
    std::vector<QColor> colours{hues.after, hues.accent, hues.grid};
    if (!latency) {
        colours.clear();
        for (qsizetype i = 0; i < parts().size(); ++i) {
            colours.push_back(series_colour(static_cast<int>(i), palette()));
        }
    }
    bars_->set_parts(parts(), colours);
    const auto [row_machine, row_dataflow] = chosen();
    const QString machine = row_machine.isEmpty() ? machine_ : row_machine;
    std::vector<MachineCost> shown;
    for (const MachineCost& cost : costs_) {
        if (which_->currentIndex() == 1 || cost.machine == machine) {
            shown.push_back(cost);
        }
    }
    bars_->set_rows(machine_bars(shown, latency));
    bars_->set_selected(row_machine + u'|' + row_dataflow);
}

TableData MachinesDialog::bars_data() const {
    TableData table;
    table.title = tr("Side by side");
    table.columns << tr("Machine and dataflow");
    const bool latency = what_->currentIndex() == 1;
    for (const QString& part : parts()) {
        table.columns << QStringLiteral("%1 [%2]").arg(part, latency ? QStringLiteral("ms")
                                                                     : QStringLiteral("pJ"));
    }
    for (const BarRow& bar : bars_->rows()) {
        std::vector<QVariant> row{bar.label};
        row.insert(row.end(), bar.after.begin(), bar.after.end());
        table.rows.push_back(std::move(row));
    }
    return table;
}

void MachinesDialog::add_row(const MachineCost& candidate) {
    const std::optional<hw::NetworkCost>& cost = candidate.cost;
    QVariant energy;
    QVariant latency;
    QVariant product;
    QVariant utilisation;
    QVariant area;
    QString remark = candidate.reason;
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
        if (candidate.machine == machine_ && candidate.dataflow == dataflow_) {
            remark = tr("in use");
        } else if (std::isnan(cost->total.leakage_pj)) {
            remark = tr("leakage unknown");
        }
    }
    costs_.push_back(candidate);
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
