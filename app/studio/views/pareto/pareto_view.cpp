// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/pareto/pareto_view.h"

#include "app/studio/document/document.h"
#include "app/studio/views/pareto/pareto_chart.h"
#include "app/studio/views/pareto/pareto_table.h"
#include "app/studio/views/pareto/sweep.h"
#include "app/studio/views/pareto/sweep_dialog.h"
#include "app/studio/widgets/figure.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

namespace espalier::studio {

namespace {

template <typename Widget>
Widget* named(Widget* widget, const char* name) {
    widget->setObjectName(QLatin1String(name));
    widget->setMinimumHeight(24);
    return widget;
}

} // namespace

ParetoView::ParetoView(const Studio& studio, QWidget* parent)
    : View(studio, parent)
    , chart_(new ParetoChart)
    , model_(new ParetoTable(this))
    , sorted_(new QSortFilterProxyModel(this))
    , sweep_(new Sweep(studio.document, studio.jobs, this)) {
    setObjectName(QStringLiteral("pareto-view"));
    chart_->setObjectName(QStringLiteral("pareto-chart"));
    figure_ = new Figure(QStringLiteral("pareto"), chart_);
    figure_->set_table([this] { return model_->data_of_all(); });
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    build_bar();
    build_table();
    connect(chart_, &ParetoChart::chosen, this, &ParetoView::select);
    connect(chart_, &ParetoChart::accuracy_limit_moved, accuracy_, &QDoubleSpinBox::setValue);
    connect(chart_, &ParetoChart::bytes_limit_moved, this,
            [this](double bytes) { kilobytes_->setValue(bytes / 1000); });
    connect(model_, &ParetoTable::renamed, this, [this](std::size_t variant, const QString& name) {
        this->studio().document.rename_variant(variant, name);
    });
    connect(sweep_, &Sweep::finished, this, &View::touch);
    for (const auto signal :
         {&Document::opened, &Document::closed, &Document::working_changed,
          &Document::original_changed, &Document::variants_changed, &Document::stack_changed}) {
        connect(&studio.document, signal, this, &View::touch);
    }
}

ParetoView::~ParetoView() = default;

QString ParetoView::title() const {
    return tr("Pareto");
}

void ParetoView::build_bar() {
    x_ = named(new QComboBox(this), "pareto-x");
    y_ = named(new QComboBox(this), "pareto-y");
    x_log_ = named(new QCheckBox(this), "pareto-x-log");
    y_log_ = named(new QCheckBox(this), "pareto-y-log");
    x_label_ = new QLabel(this);
    x_label_->setBuddy(x_);
    y_label_ = new QLabel(this);
    y_label_->setBuddy(y_);
    accuracy_on_ = named(new QCheckBox(this), "pareto-accuracy-limited");
    accuracy_ = named(new QDoubleSpinBox(this), "pareto-least-accuracy");
    accuracy_->setRange(0, 100);
    accuracy_->setDecimals(2);
    accuracy_->setValue(97);
    accuracy_->setSuffix(QStringLiteral(" %"));
    bytes_on_ = named(new QCheckBox(this), "pareto-bytes-limited");
    kilobytes_ = named(new QDoubleSpinBox(this), "pareto-most-bytes");
    kilobytes_->setRange(0.001, 1e9);
    kilobytes_->setDecimals(1);
    kilobytes_->setValue(500);
    kilobytes_->setSuffix(QStringLiteral(" kB"));
    sweep_button_ = named(new QPushButton(this), "pareto-sweep");
    auto* bar = new QGridLayout;
    bar->addWidget(x_label_, 0, 0);
    bar->addWidget(x_, 0, 1);
    bar->addWidget(x_log_, 0, 2);
    bar->addWidget(bytes_on_, 0, 4);
    bar->addWidget(kilobytes_, 0, 5);
    bar->addWidget(y_label_, 1, 0);
    bar->addWidget(y_, 1, 1);
    bar->addWidget(y_log_, 1, 2);
    bar->addWidget(accuracy_on_, 1, 4);
    bar->addWidget(accuracy_, 1, 5);
    bar->addWidget(sweep_button_, 1, 7);
    bar->setColumnStretch(3, 1);
    bar->setColumnStretch(6, 1);
    static_cast<QVBoxLayout*>(layout())->addLayout(bar);

    for (QComboBox* axis : {x_, y_}) {
        connect(axis, &QComboBox::currentIndexChanged, this, &ParetoView::take_axes);
    }
    for (QCheckBox* box : {x_log_, y_log_}) {
        connect(box, &QCheckBox::toggled, this, &ParetoView::take_axes);
    }
    for (QCheckBox* box : {accuracy_on_, bytes_on_}) {
        connect(box, &QCheckBox::toggled, this, &View::touch);
    }
    for (QDoubleSpinBox* box : {accuracy_, kilobytes_}) {
        connect(box, &QDoubleSpinBox::valueChanged, this, &View::touch);
    }
    connect(sweep_button_, &QPushButton::clicked, this, &ParetoView::ask_sweep);
}

void ParetoView::build_table() {
    sorted_->setSourceModel(model_);
    sorted_->setSortRole(ParetoTable::kSortRole);
    table_ = new QTableView(this);
    table_->setObjectName(QStringLiteral("pareto-table"));
    table_->setModel(sorted_);
    table_->setSortingEnabled(true);
    table_->sortByColumn(-1, Qt::AscendingOrder);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setEditTriggers(QAbstractItemView::EditKeyPressed);
    table_->setAlternatingRowColors(true);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(24);
    use_ = named(new QPushButton(this), "pareto-use");
    rename_ = named(new QPushButton(this), "pareto-rename");
    remove_ = named(new QPushButton(this), "pareto-remove");
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(use_);
    buttons->addWidget(rename_);
    buttons->addWidget(remove_);
    buttons->addStretch(1);
    auto* below = new QWidget(this);
    auto* column = new QVBoxLayout(below);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(table_, 1);
    column->addLayout(buttons);
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->addWidget(figure_);
    splitter->addWidget(below);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setChildrenCollapsible(false);
    static_cast<QVBoxLayout*>(layout())->addWidget(splitter, 1);

    connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        chart_->set_selected(selected());
        update_buttons();
    });
    connect(table_, &QTableView::activated, this, &ParetoView::use_selected);
    connect(use_, &QPushButton::clicked, this, &ParetoView::use_selected);
    connect(rename_, &QPushButton::clicked, this, &ParetoView::rename_selected);
    connect(remove_, &QPushButton::clicked, this, &ParetoView::remove_selected);
    auto* remove_key = new QShortcut(QKeySequence::Delete, table_);
    remove_key->setContext(Qt::WidgetShortcut);
    connect(remove_key, &QShortcut::activated, this, &ParetoView::remove_selected);
}

