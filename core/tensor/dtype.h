// SPDX-License-Identifier: GPL-3.0-or-later
// Element types, with the names ONNX gives them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace espalier {

enum class DType : std::uint8_t {
    Float32,
    Float64,
    Float16,
    BFloat16,
    Int8,
    Int16,
    Int32,
    Int64,
    UInt8,
    UInt16,
    UInt32,
    UInt64,
    Bool,
};

/// Bytes per element: 1, 2, 4 or 8.
[[nodiscard]] std::size_t element_bytes(DType type);
/// "float32", "int8", "bool" ...
[[nodiscard]] std::string_view dtype_name(DType type);
[[nodiscard]] bool is_float(DType type);
[[nodiscard]] bool is_integer(DType type);

/// Storage of IEEE binary16 and bfloat16: their bits, to be converted before arithmetic.
struct Half {
    std::uint16_t bits = 0;
};

struct BFloat {
    std::uint16_t bits = 0;
};

[[nodiscard]] float to_float(Half value);
[[nodiscard]] float to_float(BFloat value);
/// Round to nearest even; overflow becomes infinity, NaN stays NaN.
[[nodiscard]] Half to_half(float value);
[[nodiscard]] BFloat to_bfloat(float value);

/// DType of a C++ type: float, double, Half, BFloat, std::int8_t ... std::uint64_t, bool.
template <typename T>
struct DTypeOf;

#define ESPALIER_DTYPE(cpp, name)                                                                  \
    template <>                                                                                    \
    struct DTypeOf<cpp> {                                                                          \
        static constexpr DType value = DType::name;                                                \
    }

ESPALIER_DTYPE(float, Float32);
ESPALIER_DTYPE(double, Float64);
ESPALIER_DTYPE(Half, Float16);
ESPALIER_DTYPE(BFloat, BFloat16);
ESPALIER_DTYPE(std::int8_t, Int8);
ESPALIER_DTYPE(std::int16_t, Int16);
ESPALIER_DTYPE(std::int32_t, Int32);
ESPALIER_DTYPE(std::int64_t, Int64);
ESPALIER_DTYPE(std::uint8_t, UInt8);
ESPALIER_DTYPE(std::uint16_t, UInt16);
ESPALIER_DTYPE(std::uint32_t, UInt32);
ESPALIER_DTYPE(std::uint64_t, UInt64);
ESPALIER_DTYPE(bool, Bool);

#undef ESPALIER_DTYPE

/// Calls visitor(T{}) with the C++ type of `type`.
template <typename Visitor>
decltype(auto) visit_dtype(DType type, Visitor&& visitor) {
    switch (type) {
    case DType::Float64:
        return visitor(double{});
    case DType::Float16:
        return visitor(Half{});
    case DType::BFloat16:
        return visitor(BFloat{});
    case DType::Int8:
        return visitor(std::int8_t{});
    case DType::Int16:
        return visitor(std::int16_t{});
    case DType::Int32:
        return visitor(std::int32_t{});
    case DType::Int64:
        return visitor(std::int64_t{});
    case DType::UInt8:
        return visitor(std::uint8_t{});
    case DType::UInt16:
        return visitor(std::uint16_t{});
    case DType::UInt32:
        return visitor(std::uint32_t{});
    case DType::UInt64:
        return visitor(std::uint64_t{});
    case DType::Bool:
        return visitor(bool{});
    case DType::Float32:
        break;
    }
    return visitor(float{});
}

} // namespace espalier
