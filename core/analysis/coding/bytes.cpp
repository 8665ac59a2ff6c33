// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/coding/bytes.h"

#include "core/base/error.h"

#include <zlib.h>

#include <algorithm>
#include <bit>

namespace espalier::coding {

namespace {

/// Deflate cannot do better than this.
constexpr std::size_t kMaxDeflateRatio = 1032;

const Bytef* input(std::span<const std::byte> bytes) {
    return reinterpret_cast<const Bytef*>(bytes.data());
}

Bytef* output(std::vector<std::byte>& bytes) {
    return reinterpret_cast<Bytef*>(bytes.data());
}

} // namespace

ByteWriter& ByteWriter::number(std::uint64_t value) {
    while (value >= 0x80) {
        bytes_.push_back(static_cast<std::byte>(value | 0x80U));
        value >>= 7U;
    }
    bytes_.push_back(static_cast<std::byte>(value));
    return *this;
}

ByteWriter& ByteWriter::text(std::string_view value) {
    number(value.size());
    return raw(std::as_bytes(std::span(value.data(), value.size())));
}

ByteWriter& ByteWriter::fixed32(std::uint32_t value) {
    for (unsigned shift = 0; shift < 32; shift += 8) {
        bytes_.push_back(static_cast<std::byte>(value >> shift));
    }
    return *this;
}

ByteWriter& ByteWriter::raw(std::span<const std::byte> bytes) {
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    return *this;
}

std::uint64_t ByteReader::number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
        const auto byte = static_cast<std::uint64_t>(raw(1)[0]);
        expect(shift < 63 || byte <= 1, "a number of more than 64 bits");
        value |= (byte & 0x7FU) << shift;
        if (byte < 0x80) {
            return value;
        }
    }
}

std::uint64_t ByteReader::number(std::uint64_t limit, const char* what) {
    const std::uint64_t value = number();
    expect(value <= limit, "{} is {}, expected at most {}", what, value, limit);
    return value;
}

std::size_t ByteReader::count(const char* what) {
    return static_cast<std::size_t>(number(bytes_.size(), what));
}

std::string ByteReader::text() {
    const auto bytes = raw(count("length of a text"));
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::uint32_t ByteReader::fixed32() {
    std::uint32_t value = 0;
    unsigned shift = 0;
    for (const std::byte byte : raw(4)) {
        value |= static_cast<std::uint32_t>(byte) << shift;
        shift += 8;
    }
    return value;
}

std::span<const std::byte> ByteReader::raw(std::size_t size) {
    expect(size <= bytes_.size(), "data end {} bytes early", size - bytes_.size());
    const auto result = bytes_.first(size);
    bytes_ = bytes_.subspan(size);
    return result;
}

std::int64_t number_bytes(std::uint64_t value) {
    return value == 0 ? 1 : (static_cast<std::int64_t>(std::bit_width(value)) + 6) / 7;
}

std::vector<std::byte> deflate(std::span<const std::byte> bytes) {
    uLongf size = compressBound(static_cast<uLong>(bytes.size()));
    std::vector<std::byte> result(size);
    const int status = compress2(output(result), &size, input(bytes),
                                 static_cast<uLong>(bytes.size()), Z_BEST_COMPRESSION);
    if (status != Z_OK) {
        fail(ErrorCode::Failed, "zlib could not deflate {} bytes (status {})", bytes.size(),
             status);
    }
    result.resize(size);
    return result;
}

std::vector<std::byte> inflate(std::span<const std::byte> bytes, std::size_t size) {
    expect(size / kMaxDeflateRatio <= bytes.size(), "{} deflated bytes that say they hold {}",
           bytes.size(), size);
    std::vector<std::byte> result(size + 1); // one more, to notice surplus
    uLongf found = static_cast<uLongf>(result.size());
    const int status =
        uncompress(output(result), &found, input(bytes), static_cast<uLong>(bytes.size()));
    expect(status == Z_OK && found == size, "a deflated block is damaged (zlib status {})", status);
    result.resize(size);
    return result;
}

std::uint32_t crc32(std::span<const std::byte> bytes) {
    uLong crc = ::crc32(0, nullptr, 0);
    // zlib takes 32-bit lengths.
    constexpr std::size_t kPiece = std::size_t{1} << 30U;
    while (!bytes.empty()) {
        const auto piece = bytes.first(std::min(kPiece, bytes.size()));
        crc = ::crc32(crc, input(piece), static_cast<uInt>(piece.size()));
        bytes = bytes.subspan(piece.size());
    }
    return static_cast<std::uint32_t>(crc);
}

} // namespace espalier::coding
