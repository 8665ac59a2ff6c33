// SPDX-License-Identifier: GPL-3.0-or-later
// Dimensions of a tensor, outermost first; the empty shape is a scalar.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

namespace espalier {

/// A dimension whose size is not known before the network is bound to a batch.
inline constexpr std::int64_t kUnknownDim = -1;

class Shape {
public:
    Shape() = default;

    Shape(std::initializer_list<std::int64_t> dims)
        : dims_(dims) {}

    explicit Shape(std::vector<std::int64_t> dims)
        : dims_(std::move(dims)) {}

    [[nodiscard]] int rank() const { return static_cast<int>(dims_.size()); }

    /// Negative axes count from the end; out of range throws BadInput.
    [[nodiscard]] std::int64_t operator[](int axis) const { return dims_[index(axis)]; }

    [[nodiscard]] std::int64_t& operator[](int axis) { return dims_[index(axis)]; }

    [[nodiscard]] const std::vector<std::int64_t>& dims() const { return dims_; }

    [[nodiscard]] auto begin() const { return dims_.begin(); }

    [[nodiscard]] auto end() const { return dims_.end(); }

    /// True when no dimension is unknown.
    [[nodiscard]] bool known() const;
    /// Product of all dimensions; 1 for a scalar. Throws BadInput when a dimension is negative or
    /// the product does not fit 2^46 elements.
    [[nodiscard]] std::int64_t elements() const;
    /// Product of dimensions [from, to).
    [[nodiscard]] std::int64_t elements(int from, int to) const;
    /// Row-major strides in elements.
    [[nodiscard]] std::vector<std::int64_t> strides() const;
    /// `axis` brought into [0, rank), or BadInput naming `what`.
    [[nodiscard]] int normalised_axis(std::int64_t axis, const char* what) const;

    /// "[1, 3, 32, 32]", an unknown dimension as "?".
    [[nodiscard]] std::string str() const;

    bool operator==(const Shape&) const = default;

private:
    [[nodiscard]] std::size_t index(int axis) const;

    std::vector<std::int64_t> dims_;
};

/// NumPy's broadcasting of two shapes; BadInput where they do not fit.
[[nodiscard]] Shape broadcast(const Shape& a, const Shape& b);

} // namespace espalier