Limits ParetoView::limits() const {
    Limits limits;
    if (accuracy_on_->isChecked()) {
        limits.least_accuracy = accuracy_->value();
    }
    if (bytes_on_->isChecked()) {
        limits.most_bytes = kilobytes_->value() * 1000;
    }
    return limits;
}

void ParetoView::take_axes() {
    const auto measure = [](const QComboBox& choice) {
        return kMeasures[static_cast<std::size_t>(std::max(0, choice.currentIndex()))];
    };
    chart_->set_axes({measure(*x_), x_log_->isChecked()}, {measure(*y_), y_log_->isChecked()});
    touch();
}

void ParetoView::refresh() {
    points_ = pareto_points(studio().document);
    const Limits now = limits();
    const int row = selected();
    chart_->set_points(points_, now);
    model_->set_points(points_, chart_->front(), now);
    if (row >= 0 && row < model_->rowCount()) {
        select(row);
    }
    table_->resizeColumnsToContents();
    accuracy_->setEnabled(accuracy_on_->isChecked());
    kilobytes_->setEnabled(bytes_on_->isChecked());
    sweep_button_->setEnabled(studio().document.is_open() && !studio().document.stack().empty() &&
                              !sweep_->running());
    update_buttons();
}

int ParetoView::selected() const {
    const QModelIndexList rows = table_->selectionModel()->selectedRows();
    return rows.isEmpty() ? -1 : sorted_->mapToSource(rows.first()).row();
}

