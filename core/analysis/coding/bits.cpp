// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/coding/bits.h"

#include "core/base/error.h"

#include <algorithm>
#include <bit>

namespace espalier::coding {

namespace {

constexpr int kMaxNumberBits = 48;

std::uint64_t low_bits(int bits) {
    return (std::uint64_t{1} << static_cast<unsigned>(bits)) - 1;
}

} // namespace

void BitWriter::put(std::uint64_t value, int bits, Part /*part*/) {
    pending_ |= (value & low_bits(bits)) << static_cast<unsigned>(pending_bits_);
    pending_bits_ += bits;
    while (pending_bits_ >= 8) {
        bytes_.push_back(static_cast<std::byte>(pending_ & 0xFFU));
        pending_ >>= 8U;
        pending_bits_ -= 8;
    }
}

std::vector<std::byte> BitWriter::finish() {
    if (pending_bits_ > 0) {
        bytes_.push_back(static_cast<std::byte>(pending_));
    }
    pending_ = 0;
    pending_bits_ = 0;
    return std::move(bytes_);
}

std::uint32_t BitReader::get(int bits) {
    expect(bits <= remaining_bits(), "data end {} bits early", bits - remaining_bits());
    std::uint64_t value = 0;
    for (int have = 0; have < bits;) {
        const auto byte =
            static_cast<std::uint64_t>(bytes_[static_cast<std::size_t>(position_ / 8)]);
        const int offset = static_cast<int>(position_ % 8);
        const int take = std::min(8 - offset, bits - have);
        value |= ((byte >> static_cast<unsigned>(offset)) & low_bits(take))
                 << static_cast<unsigned>(have);
        have += take;
        position_ += take;
    }
    return static_cast<std::uint32_t>(value);
}

std::int64_t BitReader::remaining_bits() const {
    return static_cast<std::int64_t>(bytes_.size()) * 8 - position_;
}

int bits_for(std::uint64_t count) {
    return count <= 1 ? 0 : static_cast<int>(std::bit_width(count - 1));
}

template <typename Sink>
void put_number(Sink& sink, std::uint64_t number, Part part) {
    const int tail = static_cast<int>(std::bit_width(number + 1)) - 1;
    // `tail` zeros and a one; then what follows the leading one.
    for (int left = tail; left > 0; left -= 32) {
        sink.put(0, std::min(left, 32), part);
    }
    sink.put(1, 1, part);
    const std::uint64_t rest = number + 1;
    sink.put(rest, std::min(tail, 32), part);
    if (tail > 32) {
        sink.put((rest & low_bits(tail)) >> 32U, tail - 32, part);
    }
}

template void put_number(BitTally&, std::uint64_t, Part);
template void put_number(BitWriter&, std::uint64_t, Part);

std::uint64_t get_number(BitReader& reader) {
    int tail = 0;
    while (!reader.flag()) {
        ++tail;
        expect(tail <= kMaxNumberBits, "a number of more than {} bits", kMaxNumberBits);
    }
    std::uint64_t rest = reader.get(std::min(tail, 32));
    if (tail > 32) {
        rest |= std::uint64_t{reader.get(tail - 32)} << 32U;
    }
    return (std::uint64_t{1} << static_cast<unsigned>(tail)) + rest - 1;
}

} // namespace espalier::coding
