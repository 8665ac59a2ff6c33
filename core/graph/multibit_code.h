// SPDX-License-Identifier: GPL-3.0-or-later
// Sums of signs: x' = a_1 b_1 + ... + a_k b_k with every b in {-1, +1}. With k = 1 a binary weight.
#pragma once

#include "core/graph/channel_code.h"

namespace espalier {

/// The nearest of the 2^k sums, one set of factors for all or one for each index of `axis`. Bit j
/// of an index says that b_(j+1) is +1, which is what XNOR kernels read; of two sums that are
/// equally near the greater one is taken, so that k = 1 has sign(0) = +1.
class MultiBitCode final : public ChannelCode {
public:
    static constexpr int kMostPlanes = 8;

    /// `factors` holds `planes` numbers for each channel, channel by channel: not negative and
    /// finite. 1 <= planes <= kMostPlanes. BadInput otherwise.
    MultiBitCode(int planes, int axis, std::vector<float> factors);

    [[nodiscard]] int planes() const { return planes_; }

    [[nodiscard]] const std::vector<float>& factors() const { return factors_; }

    [[nodiscard]] std::string kind() const override { return "multibit"; }

    [[nodiscard]] int bits() const override { return planes_; }

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
    /// The sum that an index stands for.
    [[nodiscard]] float sum(std::int32_t index, std::size_t channel) const;

    int planes_;
    std::vector<float> factors_;
};

} // namespace espalier
