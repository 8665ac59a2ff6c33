// SPDX-License-Identifier: GPL-3.0-or-later
// Bits in and out, least significant first. What is written is told apart as values, indices and
// overhead, so that one piece of code both counts a format and writes it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace espalier::coding {

enum class Part { Value, Index, Overhead };

/// Counts what a BitWriter would write.
class BitTally {
public:
    void put(std::uint64_t /*value*/, int bits, Part part) {
        bits_[static_cast<std::size_t>(part)] += bits;
    }

    /// `count` values of `bits` each: what is known without looking at them.
    void put_all(std::uint64_t count, int bits, Part part) {
        bits_[static_cast<std::size_t>(part)] += static_cast<std::int64_t>(count) * bits;
    }

    [[nodiscard]] std::int64_t bits(Part part) const {
        return bits_[static_cast<std::size_t>(part)];
    }

private:
    std::array<std::int64_t, 3> bits_{};
};

/// True for a sink that counts: what has a closed form need not be walked through.
template <typename Sink>
inline constexpr bool kCounts = std::is_same_v<Sink, BitTally>;

class BitWriter {
public:
    /// The low `bits` (0 to 32) bits of `value`.
    void put(std::uint64_t value, int bits, Part part);
    /// Everything written, the last byte filled up with zeros. Ends the writing.
    [[nodiscard]] std::vector<std::byte> finish();

private:
    std::vector<std::byte> bytes_;
    std::uint64_t pending_ = 0;
    int pending_bits_ = 0;
};

/// Reads what BitWriter wrote; BadInput where the bytes end too early.
class BitReader {
public:
    explicit BitReader(std::span<const std::byte> bytes)
        : bytes_(bytes) {}

    /// `bits` in [0, 32].
    [[nodiscard]] std::uint32_t get(int bits);

    [[nodiscard]] bool flag() { return get(1) != 0; }

    [[nodiscard]] std::int64_t remaining_bits() const;

private:
    std::span<const std::byte> bytes_;
    std::int64_t position_ = 0; ///< in bits
};

/// Bits that tell `count` possibilities apart: 0 for one or none.
[[nodiscard]] int bits_for(std::uint64_t count);

/// Any number below 2^48 in 2 floor(log2(n + 1)) + 1 bits (Elias gamma).
template <typename Sink>
void put_number(Sink& sink, std::uint64_t number, Part part);
[[nodiscard]] std::uint64_t get_number(BitReader& reader);

extern template void put_number(BitTally&, std::uint64_t, Part);
extern template void put_number(BitWriter&, std::uint64_t, Part);

} // namespace espalier::coding
