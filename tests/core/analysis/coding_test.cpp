// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/coding/bits.h"
#include "core/analysis/coding/bytes.h"
#include "core/analysis/coding/huffman.h"
#include "core/base/error.h"
#include "core/base/rng.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace espalier::coding {
namespace {

TEST(Bits, NumbersComeBackAndTakeTheirLength) {
    const std::vector<std::uint64_t> numbers{
        0, 1, 2, 3, 7, 8, 1000, 0xFFFFFFFFU, 0x1FFFFFFFFU, (std::uint64_t{1} << 48U) - 2};
    BitWriter writer;
    BitTally tally;
    std::int64_t expected = 0;
    for (const std::uint64_t number : numbers) {
        put_number(writer, number, Part::Value);
        put_number(tally, number, Part::Value);
        expected += 2 * static_cast<std::int64_t>(
                            std::floor(std::log2(static_cast<long double>(number) + 1))) +
                    1;
    }
    EXPECT_EQ(tally.bits(Part::Value), expected);
    const auto bytes = writer.finish();
    EXPECT_EQ(static_cast<std::int64_t>(bytes.size()), (expected + 7) / 8);
    BitReader reader(bytes);
    for (const std::uint64_t number : numbers) {
        EXPECT_EQ(get_number(reader), number);
    }
    EXPECT_LT(reader.remaining_bits(), 8);
    EXPECT_THROW((void)reader.get(32), Error);
}

TEST(Bits, IndexWidths) {
    EXPECT_EQ(bits_for(0), 0);
    EXPECT_EQ(bits_for(1), 0);
    EXPECT_EQ(bits_for(2), 1);
    EXPECT_EQ(bits_for(256), 8);
    EXPECT_EQ(bits_for(257), 9);
}

TEST(Bytes, NumbersTextAndDeflateComeBack) {
    ByteWriter out;
    out.number(0)
        .number(127)
        .number(128)
        .number(~std::uint64_t{0})
        .text("conv")
        .fixed32(0xDEADBEEF);
    EXPECT_EQ(number_bytes(127) + number_bytes(128) + number_bytes(~std::uint64_t{0}), 1 + 2 + 10);
    ByteReader in(out.bytes());
    EXPECT_EQ(in.number(), 0U);
    EXPECT_EQ(in.number(), 127U);
    EXPECT_EQ(in.number(), 128U);
    EXPECT_EQ(in.number(), ~std::uint64_t{0});
    EXPECT_EQ(in.text(), "conv");
    EXPECT_EQ(in.fixed32(), 0xDEADBEEF);
    EXPECT_THROW((void)in.number(), Error);

    const std::vector<std::byte> plain(1000, std::byte{42});
    const auto packed = deflate(plain);
    EXPECT_LT(packed.size(), 50U);
    EXPECT_EQ(inflate(packed, plain.size()), plain);
    EXPECT_THROW((void)inflate(packed, 999), Error);
    EXPECT_THROW((void)inflate(packed, 1001), Error);
    EXPECT_THROW((void)inflate(packed, std::size_t{1} << 40U), Error);
    const std::string check = "123456789"; // the usual check value of CRC-32
    EXPECT_EQ(crc32(std::as_bytes(std::span(check))), 0xCBF43926U);
}

double entropy_bits(const std::vector<std::uint64_t>& frequencies) {
    const double total = static_cast<double>(
        std::accumulate(frequencies.begin(), frequencies.end(), std::uint64_t{0}));
    double bits = 0;
    for (const std::uint64_t f : frequencies) {
        if (f > 0) {
            bits -= static_cast<double>(f) * std::log2(static_cast<double>(f) / total);
        }
    }
    return bits;
}

TEST(Huffman, LiesBetweenEntropyAndOneBitMoreAndComesBack) {
    Rng rng(1);
    for (const std::size_t symbols :
         {std::size_t{2}, std::size_t{3}, std::size_t{17}, std::size_t{256}, std::size_t{3000}}) {
        std::vector<std::uint64_t> frequencies(symbols);
        for (std::uint64_t& f : frequencies) {
            f = rng.below(5) == 0 ? 0 : rng.below(1000);
        }
        frequencies[0] = 5000;
        frequencies[1] = 1;
        const auto lengths = huffman_lengths(frequencies);
        double bits = 0;
        double kraft = 0;
        double total = 0;
        for (std::size_t i = 0; i < symbols; ++i) {
            EXPECT_EQ(lengths[i] == 0, frequencies[i] == 0);
            bits += static_cast<double>(frequencies[i]) * lengths[i];
            kraft += lengths[i] == 0 ? 0 : std::pow(2.0, -lengths[i]);
            total += static_cast<double>(frequencies[i]);
        }
        EXPECT_DOUBLE_EQ(kraft, 1);
        EXPECT_GE(bits, entropy_bits(frequencies) - 1e-6);
        EXPECT_LE(bits, entropy_bits(frequencies) + total);

        std::vector<std::size_t> message;
        for (int i = 0; i < 2000; ++i) {
            const auto symbol = static_cast<std::size_t>(rng.below(symbols));
            if (frequencies[symbol] > 0) {
                message.push_back(symbol);
            }
        }
        BitWriter writer;
        const HuffmanEncoder encoder(lengths);
        for (const std::size_t symbol : message) {
            encoder.put(writer, symbol, Part::Value);
        }
        const auto bytes = writer.finish();
        BitReader reader(bytes);
        const HuffmanDecoder decoder(lengths);
        for (const std::size_t symbol : message) {
            ASSERT_EQ(decoder.get(reader), symbol);
        }
    }
}

TEST(Huffman, TextbookLengths) {
    // Cormen et al., Introduction to Algorithms, figure 16.3: a:45 b:13 c:12 d:16 e:9 f:5.
    const std::vector<std::uint64_t> frequencies{45, 13, 12, 16, 9, 5};
    EXPECT_EQ(huffman_lengths(frequencies), (std::vector<int>{1, 3, 3, 3, 4, 4}));
}

TEST(Huffman, FibonacciFrequenciesAreFlattenedBelowTheLimit) {
    std::vector<std::uint64_t> frequencies{1, 1};
    while (frequencies.size() < 60) {
        frequencies.push_back(frequencies[frequencies.size() - 1] +
                              frequencies[frequencies.size() - 2]);
    }
    double kraft = 0;
    for (const int length : huffman_lengths(frequencies)) {
        EXPECT_LE(length, kMaxHuffmanBits);
        EXPECT_GE(length, 1);
        kraft += std::pow(2.0, -length);
    }
    EXPECT_LE(kraft, 1);
}

TEST(Huffman, ALoneSymbolAndImpossibleTables) {
    EXPECT_EQ(huffman_lengths(std::vector<std::uint64_t>{0, 9, 0}), (std::vector<int>{0, 1, 0}));
    EXPECT_THROW(HuffmanDecoder(std::vector<int>{1, 1, 1}), Error);
    const std::vector<std::byte> ones{std::byte{0xFF}, std::byte{0xFF}, std::byte{0xFF},
                                      std::byte{0xFF}, std::byte{0xFF}};
    BitReader reader(ones);
    EXPECT_THROW((void)HuffmanDecoder(std::vector<int>{0, 1}).get(reader), Error);
}

} // namespace
} // namespace espalier::coding
