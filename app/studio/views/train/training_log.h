// SPDX-License-Identifier: GPL-3.0-or-later
// What a running training tells the window, and what the window tells it: written on the training's
// thread, read on the window's.
#pragma once

#include "core/train/observer.h"

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

namespace espalier::studio {

/// A point of a curve; `epoch` with its fraction.
struct CurvePoint {
    double epoch = 0;
    double value = 0;
};

/// Exponential moving average with the bias of its start taken out; weight 0 leaves the curve as it
/// is, and weights near 1 smooth the most.
[[nodiscard]] std::vector<CurvePoint> smoothed(const std::vector<CurvePoint>& curve, double weight);

/// At most `most` points, of each stretch the lowest and the highest, in order.
[[nodiscard]] std::vector<CurvePoint> thinned(const std::vector<CurvePoint>& curve,
                                              std::size_t most);

/// How a training stands, for drawing.
struct TrainingState {
    TrainProgress progress;
    std::vector<CurvePoint> loss;           ///< of each step's batch
    std::vector<CurvePoint> train_accuracy; ///< of the epoch so far
    std::vector<CurvePoint> held_out;       ///< per cent of held-out pictures
    std::optional<double> original;         ///< the original on the same pictures
    std::size_t held_out_images = 0;
    std::int64_t weights = 0;      ///< of MAC layers
    std::int64_t zeros_before = 0; ///< among them, before the training
    std::int64_t zeros_now = 0;    ///< when they were last counted
    double epochs = 0;             ///< asked for
    bool paused = false;
};

class TrainingLog {
public:
    // --- by the training
    /// Waits while paused. False once it should stop; also where `stop` was requested.
    [[nodiscard]] bool step(const TrainProgress& progress, const std::stop_token& stop);
    void held_out(double epoch, double accuracy);
    void before(double epochs, std::optional<double> original, std::size_t images,
                std::int64_t weights, std::int64_t zeros);
    void count_zeros(std::int64_t zeros);

    // --- by the window
    void pause(bool paused);
    void finish_early();
    [[nodiscard]] TrainingState state() const;
    /// Grows with everything written.
    [[nodiscard]] std::uint64_t version() const;

private:
    mutable std::mutex mutex_;
    std::condition_variable_any wake_;
    TrainingState state_;
    std::uint64_t version_ = 0;
    bool finish_ = false;
};

} // namespace espalier::studio
