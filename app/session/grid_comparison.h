// SPDX-License-Identifier: GPL-3.0-or-later
// The same weights on every grid, side by side: what is lost, what it takes to store, and what a
// multiplication with it costs.
#pragma once

#include "core/compress/technique.h"
#include "hwmodel/technology.h"

#include <cstdint>
#include <string>
#include <vector>

namespace espalier {

struct GridRow {
    std::string step; ///< as recipes write it
    double bits = 0;  ///< of a stored index, averaged over the weights
    double error = 0; ///< squared, over the sum of the squares
    std::int64_t weights = 0;
    std::int64_t bytes = 0;         ///< as stored in .espz, scales and tables included
    std::int64_t entropy_bytes = 0; ///< what no code of independent weights goes below
    double mac_pj = 0; ///< energy of one multiply-accumulate, averaged over the weights

    /// Signal to noise, in decibels; infinite where nothing is lost.
    [[nodiscard]] double decibels() const;
};

/// Steps for every grid that can have `bits` (1 to 8), and for those whose width is their own.
[[nodiscard]] std::vector<std::string> grid_steps(int bits);

/// Energy of one multiply-accumulate with a weight of this code (nullptr: a float) and an integer
/// input of `input_bits`, in picojoules:
///     uniform                 an integer product
///     powers of two           one addition a term; shifts are not counted
///     signs, also with zero   one addition a sign; factors come once a channel, and do not count
///     codebook, float         a product of floats: 32 bits, or those of a small float format
[[nodiscard]] double mac_energy(const Code* code, int input_bits, const hw::Technology& technology);

/// One step on the network's weights in `scope`. No row's weights where the step leaves them all
/// alone.
[[nodiscard]] GridRow grid_row(const Graph& graph, const std::string& step, const Scope& scope,
                               int input_bits, const hw::Technology& technology);

} // namespace espalier
