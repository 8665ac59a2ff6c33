// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/detail/strided.h"

#include "core/ops/detail/types.h"

#include <cstring>

namespace espalier::ops::detail {

View contiguous(const Shape& shape) {
    return {0, shape.strides()};
}

View stretched(const Shape& from, const Shape& to) {
    const std::vector<std::int64_t> own = from.strides();
    View view{0, std::vector<std::int64_t>(to.dims().size(), 0)};
    const std::size_t shift = to.dims().size() - own.size();
    for (std::size_t axis = 0; axis < own.size(); ++axis) {
        view.strides[axis + shift] = from.dims()[axis] == 1 ? 0 : own[axis];
    }
    return view;
}

namespace {

/// Moves elements as unsigned integers of the same width: the bits are all that matters.
template <typename Bits>
void copy_bits(const Shape& shape, const Tensor& from, const View& from_view, Tensor& to,
               const View& to_view) {
    const std::byte* source = from.raw().data();
    std::byte* target = to.writable_raw().data();
    constexpr std::int64_t kWidth = sizeof(Bits);
    for_each_row<2>(shape, {from_view, to_view},
                    [&](const auto& offsets, const auto& steps, std::int64_t count) {
                        const std::byte* read = source + offsets[0] * kWidth;
                        std::byte* write = target + offsets[1] * kWidth;
                        if (steps[0] == 1 && steps[1] == 1) {
                            std::memcpy(write, read, static_cast<std::size_t>(count * kWidth));
                            return;
                        }
                        for (std::int64_t i = 0; i < count; ++i) {
                            std::memcpy(write + i * steps[1] * kWidth, read + i * steps[0] * kWidth,
                                        sizeof(Bits));
                        }
                    });
}

} // namespace

void copy_elements(const Shape& shape, const Tensor& from, const View& from_view, Tensor& to,
                   const View& to_view) {
    switch (element_bytes(from.dtype())) {
    case 1:
        return copy_bits<std::uint8_t>(shape, from, from_view, to, to_view);
    case 2:
        return copy_bits<std::uint16_t>(shape, from, from_view, to, to_view);
    case 4:
        return copy_bits<std::uint32_t>(shape, from, from_view, to, to_view);
    default:
        return copy_bits<std::uint64_t>(shape, from, from_view, to, to_view);
    }
}

void add_elements(const Shape& shape, const Tensor& from, const View& from_view, Tensor& to,
                  const View& to_view) {
    visit_float(to.dtype(), [&](auto sample) {
        using T = decltype(sample);
        const T* source = from.data<T>().data();
        T* target = to.writable<T>().data();
        for_each_row<2>(shape, {from_view, to_view},
                        [&](const auto& offsets, const auto& steps, std::int64_t count) {
                            for (std::int64_t i = 0; i < count; ++i) {
                                target[offsets[1] + i * steps[1]] +=
                                    source[offsets[0] + i * steps[0]];
                            }
                        });
    });
}

} // namespace espalier::ops::detail
