// SPDX-License-Identifier: GPL-3.0-or-later
// Canonical Huffman codes (Huffman 1952; canonical form: Schwartz and Kallick 1964). A code is told
// by its lengths alone: codes of one length count up in symbol order.
#pragma once

#include "core/analysis/coding/bits.h"

#include <cstdint>
#include <span>
#include <vector>

namespace espalier::coding {

inline constexpr int kMaxHuffmanBits = 31;

/// Lengths of an optimal prefix code, 0 for symbols of frequency 0; a lone symbol gets one bit.
/// Frequencies so skewed that a code would pass kMaxHuffmanBits are flattened first.
[[nodiscard]] std::vector<int> huffman_lengths(std::span<const std::uint64_t> frequencies);

class HuffmanEncoder {
public:
    explicit HuffmanEncoder(std::vector<int> lengths);

    template <typename Sink>
    void put(Sink& sink, std::size_t symbol, Part part) const {
        sink.put(codes_[symbol], lengths_[symbol], part);
    }

private:
    std::vector<int> lengths_;
    std::vector<std::uint32_t> codes_; ///< with the first bit lowest
};

class HuffmanDecoder {
public:
    /// BadInput where the lengths are no prefix code.
    explicit HuffmanDecoder(const std::vector<int>& lengths);

    /// BadInput where the bits stand for no symbol.
    [[nodiscard]] std::size_t get(BitReader& reader) const;

private:
    std::vector<std::size_t> symbols_;      ///< by length, then by value
    std::vector<std::uint64_t> per_length_; ///< number of codes of each length
};

} // namespace espalier::coding
