// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/sweep/sweep_view.h"

#include "app/studio/document/document.h"
#include "app/studio/views/sweep/bits_chart.h"
#include "app/studio/widgets/figure.h"
#include "app/studio/widgets/numbers.h"
#include "core/train/zoo.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace espalier::studio {

namespace {

/// How much accuracy may be lost for a number of bits to suffice.
constexpr double kPoints = 1;
/// Pictures of the test split that each training is judged by.
constexpr std::size_t kJudged = 2000;

NumericTable sweep(const std::string& network, const std::string& data, std::size_t pictures,
                   double epochs, std::uint64_t seed, const Job& job) {
    const DatasetPtr train = limited(open_dataset(data, Split::Train), pictures);
    const DatasetPtr test = limited(open_dataset(data, Split::Test), kJudged);
    const Graph start = make_network(network, train->classes(), seed, train->picture_size());
    NumericSweep sweep;
    sweep.training.epochs = epochs;
    sweep.training.batch = 64;
    sweep.training.schedule.rate = 0.05;
    sweep.training.optimiser.momentum = 0.9;
    sweep.training.seed = seed;
    const Preprocess preprocess = Preprocess::from_metadata(start.metadata).value_or(Preprocess{});
    return sweep_numerics(start, *train, *test, preprocess, sweep, job);
}

} // namespace

SweepView::SweepView(const Studio& studio, QWidget* parent)
    : View(studio, parent) {
    setObjectName(QStringLiteral("sweep-view"));
    build();
    connect(start_, &QPushButton::clicked, this, &SweepView::start);
    connect(stop_, &QPushButton::clicked, this, [this] { this->studio().jobs.cancel(job_); });
    connect(&studio.jobs, &Jobs::finished, this, [this](std::uint64_t id) {
        if (id == job_) {
            job_ = 0;
            touch();
        }
    });
    connect(&studio.document, &Document::data_changed, this, &View::touch);
    connect(&studio.document, &Document::opened, this, &View::touch);
    connect(&studio.document, &Document::closed, this, &View::touch);
}

QString SweepView::title() const {
    return tr("Bits while training");
}

void SweepView::build() {
    network_ = new QComboBox(this);
    network_->setObjectName(QStringLiteral("sweep-network"));
    for (const ZooEntry& entry : zoo()) {
        network_->addItem(QString::fromUtf8(entry.id.data(), static_cast<int>(entry.id.size())));
    }
    epochs_ = new QDoubleSpinBox(this);
    epochs_->setObjectName(QStringLiteral("sweep-epochs"));
    epochs_->setRange(0.1, 100);
    epochs_->setSingleStep(0.5);
    epochs_->setValue(1);
    pictures_ = new QSpinBox(this);
    pictures_->setObjectName(QStringLiteral("sweep-pictures"));
    pictures_->setRange(100, 1000000);
    pictures_->setSingleStep(1000);
    pictures_->setValue(6000);
    start_ = new QPushButton(this);
    start_->setObjectName(QStringLiteral("sweep-start"));
    stop_ = new QPushButton(this);
    stop_->setObjectName(QStringLiteral("sweep-stop"));
    status_ = new QLabel(this);
    status_->setObjectName(QStringLiteral("sweep-status"));
    status_->setWordWrap(true);
    network_label_ = new QLabel(this);
    epochs_label_ = new QLabel(this);
    pictures_label_ = new QLabel(this);
    auto* bar = new QHBoxLayout;
    for (const auto& [label, field] : std::initializer_list<std::pair<QLabel*, QWidget*>>{
             {network_label_, network_}, {epochs_label_, epochs_}, {pictures_label_, pictures_}}) {
        field->setMinimumHeight(24);
        label->setBuddy(field);
        bar->addWidget(label);
        bar->addWidget(field);
        bar->addSpacing(8);
    }
    bar->addStretch(1);
    for (QPushButton* button : {start_, stop_}) {
        button->setMinimumHeight(24);
        bar->addWidget(button);
    }
    chart_ = new BitsChart;
    figure_ = new Figure(QStringLiteral("bits-by-object"), chart_);
    figure_->set_table([this] { return bits_table(found_.value_or(NumericTable()), kPoints); });
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addLayout(bar);
    layout->addWidget(status_);
    layout->addWidget(figure_, 1);
}

void SweepView::start() {
    Document& document = studio().document;
    const std::string set = document.data_name().toStdString();
    if (set.empty() || job_ != 0) {
        return;
    }
    const auto work = [network = network_->currentText().toStdString(), set,
                       pictures = static_cast<std::size_t>(pictures_->value()),
                       epochs = epochs_->value(), seed = document.seed()](const Job& job) {
        return sweep(network, set, pictures, epochs, seed, job);
    };
    job_ = studio().jobs.start<NumericTable>(
        tr("Sweep bits"), work, this, [this](const NumericTable& table) { take(table); },
        [this](const Error& error) {
            Q_EMIT studio().document.failed(tr("The sweep failed"), error);
        });
    refresh();
}

void SweepView::take(const NumericTable& table) {
    found_ = table;
    chart_->show_table(table);
    touch();
}

void SweepView::refresh() {
    const bool ready = !studio().document.data_name().isEmpty();
    const bool running = job_ != 0;
    for (QWidget* setting : std::initializer_list<QWidget*>{network_, epochs_, pictures_}) {
        setting->setEnabled(!running);
    }
    start_->setEnabled(ready && !running);
    stop_->setEnabled(running);
    if (!ready) {
        status_->setText(tr("Choose a data set first."));
    } else if (running) {
        status_->setText(tr("Training once in float32 and once for each kind of number and each "
                            "number of bits; the strip below tells how far it is."));
    } else if (found_) {
        QStringList order;
        for (const NumericObject object : found_->order(kPoints)) {
            order << object_text(object);
        }
        status_->setText(
            tr("Least demanding first: %1. With float32 throughout: %2.")
                .arg(order.join(QStringLiteral(", ")), percent_text(found_->baseline, 2)));
    } else {
        status_->setText(tr("Start trains a new network on %1 again and again, with one kind of "
                            "number held to few bits at a time.")
                             .arg(studio().document.data_name()));
    }
}

void SweepView::restyle() {
    chart_->restyle();
}

void SweepView::retranslate() {
    network_label_->setText(tr("Net&work"));
    network_->setAccessibleName(tr("Network"));
    epochs_label_->setText(tr("&Epochs"));
    epochs_->setAccessibleName(tr("Epochs"));
    pictures_label_->setText(tr("&Pictures"));
    pictures_->setAccessibleName(tr("Pictures to train on"));
    start_->setText(tr("&Start"));
    stop_->setText(tr("S&top"));
    figure_->set_title(tr("Bits and accuracy"));
    figure_->set_explanation(
        tr("One kind of number at a time has few bits while the network is trained; all others "
           "stay float32.\nTop-1 on the first 2,000 test pictures, in per cent"));
    chart_->retranslate();
}

} // namespace espalier::studio
