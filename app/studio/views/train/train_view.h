// SPDX-License-Identifier: GPL-3.0-or-later
// Fine-tuning with its curves as it goes: start, pause, end with the best so far, keep or discard.
#pragma once

#include "app/studio/views/view.h"

#include <QTimer>

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QSlider;
class QSpinBox;

namespace espalier::studio {

class AccuracyChart;
class Figure;
class LossChart;
class RateStrip;
class TrainingRun;
struct TrainingState;

class TrainView final : public View {
    Q_OBJECT

public:
    explicit TrainView(const Studio& studio, QWidget* parent = nullptr);
    ~TrainView() override;

    [[nodiscard]] QString title() const override;

protected:
    void refresh() override;
    void retranslate() override;
    void restyle() override;

private:
    void build_bar();
    void build_charts();
    void start();
    void toggle_pause();
    /// Draws what is new; called ten times a second while a training runs.
    void draw();
    void list_teachers();
    void update_buttons();
    void tell(const TrainingState& state);
    [[nodiscard]] QString outcome() const;

    TrainingRun* run_;
    QLabel* epochs_label_ = nullptr;
    QDoubleSpinBox* epochs_ = nullptr;
    QLabel* rate_label_ = nullptr;
    QDoubleSpinBox* rate_ = nullptr;
    QLabel* batch_label_ = nullptr;
    QSpinBox* batch_ = nullptr;
    QLabel* teacher_label_ = nullptr;
    QComboBox* teacher_ = nullptr;
    QPushButton* start_ = nullptr;
    QPushButton* pause_ = nullptr;
    QPushButton* stop_ = nullptr;
    QPushButton* discard_ = nullptr;
    QPushButton* keep_ = nullptr;
    QLabel* smoothing_label_ = nullptr;
    QSlider* smoothing_ = nullptr;
    LossChart* loss_ = nullptr;
    AccuracyChart* accuracy_ = nullptr;
    Figure* loss_figure_ = nullptr;
    Figure* accuracy_figure_ = nullptr;
    RateStrip* strip_ = nullptr;
    QLabel* status_ = nullptr;
    QLabel* held_ = nullptr;
    QTimer timer_;
    std::uint64_t drawn_ = 0;
};

} // namespace espalier::studio
