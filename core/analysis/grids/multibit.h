// SPDX-License-Identifier: GPL-3.0-or-later
// Values as sums of signs, a_1 b_1 + ... + a_k b_k: which factors a.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace espalier {

enum class MultiBitMethod {
    Greedy,      ///< each sign and factor from what the ones before left (Guo et al. 2017, 4.1)
    Refined,     ///< the same, all factors anew by least squares each time (Guo et al. 2017, 4.2)
    Alternating, ///< then codes and factors in turns (Xu et al. 2018, algorithm 2)
};

/// "greedy", "refined", "alternating"; Usage error for another name.
[[nodiscard]] MultiBitMethod multibit_method(std::string_view name);

struct MultiBitSettings {
    int planes = 2; ///< k, 1 to 8
    MultiBitMethod method = MultiBitMethod::Alternating;
    /// Turns of Alternating; 0: until the error stops to shrink.
    int turns = 0;
    /// Further starts of Alternating, whose factors halve, or are scattered around those of Greedy;
    /// the best is kept.
    int restarts = 4;
    std::uint64_t seed = 1;
};

struct MultiBit {
    std::vector<float> factors; ///< k of them, descending, none negative
    double error = 0;           ///< squared, of the nearest sum, over the finite values
};

[[nodiscard]] MultiBit multibit(std::span<const float> values, const MultiBitSettings& settings);

} // namespace espalier
