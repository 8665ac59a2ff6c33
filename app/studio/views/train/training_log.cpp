// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/train/training_log.h"

#include <algorithm>
#include <cmath>

namespace espalier::studio {

std::vector<CurvePoint> smoothed(const std::vector<CurvePoint>& curve, double weight) {
    std::vector<CurvePoint> result;
    result.reserve(curve.size());
    double mean = 0;
    double bias = 1;
    for (const CurvePoint& point : curve) {
        mean = weight * mean + (1 - weight) * point.value;
        bias *= weight;
        result.push_back({point.epoch, mean / (1 - bias)});
    }
    return result;
}

std::vector<CurvePoint> thinned(const std::vector<CurvePoint>& curve, std::size_t most) {
    if (curve.size() <= most || most < 2) {
        return curve;
    }
    const std::size_t stretches = most / 2;
    std::vector<CurvePoint> result;
    for (std::size_t i = 0; i < stretches; ++i) {
        const auto from = curve.begin() + static_cast<std::ptrdiff_t>(i * curve.size() / stretches);
        const auto to =
            curve.begin() + static_cast<std::ptrdiff_t>((i + 1) * curve.size() / stretches);
        const auto [low, high] = std::minmax_element(
            from, to, [](const CurvePoint& a, const CurvePoint& b) { return a.value < b.value; });
        result.push_back(low < high ? *low : *high);
        if (low != high) {
            result.push_back(low < high ? *high : *low);
        }
    }
    return result;
}

bool TrainingLog::step(const TrainProgress& progress, const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    state_.progress = progress;
    state_.loss.push_back({progress.epoch, progress.batch_loss});
    state_.train_accuracy.push_back({progress.epoch, progress.accuracy});
    ++version_;
    wake_.wait(lock, stop, [this] { return !state_.paused || finish_; });
    return !finish_;
}

void TrainingLog::held_out(double epoch, double accuracy) {
    const std::scoped_lock lock(mutex_);
    state_.held_out.push_back({epoch, accuracy});
    ++version_;
}

void TrainingLog::before(double epochs, std::optional<double> original, std::size_t images,
                         std::int64_t weights, std::int64_t zeros) {
    const std::scoped_lock lock(mutex_);
    state_.epochs = epochs;
    state_.original = original;
    state_.held_out_images = images;
    state_.weights = weights;
    state_.zeros_before = zeros;
    state_.zeros_now = zeros;
    ++version_;
}

void TrainingLog::count_zeros(std::int64_t zeros) {
    const std::scoped_lock lock(mutex_);
    state_.zeros_now = zeros;
    ++version_;
}

void TrainingLog::pause(bool paused) {
    {
        const std::scoped_lock lock(mutex_);
        state_.paused = paused;
        ++version_;
    }
    wake_.notify_all();
}

void TrainingLog::finish_early() {
    {
        const std::scoped_lock lock(mutex_);
        finish_ = true;
        state_.paused = false;
        ++version_;
    }
    wake_.notify_all();
}

TrainingState TrainingLog::state() const {
    const std::scoped_lock lock(mutex_);
    return state_;
}

std::uint64_t TrainingLog::version() const {
    const std::scoped_lock lock(mutex_);
    return version_;
}

} // namespace espalier::studio
