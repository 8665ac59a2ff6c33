// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/overview/choosers.h"

#include "app/studio/document/document.h"
#include "app/studio/document/text.h"
#include "app/studio/shell/language.h"
#include "app/studio/widgets/machine_choice.h"
#include "core/data/library.h"
#include "hwmodel/accelerator.h"
#include "hwmodel/dataflow.h"

#include <QComboBox>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QStandardItemModel>

namespace espalier::studio {

namespace {

QComboBox* make_box(const QString& name, QWidget* parent) {
    auto* box = new QComboBox(parent);
    box->setObjectName(name);
    box->setMinimumHeight(24);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(12);
    box->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    return box;
}

/// Chooses the entry with these user data; adds it where the list does not have it.
void show_choice(QComboBox& box, const QString& data) {
    const QSignalBlocker blocked(box);
    if (box.findData(data) < 0) {
        box.addItem(data, data);
    }
    box.setCurrentIndex(box.findData(data));
}

} // namespace

Choosers::Choosers(const Studio& studio, QWidget* parent)
    : QWidget(parent)
    , studio_(studio)
    , data_label_(new QLabel(this))
    , data_(make_box(QStringLiteral("overview-data"), this))
    , accelerator_label_(new QLabel(this))
    , accelerator_(make_box(QStringLiteral("overview-accelerator"), this))
    , dataflow_label_(new QLabel(this))
    , dataflow_(make_box(QStringLiteral("overview-dataflow"), this)) {
    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    int column = 0;
    for (const auto& [label, box] :
         {std::pair{data_label_, data_}, std::pair{accelerator_label_, accelerator_},
          std::pair{dataflow_label_, dataflow_}}) {
        label->setBuddy(box);
        layout->addWidget(label, 0, column);
        layout->addWidget(box, 1, column);
        layout->setColumnStretch(column++, 1);
    }
    retranslate();
    connect(data_, &QComboBox::activated, this,
            [this] { studio_.document.set_data(data_->currentData().toString()); });
    connect(accelerator_, &QComboBox::activated, this,
            [this] { choose_machine(accelerator_->currentData().toString(), {}); });
    connect(dataflow_, &QComboBox::activated, this, [this] {
        choose_machine(accelerator_->currentData().toString(), dataflow_->currentData().toString());
    });
}

void Choosers::choose_machine(const QString& accelerator, const QString& dataflow) {
    if (accelerator.isEmpty()) {
        follow(); // a machine can be exchanged, not taken back
        return;
    }
    try {
        studio_.document.set_accelerator(accelerator, dataflow);
    } catch (const Error& error) {
        Q_EMIT studio_.document.failed(tr("Accelerator"), error);
    }
    follow();
}

void Choosers::fill_data() {
    const QSignalBlocker blocked(data_);
    data_->clear();
    data_->addItem(tr("none"), QString());
    auto* model = qobject_cast<QStandardItemModel*>(data_->model());
    for (const DatasetListing& set : list_datasets()) {
        const QString title = technique_text(set.title);
        data_->addItem(set.available ? title : tr("%1 (not on this computer)").arg(title),
                       text(set.id));
        const int row = data_->count() - 1;
        data_->setItemData(row, set.available ? text(set.id) : text(set.how_to_get),
                           Qt::ToolTipRole);
        if (!set.available) {
            model->item(row)->setEnabled(false);
        }
    }
}

void Choosers::fill_accelerators() {
    const QSignalBlocker blocked(accelerator_);
    accelerator_->clear();
    accelerator_->addItem(tr("none"), QString());
    add_machines(*accelerator_);
}

void Choosers::fill_dataflows() {
    const QSignalBlocker blocked(dataflow_);
    dataflow_->clear();
    const Document& document = studio_.document;
    dataflow_->setEnabled(document.is_open() && document.workspace().accelerator().has_value());
    if (!dataflow_->isEnabled()) {
        return;
    }
    const AcceleratorChoice& choice = *document.workspace().accelerator();
    for (const std::string& id : choice.accelerator.dataflows) {
        const hw::Dataflow& dataflow = hw::find_dataflow(id);
        dataflow_->addItem(technique_text(std::string(dataflow.title())), text(id));
        dataflow_->setItemData(dataflow_->count() - 1,
                               technique_text(std::string(dataflow.summary())), Qt::ToolTipRole);
    }
    show_choice(*dataflow_, text(std::string(choice.dataflow->id())));
}

void Choosers::follow() {
    setEnabled(studio_.document.is_open());
    show_choice(*data_, studio_.document.data_name());
    show_choice(*accelerator_, studio_.document.accelerator());
    const QString machine = studio_.document.accelerator() + u'/' + studio_.document.dataflow();
    if (machine != shown_machine_) {
        shown_machine_ = machine;
        fill_dataflows();
    }
}

void Choosers::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void Choosers::retranslate() {
    data_label_->setText(tr("&Data"));
    data_->setToolTip(tr("Pictures that accuracy is measured on, and that steps learn from.\n"
                         "Sets that are not on this computer say how to get them."));
    data_->setAccessibleName(tr("Data"));
    accelerator_label_->setText(tr("&Accelerator model"));
    accelerator_->setToolTip(tr("The machine whose energy and latency are modelled."));
    accelerator_->setAccessibleName(tr("Accelerator model"));
    dataflow_label_->setText(tr("Data&flow"));
    dataflow_->setToolTip(tr("Which operand stays in the array while the others move."));
    dataflow_->setAccessibleName(tr("Dataflow"));
    fill_data();
    fill_accelerators();
    follow();
}

} // namespace espalier::studio
