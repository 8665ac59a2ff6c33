// SPDX-License-Identifier: GPL-3.0-or-later
// Random numbers by place instead of by order: the number at (key, index) is the same whoever asks
// and whenever, so that loops may run in any order and on any number of threads.
#pragma once

#include <cstdint>

namespace espalier {

/// The output function of SplitMix64 (Steele, Lea and Flood 2014).
constexpr std::uint64_t mix_bits(std::uint64_t z) {
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31U);
}

/// A key made of several numbers, each of which changes all of it.
constexpr std::uint64_t counter_key(std::uint64_t a, std::uint64_t b, std::uint64_t c = 0) {
    constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15ULL;
    return mix_bits(mix_bits(mix_bits(a + kGolden) ^ (b + kGolden)) ^ (c + kGolden));
}

/// Number `index` of SplitMix64's sequence from `key`: uniform in [0, 1), 24 bits.
constexpr float counter_uniform(std::uint64_t key, std::uint64_t index) {
    const std::uint64_t bits = mix_bits(key + (index + 1) * 0x9e3779b97f4a7c15ULL);
    return static_cast<float>(bits >> 40U) * 0x1p-24F;
}

} // namespace espalier
