// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/nest/search_space.h"

#include <algorithm>
#include <initializer_list>

namespace espalier::hw {

namespace {

/// The operand a dim leaves alone: N, P, Q the weights, K the inputs, C, R, S the outputs.
constexpr std::array<int, kDims> kClass{0, 3, 1, 2, 0, 0, 2, 2};

bool active(const Mapping& mapping, std::size_t store, Dim dim) {
    return mapping.temporal[store][static_cast<std::size_t>(dim)] > 1;
}

} // namespace

std::int32_t& Slot::in(Mapping& mapping, std::size_t dim) const {
    auto& where = kind == Kind::Time      ? mapping.temporal
                  : kind == Kind::Columns ? mapping.columns
                                          : mapping.rows;
    return where[store][dim];
}

std::int32_t Slot::in(const Mapping& mapping, std::size_t dim) const {
    const auto& where = kind == Kind::Time      ? mapping.temporal
                        : kind == Kind::Columns ? mapping.columns
                                                : mapping.rows;
    return where[store][dim];
}

std::vector<Slot> slots_of(const NestMachine& machine) {
    std::vector<Slot> slots;
    for (std::size_t l = 0; l < machine.count; ++l) {
        slots.push_back({l, Slot::Kind::Time});
        if (machine.stores[l].columns > 1) {
            slots.push_back({l, Slot::Kind::Columns});
        }
        if (machine.stores[l].rows > 1) {
            slots.push_back({l, Slot::Kind::Rows});
        }
    }
    return slots;
}

std::vector<std::int32_t> prime_factors(std::int32_t extent) {
    std::vector<std::int32_t> primes;
    for (std::int32_t p = 2; p <= extent / p; ++p) {
        while (extent % p == 0) {
            primes.push_back(p);
            extent /= p;
        }
    }
    if (extent > 1) {
        primes.push_back(extent);
    }
    return primes;
}

void order_from(Mapping& mapping, std::size_t store, Dim first) {
    std::array<Dim, kDims>& order = mapping.order[store];
    std::size_t next = 0;
    order[next++] = first;
    const int kind = kClass[static_cast<std::size_t>(first)];
    for (const bool same : {true, false}) {
        for (std::size_t d = 0; d < kDims; ++d) {
            const Dim dim = static_cast<Dim>(d);
            if (dim != first && (kClass[d] == kind) == same) {
                order[next++] = dim;
            }
        }
    }
}

OrderChoices order_choices(const Mapping& mapping, std::size_t store) {
    OrderChoices choices;
    const auto any = [&](std::initializer_list<Dim> dims) {
        return std::any_of(dims.begin(), dims.end(),
                           [&](Dim dim) { return active(mapping, store, dim); });
    };
    const auto add = [&](Dim dim) {
        if (active(mapping, store, dim)) {
            choices.first[choices.count++] = dim;
        }
    };
    // Loops along which inputs slide come before others of their class: never worse.
    add(Dim::P);
    add(Dim::Q);
    if (!any({Dim::P, Dim::Q})) {
        add(Dim::N);
    }
    add(Dim::K);
    add(Dim::R);
    add(Dim::S);
    if (!any({Dim::R, Dim::S})) {
        add(Dim::C);
    }
    if (choices.count == 0) {
        choices.first[choices.count++] = Dim::G;
    }
    return choices;
}

} // namespace espalier::hw
