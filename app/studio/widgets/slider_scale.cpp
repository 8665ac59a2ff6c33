// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/widgets/slider_scale.h"

#include <QString>

#include <algorithm>
#include <cmath>

namespace espalier::studio {

namespace {

constexpr double kDecades = 3;
constexpr int kPositionsPerDecade = 40;
constexpr int kMostPositions = 10000;

double significant(double value, int digits) {
    if (value == 0) {
        return 0;
    }
    return QString::number(value, 'g', digits).toDouble();
}

} // namespace

SliderScale::SliderScale(const ParamSpec& spec)
    : SliderScale(spec, spec.max) {}

SliderScale::SliderScale(const ParamSpec& spec, double most)
    : min_(spec.min)
    , max_(std::max(std::min(spec.max, most), spec.min))
    , step_(spec.step)
    , whole_(spec.type == ParamType::Integer) {
    const double span = max_ - min_;
    if (step_ <= 0) {
        step_ = whole_ ? 1 : span > 0 ? span / 100 : 1;
    }
    // A range that begins at zero has a position for zero itself, and decades above it.
    least_ = min_ > 0 ? min_ : step_;
    const double decades = max_ > least_ ? std::log10(max_ / least_) : 0;
    logarithmic_ = min_ >= 0 && decades > kDecades;
    const double wanted = logarithmic_
                              ? std::ceil(decades * kPositionsPerDecade) + (min_ > 0 ? 0 : 1)
                              : std::ceil(span / step_ - 1e-9);
    positions_ = static_cast<int>(std::clamp<double>(wanted, 1, kMostPositions));
}

double SliderScale::value(int position) const {
    if (position <= 0) {
        return min_;
    }
    if (position >= positions_) {
        return max_;
    }
    double value = 0;
    if (logarithmic_) {
        const int first = min_ > 0 ? 0 : 1;
        const double share = static_cast<double>(position - first) / (positions_ - first);
        value = significant(least_ * std::pow(max_ / least_, share), 2);
    } else {
        const double steps = std::ceil((max_ - min_) / step_ - 1e-9);
        // Where there are more steps than positions, a position stands for several.
        const double each = steps > positions_ ? (max_ - min_) / positions_ : step_;
        value = significant(min_ + each * position, 12);
    }
    return std::clamp(whole_ ? std::round(value) : value, min_, max_);
}

int SliderScale::position(double value) const {
    if (!(value > min_)) {
        return 0;
    }
    if (value >= max_) {
        return positions_;
    }
    double place = 0;
    if (logarithmic_) {
        const int first = min_ > 0 ? 0 : 1;
        place = first + (positions_ - first) * std::log(std::max(value, least_) / least_) /
                            std::log(max_ / least_);
    } else {
        const double steps = std::ceil((max_ - min_) / step_ - 1e-9);
        const double each = steps > positions_ ? (max_ - min_) / positions_ : step_;
        place = (value - min_) / each;
    }
    return std::clamp(static_cast<int>(std::lround(place)), 0, positions_);
}

std::string number_param_text(double value, ParamType type) {
    return type == ParamType::Integer
               ? std::to_string(static_cast<std::int64_t>(std::llround(value)))
               : QString::number(value, 'g', 12).toStdString();
}

} // namespace espalier::studio
