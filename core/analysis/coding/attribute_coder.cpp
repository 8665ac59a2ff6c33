// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/coding/attribute_coder.h"

#include "core/analysis/coding/layout.h"
#include "core/base/error.h"

#include <bit>
#include <type_traits>

namespace espalier::coding {

namespace {

constexpr std::uint64_t kMaxDim = std::uint64_t{1} << 46U;
constexpr std::size_t kMaxRank = 64;

void put(ByteWriter& out, std::int64_t value) {
    out.number(zigzag(value));
}

void put(ByteWriter& out, float value) {
    out.fixed32(std::bit_cast<std::uint32_t>(value));
}

void put(ByteWriter& out, const std::string& value) {
    out.text(value);
}

void put(ByteWriter& out, const Tensor& tensor) {
    put_type(out, tensor.dtype(), tensor.shape());
    out.raw(tensor.raw());
}

template <typename T>
void put(ByteWriter& out, const std::vector<T>& values) {
    out.number(values.size());
    for (const T& value : values) {
        put(out, value);
    }
}

template <typename T>
T get(ByteReader& in);

template <>
std::int64_t get(ByteReader& in) {
    return unzigzag(in.number());
}

template <>
float get(ByteReader& in) {
    return std::bit_cast<float>(in.fixed32());
}

template <>
std::string get(ByteReader& in) {
    return in.text();
}

template <>
Tensor get(ByteReader& in) {
    const TensorType type = get_type(in);
    expect(type.shape.known(), "a constant of shape {}", type.shape.str());
    const auto elements = static_cast<std::size_t>(type.shape.elements());
    expect(elements <= in.remaining() / element_bytes(type.dtype),
           "a constant of shape {} in {} bytes", type.shape.str(), in.remaining());
    const auto bytes = in.raw(elements * element_bytes(type.dtype));
    Tensor tensor(type.dtype, type.shape);
    for (const std::byte byte : bytes) {
        expect(type.dtype != DType::Bool || byte <= std::byte{1}, "found {} in a list of booleans",
               static_cast<int>(byte));
    }
    std::copy(bytes.begin(), bytes.end(), tensor.writable_raw().begin());
    return tensor;
}

template <typename T>
std::vector<T> get_list(ByteReader& in) {
    std::vector<T> values;
    for (std::size_t left = in.count("length of a list"); left > 0; --left) {
        values.push_back(get<T>(in));
    }
    return values;
}

Attribute get_attribute(ByteReader& in) {
    switch (in.number(std::variant_size_v<Attribute> - 1, "kind of an attribute")) {
    case 0:
        return get<std::int64_t>(in);
    case 1:
        return get<float>(in);
    case 2:
        return get<std::string>(in);
    case 3:
        return get_list<std::int64_t>(in);
    case 4:
        return get_list<float>(in);
    case 5:
        return get_list<std::string>(in);
    default:
        return get<Tensor>(in);
    }
}

} // namespace

void put_type(ByteWriter& out, DType dtype, const Shape& shape) {
    out.number(static_cast<std::uint64_t>(dtype));
    out.number(static_cast<std::uint64_t>(shape.rank()));
    for (const std::int64_t dim : shape) {
        // 0 stands for an unknown dimension.
        out.number(dim < 0 ? 0 : static_cast<std::uint64_t>(dim) + 1);
    }
}

TensorType get_type(ByteReader& in) {
    const std::uint64_t dtype = in.number(static_cast<std::uint64_t>(DType::Bool), "element type");
    const std::uint64_t rank = in.number(kMaxRank, "number of dimensions");
    std::vector<std::int64_t> dims;
    for (std::uint64_t i = 0; i < rank; ++i) {
        const std::uint64_t dim = in.number(kMaxDim, "dimension");
        dims.push_back(dim == 0 ? kUnknownDim : static_cast<std::int64_t>(dim) - 1);
    }
    TensorType type{static_cast<DType>(dtype), Shape(std::move(dims))};
    if (type.shape.known()) {
        (void)type.shape.elements(); // refuses products out of range
    }
    return type;
}

void put_attributes(ByteWriter& out, const Attributes& attributes) {
    out.number(attributes.size());
    for (const auto& [name, attribute] : attributes) {
        out.text(name).number(attribute.index());
        std::visit([&out](const auto& value) { put(out, value); }, attribute);
    }
}

Attributes get_attributes(ByteReader& in) {
    Attributes attributes;
    for (std::size_t left = in.count("number of attributes"); left > 0; --left) {
        std::string name = in.text();
        attributes.set(std::move(name), get_attribute(in));
    }
    return attributes;
}

} // namespace espalier::coding
