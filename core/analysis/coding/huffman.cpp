// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/coding/huffman.h"

#include "core/base/error.h"

#include <queue>

#include <algorithm>
#include <functional>
#include <tuple>

namespace espalier::coding {

namespace {

constexpr std::size_t kLengths = kMaxHuffmanBits + 1;

/// Lengths without a limit. Ties are broken by the order of creation, so they are the same on
/// every machine.
std::vector<int> unlimited_lengths(std::span<const std::uint64_t> frequencies) {
    using Entry = std::tuple<std::uint64_t, std::size_t>; // weight, tree
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
    std::vector<std::size_t> parent(frequencies.size(), 0);
    for (std::size_t i = 0; i < frequencies.size(); ++i) {
        if (frequencies[i] > 0) {
            queue.emplace(frequencies[i], i);
        }
    }
    std::vector<int> lengths(frequencies.size(), 0);
    if (queue.size() == 1) {
        lengths[std::get<1>(queue.top())] = 1;
        return lengths;
    }
    while (queue.size() > 1) {
        const auto [weight_a, a] = queue.top();
        queue.pop();
        const auto [weight_b, b] = queue.top();
        queue.pop();
        const std::size_t joined = parent.size();
        parent.push_back(joined);
        parent[a] = joined;
        parent[b] = joined;
        queue.emplace(weight_a + weight_b, joined);
    }
    // A tree's parent always comes after it, so depths follow from the root down.
    std::vector<int> depth(parent.size(), 0);
    for (std::size_t i = parent.size(); i-- > 0;) {
        const bool unused = i < frequencies.size() && frequencies[i] == 0;
        if (!unused && parent[i] != i) {
            depth[i] = depth[parent[i]] + 1;
        }
    }
    std::copy_n(depth.begin(), lengths.size(), lengths.begin());
    return lengths;
}

std::uint32_t reversed(std::uint32_t code, int bits) {
    std::uint32_t result = 0;
    for (int i = 0; i < bits; ++i) {
        result = (result << 1U) | (code & 1U);
        code >>= 1U;
    }
    return result;
}

std::vector<std::uint64_t> count_lengths(const std::vector<int>& lengths) {
    std::vector<std::uint64_t> counts(kLengths, 0);
    for (const int length : lengths) {
        expect(length >= 0 && length <= kMaxHuffmanBits,
               "found a code of {} bits, expected 0 to {}", length, kMaxHuffmanBits);
        ++counts[static_cast<std::size_t>(length)];
    }
    counts[0] = 0;
    return counts;
}

} // namespace

std::vector<int> huffman_lengths(std::span<const std::uint64_t> frequencies) {
    std::vector<int> lengths = unlimited_lengths(frequencies);
    std::vector<std::uint64_t> flattened(frequencies.begin(), frequencies.end());
    while (!lengths.empty() && *std::ranges::max_element(lengths) > kMaxHuffmanBits) {
        for (std::uint64_t& frequency : flattened) {
            frequency = frequency == 0 ? 0 : frequency / 2 + 1;
        }
        lengths = unlimited_lengths(flattened);
    }
    return lengths;
}

HuffmanEncoder::HuffmanEncoder(std::vector<int> lengths)
    : lengths_(std::move(lengths))
    , codes_(lengths_.size(), 0) {
    const auto counts = count_lengths(lengths_);
    std::vector<std::uint32_t> next(kLengths, 0);
    for (std::size_t length = 1; length < kLengths; ++length) {
        next[length] = static_cast<std::uint32_t>((next[length - 1] + counts[length - 1]) << 1U);
    }
    for (std::size_t symbol = 0; symbol < lengths_.size(); ++symbol) {
        if (const int length = lengths_[symbol]; length > 0) {
            codes_[symbol] = reversed(next[static_cast<std::size_t>(length)]++, length);
        }
    }
}

HuffmanDecoder::HuffmanDecoder(const std::vector<int>& lengths)
    : per_length_(count_lengths(lengths)) {
    std::uint64_t free = 1;
    for (std::size_t length = 1; length < kLengths; ++length) {
        free *= 2;
        expect(per_length_[length] <= free, "the code lengths of a Huffman table overlap");
        free -= per_length_[length];
        for (std::size_t symbol = 0; symbol < lengths.size(); ++symbol) {
            if (per_length_[length] > 0 && lengths[symbol] == static_cast<int>(length)) {
                symbols_.push_back(symbol);
            }
        }
    }
}

std::size_t HuffmanDecoder::get(BitReader& reader) const {
    std::uint64_t code = 0;
    std::uint64_t first = 0;
    std::size_t index = 0;
    for (std::size_t length = 1; length < kLengths; ++length) {
        code |= reader.get(1);
        const std::uint64_t count = per_length_[length];
        if (code - first < count) {
            return symbols_[index + static_cast<std::size_t>(code - first)];
        }
        index += static_cast<std::size_t>(count);
        first = (first + count) << 1U;
        code <<= 1U;
    }
    fail(ErrorCode::BadInput, "bits that stand for no symbol of their Huffman table");
}

} // namespace espalier::coding
