// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/npy.h"

#include "core/base/error.h"
#include "core/base/files.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <optional>

namespace espalier {

namespace {

constexpr std::string_view kMagic("\x93NUMPY", 6);
constexpr std::size_t kAlignment = 64;
constexpr std::size_t kMaxHeader = std::size_t{1} << 16U;

constexpr std::array<std::pair<std::string_view, DType>, 12> kDescriptions{{
    {"f4", DType::Float32},
    {"f8", DType::Float64},
    {"f2", DType::Float16},
    {"i1", DType::Int8},
    {"i2", DType::Int16},
    {"i4", DType::Int32},
    {"i8", DType::Int64},
    {"u1", DType::UInt8},
    {"u2", DType::UInt16},
    {"u4", DType::UInt32},
    {"u8", DType::UInt64},
    {"b1", DType::Bool},
}};

/// The text after `'key':` of the header, which is a Python dictionary of fixed form.
std::string_view header_value(std::string_view header, std::string_view key) {
    const auto at = header.find(fmt::format("'{}'", key));
    expect(at != std::string_view::npos, "the header lacks '{}'", key);
    const auto colon = header.find(':', at);
    expect(colon != std::string_view::npos, "the header has no value for '{}'", key);
    std::string_view value = header.substr(colon + 1);
    value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
    return value;
}

DType parse_description(std::string_view header) {
    const std::string_view value = header_value(header, "descr");
    const auto end = value.find('\'', 1);
    expect(value.starts_with('\'') && end != std::string_view::npos,
           "the header's 'descr' is no simple type");
    const std::string_view text = value.substr(1, end - 1);
    const bool order_fits = text.starts_with('<') || text.starts_with('|');
    const auto found = std::ranges::find(kDescriptions, text.substr(order_fits ? 1 : 0),
                                         &std::pair<std::string_view, DType>::first);
    expect(order_fits && found != kDescriptions.end(),
           "values of type \"{}\", expected little-endian numbers or bool", text);
    return found->second;
}

Shape parse_shape(std::string_view header) {
    std::string_view value = header_value(header, "shape");
    const auto end = value.find(')');
    expect(value.starts_with('(') && end != std::string_view::npos,
           "the header's 'shape' is no tuple");
    value = value.substr(1, end - 1);
    std::vector<std::int64_t> dims;
    while (true) {
        value.remove_prefix(std::min(value.find_first_not_of(" ,"), value.size()));
        if (value.empty()) {
            return Shape(std::move(dims));
        }
        std::int64_t dim = 0;
        const auto [rest, status] = std::from_chars(value.data(), value.data() + value.size(), dim);
        expect(status == std::errc() && dim >= 0, "the header's 'shape' has no number at \"{}\"",
               value);
        value.remove_prefix(static_cast<std::size_t>(rest - value.data()));
        dims.push_back(dim);
    }
}

/// Fortran order is the transposed array in C order.
Tensor from_fortran_order(const Tensor& stored, const Shape& shape) {
    Tensor result(stored.dtype(), shape);
    const std::size_t size = element_bytes(stored.dtype());
    const auto source = stored.raw();
    std::byte* target = result.writable_raw().data();
    std::vector<std::int64_t> index(static_cast<std::size_t>(shape.rank()), 0);
    for (std::int64_t i = 0; i < stored.elements(); ++i) {
        std::int64_t from = 0;
        for (int axis = shape.rank() - 1; axis >= 0; --axis) {
            from = from * shape[axis] + index[static_cast<std::size_t>(axis)];
        }
        std::memcpy(target + static_cast<std::size_t>(i) * size,
                    source.data() + static_cast<std::size_t>(from) * size, size);
        for (int axis = shape.rank() - 1; axis >= 0; --axis) {
            if (++index[static_cast<std::size_t>(axis)] < shape[axis]) {
                break;
            }
            index[static_cast<std::size_t>(axis)] = 0;
        }
    }
    return result;
}

} // namespace

Tensor parse_npy(std::span<const std::byte> bytes, std::string_view name) {
    return located(name, [&] {
        const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        expect(text.size() >= 10 && text.starts_with(kMagic), "no .npy file");
        const auto byte = [&](std::size_t at) { return std::to_integer<std::size_t>(bytes[at]); };
        const std::size_t version = byte(6);
        expect(version >= 1 && version <= 3, ".npy version {}, expected 1 to 3", version);
        const std::size_t start = version == 1 ? 10 : 12;
        expect(text.size() >= start, "the file ends in its header");
        std::size_t length = byte(8) | byte(9) << 8U;
        if (version > 1) {
            length |= byte(10) << 16U | byte(11) << 24U;
        }
        expect(length <= kMaxHeader && length <= text.size() - start,
               "a header of {} bytes in a file of {}", length, text.size());
        const std::string_view header = text.substr(start, length);
        const DType type = parse_description(header);
        const Shape shape = parse_shape(header);
        const bool fortran = header_value(header, "fortran_order").starts_with("True");
        const std::string_view data = text.substr(start + length);
        const std::size_t want = static_cast<std::size_t>(shape.elements()) * element_bytes(type);
        expect(data.size() == want, "found {} bytes of values, expected {} for shape {}",
               data.size(), want, shape.str());
        Tensor tensor(type, shape);
        if (type == DType::Bool) {
            std::ranges::transform(data, tensor.writable<bool>().begin(),
                                   [](char value) { return value != 0; });
        } else if (want > 0) {
            std::memcpy(tensor.writable_raw().data(), data.data(), want);
        }
        return fortran && shape.rank() > 1 ? from_fortran_order(tensor, shape) : tensor;
    });
}

Tensor read_npy(const std::filesystem::path& path) {
    return parse_npy(read_bytes(path), path.string());
}

void write_npy(const std::filesystem::path& path, const Tensor& tensor) {
    const auto found = std::ranges::find(kDescriptions, tensor.dtype(),
                                         &std::pair<std::string_view, DType>::second);
    if (found == kDescriptions.end()) {
        fail(ErrorCode::Unsupported, "{} values in a .npy file", dtype_name(tensor.dtype()));
    }
    std::string dims;
    for (const std::int64_t dim : tensor.shape()) {
        dims += std::to_string(dim) + ",";
    }
    const char order = element_bytes(tensor.dtype()) == 1 ? '|' : '<';
    std::string header = fmt::format("{{'descr': '{}{}', 'fortran_order': False, 'shape': ({}), }}",
                                     order, found->first, dims);
    const std::size_t used = kMagic.size() + 4 + header.size() + 1;
    header.append((kAlignment - used % kAlignment) % kAlignment, ' ');
    header += '\n';
    std::string file(kMagic);
    file += {'\x01', '\x00', static_cast<char>(header.size() & 0xFFU),
             static_cast<char>(header.size() >> 8U)};
    file += header;
    const auto raw = tensor.raw();
    file.append(reinterpret_cast<const char*>(raw.data()), raw.size());
    write_atomically(path, file);
}

} // namespace espalier
