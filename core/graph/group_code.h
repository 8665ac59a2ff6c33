// SPDX-License-Identifier: GPL-3.0-or-later
// Uniform codes with a scale for each output channel and each group of input channels.
#pragma once

#include "core/graph/code.h"

#include <utility>

namespace espalier {

/// x' as AffineCode has it, with a grid for each pair of an index of `axis` (0 or 1, outputs) and a
/// group of indices of the other of the first two axes (inputs).
class GroupCode final : public Code {
public:
    /// Group g ends before input `ends[g]`; ends ascend, and the last is the number of inputs.
    /// Scales and zero points: output by output, as many as outputs times groups. bits, signs and
    /// numbers as in AffineCode; BadInput otherwise.
    GroupCode(int bits, bool is_signed, bool narrow, int axis, std::vector<std::int64_t> ends,
              std::vector<float> scales, std::vector<std::int32_t> zero_points);

    /// Ends of groups of `size` among `inputs`; the last one may be smaller.
    [[nodiscard]] static std::vector<std::int64_t> equal_ends(std::int64_t inputs,
                                                              std::int64_t size);

    [[nodiscard]] bool is_signed() const { return grids_.is_signed(); }

    [[nodiscard]] bool narrow() const { return grids_.narrow(); }

    [[nodiscard]] int axis() const { return axis_; }

    [[nodiscard]] const std::vector<std::int64_t>& ends() const { return ends_; }

    [[nodiscard]] const std::vector<float>& scales() const { return grids_.scales(); }

    [[nodiscard]] const std::vector<std::int32_t>& zero_points() const {
        return grids_.zero_points();
    }

    [[nodiscard]] std::int32_t low() const { return grids_.low(); }

    [[nodiscard]] std::int32_t high() const { return grids_.high(); }

    /// The size all groups have, the last one excepted; 0 where they differ.
    [[nodiscard]] std::int64_t size() const;

    [[nodiscard]] std::string kind() const override { return "groups"; }

    [[nodiscard]] int bits() const override { return grids_.bits(); }

    [[nodiscard]] Tensor project(const Tensor& values) const override;
    [[nodiscard]] Tensor encode(const Tensor& values) const override;
    [[nodiscard]] Tensor decode(const Tensor& indices) const override;
    [[nodiscard]] std::int64_t overhead_bits() const override;
    [[nodiscard]] nlohmann::ordered_json to_json() const override;
    [[nodiscard]] CodePtr selected(int axis, const std::vector<std::int64_t>& keep) const override;

private:
    /// `tensor` with the elements of each grid in a row of their own, filled up with zeros to equal
    /// lengths; and back.
    [[nodiscard]] Tensor by_grid(const Tensor& tensor) const;
    [[nodiscard]] Tensor from_grids(const Tensor& rows, const Shape& shape) const;
    /// Calls body(element, grid, place in the grid's row) for every element.
    template <typename Body>
    void for_elements(const Shape& shape, const Body& body) const;
    [[nodiscard]] std::int64_t row_length(const Shape& shape) const;

    int axis_;
    std::vector<std::int64_t> ends_;
    AffineCode grids_; ///< along axis 0 of what by_grid() makes
};

} // namespace espalier
