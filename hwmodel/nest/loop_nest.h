// SPDX-License-Identifier: GPL-3.0-or-later
// A layer as loops around a chain of memories, whatever the dataflow: which loops run at which
// memory, in what order, and what that moves. Plain data of fixed size, so that a mapper looks at
// millions of mappings a second.
//
// Access counts follow the product form of Timeloop (Parashar et al., ISPASS 2019): from the tile
// that a memory keeps outwards, a loop multiplies the traffic if the operand depends on it, or if
// such a loop lies inside it already; inputs that slide by less than their tile fetch the step
// only, where that loop is the innermost one that does anything.
#pragma once

#include "hwmodel/cost.h"
#include "hwmodel/workload.h"

#include <array>
#include <cstdint>

namespace espalier::hw {

inline constexpr std::size_t kMaxStores = 8;

template <typename T>
using ByOperand = std::array<T, kOperands>;

/// What the evaluator knows of a layer.
struct NestLayer {
    std::array<std::int32_t, kDims> dims{1, 1, 1, 1, 1, 1, 1, 1};
    std::int32_t stride_h = 1;
    std::int32_t stride_w = 1;
    std::int32_t dilation_h = 1;
    std::int32_t dilation_w = 1;
    ByOperand<double> bits{}; ///< a word in memory; of outputs once they are complete
    double sum_bits = 32;     ///< a partial sum
};

/// One memory of the chain, and the network from it to the memory (or the MACs) below.
struct NestStore {
    double capacity_bits = 0;       ///< usable by tiles, in one instance; infinity for DRAM
    ByOperand<double> share_bits{}; ///< the part an operand may use at most
    ByOperand<bool> keeps{};        ///< what it can hold; a mapping may pass it by
    /// What cannot be kept elsewhere: the only way to the MACs.
    ByOperand<bool> must_keep{};
    double read_bits_per_cycle = 0;  ///< 0 where there is no limit; of one instance
    double write_bits_per_cycle = 0; ///< 0 where there is no limit; of one instance
    double bits_per_cycle = 0;       ///< of a port for both; 0 where there is no limit
    ByOperand<double> read_bit{};    ///< pJ
    ByOperand<double> write_bit{};   ///< pJ
    double hop_bit = 0;       ///< pJ a bit delivered by the network below, in either direction
    std::int32_t columns = 1; ///< fan-out of that network
    std::int32_t rows = 1;
    /// Neighbours on that network whose windows overlap are sent the overlap once (multicast),
    /// where otherwise each is sent its own input.
    bool shares_halos = false;
    Level level = Level::Buffer; ///< what its accesses are summed up as
};

/// Stores from the innermost (0) to the outermost, which holds everything.
struct NestMachine {
    std::array<NestStore, kMaxStores> stores{};
    std::size_t count = 0;
    double mac_pj = 0;
    /// Share of the accesses that MACs make at their own store which zeros do not gate: energy
    /// only, the cycles pass.
    ByOperand<double> ungated{1, 1, 1};

    [[nodiscard]] double elements() const;
};

/// Factors of every dim at every store: loops in time over tiles of the store below, and loops in
/// space over the network below. A dim's factors multiply to its extent, or beyond it (idle work).
struct Mapping {
    using Factors = std::array<std::int32_t, kDims>;
    std::array<Factors, kMaxStores> temporal{};
    std::array<Factors, kMaxStores> columns{};
    std::array<Factors, kMaxStores> rows{};
    /// Dims of the loops in time, the innermost first; a permutation of all dims.
    std::array<std::array<Dim, kDims>, kMaxStores> order{};
    std::array<ByOperand<bool>, kMaxStores> keep{};

    /// All factors 1, dims in their order, everything kept where `machine` can.
    static Mapping trivial(const NestMachine& machine);
};

/// One operand at one store, for one of its instances, in words.
struct StoreTraffic {
    bool kept = false;
    double tile = 0;
    double reads = 0;
    double fills = 0;   ///< written from the store outside
    double updates = 0; ///< written from inside: outputs only
};

struct NestCounts {
    std::array<ByOperand<StoreTraffic>, kMaxStores> at{};
    std::array<double, kMaxStores> instances{};            ///< of each store that have work
    std::array<ByOperand<double>, kMaxStores> delivered{}; ///< words over the network below, all
    double macs = 0;           ///< idle ones of factors beyond the extents included
    double compute_cycles = 0; ///< one MAC a cycle and element
};

/// Whether `which` changes with `dim`.
[[nodiscard]] bool depends(Operand which, Dim dim);

/// Words of `which` in a tile of those extents; rows and columns of inputs that no window touches
/// are left out.
[[nodiscard]] double tile_words(const NestLayer& layer, Operand which,
                                const Mapping::Factors& extents);

/// Counts the accesses of a mapping whose factors are sound (see check()). No allocation.
[[nodiscard]] NestCounts count_accesses(const NestLayer& layer, const NestMachine& machine,
                                        const Mapping& mapping);

/// Whether every tile fits its store and every fan-out its network.
[[nodiscard]] bool fits(const NestLayer& layer, const NestMachine& machine, const Mapping& mapping);

/// Energies and cycles of what was counted.
struct NestCost {
    double energy_pj = 0;
    double cycles = 0; ///< compute, or the slowest port where that takes longer; fill and drain
    double compute_cycles = 0;
    double stall_cycles = 0; ///< waiting for the slowest port
    double fill_cycles = 0;  ///< first tiles from the outermost store
    double drain_cycles = 0; ///< last tile back to it
    double mac_pj = 0;
    std::array<ByOperand<double>, kMaxStores> store_pj{};
    std::array<ByOperand<double>, kMaxStores> network_pj{};
    std::size_t slowest = 0; ///< store whose port sets the pace; meaningless without a stall
};

[[nodiscard]] NestCost cost_of(const NestLayer& layer, const NestMachine& machine,
                               const NestCounts& counts);

} // namespace espalier::hw
