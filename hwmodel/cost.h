// SPDX-License-Identifier: GPL-3.0-or-later
// What a dataflow counts, and what the counts cost. Fixed arrays only: an estimate allocates
// nothing.
#pragma once

#include "hwmodel/workload.h"

#include <array>
#include <cstdint>

namespace espalier::hw {

/// Where data moves, from the multiplier outwards.
enum class Level : std::uint8_t {
    Register, ///< scratchpads and registers that hold data inside an element
    Array,    ///< transfers between elements, and from the buffer to them
    Buffer,   ///< the on-chip buffers
    Dram,
};
inline constexpr std::size_t kLevels = 4;

/// Words and bits that cross one level's port for one operand. Zero-gated accesses are left out.
struct Traffic {
    double reads = 0;  ///< words
    double writes = 0; ///< words
    double read_bits = 0;
    double write_bits = 0;

    void read(double words, double bits_each) {
        reads += words;
        read_bits += words * bits_each;
    }

    void write(double words, double bits_each) {
        writes += words;
        write_bits += words * bits_each;
    }
};

template <typename T>
using ByLevel = std::array<std::array<T, kOperands>, kLevels>;

/// What happens on the machine: no energies yet.
struct Counts {
    double macs = 0;            ///< dense multiply-accumulates
    double executed_macs = 0;   ///< those whose multiplier toggles (less where zeros are gated)
    double adds = 0;            ///< additions or comparisons of layers that do not multiply
    double compute_cycles = 0;  ///< were every operand always there
    double cycles = 0;          ///< with waiting for DRAM, first fill and last drain
    double fill_cycles = 0;     ///< of cycles: first operands and last results, which nothing hides
    double active_elements = 0; ///< elements that have work while the array computes, on average
    ByLevel<Traffic> traffic{};

    [[nodiscard]] Traffic& at(Level level, Operand which) {
        return traffic[static_cast<std::size_t>(level)][static_cast<std::size_t>(which)];
    }

    [[nodiscard]] const Traffic& at(Level level, Operand which) const {
        return traffic[static_cast<std::size_t>(level)][static_cast<std::size_t>(which)];
    }

    /// Of cycles: waiting for memory while there is work.
    [[nodiscard]] double stall_cycles() const;
    /// Bits read and written at a level, all operands.
    [[nodiscard]] double bits(Level level) const;
};

/// One layer priced. Energies in pJ (or in MACs, with a relative technology).
struct LayerCost {
    Counts counts;
    double mac_pj = 0;
    ByLevel<double> move_pj{};
    double leakage_pj = 0; ///< NaN where the technology does not say
    double latency_ms = 0;
    double utilisation = 0; ///< MACs over what the whole array could do in `cycles`, in [0, 1]

    [[nodiscard]] double level_pj(Level level) const;
    [[nodiscard]] double operand_pj(Operand which) const;
    /// MACs, movement, and leakage where known.
    [[nodiscard]] double energy_pj() const;
};

/// "register", "array", "buffer", "dram".
[[nodiscard]] const char* to_string(Level level);

} // namespace espalier::hw
