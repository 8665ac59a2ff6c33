// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/detail/check.h"

#include "core/base/error.h"

#include <algorithm>
#include <limits>

namespace espalier::ops::detail {

const InputType& float_input(const InferArgs& args, std::size_t index, std::string_view what) {
    const InputType& input = args.required(index, what);
    const DType type = input.type.dtype;
    if (type == DType::Float16 || type == DType::BFloat16) {
        fail(ErrorCode::Unsupported, "{} holds {}, expected float32 or float64", what,
             dtype_name(type));
    }
    expect(is_float(type), "{} holds {}, expected float32 or float64", what, dtype_name(type));
    return input;
}

const InputType& number_input(const InferArgs& args, std::size_t index, std::string_view what) {
    const InputType& input = args.required(index, what);
    const DType type = input.type.dtype;
    if (type == DType::Float16 || type == DType::BFloat16) {
        fail(ErrorCode::Unsupported, "{} holds {}, expected float32, float64 or integers", what,
             dtype_name(type));
    }
    expect(type != DType::Bool, "{} holds bool, expected numbers", what);
    return input;
}

void expect_dtype(const InputType& input, std::string_view what, DType expected) {
    expect(input.type.dtype == expected, "{} holds {}, expected {}", what,
           dtype_name(input.type.dtype), dtype_name(expected));
}

std::vector<std::int64_t> constant_integers(const InputType& input, std::string_view what) {
    if (input.constant == nullptr) {
        fail(ErrorCode::Unsupported,
             "{} is computed by the network, expected a constant or what folds to one", what);
    }
    return input.constant->to_int64();
}

void expect_rank(const Shape& shape, int rank, std::string_view what, std::string_view layout) {
    expect(shape.rank() == rank, "{} has {} dimensions, expected {} {}", what, shape.rank(), rank,
           layout);
}

void expect_dim(std::int64_t found, std::int64_t expected, std::string_view what) {
    expect(found == expected || found == kUnknownDim || expected == kUnknownDim,
           "{} is {}, expected {}", what, found, expected);
}

std::int64_t merged_dim(std::int64_t a, std::int64_t b) {
    return a == kUnknownDim ? b : a;
}

void expect_values(std::span<const std::int64_t> values, std::string_view name, std::int64_t low,
                   std::int64_t high) {
    for (const std::int64_t value : values) {
        expect(value >= low && value <= high, "{} holds {}, expected a value in [{}, {}]", name,
               value, low, high);
    }
}

std::vector<std::int64_t> integer_list(const Node& node, std::string_view name, std::size_t count,
                                       std::int64_t otherwise, std::int64_t low,
                                       std::int64_t high) {
    auto values = node.attributes.integers(name, std::vector<std::int64_t>(count, otherwise));
    expect(values.size() == count, "{} has {} values, expected {}", name, values.size(), count);
    expect_values(values, name, low, high);
    return values;
}

Shape broadcast_shapes(const Shape& a, const Shape& b) {
    const int rank = std::max(a.rank(), b.rank());
    std::vector<std::int64_t> dims(static_cast<std::size_t>(rank));
    for (int i = 1; i <= rank; ++i) {
        const std::int64_t left = i <= a.rank() ? a[-i] : 1;
        const std::int64_t right = i <= b.rank() ? b[-i] : 1;
        const bool unknown = left == kUnknownDim || right == kUnknownDim;
        expect(left == right || left == 1 || right == 1 || unknown,
               "shapes {} and {} do not broadcast", a.str(), b.str());
        std::int64_t& dim = dims[static_cast<std::size_t>(rank - i)];
        if (left == 1 || right == 1) {
            dim = left == 1 ? right : left;
        } else {
            dim = merged_dim(left, right);
        }
    }
    return Shape(std::move(dims));
}

void expect_broadcasts_to(const Shape& from, const Shape& to, std::string_view what) {
    bool fits = from.rank() <= to.rank();
    for (int i = 1; fits && i <= from.rank(); ++i) {
        fits =
            from[-i] == 1 || from[-i] == to[-i] || from[-i] == kUnknownDim || to[-i] == kUnknownDim;
    }
    expect(fits, "{} has shape {}, expected one that broadcasts to {}", what, from.str(), to.str());
}

std::int64_t checked_product(std::initializer_list<std::int64_t> factors) {
    std::int64_t product = 1;
    for (const std::int64_t factor : factors) {
        expect(factor >= 0, "a size is {}, expected at least 0", factor);
        expect(factor == 0 || product <= std::numeric_limits<std::int64_t>::max() / factor,
               "a product of sizes does not fit 63 bits");
        product *= factor;
    }
    return product;
}

DType element_type(std::int64_t number, std::string_view what) {
    switch (number) {
    case 1:
        return DType::Float32;
    case 2:
        return DType::UInt8;
    case 3:
        return DType::Int8;
    case 4:
        return DType::UInt16;
    case 5:
        return DType::Int16;
    case 6:
        return DType::Int32;
    case 7:
        return DType::Int64;
    case 9:
        return DType::Bool;
    case 10:
        return DType::Float16;
    case 11:
        return DType::Float64;
    case 12:
        return DType::UInt32;
    case 13:
        return DType::UInt64;
    case 16:
        return DType::BFloat16;
    default:
        fail(ErrorCode::Unsupported, "{} is {}, expected a numeric element type", what, number);
    }
}

std::size_t output_count(const Node& node) {
    return std::max<std::size_t>(node.outputs.size(), 1);
}

bool has_output(const Node& node, std::size_t index) {
    return index < node.outputs.size() && node.outputs[index] != kNoValue;
}

} // namespace espalier::ops::detail
