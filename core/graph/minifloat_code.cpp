// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/minifloat_code.h"

#include "core/base/error.h"
#include "core/base/json.h"

#include <algorithm>
#include <cmath>

namespace espalier {

float Minifloat::round(float value) const {
    if (std::isnan(value) || value == 0) {
        return 0;
    }
    if (std::abs(value) >= most) {
        return std::copysign(most, value);
    }
    int exponent = 0;
    (void)std::frexp(value, &exponent); // |value| in [2^(exponent-1), 2^exponent)
    const int lowest = 1 - bias;
    const int step = std::max(exponent - 1, lowest) - fraction_bits;
    // In double the quotient is exact, so that ties are ties.
    const double steps = std::nearbyint(std::ldexp(static_cast<double>(value), -step));
    const auto rounded = static_cast<float>(std::ldexp(steps, step));
    return std::clamp(rounded, -most, most) + 0.0F;
}

const std::vector<Minifloat>& minifloats() {
    static const std::vector<Minifloat> formats{
        {"fp16", 5, 10, 15, 65504.0F},
        {"bf16", 8, 7, 127, 0x1.FEp127F},
        {"fp8-e4m3", 4, 3, 7, 448.0F},
        {"fp8-e5m2", 5, 2, 15, 57344.0F},
    };
    return formats;
}

const Minifloat& minifloat(std::string_view name) {
    const auto found = std::ranges::find(minifloats(), name, &Minifloat::name);
    if (found == minifloats().end()) {
        fail(ErrorCode::Usage,
             "found number format \"{}\", expected fp16, bf16, fp8-e4m3 or fp8-e5m2", name);
    }
    return *found;
}

MinifloatCode::MinifloatCode(const Minifloat& format, int axis, std::vector<float> scales)
    : ChannelCode(axis, scales.size())
    , format_(&minifloat(format.name))
    , scales_(std::move(scales)) {
    check_scales(scales_, "minifloat");
}

std::int32_t MinifloatCode::pattern_of(float rounded) const {
    if (rounded == 0) {
        return 0;
    }
    const double size = std::abs(static_cast<double>(rounded));
    int exponent = 0;
    (void)std::frexp(size, &exponent);
    const int field = std::max(exponent - 1 + format_->bias, 1);
    const double fraction =
        std::ldexp(size, format_->fraction_bits + format_->bias - field); // in units of the step
    // A normal number brings its leading one along, which adds 1 to the exponent field below it.
    const auto magnitude = static_cast<std::int32_t>(fraction) +
                           ((field - 1) * (std::int32_t{1} << format_->fraction_bits));
    const std::int32_t sign =
        rounded < 0 ? std::int32_t{1} << (format_->exponent_bits + format_->fraction_bits) : 0;
    return sign + magnitude;
}

float MinifloatCode::number_of(std::int32_t pattern) const {
    const std::int32_t half = std::int32_t{1} << (format_->exponent_bits + format_->fraction_bits);
    const std::int32_t ones = std::int32_t{1} << format_->fraction_bits;
    const std::int32_t magnitude = pattern % half;
    const std::int32_t field = magnitude / ones;
    const std::int32_t fraction = magnitude % ones + (field > 0 ? ones : 0);
    const double size = std::ldexp(static_cast<double>(fraction),
                                   std::max(field, 1) - format_->bias - format_->fraction_bits);
    expect(size <= format_->most, "bit pattern {} is no finite {} number", pattern, format_->name);
    return static_cast<float>(pattern >= half ? -size : size) + 0.0F;
}

std::vector<float> MinifloatCode::levels(std::size_t channel) const {
    std::vector<float> result;
    const std::int32_t top = pattern_of(format_->most);
    for (std::int32_t pattern = -top; pattern <= top; ++pattern) {
        const float size = number_of(std::abs(pattern)) * scales_[channel];
        result.push_back(pattern < 0 ? -size : size);
    }
    return result;
}

void MinifloatCode::encode_run(std::span<const float> values, std::size_t channel,
                               std::span<std::int32_t> indices) const {
    for (std::size_t i = 0; i < values.size(); ++i) {
        indices[i] = pattern_of(format_->round(values[i] / scales_[channel]));
    }
}

void MinifloatCode::decode_run(std::span<const std::int32_t> indices, std::size_t channel,
                               std::span<float> values) const {
    const std::size_t patterns = std::size_t{1} << static_cast<unsigned>(format_->bits());
    for (std::size_t i = 0; i < values.size(); ++i) {
        (void)checked_index(indices[i], patterns);
        values[i] = number_of(indices[i]) * scales_[channel];
    }
}

std::int64_t MinifloatCode::overhead_bits() const {
    return 32 * static_cast<std::int64_t>(scales_.size());
}

nlohmann::ordered_json MinifloatCode::to_json() const {
    return {{"kind", kind()}, {"format", format_->name}, {"axis", axis()}, {"scales", scales_}};
}

CodePtr MinifloatCode::selected(int axis, const std::vector<std::int64_t>& keep) const {
    if (!is_along(axis)) {
        return std::make_shared<MinifloatCode>(*this);
    }
    std::vector<float> scales;
    for (const std::size_t channel : kept(keep)) {
        scales.push_back(scales_[channel]);
    }
    return std::make_shared<MinifloatCode>(*format_, axis, std::move(scales));
}

} // namespace espalier
