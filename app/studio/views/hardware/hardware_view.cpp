// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/hardware/hardware_view.h"

#include "app/studio/document/document.h"
#include "app/studio/document/selection.h"
#include "app/studio/document/text.h"
#include "app/studio/shell/language.h"
#include "app/studio/shell/message_text.h"
#include "app/studio/shell/theme.h"
#include "app/studio/views/hardware/array_picture.h"
#include "app/studio/views/hardware/array_player.h"
#include "app/studio/views/hardware/machine_editor.h"
#include "app/studio/views/hardware/machines_dialog.h"
#include "app/studio/views/hardware/roofline_chart.h"
#include "app/studio/views/hardware/source_dialog.h"
#include "app/studio/widgets/figure.h"
#include "app/studio/widgets/machine_choice.h"
#include "app/studio/widgets/stacked_bars.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QResizeEvent>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace espalier::studio {

namespace {

constexpr int kTwoColumns = 700; // pixels; below, figures stand one under the other
constexpr int kFigureHeight = 225;
constexpr int kEditorWidth = 300;
const QLatin1String kFirstMachine("eyeriss");

QComboBox* make_choice(const char* name, QWidget* parent) {
    auto* choice = new QComboBox(parent);
    choice->setObjectName(QLatin1String(name));
    choice->setMinimumHeight(24);
    choice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    return choice;
}

} // namespace

HardwareView::HardwareView(const Studio& studio, QWidget* parent)
    : View(studio, parent) {
    setObjectName(QStringLiteral("hardware-view"));
    auto* layout = new QVBoxLayout(this);
    build_choosers();
    build_figures();
    layout->setContentsMargins(8, 8, 8, 8);
    connect(&studio.document, &Document::opened, this, &View::touch);
    connect(&studio.document, &Document::closed, this, &View::touch);
    connect(&studio.document, &Document::working_changed, this, &View::touch);
    connect(&studio.document, &Document::original_changed, this, &View::touch);
    connect(&studio.document, &Document::accelerator_changed, this, &View::touch);
    connect(&studio.selection, &Selection::layer_changed, this, &View::touch);
}

QString HardwareView::title() const {
    return tr("Hardware");
}

void HardwareView::build_choosers() {
    machine_ = make_choice("hardware-accelerator", this);
    dataflow_ = make_choice("hardware-dataflow", this);
    machine_label_ = new QLabel(this);
    machine_label_->setBuddy(machine_);
    dataflow_label_ = new QLabel(this);
    dataflow_label_->setBuddy(dataflow_);
    sources_ = new QPushButton(this);
    sources_->setObjectName(QStringLiteral("hardware-sources"));
    sources_->setMinimumHeight(24);
    machines_ = new QPushButton(this);
    machines_->setObjectName(QStringLiteral("hardware-machines"));
    machines_->setMinimumHeight(24);
    edit_ = new QPushButton(this);
    edit_->setObjectName(QStringLiteral("hardware-edit"));
    edit_->setMinimumHeight(24);
    edit_->setCheckable(true);
    auto* bar = new QHBoxLayout;
    bar->addWidget(machine_label_);
    bar->addWidget(machine_);
    bar->addWidget(edit_);
    bar->addSpacing(12);
    bar->addWidget(dataflow_label_);
    bar->addWidget(dataflow_);
    bar->addStretch(1);
    bar->addWidget(machines_);
    bar->addWidget(sources_);
    auto* layout = static_cast<QVBoxLayout*>(this->layout());
    layout->addLayout(bar);

    auto* tiles = new QHBoxLayout;
    for (Tile& tile : tiles_) {
        auto* frame = new QFrame(this);
        frame->setFrameShape(QFrame::StyledPanel);
        tile.name = new QLabel(frame);
        tile.value = new QLabel(frame);
        tile.baseline = new QLabel(frame);
        for (QLabel* label : {tile.name, tile.value, tile.baseline}) {
            label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
            label->setWordWrap(true);
        }
        auto* inside = new QVBoxLayout(frame);
        inside->setContentsMargins(8, 4, 8, 4);
        inside->setSpacing(0);
        inside->addWidget(tile.name);
        inside->addWidget(tile.value);
        inside->addWidget(tile.baseline);
        inside->addStretch(1);
        tiles->addWidget(frame, 1);
    }
    layout->addLayout(tiles);

    connect(machine_, &QComboBox::activated, this,
            [this] { choose(machine_->currentData().toString(), {}); });
    connect(dataflow_, &QComboBox::activated, this, [this] {
        choose(machine_->currentData().toString(), dataflow_->currentData().toString());
    });
    connect(sources_, &QPushButton::clicked, this, &HardwareView::show_sources);
    connect(machines_, &QPushButton::clicked, this, &HardwareView::compare_machines);
}

