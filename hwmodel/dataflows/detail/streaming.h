// SPDX-License-Identifier: GPL-3.0-or-later
// What every dataflow shares: how many bits cross the DRAM pins, and layers that do not multiply.
#pragma once

#include "hwmodel/accelerator.h"
#include "hwmodel/cost.h"

namespace espalier::hw::dataflows::detail {

/// Bits that a value of this operand takes on the DRAM pins on average: its stored width, or less
/// where the machine run-length codes it (5-bit run, 16-bit level, three pairs in 64 bits; zeros
/// independent of each other; never more than uncoded).
/// Source: Chen et al., JSSC 2017, section IV-C; a run of 31 zeros ends in a pair of its own, so a
/// pair comes (1 - q^32) / d values apart on average, q = 1 - d.
[[nodiscard]] double dram_bits(const Workload& work, const Accelerator& accelerator, Operand which);

/// Pooling and element-wise layers: every input value read once from DRAM into the buffer and from
/// it, every output written once; one addition or comparison per value that enters an output. The
/// array's elements do them, one a cycle each. Such layers are often fused into their neighbour on
/// real machines, so this is an upper bound.
[[nodiscard]] Counts stream(const Workload& work, const Accelerator& accelerator);

} // namespace espalier::hw::dataflows::detail
