// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/onnx_tensor.h"

#include "core/base/error.h"

#include <onnx/onnx_pb.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstring>
#include <fstream>

namespace espalier {

static_assert(std::endian::native == std::endian::little, "raw_data is little endian");

namespace {

struct OnnxType {
    int number;
    std::string_view name;
    std::optional<DType> type;
};

constexpr std::array<OnnxType, 22> kTypes{{
    {1, "float32", DType::Float32},     {2, "uint8", DType::UInt8},
    {3, "int8", DType::Int8},           {4, "uint16", DType::UInt16},
    {5, "int16", DType::Int16},         {6, "int32", DType::Int32},
    {7, "int64", DType::Int64},         {8, "string", std::nullopt},
    {9, "bool", DType::Bool},           {10, "float16", DType::Float16},
    {11, "float64", DType::Float64},    {12, "uint32", DType::UInt32},
    {13, "uint64", DType::UInt64},      {14, "complex64", std::nullopt},
    {15, "complex128", std::nullopt},   {16, "bfloat16", DType::BFloat16},
    {17, "float8e4m3fn", std::nullopt}, {18, "float8e4m3fnuz", std::nullopt},
    {19, "float8e5m2", std::nullopt},   {20, "float8e5m2fnuz", std::nullopt},
    {21, "uint4", std::nullopt},        {22, "int4", std::nullopt},
}};

const OnnxType* type_of(int number) {
    const auto found = std::ranges::find(kTypes, number, &OnnxType::number);
    return found == kTypes.end() ? nullptr : &*found;
}

std::uint64_t number_field(const std::string& text, const char* key) {
    std::uint64_t number = 0;
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
    expect(status == std::errc() && end == text.data() + text.size(),
           "external data: {} is \"{}\", expected a number", key, text);
    return number;
}

/// `location` below `folder`, or BadInput: a model must not read files from elsewhere.
std::filesystem::path external_path(const std::filesystem::path& folder,
                                    const std::string& location) {
    namespace fs = std::filesystem;
    const fs::path relative(location);
    expect(!location.empty() && relative.is_relative(),
           "external data: location \"{}\", expected a path relative to the model", location);
    std::error_code failed;
    const fs::path root = fs::weakly_canonical(folder.empty() ? fs::path(".") : folder, failed);
    const fs::path file = fs::weakly_canonical(root / relative, failed);
    const auto split = std::ranges::mismatch(root, file);
    expect(!failed && split.in1 == root.end(),
           "external data: location \"{}\" lies outside of the model's folder", location);
    return file;
}

std::string read_external(const onnx::TensorProto& proto, const std::filesystem::path& folder,
                          std::size_t bytes) {
    std::string location;
    std::uint64_t offset = 0;
    std::uint64_t length = bytes;
    for (const auto& entry : proto.external_data()) {
        if (entry.key() == "location") {
            location = entry.value();
        } else if (entry.key() == "offset") {
            offset = number_field(entry.value(), "offset");
        } else if (entry.key() == "length") {
            length = number_field(entry.value(), "length");
        }
    }
    expect(length == bytes, "external data: length {}, expected {} for the shape", length, bytes);
    const std::filesystem::path path = external_path(folder, location);
    std::error_code failed;
    const std::uint64_t size = std::filesystem::file_size(path, failed);
    if (failed) {
        fail(ErrorCode::Io, "external data: {} can not be read: {}", path.string(),
             failed.message());
    }
    expect(offset <= size && length <= size - offset,
           "external data: {} has {} bytes, expected {} from offset {}", path.string(), size,
           length, offset);
    std::ifstream stream(path, std::ios::binary);
    std::string data(bytes, '\0');
    stream.seekg(static_cast<std::streamoff>(offset));
    stream.read(data.data(), static_cast<std::streamsize>(bytes));
    if (!stream) {
        fail(ErrorCode::Io, "external data: {} can not be read", path.string());
    }
    return data;
}

/// Allocates only after the values were counted: shapes of hostile files are large.
template <typename Field, typename Convert>
void fill_from_field(Tensor& tensor, DType type, const Shape& shape, const Field& field,
                     const char* field_name, const Convert& convert) {
    expect(field.size() == shape.elements(), "found {} values in {}, expected {} for shape {}",
           field.size(), field_name, shape.elements(), shape.str());
    tensor = Tensor(type, shape);
    visit_dtype(type, [&](auto sample) {
        using T = decltype(sample);
        const auto target = tensor.writable<T>();
        for (int i = 0; i < field.size(); ++i) {
            const auto value = field.Get(i);
            if constexpr (std::is_same_v<T, Half> || std::is_same_v<T, BFloat>) {
                target[static_cast<std::size_t>(i)] = T{static_cast<std::uint16_t>(value)};
            } else {
                target[static_cast<std::size_t>(i)] = convert(value, T{});
            }
        }
    });
}

Tensor from_typed_fields(const onnx::TensorProto& proto, DType type, const Shape& shape) {
    const auto plain = [](auto value, auto sample) {
        using T = decltype(sample);
        if constexpr (std::is_same_v<T, bool>) {
            return value != 0;
        } else if constexpr (std::is_same_v<T, Half> || std::is_same_v<T, BFloat>) {
            return T{};
        } else {
            return static_cast<T>(value);
        }
    };
    Tensor tensor;
    switch (type) {
    case DType::Float32:
        fill_from_field(tensor, type, shape, proto.float_data(), "float_data", plain);
        break;
    case DType::Float64:
        fill_from_field(tensor, type, shape, proto.double_data(), "double_data", plain);
        break;
    case DType::Int64:
        fill_from_field(tensor, type, shape, proto.int64_data(), "int64_data", plain);
        break;
    case DType::UInt32:
    case DType::UInt64:
        fill_from_field(tensor, type, shape, proto.uint64_data(), "uint64_data", plain);
        break;
    default:
        fill_from_field(tensor, type, shape, proto.int32_data(), "int32_data", plain);
        break;
    }
    return tensor;
}

} // namespace

std::optional<DType> dtype_from_onnx(int data_type) {
    const OnnxType* type = type_of(data_type);
    return type == nullptr ? std::nullopt : type->type;
}

int dtype_to_onnx(DType type) {
    return std::ranges::find(kTypes, std::optional(type), &OnnxType::type)->number;
}

std::string onnx_type_name(int data_type) {
    const OnnxType* type = type_of(data_type);
    return type == nullptr ? "type " + std::to_string(data_type) : std::string(type->name);
}

Tensor decode_tensor(const onnx::TensorProto& proto, const std::filesystem::path& folder) {
    const auto type = dtype_from_onnx(proto.data_type());
    if (!type) {
        fail(ErrorCode::Unsupported, "a tensor of {} values", onnx_type_name(proto.data_type()));
    }
    expect(!proto.has_segment(), "a tensor stored in segments, expected it in one piece");
    const Shape shape(std::vector<std::int64_t>(proto.dims().begin(), proto.dims().end()));
    const std::size_t bytes = static_cast<std::size_t>(shape.elements()) * element_bytes(*type);
    std::string external;
    const bool outside = proto.data_location() == onnx::TensorProto::EXTERNAL;
    if (outside) {
        external = read_external(proto, folder, bytes);
    } else if (!proto.has_raw_data()) {
        return from_typed_fields(proto, *type, shape);
    }
    const std::string& raw = outside ? external : proto.raw_data();
    expect(raw.size() == bytes, "found {} bytes of {} values, expected {} for shape {}", raw.size(),
           dtype_name(*type), bytes, shape.str());
    Tensor tensor(*type, shape);
    if (*type == DType::Bool) {
        // Any other byte than 0 and 1 in a bool is undefined behaviour.
        std::ranges::transform(raw, tensor.writable<bool>().begin(),
                               [](char byte) { return byte != 0; });
    } else if (bytes > 0) {
        std::memcpy(tensor.writable_raw().data(), raw.data(), bytes);
    }
    return tensor;
}

void encode_tensor(const Tensor& tensor, onnx::TensorProto& proto) {
    proto.set_data_type(dtype_to_onnx(tensor.dtype()));
    proto.clear_dims();
    for (const std::int64_t dim : tensor.shape()) {
        proto.add_dims(dim);
    }
    const auto raw = tensor.raw();
    proto.set_raw_data(raw.data(), raw.size());
}

} // namespace espalier
