// SPDX-License-Identifier: GPL-3.0-or-later
// Walks over several tensors at once, each with its own step per dimension (0 where it is
// stretched): broadcasting, transposing, slicing and reducing are this one loop.
#pragma once

#include "core/tensor/tensor.h"

#include <array>
#include <cstdint>
#include <vector>

namespace espalier::ops::detail {

/// Where element (0, 0, ...) lies and how far the next one of each dimension is, in elements.
struct View {
    std::int64_t base = 0;
    std::vector<std::int64_t> strides;
};

/// The row-major view of a tensor of this shape.
View contiguous(const Shape& shape);
/// A tensor of shape `from` seen as `to`, which it broadcasts to (NumPy's rule).
View stretched(const Shape& from, const Shape& to);

/// dims and strides with neighbouring dimensions merged where every view allows it, never empty.
template <std::size_t N>
struct Walk {
    std::vector<std::int64_t> dims;
    std::array<std::vector<std::int64_t>, N> strides;

    Walk(const Shape& shape, const std::array<View, N>& views) {
        for (std::size_t axis = 0; axis < shape.dims().size(); ++axis) {
            add(shape.dims()[axis], views, axis);
        }
        if (dims.empty()) {
            dims.push_back(1);
            for (auto& steps : strides) {
                steps.push_back(0);
            }
        }
    }

private:
    void add(std::int64_t dim, const std::array<View, N>& views, std::size_t axis) {
        if (dim == 1) {
            return;
        }
        bool merge = !dims.empty();
        for (std::size_t n = 0; merge && n < N; ++n) {
            merge = strides[n].back() == views[n].strides[axis] * dim;
        }
        if (!merge) {
            dims.push_back(1);
        }
        dims.back() *= dim;
        for (std::size_t n = 0; n < N; ++n) {
            if (merge) {
                strides[n].back() = views[n].strides[axis];
            } else {
                strides[n].push_back(views[n].strides[axis]);
            }
        }
    }
};

/// Calls row(offsets, steps, count) for every innermost row of `shape`: element i of the row lies
/// at offsets[n] + i * steps[n] of view n. In row-major order of `shape`.
template <std::size_t N, typename Row>
void for_each_row(const Shape& shape, const std::array<View, N>& views, Row&& row) {
    const Walk<N> walk(shape, views);
    const std::size_t last = walk.dims.size() - 1;
    std::array<std::int64_t, N> offsets{};
    std::array<std::int64_t, N> steps{};
    for (std::size_t n = 0; n < N; ++n) {
        offsets[n] = views[n].base;
        steps[n] = walk.strides[n][last];
    }
    std::int64_t rows = 1;
    for (std::size_t axis = 0; axis < last; ++axis) {
        rows *= walk.dims[axis];
    }
    if (walk.dims[last] == 0) {
        return;
    }
    std::vector<std::int64_t> counter(last, 0);
    for (std::int64_t r = 0; r < rows; ++r) {
        row(offsets, steps, walk.dims[last]);
        for (std::size_t axis = last; axis-- > 0;) {
            const bool wraps = ++counter[axis] == walk.dims[axis];
            const std::int64_t moved = wraps ? 1 - walk.dims[axis] : 1;
            for (std::size_t n = 0; n < N; ++n) {
                offsets[n] += moved * walk.strides[n][axis];
            }
            if (!wraps) {
                break;
            }
            counter[axis] = 0;
        }
    }
}

/// to[to_view] = from[from_view] for every index of `shape`; both of one element type, any type.
void copy_elements(const Shape& shape, const Tensor& from, const View& from_view, Tensor& to,
                   const View& to_view);
/// to[to_view] += from[from_view], float32 or float64.
void add_elements(const Shape& shape, const Tensor& from, const View& from_view, Tensor& to,
                  const View& to_view);

} // namespace espalier::ops::detail
