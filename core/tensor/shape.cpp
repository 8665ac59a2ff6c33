// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/shape.h"

#include "core/base/error.h"

#include <fmt/format.h>

#include <algorithm>

namespace espalier {

namespace {

constexpr std::int64_t kMaxElements = std::int64_t{1} << 46;

} // namespace

bool Shape::known() const {
    return std::ranges::none_of(dims_, [](std::int64_t dim) { return dim < 0; });
}

std::int64_t Shape::elements() const {
    return elements(0, rank());
}

std::int64_t Shape::elements(int from, int to) const {
    // Beside a dimension of 0 the others must be sane too: strides are their products.
    std::int64_t extent = 1;
    bool empty = false;
    for (int axis = from; axis < to; ++axis) {
        const std::int64_t dim = (*this)[axis];
        if (dim < 0) {
            fail(ErrorCode::BadInput, "shape {} has an unknown or negative dimension", str());
        }
        if (dim > 0 && extent > kMaxElements / dim) {
            fail(ErrorCode::BadInput, "shape {} has too many elements", str());
        }
        extent *= std::max<std::int64_t>(dim, 1);
        empty = empty || dim == 0;
    }
    return empty ? 0 : extent;
}

std::vector<std::int64_t> Shape::strides() const {
    std::vector<std::int64_t> result(dims_.size(), 1);
    for (std::size_t i = dims_.size(); i-- > 1;) {
        result[i - 1] = result[i] * dims_[i];
    }
    return result;
}

int Shape::normalised_axis(std::int64_t axis, const char* what) const {
    // Asked for at every access: the text is made where it is needed only.
    if (axis < -rank() || axis >= rank()) {
        fail(ErrorCode::BadInput, "{} is {}, expected a value in [{}, {}) for shape {}", what, axis,
             -rank(), rank(), str());
    }
    return static_cast<int>(axis < 0 ? axis + rank() : axis);
}

std::size_t Shape::index(int axis) const {
    return static_cast<std::size_t>(normalised_axis(axis, "axis"));
}

std::string Shape::str() const {
    std::string text = "[";
    for (const std::int64_t dim : dims_) {
        if (text.size() > 1) {
            text += ", ";
        }
        text += dim == kUnknownDim ? "?" : std::to_string(dim);
    }
    return text + "]";
}

Shape broadcast(const Shape& a, const Shape& b) {
    const int rank = std::max(a.rank(), b.rank());
    std::vector<std::int64_t> dims(static_cast<std::size_t>(rank));
    for (int i = 1; i <= rank; ++i) {
        const std::int64_t left = i <= a.rank() ? a[-i] : 1;
        const std::int64_t right = i <= b.rank() ? b[-i] : 1;
        if (left != right && left != 1 && right != 1) {
            fail(ErrorCode::BadInput, "shapes {} and {} do not broadcast", a.str(), b.str());
        }
        dims[static_cast<std::size_t>(rank - i)] = left == 1 ? right : left;
    }
    return Shape(std::move(dims));
}

} // namespace espalier
