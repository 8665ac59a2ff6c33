// SPDX-License-Identifier: GPL-3.0-or-later
// Random numbers that are the same on every machine and for any number of threads: give each
// independent unit of work (an image, a shard, a layer) its own stream.
#pragma once

#include <cstdint>
#include <limits>
#include <utility>

namespace espalier {

/// xoshiro256** seeded by splitmix64 of (seed, stream). Satisfies UniformRandomBitGenerator, but
/// use its own members: the distributions of <random> differ between standard libraries.
class Rng {
public:
    using result_type = std::uint64_t;

    explicit Rng(std::uint64_t seed, std::uint64_t stream = 0);

    static constexpr result_type min() { return 0; }

    static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

    result_type operator()();

    /// Uniform in [0, 1), 53 bits.
    double uniform();
    /// Uniform in [low, high).
    double uniform(double low, double high);
    /// Uniform integer in [0, bound), bound > 0, without modulo bias.
    std::uint64_t below(std::uint64_t bound);
    /// Standard normal (Marsaglia's polar method).
    double normal();

    /// Fisher-Yates over anything with size() and operator[].
    template <typename Range>
    void shuffle(Range& range) {
        for (auto i = static_cast<std::uint64_t>(range.size()); i > 1; --i) {
            std::swap(range[i - 1], range[below(i)]);
        }
    }

private:
    std::uint64_t state_[4];
    double spare_ = 0;
    bool has_spare_ = false;
};

} // namespace espalier
