// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a file from front to back, inflating it where it is a gzip stream, without ever trusting a
// size that the file claims.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace espalier {

class ByteReader {
public:
    /// Opens `path`; it is inflated where it starts with the gzip signature. Errors: Io where it
    /// can not be opened, BadInput where it is named .gz and is no gzip stream.
    explicit ByteReader(const std::filesystem::path& path);
    ~ByteReader();
    ByteReader(const ByteReader&) = delete;
    ByteReader& operator=(const ByteReader&) = delete;

    /// Fills as much of `bytes` as there is; less than asked only at the end. BadInput (with the
    /// offset; the caller puts the file's name before it) where the gzip stream is corrupt or cut
    /// short.
    std::size_t read(std::span<std::byte> bytes);
    /// Fills `bytes`, or BadInput: "ends after 12 bytes, expected 16 (header)".
    void read_exactly(std::span<std::byte> bytes, std::string_view what);
    /// BadInput unless everything was read.
    void expect_end();

    /// Bytes handed out so far.
    [[nodiscard]] std::uint64_t offset() const;
    /// No file of this size on disk can yield more bytes than this, whatever it claims (deflate
    /// expands by at most 1032 to 1).
    [[nodiscard]] std::uint64_t most_bytes() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// `bytes` as one gzip stream with an empty header (no name, no time), so that equal content gives
/// equal files.
[[nodiscard]] std::string gzip(std::span<const std::byte> bytes);

} // namespace espalier
