// SPDX-License-Identifier: GPL-3.0-or-later
// Operators whose index tensor says where elements or slices come from or go to. Negative indices
// count from the end; others outside of the dimension are BadInput.
#pragma once

#include "core/graph/op.h"
#include "core/ops/detail/strided.h"

#include <cstdint>
#include <string>
#include <vector>

namespace espalier::ops::detail {

/// `index` brought into [0, size), or BadInput naming its position in the index tensor.
std::int64_t checked_index(std::int64_t index, std::int64_t size, std::int64_t position);

/// GatherElements, ScatterElements: infer's checks of the indices against the data.
void check_element_indices(const InferArgs& args, const Shape& data);

/// GatherElements, ScatterElements: calls body(at, i) for every index i in row-major order, `at`
/// being the offset in the data that it stands for: its own place, but along `axis`.
template <typename Body>
void for_each_indexed_element(const Node& node, const Shape& data, const Tensor& indices,
                              Body&& body) {
    const int axis = data.normalised_axis(node.attributes.integer("axis", 0), "axis");
    const std::vector<std::int64_t> chosen = indices.to_int64();
    const std::int64_t step = data.elements(axis + 1, data.rank());
    View along = contiguous(data);
    along.strides[static_cast<std::size_t>(axis)] = 0;
    for_each_row<2>(indices.shape(), {along, contiguous(indices.shape())},
                    [&](const auto& offsets, const auto& steps, std::int64_t count) {
                        for (std::int64_t n = 0; n < count; ++n) {
                            const std::int64_t i = offsets[1] + n * steps[1];
                            const std::int64_t row =
                                checked_index(chosen[static_cast<std::size_t>(i)], data[axis], i);
                            body(offsets[0] + n * steps[0] + row * step, i);
                        }
                    });
}

/// GatherND, ScatterND: the shape of all slices that the tuples in the last dimension of `indices`
/// name in `data`, whose first `batch` dimensions they share.
Shape indexed_slices_shape(const InferArgs& args, const Shape& data, int batch);

/// GatherND, ScatterND: the offsets in `data` of the slices, in the order of the tuples.
std::vector<std::int64_t> slice_offsets(const Shape& data, const Tensor& indices, int batch);

/// What happens where something lies already.
enum class Reduction { None, Add, Mul, Max, Min };

/// Attribute `reduction` of the scattering operators.
Reduction reduction_of(const Node& node);

/// ScatterElements, ScatterND: writes every element of `updates` to the offset in `output` that
/// `places` has for it, in order. None takes every element type, the others numbers.
void scatter(Reduction reduction, const std::vector<std::int64_t>& places, const Tensor& updates,
             Tensor& output);

/// Their gradients (inputs data, indices, updates), for None and Add; Unsupported for the others.
void scatter_gradient(Reduction reduction, const std::vector<std::int64_t>& places,
                      const GradientArgs& args);

} // namespace espalier::ops::detail
