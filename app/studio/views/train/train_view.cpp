// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/train/train_view.h"

#include "app/studio/document/document.h"
#include "app/studio/document/network_names.h"
#include "app/studio/views/train/curves.h"
#include "app/studio/views/train/rate_strip.h"
#include "app/studio/views/train/training_run.h"
#include "app/studio/widgets/figure.h"
#include "app/studio/widgets/numbers.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace espalier::studio {

namespace {

constexpr int kDrawMs = 100;

template <typename Widget>
Widget* named(Widget* widget, const char* name) {
    widget->setObjectName(QLatin1String(name));
    widget->setMinimumHeight(24);
    return widget;
}

Schedule schedule_of(const Params& params) {
    Schedule schedule;
    schedule.kind = schedule_kind(params.text("schedule"));
    schedule.rate = params.real("lr");
    schedule.warm_up = params.real("warm_up");
    return schedule;
}

} // namespace

TrainView::TrainView(const Studio& studio, QWidget* parent)
    : View(studio, parent)
    , run_(new TrainingRun(studio.document, studio.jobs, this)) {
    setObjectName(QStringLiteral("train-view"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    build_bar();
    build_charts();
    timer_.setInterval(kDrawMs);
    connect(&timer_, &QTimer::timeout, this, &TrainView::draw);
    connect(run_, &TrainingRun::changed, this, [this] {
        if (run_->running()) {
            drawn_ = 0;
            timer_.start();
        } else {
            timer_.stop();
        }
        touch();
    });
    connect(&studio.document, &Document::variants_changed, this, &TrainView::list_teachers);
    for (const auto signal : {&Document::opened, &Document::closed, &Document::data_changed,
                              &Document::stack_changed, &Document::working_changed}) {
        connect(&studio.document, signal, this, &View::touch);
    }
}

TrainView::~TrainView() = default;

QString TrainView::title() const {
    return tr("Train");
}

void TrainView::build_bar() {
    const std::vector<ParamSpec>& specs = technique_for("finetune").info().params;
    const Params defaults(specs);
    const auto spec = [&](const char* key) -> const ParamSpec& {
        return *std::find_if(specs.begin(), specs.end(),
                             [&](const ParamSpec& each) { return each.key == key; });
    };
    epochs_ = named(new QDoubleSpinBox(this), "train-epochs");
    epochs_->setDecimals(2);
    epochs_->setRange(0.01, spec("epochs").max);
    epochs_->setSingleStep(spec("epochs").step);
    epochs_->setValue(defaults.real("epochs"));
    rate_ = named(new QDoubleSpinBox(this), "train-rate");
    rate_->setDecimals(5);
    rate_->setRange(0.00001, spec("lr").max);
    rate_->setSingleStep(spec("lr").step);
    rate_->setValue(defaults.real("lr"));
    batch_ = named(new QSpinBox(this), "train-batch");
    batch_->setRange(static_cast<int>(spec("batch").min), static_cast<int>(spec("batch").max));
    batch_->setValue(static_cast<int>(defaults.integer("batch")));
    teacher_ = named(new QComboBox(this), "train-teacher");
    teacher_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    teacher_->setMinimumContentsLength(14);
    teacher_label_ = new QLabel(this);
    teacher_label_->setBuddy(teacher_);
    epochs_label_ = new QLabel(this);
    epochs_label_->setBuddy(epochs_);
    rate_label_ = new QLabel(this);
    rate_label_->setBuddy(rate_);
    batch_label_ = new QLabel(this);
    batch_label_->setBuddy(batch_);
    start_ = named(new QPushButton(this), "train-start");
    pause_ = named(new QPushButton(this), "train-pause");
    stop_ = named(new QPushButton(this), "train-stop");
    discard_ = named(new QPushButton(this), "train-discard");
    keep_ = named(new QPushButton(this), "train-keep");

    auto* settings = new QHBoxLayout;
    for (const auto& [label, field] :
         std::initializer_list<std::pair<QLabel*, QWidget*>>{{epochs_label_, epochs_},
                                                             {rate_label_, rate_},
                                                             {batch_label_, batch_},
                                                             {teacher_label_, teacher_}}) {
        settings->addWidget(label);
        settings->addWidget(field);
        settings->addSpacing(8);
    }
    settings->addStretch(1);
    auto* buttons = new QHBoxLayout;
    for (QPushButton* button : {start_, pause_, stop_}) {
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    buttons->addWidget(discard_);
    buttons->addWidget(keep_);
    auto* layout = static_cast<QVBoxLayout*>(this->layout());
    layout->addLayout(settings);
    layout->addLayout(buttons);

    connect(start_, &QPushButton::clicked, this, &TrainView::start);
    connect(pause_, &QPushButton::clicked, this, &TrainView::toggle_pause);
    connect(stop_, &QPushButton::clicked, run_, &TrainingRun::finish_early);
    connect(discard_, &QPushButton::clicked, run_, &TrainingRun::discard);
    connect(keep_, &QPushButton::clicked, this, [this] { studio().document.keep_variant(); });
}

void TrainView::build_charts() {
    status_ = new QLabel(this);
    status_->setObjectName(QStringLiteral("train-status"));
    status_->setWordWrap(true);
    held_ = new QLabel(this);
    held_->setObjectName(QStringLiteral("train-held"));
    held_->setWordWrap(true);
    strip_ = new RateStrip(this);
    strip_->setObjectName(QStringLiteral("train-rate-strip"));
    loss_ = new LossChart;
    accuracy_ = new AccuracyChart;
    loss_figure_ = new Figure(QStringLiteral("loss"), loss_);
    accuracy_figure_ = new Figure(QStringLiteral("accuracy"), accuracy_);
    for (Figure* figure : {loss_figure_, accuracy_figure_}) {
        figure->set_table([this] {
            return curves_table(run_->log() != nullptr ? run_->log()->state() : TrainingState());
        });
    }
    auto* smoothing = new QWidget(this);
    smoothing_label_ = new QLabel(smoothing);
    smoothing_ = named(new QSlider(Qt::Horizontal, smoothing), "train-smoothing");
    smoothing_->setRange(0, 99);
    smoothing_->setValue(90);
    smoothing_->setFixedWidth(100);
    smoothing_label_->setBuddy(smoothing_);
    auto* row = new QHBoxLayout(smoothing);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(smoothing_label_);
    row->addWidget(smoothing_);
    loss_figure_->add_control(smoothing);
    connect(smoothing_, &QSlider::valueChanged, this, [this] {
        drawn_ = 0;
        draw();
    });
    auto* charts = new QSplitter(Qt::Horizontal, this);
    charts->addWidget(loss_figure_);
    charts->addWidget(accuracy_figure_);
    charts->setChildrenCollapsible(false);
    auto* layout = static_cast<QVBoxLayout*>(this->layout());
    layout->addWidget(status_);
    layout->addWidget(charts, 1);
    layout->addWidget(strip_);
    layout->addWidget(held_);
}

void TrainView::start() {
    Document& document = studio().document;
    if (!document.is_open() || run_->running()) {
        return;
    }
    Step step(technique_for("finetune"));
    const QLocale plain = QLocale::c();
    step.params.set_text("epochs", plain.toString(epochs_->value(), 'g', 6).toStdString());
    step.params.set_text("lr", plain.toString(rate_->value(), 'g', 6).toStdString());
    step.params.set_text("batch", std::to_string(batch_->value()));
    step.params.set_text("teacher", teacher_->currentData().toString().toStdString());
    loss_->clear();
    accuracy_->clear();
    run_->start(step);
}

void TrainView::toggle_pause() {
    if (run_->log() != nullptr) {
        run_->pause(!run_->log()->state().paused);
        draw();
        update_buttons();
    }
}

void TrainView::refresh() {
    drawn_ = 0;
    draw();
    update_buttons();
}

void TrainView::list_teachers() {
    const QString chosen = teacher_->currentData().toString();
    teacher_->clear();
    teacher_->addItem(tr("None"), QString());
    const QString prefix = QString::fromLatin1(kVariantPrefix.data(), kVariantPrefix.size());
    for (const QString& name : network_names(studio().document)) {
        teacher_->addItem(name == QLatin1String("original") ? tr("Original")
                          : name.startsWith(prefix)         ? name.mid(prefix.size())
                                                            : name,
                          name);
    }
    teacher_->setCurrentIndex(std::max(0, teacher_->findData(chosen)));
}

void TrainView::update_buttons() {
    const Document& document = studio().document;
    const bool ready = document.is_open() && !document.data_name().isEmpty();
    const bool running = run_->running();
    for (QWidget* setting : std::initializer_list<QWidget*>{epochs_, rate_, batch_, teacher_}) {
        setting->setEnabled(!running);
    }
    start_->setEnabled(ready && !running);
    pause_->setEnabled(running);
    stop_->setEnabled(running);
    discard_->setEnabled(running || run_->end() == TrainingRun::End::Done);
    keep_->setEnabled(!running && run_->end() == TrainingRun::End::Done);
    const bool paused = running && run_->log()->state().paused;
    pause_->setText(paused ? tr("&Go on") : tr("&Pause"));
}

void TrainView::draw() {
    if (!isVisible()) {
        return;
    }
    if (run_->log() == nullptr) {
        status_->setText(outcome());
        held_->clear();
        return;
    }
    const std::uint64_t version = run_->log()->version();
    if (version == drawn_) {
        return;
    }
    drawn_ = version;
    const TrainingState state = run_->log()->state();
    loss_->show_state(state, smoothing_->value() / 100.0);
    accuracy_->show_state(state);
    strip_->set_schedule(schedule_of(run_->step().params), state.progress.step,
                         state.progress.steps);
    tell(state);
}

QString TrainView::outcome() const {
    const Document& document = studio().document;
    switch (run_->end()) {
    case TrainingRun::End::Done:
        return tr("Done: the step on the stack holds the result.");
    case TrainingRun::End::EndedEarly:
        return tr("Ended early: the network of the best epoch is kept as a variant. It is less "
                  "than the step says, so the step was taken off the stack.");
    case TrainingRun::End::Cancelled:
        return tr("Discarded: the network is as it was.");
    case TrainingRun::End::Failed:
        return tr("Failed: the network is as it was.");
    case TrainingRun::End::None:
        break;
    }
    if (!document.is_open()) {
        return tr("Open a network to fine-tune it.");
    }
    return document.data_name().isEmpty()
               ? tr("Choose a data set first: training needs labelled pictures.")
               : tr("Start appends a fine-tuning step to the stack and runs it on %1.")
                     .arg(document.data_name());
}

void TrainView::tell(const TrainingState& state) {
    const QLocale locale;
    const TrainProgress& now = state.progress;
    QStringList parts;
    if (!run_->running()) {
        parts << outcome();
    } else if (now.step == 0) {
        parts << tr("Running the steps before it and measuring the start…");
    } else if (state.paused) {
        parts << tr("Paused");
    }
    if (now.step > 0) {
        parts << tr("epoch %1 of %2")
                     .arg(locale.toString(now.epoch, 'f', 2),
                          locale.toString(state.epochs, 'g', 4));
        if (run_->running()) {
            parts << tr("%1 left").arg(duration_text(now.seconds_left));
        }
        parts << tr("%1 images/s").arg(locale.toString(now.images_per_s, 'f', 0));
        parts << tr("loss %1").arg(locale.toString(now.loss, 'f', 4));
    }
    if (!state.held_out.empty()) {
        const double first = state.held_out.front().value;
        const double last = state.held_out.back().value;
        QString text = tr("held out %1 (%2 points since the start")
                           .arg(percent_text(last, 2), points_text(first, last));
        if (state.original) {
            text += tr(", original %1").arg(percent_text(*state.original, 2));
        }
        parts << text + u')';
    }
    status_->setText(parts.join(QStringLiteral(" · ")));
    if (state.weights > 0) {
        const auto share = [&](std::int64_t zeros) {
            return percent_text(
                100.0 * static_cast<double>(zeros) / static_cast<double>(state.weights), 2);
        };
        const bool held = state.zeros_now >= state.zeros_before;
        held_->setText((held ? tr("✓ Sparsity held: %1 of the weights are zero (before: %2).")
                             : tr("✗ Sparsity not held: %1 of the weights are zero (before: %2)."))
                           .arg(share(state.zeros_now), share(state.zeros_before)) +
                       (state.held_out_images > 0
                            ? tr(" Held out: the first %1 pictures of the test split; they never "
                                 "choose what is kept.")
                                  .arg(count_text(static_cast<std::int64_t>(state.held_out_images)))
                            : QString()));
    }
}

void TrainView::restyle() {
    loss_->restyle();
    accuracy_->restyle();
}

void TrainView::retranslate() {
    epochs_label_->setText(tr("&Epochs"));
    epochs_->setAccessibleName(tr("Epochs"));
    rate_label_->setText(tr("&Learning rate"));
    rate_->setAccessibleName(tr("Learning rate"));
    batch_label_->setText(tr("&Batch"));
    batch_->setAccessibleName(tr("Batch"));
    teacher_label_->setText(tr("Teac&her"));
    teacher_->setAccessibleName(tr("Teacher"));
    teacher_->setToolTip(tr("A network whose scores are learnt beside the labels (distillation): "
                            "the original, a variant that was kept, or a bundled one."));
    list_teachers();
    start_->setText(tr("&Start"));
    stop_->setText(tr("S&top, keep best"));
    stop_->setToolTip(tr("Ends the training with the network of the finished epoch with the lowest "
                         "training loss, or as it stands where none is finished."));
    discard_->setText(tr("&Discard"));
    discard_->setToolTip(tr("Ends a running training with nothing; takes the step of a finished "
                            "one off the stack (which can be undone)."));
    keep_->setText(tr("&Keep as variant"));
    smoothing_label_->setText(tr("S&moothing"));
    smoothing_->setAccessibleName(tr("Smoothing of the loss"));
    loss_figure_->set_title(tr("Loss"));
    loss_figure_->set_explanation(
        tr("Cross-entropy of the training pictures of each step.\nSmoothed: exponential moving "
           "average, in nats"));
    accuracy_figure_->set_title(tr("Accuracy"));
    accuracy_figure_->set_explanation(
        tr("Share of pictures whose first guess is right: of the training pictures of the epoch "
           "so far, and of held-out ones.\nDashed: the original on the same held-out pictures"));
    strip_->set_label(tr("Learning rate"));
    loss_->retranslate();
    accuracy_->retranslate();
    update_buttons();
    restyle();
}

} // namespace espalier::studio
