// SPDX-License-Identifier: GPL-3.0-or-later
// All mappings of a layer to a machine: prime factors of the extents on slots, which operands each
// store keeps, and the orders of loops that differ in what they move.
#pragma once

#include "hwmodel/nest/loop_nest.h"

#include <cstdint>
#include <vector>

namespace espalier::hw {

/// Where a factor may go.
struct Slot {
    enum class Kind : std::uint8_t { Time, Columns, Rows };

    std::size_t store = 0;
    Kind kind = Kind::Time;

    [[nodiscard]] std::int32_t& in(Mapping& mapping, std::size_t dim) const;
    [[nodiscard]] std::int32_t in(const Mapping& mapping, std::size_t dim) const;
};

/// Every store's time, and the columns and rows of networks that have any.
[[nodiscard]] std::vector<Slot> slots_of(const NestMachine& machine);

/// Ascending, with multiplicity; empty for 1.
[[nodiscard]] std::vector<std::int32_t> prime_factors(std::int32_t extent);

/// Puts `first` innermost, then the other dims that the same operand does not depend on: what
/// comes further out no longer matters (all other operands have seen a loop of theirs).
void order_from(Mapping& mapping, std::size_t store, Dim first);

/// The choices of `first` at a store that can make a difference, at most five.
struct OrderChoices {
    std::array<Dim, kDims> first{};
    std::size_t count = 0;
};

[[nodiscard]] OrderChoices order_choices(const Mapping& mapping, std::size_t store);

} // namespace espalier::hw
