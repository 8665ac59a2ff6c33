// SPDX-License-Identifier: GPL-3.0-or-later
// Whole bytes in and out: numbers of seven bits a byte (LEB128), text, and deflated blocks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace espalier::coding {

class ByteWriter {
public:
    ByteWriter& number(std::uint64_t value);
    ByteWriter& text(std::string_view value);
    ByteWriter& fixed32(std::uint32_t value);
    /// As they are, without their number.
    ByteWriter& raw(std::span<const std::byte> bytes);

    [[nodiscard]] const std::vector<std::byte>& bytes() const { return bytes_; }

private:
    std::vector<std::byte> bytes_;
};

/// BadInput where the bytes end too early or a number is too large.
class ByteReader {
public:
    explicit ByteReader(std::span<const std::byte> bytes)
        : bytes_(bytes) {}

    [[nodiscard]] std::uint64_t number();
    /// A number at most `limit`, which `what` names in the error.
    [[nodiscard]] std::uint64_t number(std::uint64_t limit, const char* what);
    /// How many things of at least one byte follow.
    [[nodiscard]] std::size_t count(const char* what);
    [[nodiscard]] std::string text();
    [[nodiscard]] std::uint32_t fixed32();
    [[nodiscard]] std::span<const std::byte> raw(std::size_t size);

    [[nodiscard]] std::size_t remaining() const { return bytes_.size(); }

private:
    std::span<const std::byte> bytes_;
};

/// Bytes of number() for `value`.
[[nodiscard]] std::int64_t number_bytes(std::uint64_t value);

[[nodiscard]] std::vector<std::byte> deflate(std::span<const std::byte> bytes);
/// Must give exactly `size` bytes, else BadInput.
[[nodiscard]] std::vector<std::byte> inflate(std::span<const std::byte> bytes, std::size_t size);
[[nodiscard]] std::uint32_t crc32(std::span<const std::byte> bytes);

} // namespace espalier::coding
