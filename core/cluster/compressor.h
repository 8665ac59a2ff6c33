// SPDX-License-Identifier: GPL-3.0-or-later
// How a worker writes a gradient to the wire: as few bytes as its rule needs, all of them counted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace espalier {

class Compressor {
public:
    virtual ~Compressor() = default;

    /// The message for one tensor. `state` is the worker's own memory of it, empty at first: what
    /// was not sent, momenta. `key` is that of all random draws.
    [[nodiscard]] virtual std::vector<std::byte>
    encode(std::span<const float> gradient, std::vector<float>& state, std::uint64_t key) const = 0;
    /// Adds what a message says to `sum`.
    virtual void decode(std::span<const std::byte> message, std::span<float> sum) const = 0;

    [[nodiscard]] virtual std::string identity() const = 0;
};

struct CompressorSettings {
    std::string_view kind = "float"; ///< float, qsgd, terngrad, onebit, dgc
    int levels = 4;                  ///< qsgd: levels above zero
    std::size_t bucket = 512;        ///< qsgd: values that share a norm
    double keep = 0.01;              ///< dgc: share of the values that is sent
    double momentum = 0.9;           ///< dgc: taken over from the optimiser, which then has none
};

/// Usage error for an unknown kind, with all listed.
///     float     32 bits a value
///     qsgd      |g| sign(g) level / levels, |g| the norm of a bucket, level rounded stochastically
///               (Alistarh et al. 2017, section 4 for the buckets)
///     terngrad  max|g| * {-1, 0, 1}, right on average (Wen et al. 2017, eq. 2)
///     onebit    the sign, with one value for each; what is lost is added to the next gradient
///               (Seide et al. 2014)
///     dgc       the largest of the accumulated momenta, by place and value (Lin et al. 2018, alg.
///     4)
[[nodiscard]] std::unique_ptr<Compressor> make_compressor(const CompressorSettings& settings);

} // namespace espalier
