// SPDX-License-Identifier: GPL-3.0-or-later
// How values are represented in fewer bits. A Code is immutable and shared: it sits on a Parameter
// (weights) or on a value of the graph (activations). Applying it twice changes nothing more.
#pragma once

#include "core/tensor/tensor.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace espalier {

class Code {
public:
    virtual ~Code() = default;

    /// "affine", "codebook" ...: the key of code_from_json.
    [[nodiscard]] virtual std::string kind() const = 0;
    /// Bits of one stored index, 1 to 32.
    [[nodiscard]] virtual int bits() const = 0;
    /// The nearest representable value of every element (float32 in, float32 out, same shape).
    [[nodiscard]] virtual Tensor project(const Tensor& values) const = 0;
    /// The stored index of every element, as Int32, same shape.
    [[nodiscard]] virtual Tensor encode(const Tensor& values) const = 0;
    /// Values of stored indices (Int32 in, Float32 out): decode(encode(x)) == project(x).
    [[nodiscard]] virtual Tensor decode(const Tensor& indices) const = 0;
    /// Bits needed beside the indices: scales, zero points, codebooks.
    [[nodiscard]] virtual std::int64_t overhead_bits() const = 0;
    [[nodiscard]] virtual nlohmann::ordered_json to_json() const = 0;
    /// The code of a tensor from which only indices `keep` of axis `axis` remain.
    [[nodiscard]] virtual std::shared_ptr<const Code>
    selected(int axis, const std::vector<std::int64_t>& keep) const = 0;
};

using CodePtr = std::shared_ptr<const Code>;

/// q = clamp(round_half_even(x / scale) + zero_point, low, high), x' = (q - zero_point) * scale
/// (ONNX QuantizeLinear / DequantizeLinear), one scale for all or one for each index of `axis`.
class AffineCode final : public Code {
public:
    /// `axis` < 0: per tensor, and then one scale and zero point. Signed indices lie in
    /// [-2^(bits-1), 2^(bits-1)-1], or from -2^(bits-1)+1 when `narrow`; unsigned in [0, 2^bits-1].
    /// bits in [2, 16], scales > 0 and finite, zero points inside the range; else BadInput.
    AffineCode(int bits, bool is_signed, bool narrow, int axis, std::vector<float> scales,
               std::vector<std::int32_t> zero_points);

    [[nodiscard]] bool is_signed() const { return signed_; }

    [[nodiscard]] bool narrow() const { return narrow_; }

    [[nodiscard]] int axis() const { return axis_; }

    [[nodiscard]] const std::vector<float>& scales() const { return scales_; }

    [[nodiscard]] const std::vector<std::int32_t>& zero_points() const { return zero_points_; }

    [[nodiscard]] std::int32_t low() const;
    [[nodiscard]] std::int32_t high() const;

    [[nodiscard]] std::string kind() const override { return "affine"; }

    [[nodiscard]] int bits() const override { return bits_; }

    [[nodiscard]] Tensor project(const Tensor& values) const override;
    [[nodiscard]] Tensor encode(const Tensor& values) const override;
    [[nodiscard]] Tensor decode(const Tensor& indices) const override;
    [[nodiscard]] std::int64_t overhead_bits() const override;
    [[nodiscard]] nlohmann::ordered_json to_json() const override;
    [[nodiscard]] CodePtr selected(int axis, const std::vector<std::int64_t>& keep) const override;

private:
    int bits_;
    bool signed_;
    bool narrow_;
    int axis_;
    std::vector<float> scales_;
    std::vector<std::int32_t> zero_points_;
};

/// x' = the nearest of at most 65,536 levels; indices count the levels in ascending order.
class CodebookCode final : public Code {
public:
    explicit CodebookCode(std::vector<float> levels);

    [[nodiscard]] const std::vector<float>& levels() const { return levels_; }

    [[nodiscard]] std::string kind() const override { return "codebook"; }

    [[nodiscard]] int bits() const override;
    [[nodiscard]] Tensor project(const Tensor& values) const override;
    [[nodiscard]] Tensor encode(const Tensor& values) const override;
    [[nodiscard]] Tensor decode(const Tensor& indices) const override;
    [[nodiscard]] std::int64_t overhead_bits() const override;
    [[nodiscard]] nlohmann::ordered_json to_json() const override;
    [[nodiscard]] CodePtr selected(int axis, const std::vector<std::int64_t>& keep) const override;

private:
    std::vector<float> levels_;
};

/// The inverse of to_json; BadInput for an unknown kind or values out of range.
[[nodiscard]] CodePtr code_from_json(const nlohmann::ordered_json& json);

} // namespace espalier
