// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/level_code.h"

#include "core/base/error.h"
#include "core/base/json.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace espalier {

namespace {

constexpr std::size_t kMostLevels = 256;

std::vector<float> middles_of(const std::vector<float>& levels) {
    std::vector<float> middles;
    for (std::size_t i = 1; i < levels.size(); ++i) {
        middles.push_back((levels[i - 1] + levels[i]) / 2);
    }
    return middles;
}

std::int32_t place(const std::vector<float>& middles, float value) {
    return static_cast<std::int32_t>(std::ranges::upper_bound(middles, value) - middles.begin());
}

} // namespace

LevelCode::LevelCode(std::string grid, std::vector<float> levels, int axis,
                     std::vector<float> scales, std::vector<float> dead_zones)
    : ChannelCode(axis, scales.size())
    , grid_(std::move(grid))
    , levels_(std::move(levels))
    , scales_(std::move(scales))
    , dead_zones_(std::move(dead_zones)) {
    expect(std::ranges::all_of(levels_, [](float level) { return std::isfinite(level); }),
           "the levels of a code must be finite");
    std::ranges::sort(levels_);
    const auto repeated = std::ranges::unique(levels_);
    levels_.erase(repeated.begin(), repeated.end());
    expect(levels_.size() >= 2 && levels_.size() <= kMostLevels,
           "a code with {} levels, expected 2 to {}", levels_.size(), kMostLevels);
    check_scales(scales_, "levels");
    middles_ = middles_of(levels_);
    const auto zero = std::ranges::find(levels_, 0.0F);
    zero_ = static_cast<std::size_t>(zero - levels_.begin());
    if (dead_zones_.empty()) {
        return;
    }
    expect(dead_zones_.size() == scales_.size(),
           "a code with {} dead zones and {} scales, expected as many of both", dead_zones_.size(),
           scales_.size());
    expect(zero != levels_.end(), "a code with dead zones and no level at zero");
    std::vector<float> others = levels_;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(zero_));
    outer_middles_ = middles_of(others);
    const float least = std::abs(
        *std::ranges::min_element(others, {}, [](float level) { return std::abs(level); }));
    for (std::size_t i = 0; i < scales_.size(); ++i) {
        expect(dead_zones_[i] >= 0 && dead_zones_[i] < least * scales_[i],
               "a dead zone of {}, expected less than the smallest level, {}", dead_zones_[i],
               least * scales_[i]);
    }
}

int LevelCode::bits() const {
    return static_cast<int>(std::bit_width(levels_.size() - 1));
}

std::vector<float> LevelCode::levels(std::size_t channel) const {
    std::vector<float> result = levels_;
    for (float& level : result) {
        level *= scales_[channel];
    }
    return result;
}

void LevelCode::encode_run(std::span<const float> values, std::size_t channel,
                           std::span<std::int32_t> indices) const {
    const float scale = scales_[channel];
    for (std::size_t i = 0; i < values.size(); ++i) {
        const float value = std::isnan(values[i]) ? 0.0F : values[i];
        if (dead_zones_.empty()) {
            indices[i] = place(middles_, value / scale);
        } else if (std::abs(value) <= dead_zones_[channel]) {
            indices[i] = static_cast<std::int32_t>(zero_);
        } else {
            const std::int32_t other = place(outer_middles_, value / scale);
            indices[i] = other + (static_cast<std::size_t>(other) >= zero_ ? 1 : 0);
        }
    }
}

void LevelCode::decode_run(std::span<const std::int32_t> indices, std::size_t channel,
                           std::span<float> values) const {
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = levels_[checked_index(indices[i], levels_.size())] * scales_[channel];
    }
}

std::int64_t LevelCode::overhead_bits() const {
    return 32 * static_cast<std::int64_t>(levels_.size() + scales_.size() + dead_zones_.size());
}

nlohmann::ordered_json LevelCode::to_json() const {
    return {{"kind", kind()}, {"grid", grid_},     {"levels", levels_},
            {"axis", axis()}, {"scales", scales_}, {"dead_zones", dead_zones_}};
}

CodePtr LevelCode::selected(int axis, const std::vector<std::int64_t>& keep) const {
    if (!is_along(axis)) {
        return std::make_shared<LevelCode>(*this);
    }
    std::vector<float> scales;
    std::vector<float> dead_zones;
    for (const std::size_t channel : kept(keep)) {
        scales.push_back(scales_[channel]);
        if (!dead_zones_.empty()) {
            dead_zones.push_back(dead_zones_[channel]);
        }
    }
    return std::make_shared<LevelCode>(grid_, levels_, axis, std::move(scales),
                                       std::move(dead_zones));
}

} // namespace espalier
