// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/histogram.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace espalier {

namespace {

constexpr int kMostBins = 65536;

} // namespace

std::pair<double, double> finite_range(std::span<const float> values) {
    float low = std::numeric_limits<float>::infinity();
    float high = -low;
    for (const float value : values) {
        if (std::isfinite(value)) {
            low = std::min(low, value);
            high = std::max(high, value);
        }
    }
    return low > high ? std::pair(0.0, 0.0) : std::pair<double, double>(low, high);
}

Histogram histogram(std::span<const float> values, int bins) {
    auto [low, high] = finite_range(values);
    if (low == high) {
        low -= 0.5;
        high += 0.5;
    }
    return histogram(values, bins, low, high);
}

Histogram histogram(std::span<const float> values, int bins, double low, double high) {
    expect(bins >= 1 && bins <= kMostBins, "a histogram of {} bins, expected 1 to {}", bins,
           kMostBins);
    expect(low < high, "a histogram from {} to {}", low, high);
    Histogram result;
    result.low = low;
    result.high = high;
    result.counts.assign(static_cast<std::size_t>(bins), 0);
    result.total = static_cast<std::int64_t>(values.size());
    double sum = 0;
    double squares = 0;
    const double scale = bins / (high - low);
    const double last = bins - 1;
    for (const float value : values) {
        if (!std::isfinite(value)) {
            ++result.not_finite;
            continue;
        }
        if (value == 0) {
            ++result.zeros;
            continue;
        }
        const double x = value;
        sum += x;
        squares += x * x;
        const double bin = std::clamp((x - low) * scale, 0.0, last);
        ++result.counts[static_cast<std::size_t>(bin)];
    }
    const auto finite = static_cast<double>(result.total - result.not_finite);
    if (finite > 0) {
        result.mean = sum / finite;
        result.deviation = std::sqrt(std::max(squares / finite - result.mean * result.mean, 0.0));
    }
    return result;
}

std::vector<std::vector<float>> by_channel(const Tensor& tensor, int axis) {
    const auto values = tensor.data<float>();
    if (axis < 0) {
        return {std::vector<float>(values.begin(), values.end())};
    }
    expect(axis < tensor.shape().rank(), "axis {} of a tensor of shape {}", axis,
           tensor.shape().str());
    const auto channels = static_cast<std::size_t>(tensor.shape()[axis]);
    const auto inner =
        static_cast<std::size_t>(tensor.shape().elements(axis + 1, tensor.shape().rank()));
    std::vector<std::vector<float>> result(channels);
    for (auto& list : result) {
        list.reserve(values.size() / channels);
    }
    for (std::size_t begin = 0, channel = 0; begin < values.size(); begin += inner) {
        const auto run = values.subspan(begin, inner);
        result[channel].insert(result[channel].end(), run.begin(), run.end());
        channel = channel + 1 == channels ? 0 : channel + 1;
    }
    return result;
}

std::vector<ChannelRange> channel_ranges(const Tensor& tensor, int axis) {
    std::vector<ChannelRange> result;
    for (const std::vector<float>& values : by_channel(tensor, axis)) {
        ChannelRange range;
        range.elements = static_cast<std::int64_t>(values.size());
        std::int64_t finite = 0;
        for (const float value : values) {
            if (!std::isfinite(value)) {
                continue;
            }
            range.low = finite == 0 ? value : std::min(range.low, value);
            range.high = finite == 0 ? value : std::max(range.high, value);
            range.mean += value;
            range.rms += static_cast<double>(value) * value;
            range.zeros += value == 0 ? 1 : 0;
            ++finite;
        }
        if (finite > 0) {
            range.mean /= static_cast<double>(finite);
            range.rms = std::sqrt(range.rms / static_cast<double>(finite));
        }
        result.push_back(range);
    }
    return result;
}

} // namespace espalier
