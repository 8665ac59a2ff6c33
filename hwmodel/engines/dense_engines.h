// SPDX-License-Identifier: GPL-3.0-or-later
// Compute cycles and port words of machines whose schedule is fixed: adder trees without local
// reuse, a plane of outputs, bit-serial lanes, XNOR and popcount, tensor trains.
#pragma once

#include "hwmodel/workload.h"

#include <cstdint>
#include <vector>

namespace espalier::hw::engines {

/// Words that cross a machine's ports.
struct PortWords {
    double cycles = 0;
    double weight_reads = 0;
    double input_reads = 0;
    double sum_reads = 0;  ///< partial sums that come back
    double sum_writes = 0; ///< partial sums and outputs
};

/// No local reuse (DianNao): each cycle `lanes` inputs meet `lanes` weights of `filters` filters;
/// an adder tree sums them, and the sums go to the output buffer and back between the steps.
[[nodiscard]] PortWords no_local_reuse(const Workload& work, double lanes, double filters);

/// A plane of rows x columns outputs that stay (ShiDianNao): one weight a cycle goes to all; inputs
/// enter at the edge and move on to the neighbours, so that each is read once for a tile's channel.
[[nodiscard]] PortWords output_plane(const Workload& work, double rows, double columns);

struct SerialFigures {
    double windows = 16;  ///< at once
    double lanes = 16;    ///< along channels and taps
    double filters = 256; ///< at once
    bool input_serial = true;
    bool weight_serial = false;
    double one_bit_lanes = 0; ///< lanes where weights have one bit; 0: as many as otherwise

    [[nodiscard]] double lanes_for(const Workload& work) const;
};

/// Bit-serial (Stripes: inputs; UNPU: weights; Loom: both): a cycle for each bit.
[[nodiscard]] double bit_serial(const Workload& work, const SerialFigures& figures);

/// XNOR and popcount: `units` words of `word` one-bit products a cycle; an operand of b bits is b
/// planes.
[[nodiscard]] double xnor(const Workload& work, double units, double word);

/// A tensor-train matrix: core k is [r(k-1), m(k), n(k), r(k)]; the matrix is prod(m) x prod(n).
struct TensorTrain {
    std::vector<std::int64_t> m, n, r; ///< r: ranks between the cores, one less than m
    std::int64_t batch = 1;

    [[nodiscard]] std::int64_t rank(std::size_t k) const; ///< r(k), 1 at both ends
    [[nodiscard]] double parameters() const;
    /// Stored values of the matrix over those of the cores.
    [[nodiscard]] double compression() const;
    /// Multiplications when core d is applied first, and its results go to core d - 1 and on.
    [[nodiscard]] double multiplications() const;
    /// The stages as products that hand their results on, in the order they run: core d first.
    [[nodiscard]] std::vector<NamedWorkload> stages() const;
    /// Values between two stages, the most of all.
    [[nodiscard]] double largest_intermediate() const;
};

/// TIE: a stage's matrix product on `elements` rows by `lanes` columns, the inner extent a cycle
/// each; transposes between the stages are made while reading and take none.
[[nodiscard]] double tensor_train_cycles(const TensorTrain& train, double elements, double lanes);

} // namespace espalier::hw::engines
