// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/calibration.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace espalier {

double ValueRecord::limit() const {
    return std::ldexp(1.0, exponent_);
}

void ValueRecord::widen(int exponent) {
    if (bins_.empty()) {
        bins_.assign(kBins, 0);
        exponent_ = exponent;
    }
    for (; exponent_ < exponent; ++exponent_) {
        // Bins 2k and 2k+1 of each half, counted from the middle, become bin k.
        std::vector<std::int64_t> wider(kBins, 0);
        const std::size_t half = kBins / 2;
        for (std::size_t i = 0; i < half; ++i) {
            wider[half + i / 2] += bins_[half + i];
            wider[half - 1 - i / 2] += bins_[half - 1 - i];
        }
        bins_ = std::move(wider);
    }
}

void ValueRecord::add(std::span<const float> values) {
    float low = std::numeric_limits<float>::infinity();
    float high = -low;
    for (const float x : values) {
        if (std::isfinite(x)) {
            low = std::min(low, x);
            high = std::max(high, x);
        }
    }
    if (low > high) {
        return;
    }
    constexpr float kNew = 0.1F;
    moving_low_ = count_ == 0 ? low : moving_low_ + kNew * (low - moving_low_);
    moving_high_ = count_ == 0 ? high : moving_high_ + kNew * (high - moving_high_);
    low_ = count_ == 0 ? low : std::min(low_, low);
    high_ = count_ == 0 ? high : std::max(high_, high);
    int exponent = 0;
    if (const double most = std::max(std::abs(low), std::abs(high)); most > 0) {
        (void)std::frexp(most, &exponent); // most < 2^exponent
        widen(exponent);
    }
    const double scale = bins_.empty() ? 0 : static_cast<double>(kBins / 2) / limit();
    for (const float x : values) {
        if (!std::isfinite(x)) {
            continue;
        }
        ++count_;
        sum_ += x;
        sizes_ += std::abs(x);
        squares_ += static_cast<double>(x) * x;
        if (x == 0) {
            ++zeros_;
            continue;
        }
        const double at = std::floor(static_cast<double>(x) * scale);
        ++bins_[static_cast<std::size_t>(static_cast<std::int64_t>(at) +
                                         static_cast<std::int64_t>(kBins / 2))];
    }
}

void ValueRecord::merge(const ValueRecord& other) {
    if (other.count_ == 0) {
        return;
    }
    low_ = count_ == 0 ? other.low_ : std::min(low_, other.low_);
    high_ = count_ == 0 ? other.high_ : std::max(high_, other.high_);
    const auto all = static_cast<double>(count_ + other.count_);
    const auto share = static_cast<float>(static_cast<double>(other.count_) / all);
    moving_low_ += share * (other.moving_low_ - moving_low_);
    moving_high_ += share * (other.moving_high_ - moving_high_);
    sum_ += other.sum_;
    sizes_ += other.sizes_;
    squares_ += other.squares_;
    count_ += other.count_;
    zeros_ += other.zeros_;
    if (other.bins_.empty()) {
        return;
    }
    ValueRecord wide = other;
    widen(other.exponent_);
    wide.widen(exponent_);
    std::ranges::transform(bins_, wide.bins_, bins_.begin(), std::plus<>());
}

} // namespace espalier