void HardwareView::build_figures() {
    energy_bars_ = new StackedBars;
    energy_bars_->setObjectName(QStringLiteral("hardware-energy-bars"));
    time_bars_ = new StackedBars;
    time_bars_->setObjectName(QStringLiteral("hardware-time-bars"));
    roofline_ = new RooflineChart;
    roofline_->setObjectName(QStringLiteral("hardware-roofline-chart"));
    array_ = new ArrayPicture;
    array_->setObjectName(QStringLiteral("hardware-array-picture"));
    player_ = new ArrayPlayer(array_);
    player_->setObjectName(QStringLiteral("hardware-array-player"));
    energy_by_ = make_choice("hardware-energy-by", this);
    time_by_ = make_choice("hardware-time-by", this);

    auto* page = new QWidget;
    energy_figure_ = new Figure(QStringLiteral("energy"), energy_bars_, page);
    time_figure_ = new Figure(QStringLiteral("time"), time_bars_, page);
    roofline_figure_ = new Figure(QStringLiteral("roofline"), roofline_, page);
    array_figure_ = new Figure(QStringLiteral("array"), player_, page);
    energy_figure_->add_control(energy_by_);
    time_figure_->add_control(time_by_);
    energy_figure_->set_table([this] { return energy_data(); });
    time_figure_->set_table([this] { return time_data(); });
    roofline_figure_->set_table([this] { return roofline_data(); });
    array_figure_->set_table([this] { return array_data(); });
    for (StackedBars* bars : {energy_bars_, time_bars_}) {
        Figure* figure = bars == energy_bars_ ? energy_figure_ : time_figure_;
        figure->set_drawing([bars] { return bars->whole_size(); },
                            [bars](QPainter& painter) { bars->paint_whole(painter); });
        connect(bars, &StackedBars::chosen, this, &HardwareView::select);
    }
    array_figure_->set_drawing([this] { return array_->size(); },
                               [this](QPainter& painter) { array_->render(&painter); });
    for (Figure* figure : {energy_figure_, time_figure_, roofline_figure_, array_figure_}) {
        figure->setMinimumHeight(kFigureHeight);
    }
    array_figure_->setMinimumHeight(kFigureHeight * 4 / 3);
    // Two logarithmic axes with their titles.
    roofline_figure_->setMinimumHeight(kFigureHeight * 5 / 4);
    notes_ = new QLabel(page);
    notes_->setObjectName(QStringLiteral("hardware-notes"));
    notes_->setWordWrap(true);
    notes_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    grid_ = new QGridLayout(page);
    grid_->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(page);
    editor_ = new MachineEditor(studio().document, this);
    editor_->hide();
    auto* split = new QSplitter(this);
    split->setChildrenCollapsible(false);
    split->addWidget(scroll);
    split->addWidget(editor_);
    split->setStretchFactor(0, 1);
    split->setSizes({700, kEditorWidth});
    static_cast<QVBoxLayout*>(layout())->addWidget(split, 1);
    connect(edit_, &QPushButton::toggled, this, [this](bool on) {
        editor_->setVisible(on);
        arrange();
    });
    connect(split, &QSplitter::splitterMoved, this, &HardwareView::arrange);
    arrange();

    connect(roofline_, &RooflineChart::chosen, this, &HardwareView::select);
    connect(player_, &ArrayPlayer::stopped, this, &HardwareView::fill_array);
    connect(energy_by_, &QComboBox::currentIndexChanged, this, &HardwareView::fill_energy);
    connect(time_by_, &QComboBox::currentIndexChanged, this, &HardwareView::fill_time);
}

