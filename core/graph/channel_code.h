// SPDX-License-Identifier: GPL-3.0-or-later
// What codes have in common that hold numbers of their own for each index of an axis: scales, or
// the planes of a multi-bit code.
#pragma once

#include "core/graph/code.h"

#include <cstddef>
#include <span>

namespace espalier {

class ChannelCode : public Code {
public:
    /// -1: one set of numbers for the whole tensor.
    [[nodiscard]] int axis() const { return axis_; }

    [[nodiscard]] std::size_t channels() const { return channels_; }

    /// What the code can represent in one channel, ascending.
    [[nodiscard]] virtual std::vector<float> levels(std::size_t channel) const = 0;

    [[nodiscard]] Tensor project(const Tensor& values) const final;
    [[nodiscard]] Tensor encode(const Tensor& values) const final;
    [[nodiscard]] Tensor decode(const Tensor& indices) const final;

protected:
    /// `axis` < 0 is for one channel; else BadInput.
    ChannelCode(int axis, std::size_t channels);

    virtual void encode_run(std::span<const float> values, std::size_t channel,
                            std::span<std::int32_t> indices) const = 0;
    virtual void decode_run(std::span<const std::int32_t> indices, std::size_t channel,
                            std::span<float> values) const = 0;
    /// BadInput where `index` is not in [0, count).
    static std::size_t checked_index(std::int32_t index, std::size_t count);

    /// True where the numbers of `axis` are this code's, so that selected() must pick among them.
    [[nodiscard]] bool is_along(int axis) const { return axis_ >= 0 && axis == axis_; }

    /// `keep` as positions, each below channels().
    [[nodiscard]] std::vector<std::size_t> kept(const std::vector<std::int64_t>& keep) const;

private:
    int axis_;
    std::size_t channels_;
};

/// Scales must be positive and finite; else BadInput, naming `what`.
void check_scales(const std::vector<float>& scales, const char* what);

} // namespace espalier
