// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/channel_code.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>

namespace espalier {

namespace {

/// Calls body(begin, count, channel) over runs of elements that share a channel of the code.
template <typename Body>
void for_runs(const ChannelCode& code, const Shape& shape, const Body& body) {
    const auto count = static_cast<std::size_t>(shape.elements());
    if (code.axis() < 0) {
        body(std::size_t{0}, count, std::size_t{0});
        return;
    }
    expect(code.axis() < shape.rank() &&
               shape[code.axis()] == static_cast<std::int64_t>(code.channels()),
           "the code has {} channels along axis {}, found shape {}", code.channels(), code.axis(),
           shape.str());
    const auto inner = static_cast<std::size_t>(shape.elements(code.axis() + 1, shape.rank()));
    for (std::size_t begin = 0, channel = 0; begin < count; begin += inner) {
        body(begin, inner, channel);
        channel = channel + 1 == code.channels() ? 0 : channel + 1;
    }
}

} // namespace

ChannelCode::ChannelCode(int axis, std::size_t channels)
    : axis_(axis < 0 ? -1 : axis)
    , channels_(channels) {
    expect(channels > 0, "a code without channels");
    expect(axis >= 0 || channels == 1, "a code for the whole tensor with {} channels, expected one",
           channels);
}

Tensor ChannelCode::project(const Tensor& values) const {
    Tensor result(DType::Float32, values.shape());
    const auto source = values.data<float>();
    const auto target = result.writable<float>();
    std::vector<std::int32_t> indices;
    for_runs(*this, values.shape(), [&](std::size_t begin, std::size_t count, std::size_t channel) {
        indices.resize(count);
        encode_run(source.subspan(begin, count), channel, indices);
        decode_run(indices, channel, target.subspan(begin, count));
    });
    return result;
}

Tensor ChannelCode::encode(const Tensor& values) const {
    Tensor result(DType::Int32, values.shape());
    const auto source = values.data<float>();
    const auto target = result.writable<std::int32_t>();
    for_runs(*this, values.shape(), [&](std::size_t begin, std::size_t count, std::size_t channel) {
        encode_run(source.subspan(begin, count), channel, target.subspan(begin, count));
    });
    return result;
}

Tensor ChannelCode::decode(const Tensor& indices) const {
    Tensor result(DType::Float32, indices.shape());
    const auto source = indices.data<std::int32_t>();
    const auto target = result.writable<float>();
    for_runs(*this, indices.shape(),
             [&](std::size_t begin, std::size_t count, std::size_t channel) {
                 decode_run(source.subspan(begin, count), channel, target.subspan(begin, count));
             });
    return result;
}

std::size_t ChannelCode::checked_index(std::int32_t index, std::size_t count) {
    expect(index >= 0 && static_cast<std::size_t>(index) < count,
           "index {} of a code with {} levels", index, count);
    return static_cast<std::size_t>(index);
}

std::vector<std::size_t> ChannelCode::kept(const std::vector<std::int64_t>& keep) const {
    std::vector<std::size_t> result;
    for (const std::int64_t index : keep) {
        expect(index >= 0 && index < static_cast<std::int64_t>(channels_),
               "channel {} of a code with {} channels", index, channels_);
        result.push_back(static_cast<std::size_t>(index));
    }
    return result;
}

void check_scales(const std::vector<float>& scales, const char* what) {
    expect(std::ranges::all_of(scales, [](float s) { return std::isfinite(s) && s > 0; }),
           "the scales of a {} code must be positive numbers", what);
}

} // namespace espalier