void HardwareView::arrange() {
    // Before it is laid out, the editor's width says nothing.
    const int room = width() - (edit_->isChecked() ? std::max(kEditorWidth, editor_->width()) : 0);
    const int columns = room < kTwoColumns ? 1 : 2;
    if (columns == grid_columns_) {
        return;
    }
    grid_columns_ = columns;
    for (QWidget* each : std::initializer_list<QWidget*>{energy_figure_, roofline_figure_,
                                                         time_figure_, array_figure_, notes_}) {
        grid_->removeWidget(each);
    }
    if (columns == 2) {
        grid_->addWidget(energy_figure_, 0, 0);
        grid_->addWidget(roofline_figure_, 0, 1);
        grid_->addWidget(time_figure_, 1, 0);
        grid_->addWidget(array_figure_, 1, 1);
        grid_->addWidget(notes_, 2, 0, 1, 2);
    } else {
        grid_->addWidget(energy_figure_, 0, 0);
        grid_->addWidget(roofline_figure_, 1, 0);
        grid_->addWidget(time_figure_, 2, 0);
        grid_->addWidget(array_figure_, 3, 0);
        grid_->addWidget(notes_, 4, 0);
    }
    grid_->setColumnStretch(0, 1);
    grid_->setColumnStretch(1, columns == 2 ? 1 : 0);
}

void HardwareView::resizeEvent(QResizeEvent* event) {
    View::resizeEvent(event);
    arrange();
}

void HardwareView::select(const QString& origin) {
    studio().selection.set_layer(origin);
}

void HardwareView::choose(const QString& accelerator, const QString& dataflow) {
    try {
        studio().document.set_accelerator(accelerator, dataflow);
    } catch (const Error& error) {
        Q_EMIT studio().document.failed(tr("Accelerator"), error);
    }
    touch();
}

void HardwareView::fill_choosers() {
    const QSignalBlocker machine_quiet(machine_);
    const QSignalBlocker dataflow_quiet(dataflow_);
    machine_->clear();
    dataflow_->clear();
    add_machines(*machine_);
    const Document& document = studio().document;
    machine_->setEnabled(document.is_open());
    dataflow_->setEnabled(document.is_open());
    if (!document.is_open() || !document.workspace().accelerator()) {
        return;
    }
    const AcceleratorChoice& choice = *document.workspace().accelerator();
    const int listed = machine_->findData(document.accelerator());
    if (listed < 0) {
        // Chosen elsewhere by file, or a size of systolic array that is not in the list.
        machine_->addItem(technique_text(choice.accelerator.title), document.accelerator());
    } else if (document.is_machine_edited()) {
        machine_->setItemText(listed, tr("%1 (edited)").arg(machine_->itemText(listed)));
    }
    machine_->setCurrentIndex(machine_->findData(document.accelerator()));
    machine_->setToolTip(technique_text(choice.accelerator.summary));
    for (const std::string& id : choice.accelerator.dataflows) {
        const hw::Dataflow& dataflow = hw::find_dataflow(id);
        dataflow_->addItem(technique_text(std::string(dataflow.title())), text(id));
        dataflow_->setItemData(dataflow_->count() - 1,
                               technique_text(std::string(dataflow.summary())), Qt::ToolTipRole);
    }
    dataflow_->setCurrentIndex(dataflow_->findData(text(std::string(choice.dataflow->id()))));
    dataflow_->setToolTip(technique_text(std::string(choice.dataflow->summary())));
}

void HardwareView::refresh() {
    Document& document = studio().document;
    if (document.is_open() && document.accelerator().isEmpty()) {
        choose(kFirstMachine, {});
    }
    before_ = document.original();
    after_ = document.shown();
    table_ = before_ && after_ ? cost_table(*before_, *after_) : CostTable{};
    relative_ = after_ && after_->metrics.model && after_->metrics.model->relative;
    elements_ = document.is_open() && document.workspace().accelerator()
                    ? document.workspace().accelerator()->accelerator.elements()
                    : 0;
    fill_choosers();
    editor_->refresh();
    fill_tiles();
    fill_energy();
    fill_time();
    fill_roofline();
    fill_array();
    const bool known = after_ && after_->metrics.model;
    sources_->setEnabled(known);
    edit_->setEnabled(document.is_open());
    machines_->setEnabled(after_ != nullptr);
    QStringList notes;
    if (known) {
        for (const std::string& note : after_->metrics.model->notes) {
            notes << QStringLiteral("• ") + message_text(note);
        }
    }
    notes_->setText(notes.join(u'\n'));
    notes_->setVisible(!notes.isEmpty());
}

void HardwareView::show_sources() {
    const auto& choice = studio().document.workspace().accelerator();
    if (!choice) {
        return;
    }
    std::vector<SnapshotPtr> snapshots{before_};
    if (after_ != before_) {
        snapshots.push_back(after_);
    }
    SourceDialog dialog(snapshots, choice->accelerator, studio().selection.layer(), this);
    dialog.exec();
}

