// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/hardware/array_player.h"

#include "app/studio/views/hardware/array_picture.h"
#include "app/studio/widgets/numbers.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QSlider>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace espalier::studio {

namespace {

constexpr int kTick = 60; // milliseconds
constexpr int kSlow = 0;  // entries of the choice of speed
constexpr int kFast = 1;
constexpr int kFastCycles = 10;
constexpr int kMostTicks = 1'000'000; // of the slider; longer schedules are scaled to it

QToolButton* make_button(const char* name, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setObjectName(QLatin1String(name));
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

} // namespace

ArrayPlayer::ArrayPlayer(ArrayPicture* picture, QWidget* parent)
    : QWidget(parent)
    , picture_(picture)
    , rewind_(make_button("array-rewind", this))
    , play_(make_button("array-play", this))
    , cycle_button_(make_button("array-next-cycle", this))
    , step_button_(make_button("array-next-step", this))
    , speed_(new QComboBox(this))
    , slider_(new QSlider(Qt::Horizontal, this)) {
    picture_->setParent(this);
    play_->setCheckable(true);
    slider_->setObjectName(QStringLiteral("array-position"));
    speed_->setObjectName(QStringLiteral("array-speed"));
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(4, 0, 4, 4);
    bar->setSpacing(2);
    for (QWidget* each :
         std::initializer_list<QWidget*>{rewind_, play_, cycle_button_, step_button_, speed_}) {
        bar->addWidget(each);
    }
    bar->addWidget(slider_, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(picture_, 1);
    layout->addLayout(bar);

    connect(rewind_, &QToolButton::clicked, this, &ArrayPlayer::rewind);
    connect(play_, &QToolButton::toggled, this, &ArrayPlayer::play);
    connect(cycle_button_, &QToolButton::clicked, this, &ArrayPlayer::next_cycle);
    connect(step_button_, &QToolButton::clicked, this, &ArrayPlayer::next_step);
    connect(slider_, &QSlider::valueChanged, this, [this](int value) {
        if (schedule_) {
            const std::int64_t last = schedule_->steps() - 1;
            go_to(last <= kMostTicks
                      ? value
                      : static_cast<std::int64_t>(static_cast<double>(last) * value / kMostTicks),
                  0);
        }
    });
    timer_.setInterval(kTick);
    connect(&timer_, &QTimer::timeout, this, &ArrayPlayer::advance);
    set_icons();
    retranslate();
    set_schedule({}, nullptr);
}

void ArrayPlayer::set_icons() {
    rewind_->setIcon(style()->standardIcon(QStyle::SP_MediaSkipBackward));
    play_->setIcon(
        style()->standardIcon(play_->isChecked() ? QStyle::SP_MediaPause : QStyle::SP_MediaPlay));
    cycle_button_->setIcon(style()->standardIcon(QStyle::SP_MediaSeekForward));
    step_button_->setIcon(style()->standardIcon(QStyle::SP_MediaSkipForward));
}

void ArrayPlayer::set_schedule(const QString& key, std::shared_ptr<const hw::Schedule> schedule) {
    if (key == key_ && static_cast<bool>(schedule) == static_cast<bool>(schedule_)) {
        return;
    }
    key_ = key;
    schedule_ = std::move(schedule);
    {
        const QSignalBlocker quiet(slider_);
        const std::int64_t last = schedule_ ? schedule_->steps() - 1 : 0;
        slider_->setRange(0, static_cast<int>(std::min<std::int64_t>(last, kMostTicks)));
    }
    for (QWidget* each : std::initializer_list<QWidget*>{rewind_, play_, cycle_button_,
                                                         step_button_, speed_, slider_}) {
        each->setEnabled(schedule_ != nullptr);
    }
    reset();
}

void ArrayPlayer::reset() {
    play_->setChecked(false);
    started_ = false;
    step_ = cycle_ = tallied_ = 0;
    before_ = so_far_ = {};
    picture_->set_states({});
    const QSignalBlocker quiet(slider_);
    slider_->setValue(0);
}

std::int64_t ArrayPlayer::cycle() const {
    return schedule_ ? step_ * schedule_->step_cycles() + cycle_ : 0;
}

void ArrayPlayer::go_to(std::int64_t step, std::int64_t cycle) {
    if (!schedule_) {
        return;
    }
    step_ = std::clamp<std::int64_t>(step, 0, schedule_->steps() - 1);
    cycle_ = std::clamp<std::int64_t>(cycle, 0, schedule_->step_cycles() - 1);
    started_ = true;
    if (step_ < tallied_) {
        tallied_ = 0;
        before_ = {};
    }
    before_ += schedule_->over(tallied_, step_);
    tallied_ = step_;
    show_now();
}

void ArrayPlayer::show_now() {
    const hw::ScheduleStep step = schedule_->step(step_);
    std::vector<hw::ElementState> states(schedule_->elements());
    schedule_->show(step, cycle_, states);
    so_far_ = before_;
    so_far_ += schedule_->tally(step, cycle_ + 1);
    picture_->set_states(std::move(states));
    picture_->set_texts(step_text(step), counters_text());
    const std::int64_t last = schedule_->steps() - 1;
    const QSignalBlocker quiet(slider_);
    slider_->setValue(last <= kMostTicks
                          ? static_cast<int>(step_)
                          : static_cast<int>(static_cast<double>(step_) * kMostTicks /
                                             static_cast<double>(last)));
}

QString ArrayPlayer::step_text(const hw::ScheduleStep& step) const {
    using Axis = hw::StepExtent::Axis;
    const auto name = [](Axis axis) {
        switch (axis) {
        case Axis::Groups:
            return tr("groups");
        case Axis::Images:
            return tr("images");
        case Axis::Pixels:
            return tr("output pixels");
        case Axis::Rows:
            return tr("output rows");
        case Axis::Columns:
            return tr("output columns");
        case Axis::Filters:
            return tr("filters");
        case Axis::Depth:
            return tr("depth");
        case Axis::Channels:
            return tr("channels");
        case Axis::FilterRows:
            return tr("filter rows");
        case Axis::FilterColumns:
            break;
        }
        return tr("filter columns");
    };
    QStringList parts;
    for (const hw::StepExtent& extent : step.extents) {
        if (extent.size() < extent.of) {
            parts << tr("%1 %2–%3 of %4")
                         .arg(name(extent.axis), count_text(extent.begin + 1),
                              count_text(extent.end), count_text(extent.of));
        }
    }
    const QString what = parts.isEmpty() ? tr("the whole layer") : parts.join(QStringLiteral(", "));
    return tr("Step %1 of %2, cycle %3 of %4: %5")
        .arg(count_text(step_ + 1), count_text(schedule_->steps()), count_text(cycle_ + 1),
             count_text(schedule_->step_cycles()), what);
}

QString ArrayPlayer::counters_text() const {
    QString line =
        tr("%1 MACs after %2 cycles of computing")
            .arg(count_text(static_cast<std::int64_t>(so_far_.macs)), count_text(cycle() + 1));
    if (schedule_->counts_words()) {
        line += tr("; %1 weights and %2 inputs read, %3 results written")
                    .arg(count_text(static_cast<std::int64_t>(so_far_.words[0])),
                         count_text(static_cast<std::int64_t>(so_far_.words[1])),
                         count_text(static_cast<std::int64_t>(so_far_.words[2])));
    }
    return line + u'.';
}

void ArrayPlayer::next_cycle() {
    if (schedule_ && started_ && cycle_ + 1 >= schedule_->step_cycles()) {
        next_step();
    } else {
        go_to(step_, started_ ? cycle_ + 1 : 0);
    }
}

void ArrayPlayer::next_step() {
    if (!schedule_) {
        return;
    }
    if (step_ + 1 >= schedule_->steps()) {
        go_to(step_, schedule_->step_cycles() - 1);
        play_->setChecked(false);
    } else {
        go_to(started_ ? step_ + 1 : 0, 0);
    }
}

void ArrayPlayer::advance() {
    switch (speed_->currentIndex()) {
    case kSlow:
        next_cycle();
        break;
    case kFast:
        if (cycle_ + kFastCycles < schedule_->step_cycles()) {
            go_to(step_, cycle_ + kFastCycles);
        } else {
            next_step();
        }
        break;
    default:
        next_step();
        break;
    }
}

void ArrayPlayer::play(bool on) {
    const bool at_end = schedule_ && started_ && step_ + 1 == schedule_->steps() &&
                        cycle_ + 1 == schedule_->step_cycles();
    if (on && at_end) {
        go_to(0, 0);
    }
    if (on && schedule_) {
        timer_.start();
    } else {
        timer_.stop();
    }
    set_icons();
}

void ArrayPlayer::rewind() {
    reset();
    Q_EMIT stopped();
}

void ArrayPlayer::hideEvent(QHideEvent* event) {
    play_->setChecked(false);
    QWidget::hideEvent(event);
}

void ArrayPlayer::changeEvent(QEvent* event) {
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::PaletteChange) {
        set_icons();
    }
    QWidget::changeEvent(event);
}

void ArrayPlayer::retranslate() {
    const auto name = [](QToolButton* button, const QString& text) {
        button->setToolTip(text);
        button->setAccessibleName(text);
    };
    name(rewind_, tr("Back to the whole layer"));
    name(play_, tr("Play and pause"));
    name(cycle_button_, tr("Next cycle"));
    name(step_button_, tr("Next step: other operands in the array"));
    slider_->setToolTip(tr("Which step of the schedule is shown"));
    slider_->setAccessibleName(tr("Step of the schedule"));
    const QSignalBlocker quiet(speed_);
    const int now = std::max(0, speed_->currentIndex());
    speed_->clear();
    speed_->addItems({tr("1 cycle"), tr("10 cycles"), tr("1 step")});
    speed_->setCurrentIndex(now);
    speed_->setToolTip(tr("How far the array goes in a tick"));
    speed_->setAccessibleName(tr("Speed"));
    if (started_ && schedule_) {
        show_now();
    }
}

} // namespace espalier::studio
