// SPDX-License-Identifier: GPL-3.0-or-later
// Checks that shape inference of the operators shares. Dimensions may be kUnknownDim.
#pragma once

#include "core/graph/op.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace espalier::ops::detail {

/// Input `index`, present and float32 or float64; Unsupported for the 16-bit floats, BadInput else.
const InputType& float_input(const InferArgs& args, std::size_t index, std::string_view what);
/// Input `index`, present and of a type arithmetic is done in: float32, float64 or an integer.
const InputType& number_input(const InferArgs& args, std::size_t index, std::string_view what);
/// BadInput unless `input` has the element type `expected`.
void expect_dtype(const InputType& input, std::string_view what, DType expected);

/// All values of a constant integer input; Unsupported where it is not known beforehand.
std::vector<std::int64_t> constant_integers(const InputType& input, std::string_view what);

/// BadInput unless `shape` has `rank` dimensions; `layout` is what they mean, as "[O,I,kH,kW]".
void expect_rank(const Shape& shape, int rank, std::string_view what, std::string_view layout);
/// BadInput unless found and expected agree or one is unknown: "<what> is 3, expected 4".
void expect_dim(std::int64_t found, std::int64_t expected, std::string_view what);
/// The known one of two agreeing dimensions.
std::int64_t merged_dim(std::int64_t a, std::int64_t b);

/// Every value in [low, high], else BadInput naming the attribute.
void expect_values(std::span<const std::int64_t> values, std::string_view name, std::int64_t low,
                   std::int64_t high);
/// Attribute `name` as a list of `count` integers in [low, high]; all `otherwise` where absent.
std::vector<std::int64_t> integer_list(const Node& node, std::string_view name, std::size_t count,
                                       std::int64_t otherwise, std::int64_t low, std::int64_t high);

/// Broadcasting of two types' shapes where dimensions may be unknown.
Shape broadcast_shapes(const Shape& a, const Shape& b);
/// BadInput unless `from` broadcasts to exactly `to`.
void expect_broadcasts_to(const Shape& from, const Shape& to, std::string_view what);

/// Product of non-negative factors; BadInput where it does not fit 63 bits.
std::int64_t checked_product(std::initializer_list<std::int64_t> factors);

/// The element type of this number in TensorProto.DataType of the ONNX schema; Unsupported for
/// strings, complex numbers and the like.
DType element_type(std::int64_t number, std::string_view what);

/// How many outputs the node names, at least 1.
std::size_t output_count(const Node& node);
/// Whether output `index` is named and wanted.
bool has_output(const Node& node, std::size_t index);

/// Longest dimension that is taken seriously.
inline constexpr std::int64_t kMaxDim = std::int64_t{1} << 46;
/// Largest kernel, stride, dilation or pad that is taken seriously.
inline constexpr std::int64_t kMaxExtent = std::int64_t{1} << 31;

} // namespace espalier::ops::detail