void HardwareView::compare_machines() {
    const Document& document = studio().document;
    const auto& choice = document.workspace().accelerator();
    MachinesDialog dialog(after_, document.accelerator(),
                          choice ? text(std::string(choice->dataflow->id())) : QString(), this);
    if (choice && document.is_machine_edited()) {
        dialog.add_edited(*choice);
    }
    if (dialog.exec() == QDialog::Accepted) {
        const auto [machine, dataflow] = dialog.chosen();
        const bool same = machine == MachinesDialog::kEdited;
        choose(same ? document.accelerator() : machine, dataflow);
    }
}

void HardwareView::restyle() {
    roofline_->restyle();
    for (const Tile& tile : tiles_) {
        QFont large = font();
        large.setPointSizeF(font().pointSizeF() * 1.4);
        large.setBold(true);
        tile.value->setFont(large);
        QPalette faint = palette();
        faint.setColor(QPalette::WindowText, palette().color(QPalette::PlaceholderText));
        tile.name->setPalette(faint);
        tile.baseline->setPalette(faint);
    }
}

void HardwareView::retranslate() {
    machine_label_->setText(tr("&Accelerator"));
    machine_->setAccessibleName(tr("Accelerator"));
    dataflow_label_->setText(tr("&Dataflow"));
    dataflow_->setAccessibleName(tr("Dataflow"));
    sources_->setText(tr("&Sources…"));
    sources_->setToolTip(
        tr("Every modelled number with its formula, its constants and who says so"));
    edit_->setText(tr("Ed&it"));
    edit_->setToolTip(tr("Change the machine's figures; estimates follow, and every edit can be "
                         "undone"));
    editor_->retranslate();
    machines_->setText(tr("&Compare…"));
    machines_->setToolTip(tr("This network on every machine and dataflow: energy, latency, area"));
    const std::array names{tr("Energy per image (modelled)"), tr("Latency per image (modelled)"),
                           tr("Utilisation"), tr("Area")};
    const std::array tips{
        tr("Energy of one inference.\nSum over layers of multiplications, movement between "
           "memories, and leakage where it is known."),
        tr("Time of one inference.\nCycles divided by the clock; layers run one after the other."),
        tr("Share of what the array could multiply in the cycles taken.\nMACs / (cycles × "
           "elements)"),
        tr("Area of the accelerator.\nAs published, or the sum of elements and buffers; without "
           "control and pads.")};
    for (std::size_t i = 0; i < tiles_.size(); ++i) {
        tiles_[i].name->setText(names[i]);
        tiles_[i].name->setToolTip(tips[i]);
        tiles_[i].value->setToolTip(tips[i]);
    }
    const auto options = [](QComboBox& choice, const QStringList& texts) {
        const QSignalBlocker quiet(choice);
        const int now = std::max(0, choice.currentIndex());
        choice.clear();
        choice.addItems(texts);
        choice.setCurrentIndex(now);
    };
    options(*energy_by_, {tr("by component"), tr("by operand")});
    energy_by_->setAccessibleName(tr("Stack energy"));
    options(*time_by_, {tr("latency"), tr("utilisation")});
    time_by_->setAccessibleName(tr("Show time as"));
    energy_figure_->set_title(tr("Energy by layer"));
    energy_figure_->set_explanation(
        tr("Where the energy of one inference goes, layer by layer.\nEach action counted times "
           "its price; the network's own bar has a scale of its own."));
    time_figure_->set_title(tr("Time by layer"));
    time_figure_->set_explanation(
        tr("How long each layer takes, and for how much of it the array waits.\nCycles / clock; "
           "waiting = cycles − compute cycles − those of the first operands and last results, "
           "which nothing hides"));
    roofline_figure_->set_title(tr("Roofline"));
    roofline_figure_->set_explanation(
        tr("Layers left of the ridge are limited by DRAM, right of it by the array.\nRoof = "
           "min(2 × elements × clock, intensity × DRAM bandwidth)"));
    array_figure_->set_title(tr("Processing elements"));
    array_figure_->set_explanation(
        tr("How much of the array the selected layer uses; play its schedule cycle by cycle.\n"
           "Multiplies = MACs / (cycles × elements); no work = elements without work while the "
           "array computes"));
    array_->set_legend({tr("Multiplies"), tr("Waits"), tr("No work"), tr("Loads")});
    player_->retranslate();
    const QString nothing = tr("No figures: open a network and choose an accelerator that can run "
                               "it.");
    energy_bars_->set_placeholder(nothing);
    time_bars_->set_placeholder(nothing);
    roofline_->retranslate();
    restyle();
}

} // namespace espalier::studio
