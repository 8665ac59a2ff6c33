// SPDX-License-Identifier: GPL-3.0-or-later
// Floating point in 16 bits and fewer: half precision, bfloat16 and the two 8-bit formats.
#pragma once

#include "core/graph/channel_code.h"

#include <string_view>

namespace espalier {

/// Sign, exponent and fraction of a format; subnormal numbers included.
struct Minifloat {
    std::string_view name; ///< contract: "fp16", "bf16", "fp8-e4m3", "fp8-e5m2"
    int exponent_bits = 0;
    int fraction_bits = 0;
    int bias = 0;
    /// The greatest finite number. IEEE formats keep the top exponent for infinities; E4M3 gives
    /// up only the one pattern of NaN (Micikevicius et al. 2022).
    float most = 0;

    [[nodiscard]] int bits() const { return 1 + exponent_bits + fraction_bits; }

    /// The nearest number of the format, half to even; what lies outside becomes +-most, NaN 0.
    [[nodiscard]] float round(float value) const;
};

/// Usage error for another name, with these listed.
[[nodiscard]] const Minifloat& minifloat(std::string_view name);
[[nodiscard]] const std::vector<Minifloat>& minifloats();

/// x' = scale * round(x / scale), one scale for all or one for each index of `axis`. Indices are
/// the format's bit patterns.
class MinifloatCode final : public ChannelCode {
public:
    MinifloatCode(const Minifloat& format, int axis, std::vector<float> scales);

    [[nodiscard]] const Minifloat& format() const { return *format_; }

    [[nodiscard]] const std::vector<float>& scales() const { return scales_; }

    [[nodiscard]] std::string kind() const override { return "minifloat"; }

    [[nodiscard]] int bits() const override { return format_->bits(); }

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
    [[nodiscard]] std::int32_t pattern_of(float rounded) const;
    [[nodiscard]] float number_of(std::int32_t pattern) const;

    const Minifloat* format_; ///< one of minifloats()
    std::vector<float> scales_;
};

} // namespace espalier
