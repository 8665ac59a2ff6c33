// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/multibit_code.h"

#include "core/base/error.h"
#include "core/base/json.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace espalier {

namespace {

std::size_t channels_of(int planes, const std::vector<float>& factors) {
    expect(planes >= 1 && planes <= MultiBitCode::kMostPlanes,
           "a multi-bit code of {} planes, expected 1 to {}", planes, MultiBitCode::kMostPlanes);
    const auto each = static_cast<std::size_t>(planes);
    expect(factors.size() % each == 0, "{} factors for {} planes", factors.size(), planes);
    return factors.size() / each;
}

} // namespace

MultiBitCode::MultiBitCode(int planes, int axis, std::vector<float> factors)
    : ChannelCode(axis, channels_of(planes, factors))
    , planes_(planes)
    , factors_(std::move(factors)) {
    expect(std::ranges::all_of(factors_, [](float f) { return std::isfinite(f) && f >= 0; }),
           "the factors of a multi-bit code must not be negative");
}

float MultiBitCode::sum(std::int32_t index, std::size_t channel) const {
    float total = 0;
    for (int plane = 0; plane < planes_; ++plane) {
        const float factor =
            factors_[channel * static_cast<std::size_t>(planes_) + static_cast<std::size_t>(plane)];
        const bool up =
            ((static_cast<std::uint32_t>(index) >> static_cast<unsigned>(plane)) & 1U) != 0;
        total += up ? factor : -factor;
    }
    return total + 0.0F; // no negative zero
}

std::vector<float> MultiBitCode::levels(std::size_t channel) const {
    std::vector<float> result;
    for (std::int32_t index = 0; index < 1 << planes_; ++index) {
        result.push_back(sum(index, channel));
    }
    std::ranges::sort(result);
    const auto repeated = std::ranges::unique(result);
    result.erase(repeated.begin(), repeated.end());
    return result;
}

void MultiBitCode::encode_run(std::span<const float> values, std::size_t channel,
                              std::span<std::int32_t> indices) const {
    // Sums in ascending order, with the least index of each, and the middles between them.
    std::vector<std::int32_t> order(std::size_t{1} << static_cast<unsigned>(planes_));
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, {}, [&](std::int32_t index) { return sum(index, channel); });
    const auto repeated =
        std::ranges::unique(order, {}, [&](std::int32_t index) { return sum(index, channel); });
    order.erase(repeated.begin(), repeated.end());
    std::vector<float> middles;
    for (std::size_t i = 1; i < order.size(); ++i) {
        middles.push_back((sum(order[i - 1], channel) + sum(order[i], channel)) / 2);
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        const float value = std::isnan(values[i]) ? 0.0F : values[i];
        const auto above = std::ranges::upper_bound(middles, value) - middles.begin();
        indices[i] = order[static_cast<std::size_t>(above)];
    }
}

void MultiBitCode::decode_run(std::span<const std::int32_t> indices, std::size_t channel,
                              std::span<float> values) const {
    std::vector<float> sums;
    for (std::int32_t index = 0; index < 1 << planes_; ++index) {
        sums.push_back(sum(index, channel));
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = sums[checked_index(indices[i], sums.size())];
    }
}

std::int64_t MultiBitCode::overhead_bits() const {
    return 32 * static_cast<std::int64_t>(factors_.size());
}

nlohmann::ordered_json MultiBitCode::to_json() const {
    return {{"kind", kind()}, {"planes", planes_}, {"axis", axis()}, {"factors", factors_}};
}

CodePtr MultiBitCode::selected(int axis, const std::vector<std::int64_t>& keep) const {
    if (!is_along(axis)) {
        return std::make_shared<MultiBitCode>(*this);
    }
    std::vector<float> factors;
    const auto each = static_cast<std::ptrdiff_t>(planes_);
    for (const std::size_t channel : kept(keep)) {
        const auto begin = factors_.begin() + static_cast<std::ptrdiff_t>(channel) * each;
        factors.insert(factors.end(), begin, begin + each);
    }
    return std::make_shared<MultiBitCode>(planes_, axis, std::move(factors));
}

} // namespace espalier
