// SPDX-License-Identifier: GPL-3.0-or-later
// The array at work: plays the very schedule whose closed forms were costed, cycle by cycle or step
// by step, with counters that end at the figures of the estimate. Until it is started, the picture
// shows shares over the whole layer.
#pragma once

#include "hwmodel/schedule.h"

#include <QTimer>
#include <QWidget>

#include <memory>

class QComboBox;
class QSlider;
class QToolButton;

namespace espalier::studio {

class ArrayPicture;

class ArrayPlayer : public QWidget {
    Q_OBJECT

public:
    /// Takes `picture` over.
    explicit ArrayPlayer(ArrayPicture* picture, QWidget* parent = nullptr);

    /// Another layer, machine or dataflow, told apart by `key`; the same key goes on where it is.
    /// Null where there is nothing to play.
    void set_schedule(const QString& key, std::shared_ptr<const hw::Schedule> schedule);

    [[nodiscard]] bool has(const QString& key) const { return key == key_; }

    /// Whether the picture shows a cycle rather than the whole layer.
    [[nodiscard]] bool started() const { return started_; }

    /// Multiply-accumulates up to the cycle shown, and that cycle's number from 0.
    [[nodiscard]] double macs() const { return so_far_.macs; }

    [[nodiscard]] std::int64_t cycle() const;

    void go_to(std::int64_t step, std::int64_t cycle);
    void retranslate();

Q_SIGNALS:
    /// Back to the whole layer: whoever knows it has to draw it.
    void stopped();

protected:
    void hideEvent(QHideEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void advance();
    void next_cycle();
    void next_step();
    void play(bool on);
    void rewind();
    void reset();
    void show_now();
    void set_icons();
    [[nodiscard]] QString step_text(const hw::ScheduleStep& step) const;
    [[nodiscard]] QString counters_text() const;

    ArrayPicture* picture_;
    QToolButton* rewind_;
    QToolButton* play_;
    QToolButton* cycle_button_;
    QToolButton* step_button_;
    QComboBox* speed_;
    QSlider* slider_;
    QTimer timer_;
    QString key_;
    std::shared_ptr<const hw::Schedule> schedule_;
    bool started_ = false;
    std::int64_t step_ = 0;
    std::int64_t cycle_ = 0; ///< of the step
    hw::Tally so_far_;
    /// What the steps before tallied_ did.
    std::int64_t tallied_ = 0;
    hw::Tally before_;
};

} // namespace espalier::studio
