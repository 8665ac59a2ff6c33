// SPDX-License-Identifier: GPL-3.0-or-later
// SHA-256, for checksums of files and for the keys of the step cache.
#pragma once

#include <cstddef>
#include <cstdint>
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

} // namespace espalier
