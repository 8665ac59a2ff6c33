// SPDX-License-Identifier: GPL-3.0-or-later
// SHA-256, for checksums of files and for the keys of the step cache.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace espalier {

/// Feed bytes in any number of pieces, then read the digest once.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    Sha256& update(std::span<const std::byte> bytes);
    Sha256& update(std::string_view text);
    /// The eight bytes, little endian; also keeps neighbouring fields apart.
    Sha256& update(std::uint64_t number);
    /// 64 lower-case hexadecimal digits. Ends the computation.
    [[nodiscard]] std::string hex_digest();

private:
    struct State;
    std::unique_ptr<State> state_;
};

[[nodiscard]] std::string sha256(std::span<const std::byte> bytes);
[[nodiscard]] std::string sha256(std::string_view text);

enum class DigestKind {
    Sha256,
    Md5, ///< proves nothing against intent; only to compare with what a publisher states
};

/// Hexadecimal digest of a file's bytes, read in pieces. Io where it can not be read.
[[nodiscard]] std::string file_digest(const std::filesystem::path& path, DigestKind kind);

} // namespace espalier
