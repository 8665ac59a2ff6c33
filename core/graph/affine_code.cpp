// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/graph/code.h"

#include <algorithm>
#include <cmath>

namespace espalier {

namespace {

/// Calls body(begin, end, channel) over runs of elements that share a channel of `axis`; one run
/// with channel 0 when axis < 0.
template <typename Body>
void for_channels(const Shape& shape, int axis, std::size_t channels, const Body& body) {
    const auto count = static_cast<std::size_t>(shape.elements());
    if (axis < 0) {
        body(std::size_t{0}, count, std::size_t{0});
        return;
    }
    expect(axis < shape.rank() && shape[axis] == static_cast<std::int64_t>(channels),
           "the code has {} scales along axis {}, found shape {}", channels, axis, shape.str());
    const auto inner = static_cast<std::size_t>(shape.elements(axis + 1, shape.rank()));
    for (std::size_t begin = 0, channel = 0; begin < count; begin += inner) {
        body(begin, begin + inner, channel);
        channel = channel + 1 == channels ? 0 : channel + 1;
    }
}

/// The index of one value. `low` and `high` already have the zero point taken off.
std::int32_t index_of(float value, float scale, float low, float high) {
    // NaN becomes the zero point: no comparison with it holds.
    const float steps = std::nearbyint(value / scale);
    return steps >= low  ? static_cast<std::int32_t>(std::min(steps, high))
           : steps < low ? static_cast<std::int32_t>(low)
                         : 0;
}

} // namespace

AffineCode::AffineCode(int bits, bool is_signed, bool narrow, int axis, std::vector<float> scales,
                       std::vector<std::int32_t> zero_points)
    : bits_(bits)
    , signed_(is_signed)
    , narrow_(narrow)
    , axis_(axis < 0 ? -1 : axis)
    , scales_(std::move(scales))
    , zero_points_(std::move(zero_points)) {
    expect(bits >= 2 && bits <= 16, "affine code of {} bits, expected 2 to 16", bits);
    expect(is_signed || !narrow, "an unsigned affine code can not be narrow");
    expect(!scales_.empty() && scales_.size() == zero_points_.size(),
           "affine code with {} scales and {} zero points, expected as many of both, at least one",
           scales_.size(), zero_points_.size());
    expect(axis >= 0 || scales_.size() == 1, "affine code per tensor with {} scales, expected one",
           scales_.size());
    for (const float scale : scales_) {
        expect(std::isfinite(scale) && scale > 0,
               "affine code with scale {}, expected a positive number", scale);
    }
    for (const std::int32_t zero : zero_points_) {
        expect(zero >= low() && zero <= high(), "affine code with zero point {}, expected {} to {}",
               zero, low(), high());
    }
}

std::int32_t AffineCode::low() const {
    return signed_ ? -(1 << (bits_ - 1)) + (narrow_ ? 1 : 0) : 0;
}

std::int32_t AffineCode::high() const {
    return (1 << (signed_ ? bits_ - 1 : bits_)) - 1;
}

Tensor AffineCode::project(const Tensor& values) const {
    Tensor result(DType::Float32, values.shape());
    const auto source = values.data<float>();
    const auto target = result.writable<float>();
    for_channels(values.shape(), axis_, scales_.size(),
                 [&](std::size_t begin, std::size_t end, std::size_t channel) {
                     const float scale = scales_[channel];
                     const auto from = static_cast<float>(low() - zero_points_[channel]);
                     const auto to = static_cast<float>(high() - zero_points_[channel]);
                     for (std::size_t i = begin; i < end; ++i) {
                         const std::int32_t steps = index_of(source[i], scale, from, to);
                         target[i] = static_cast<float>(steps) * scale;
                     }
                 });
    return result;
}

Tensor AffineCode::encode(const Tensor& values) const {
    Tensor result(DType::Int32, values.shape());
    const auto source = values.data<float>();
    const auto target = result.writable<std::int32_t>();
    for_channels(values.shape(), axis_, scales_.size(),
                 [&](std::size_t begin, std::size_t end, std::size_t channel) {
                     const std::int32_t zero = zero_points_[channel];
                     const auto from = static_cast<float>(low() - zero);
                     const auto to = static_cast<float>(high() - zero);
                     for (std::size_t i = begin; i < end; ++i) {
                         target[i] = index_of(source[i], scales_[channel], from, to) + zero;
                     }
                 });
    return result;
}

Tensor AffineCode::decode(const Tensor& indices) const {
    Tensor result(DType::Float32, indices.shape());
    const auto source = indices.data<std::int32_t>();
    const auto target = result.writable<float>();
    for_channels(indices.shape(), axis_, scales_.size(),
                 [&](std::size_t begin, std::size_t end, std::size_t channel) {
                     for (std::size_t i = begin; i < end; ++i) {
                         expect(source[i] >= low() && source[i] <= high(),
                                "index {} of an affine code, expected {} to {}", source[i], low(),
                                high());
                         target[i] = static_cast<float>(source[i] - zero_points_[channel]) *
                                     scales_[channel];
                     }
                 });
    return result;
}

std::int64_t AffineCode::overhead_bits() const {
    // Zero points are stored only where the code is asymmetric.
    const bool symmetric = std::ranges::all_of(zero_points_, [](std::int32_t z) { return z == 0; });
    return static_cast<std::int64_t>(scales_.size()) * (32 + (symmetric ? 0 : bits_));
}

nlohmann::ordered_json AffineCode::to_json() const {
    return {
        {"kind", kind()}, {"bits", bits_},     {"signed", signed_},          {"narrow", narrow_},
        {"axis", axis_},  {"scales", scales_}, {"zero_points", zero_points_}};
}

CodePtr AffineCode::selected(int axis, const std::vector<std::int64_t>& keep) const {
    if (axis_ < 0 || axis != axis_) {
        return std::make_shared<AffineCode>(*this);
    }
    std::vector<float> scales;
    std::vector<std::int32_t> zeros;
    for (const std::int64_t index : keep) {
        expect(index >= 0 && index < static_cast<std::int64_t>(scales_.size()),
               "channel {} of a code with {} scales", index, scales_.size());
        scales.push_back(scales_[static_cast<std::size_t>(index)]);
        zeros.push_back(zero_points_[static_cast<std::size_t>(index)]);
    }
    return std::make_shared<AffineCode>(bits_, signed_, narrow_, axis_, std::move(scales),
                                        std::move(zeros));
}

} // namespace espalier
