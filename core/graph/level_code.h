// SPDX-License-Identifier: GPL-3.0-or-later
// A few fixed levels times a scale: powers of two and their sums, or {-1, 0, 1}.
#pragma once

#include "core/graph/channel_code.h"

namespace espalier {

/// x' = scale * the nearest level to x / scale (of two that are equally near the greater one), one
/// scale for all or one for each index of `axis`. Indices count the levels in ascending order.
class LevelCode final : public ChannelCode {
public:
    /// `grid` names the levels for people ("power-of-two", "ternary"); 2 to 256 levels, finite.
    /// `dead_zones`, none or as many as scales: what is not larger in size than this becomes 0, and
    /// everything else the nearest other level. 0 must be a level then, and the smallest other one
    /// lie outside the zone. BadInput otherwise.
    LevelCode(std::string grid, std::vector<float> levels, int axis, std::vector<float> scales,
              std::vector<float> dead_zones = {});

    [[nodiscard]] const std::string& grid() const { return grid_; }

    [[nodiscard]] const std::vector<float>& unit_levels() const { return levels_; }

    [[nodiscard]] const std::vector<float>& scales() const { return scales_; }

    [[nodiscard]] const std::vector<float>& dead_zones() const { return dead_zones_; }

    [[nodiscard]] std::string kind() const override { return "levels"; }

    [[nodiscard]] int bits() const override;
    [[nodiscard]] std::vector<float> levels(std::size_t channel) const override;
    [[nodiscard]] std::int64_t overhead_bits() const override;
    [[nodiscard]] nlohmann::ordered_json to_json() const override;
    [[nodiscard]] CodePtr selected(int axis, const std::vector<std::int64_t>& keep) const override;

protected:
    void encode_run(std::span<const float> values, std::size_t channel,
                    std::span<std::int32_t> indices) const override;
    void decode_run(std::span<const std::int32_t> indices, std::size_t channel,
                    std::span<float> values) const override;

private:
    std::string grid_;
    std::vector<float> levels_;
    std::vector<float> middles_;       ///< between neighbours
    std::vector<float> outer_middles_; ///< the same with 0 left out, for dead zones
    std::size_t zero_ = 0;             ///< index of level 0, where there is one
    std::vector<float> scales_;
    std::vector<float> dead_zones_;
};

} // namespace espalier
