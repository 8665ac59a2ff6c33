// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/histogram.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>

namespace espalier {

namespace {

constexpr int kMostBins = 65536;

} // namespace

Histogram histogram(std::span<const float> values, int bins) {
    expect(bins >= 1 && bins <= kMostBins, "a histogram of {} bins, expected 1 to {}", bins,
           kMostBins);
    Histogram result;
    result.counts.assign(static_cast<std::size_t>(bins), 0);
    result.total = static_cast<std::int64_t>(values.size());
    bool any = false;
    double sum = 0;
    double squares = 0;
    for (const float value : values) {
        if (!std::isfinite(value)) {
            ++result.not_finite;
            continue;
        }
        const double x = value;
        result.low = any ? std::min(result.low, x) : x;
        result.high = any ? std::max(result.high, x) : x;
        any = true;
        sum += x;
        squares += x * x;
        result.zeros += value == 0 ? 1 : 0;
    }
    const auto finite = static_cast<double>(result.total - result.not_finite);
    if (finite > 0) {
        result.mean = sum / finite;
        result.deviation = std::sqrt(std::max(squares / finite - result.mean * result.mean, 0.0));
    }
    if (result.low == result.high) {
        result.low -= 0.5;
        result.high += 0.5;
    }
    const double scale = bins / (result.high - result.low);
    for (const float value : values) {
        if (std::isfinite(value) && value != 0) {
            const auto bin = static_cast<std::size_t>((value - result.low) * scale);
            ++result.counts[std::min(bin, result.counts.size() - 1)];
        }
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