void ParetoView::select(int row) {
    const QModelIndex index = sorted_->mapFromSource(model_->index(row, 0));
    table_->setCurrentIndex(index);
    table_->scrollTo(index);
    chart_->set_selected(row);
    update_buttons();
}

void ParetoView::update_buttons() {
    const int row = selected();
    const bool variant = row >= 0 && static_cast<std::size_t>(row) < points_.size() &&
                         points_[static_cast<std::size_t>(row)].kind == ParetoPoint::Kind::Variant;
    for (QPushButton* button : {use_, rename_, remove_}) {
        button->setEnabled(variant);
    }
}

void ParetoView::use_selected() {
    if (const int row = selected(); row >= 0) {
        const ParetoPoint& point = points_[static_cast<std::size_t>(row)];
        if (point.kind == ParetoPoint::Kind::Variant) {
            studio().document.use_variant(point.variant);
        }
    }
}

void ParetoView::rename_selected() {
    if (const int row = selected(); row >= 0) {
        table_->edit(sorted_->mapFromSource(model_->index(row, 0)));
    }
}

void ParetoView::remove_selected() {
    if (const int row = selected(); row >= 0) {
        const ParetoPoint& point = points_[static_cast<std::size_t>(row)];
        if (point.kind == ParetoPoint::Kind::Variant) {
            studio().document.remove_variant(point.variant);
        }
    }
}

void ParetoView::ask_sweep() {
    SweepDialog dialog(studio().document.recipe(), this);
    if (dialog.exec() == QDialog::Accepted) {
        sweep_->start(dialog.points());
        touch();
    }
}

void ParetoView::restyle() {
    chart_->restyle();
}

void ParetoView::retranslate() {
    const auto fill = [](QComboBox& choice, Measure first) {
        const QSignalBlocker quiet(choice);
        const int now = choice.currentIndex();
        choice.clear();
        for (const Measure measure : kMeasures) {
            choice.addItem(measure_name(measure));
        }
        choice.setCurrentIndex(now >= 0 ? now : static_cast<int>(first));
    };
    fill(*x_, Measure::StoredBytes);
    fill(*y_, Measure::Accuracy);
    x_label_->setText(tr("&Across"));
    y_label_->setText(tr("&Up"));
    x_->setAccessibleName(tr("Horizontal axis"));
    y_->setAccessibleName(tr("Vertical axis"));
    x_log_->setText(tr("log"));
    x_log_->setAccessibleName(tr("Horizontal axis logarithmic"));
    y_log_->setText(tr("log"));
    y_log_->setAccessibleName(tr("Vertical axis logarithmic"));
    bytes_on_->setText(tr("Size at &most"));
    kilobytes_->setAccessibleName(tr("Size at most"));
    accuracy_on_->setText(tr("Accuracy at &least"));
    accuracy_->setAccessibleName(tr("Accuracy at least"));
    sweep_button_->setText(tr("S&weep…"));
    sweep_button_->setToolTip(
        tr("Runs the recipe with many values of one parameter; each result becomes a variant."));
    use_->setText(tr("Put on the &stack"));
    use_->setToolTip(tr("Makes the variant's recipe the working one (Enter or double click)."));
    rename_->setText(tr("&Rename"));
    remove_->setText(tr("&Delete"));
    table_->setAccessibleName(tr("Networks"));
    figure_->set_title(tr("Trade-off"));
    figure_->set_explanation(
        tr("Every network as a point; the line joins those that no other beats on both axes.\n"
           "Limits can be dragged; networks over a limit are hollow."));
    model_->retranslate();
    chart_->retranslate();
    restyle();
}

} // namespace espalier::studio
