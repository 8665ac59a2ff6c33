// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/nest/loop_nest.h"

#include <algorithm>
#include <cmath>

namespace espalier::hw {

namespace {

constexpr std::array<Operand, kOperands> kAll{Operand::Weight, Operand::Input, Operand::Output};

constexpr std::size_t at(Dim dim) {
    return static_cast<std::size_t>(dim);
}

constexpr std::size_t at(Operand which) {
    return static_cast<std::size_t>(which);
}

/// By operand, then N G K C P Q R S.
constexpr bool kDepends[kOperands][kDims] = {
    {false, true, true, true, false, false, true, true},
    {true, true, false, true, true, true, true, true},
    {true, true, true, false, true, true, false, false},
};

/// Rows (or columns) of input under `out` windows of `taps`.
double touched(double out, double taps, double stride, double dilation) {
    return std::min((out - 1) * stride + (taps - 1) * dilation + 1, out * taps);
}

/// How far the window moves along `dim` from one of its steps of `step` to the next; 0 where the
/// input does not slide along it.
double shift(const NestLayer& layer, Dim dim, double step) {
    switch (dim) {
    case Dim::P:
        return step * layer.stride_h;
    case Dim::Q:
        return step * layer.stride_w;
    case Dim::R:
        return step * layer.dilation_h;
    case Dim::S:
        return step * layer.dilation_w;
    default:
        return 0;
    }
}

/// A loop in time that does something.
struct Loop {
    std::size_t dim;
    std::int32_t n;
    std::int32_t step; ///< of its dim, from one iteration to the next
};

struct Extents {
    /// Of the tile at each store, all that lies inside it multiplied up.
    std::array<Mapping::Factors, kMaxStores> tile{};
    /// Of the networks: at each store, all dims, and those the operand depends on.
    std::array<double, kMaxStores> spatial{};
    std::array<ByOperand<double>, kMaxStores> distinct{};
    /// The loops in time from the innermost on, and where those outside each store begin.
    std::array<Loop, kMaxStores * kDims> loops;
    std::array<std::size_t, kMaxStores> outside{};
    std::size_t loop_count = 0;
};

/// Input words that instances side by side touch together, over those of one of them, along rows
/// (P and R) and columns (Q and S): less than their number where windows overlap.
double halo_share(const NestLayer& layer, const Mapping::Factors& one, const Mapping& mapping,
                  std::size_t l) {
    const auto wide = [&](Dim dim) {
        return static_cast<double>(mapping.columns[l][at(dim)]) * mapping.rows[l][at(dim)];
    };
    const auto share = [&](Dim out, Dim taps, double stride, double dilation) {
        return touched(one[at(out)] * wide(out), one[at(taps)] * wide(taps), stride, dilation) /
               touched(one[at(out)], one[at(taps)], stride, dilation);
    };
    return share(Dim::P, Dim::R, layer.stride_h, layer.dilation_h) *
           share(Dim::Q, Dim::S, layer.stride_w, layer.dilation_w) * wide(Dim::N) * wide(Dim::G) *
           wide(Dim::C);
}

Extents extents_of(const NestLayer& layer, const NestMachine& machine, const Mapping& mapping) {
    Extents result;
    Mapping::Factors inside{1, 1, 1, 1, 1, 1, 1, 1};
    for (std::size_t l = 0; l < machine.count; ++l) {
        result.spatial[l] = 1;
        result.distinct[l] = {1, 1, 1};
        const Mapping::Factors one = inside;
        for (std::size_t d = 0; d < kDims; ++d) {
            const std::int32_t wide = mapping.columns[l][d] * mapping.rows[l][d];
            inside[d] *= wide * mapping.temporal[l][d];
            if (wide > 1) {
                result.spatial[l] *= wide;
                for (std::size_t t = 0; t < kOperands; ++t) {
                    result.distinct[l][t] *= kDepends[t][d] ? wide : 1;
                }
            }
        }
        if (machine.stores[l].shares_halos && result.spatial[l] > 1) {
            result.distinct[l][at(Operand::Input)] = halo_share(layer, one, mapping, l);
        }
        result.tile[l] = inside;
        for (const Dim dim : mapping.order[l]) {
            const std::int32_t n = mapping.temporal[l][at(dim)];
            if (n > 1) {
                result.loops[result.loop_count++] = {at(dim), n, inside[at(dim)] / n};
            }
        }
        result.outside[l] = result.loop_count;
    }
    return result;
}

/// The share of an input tile that is new when the loop right outside it takes a step.
double new_share(const NestLayer& layer, const Mapping::Factors& tile, const Loop& loop) {
    const Dim dim = static_cast<Dim>(loop.dim);
    const double by = shift(layer, dim, loop.step);
    if (by <= 0) {
        return 1;
    }
    const bool tall = dim == Dim::P || dim == Dim::R;
    const double out = tile[at(tall ? Dim::P : Dim::Q)];
    const double taps = tile[at(tall ? Dim::R : Dim::S)];
    const double stride = tall ? layer.stride_h : layer.stride_w;
    const double dilation = tall ? layer.dilation_h : layer.dilation_w;
    const double extent = (out - 1) * stride + (taps - 1) * dilation + 1;
    if (out * taps < extent) {
        return 1; // rows with gaps between them: the next step falls into the gaps
    }
    return std::min(1.0, by / extent);
}

/// Words that come into (or leave) one instance of store `l` over the whole layer.
double visits(const NestLayer& layer, const Extents& extents, std::size_t l, Operand which,
              double tile) {
    const bool(&relevant)[kDims] = kDepends[at(which)];
    double volume = tile;
    std::size_t i = extents.outside[l];
    if (i == extents.loop_count) {
        return volume;
    }
    if (which == Operand::Input && relevant[extents.loops[i].dim]) {
        const Loop& first = extents.loops[i++];
        volume += (first.n - 1) * volume * new_share(layer, extents.tile[l], first);
    } else {
        while (i < extents.loop_count && !relevant[extents.loops[i].dim]) {
            ++i; // stays where it is meanwhile
        }
    }
    for (; i < extents.loop_count; ++i) {
        volume *= extents.loops[i].n;
    }
    return volume;
}

class Counter {
public:
    Counter(const NestLayer& layer, const NestMachine& machine, const Mapping& mapping)
        : layer_(layer)
        , machine_(machine)
        , mapping_(mapping)
        , extents_(extents_of(layer, machine, mapping)) {}

    NestCounts count() {
        double instances = 1;
        for (std::size_t l = machine_.count; l-- > 0;) {
            counts_.instances[l] = instances;
            instances *= extents_.spatial[l];
        }
        counts_.macs = 1;
        for (const std::int32_t extent : extents_.tile[machine_.count - 1]) {
            counts_.macs *= extent;
        }
        counts_.compute_cycles = counts_.macs / instances;
        for (const Operand which : kAll) {
            operand(which);
        }
        return counts_;
    }

private:
    void operand(Operand which) {
        const std::size_t t = at(which);
        const std::size_t outermost = machine_.count - 1;
        // Words one instance of the store (or MAC) below asks for, and where it lies.
        double asked = counts_.compute_cycles;
        std::size_t below = 0; // networks from here on lie between it and the next kept store
        // Distinct outputs of one instance: fewer where instances share them out.
        double distinct = 0;
        if (which == Operand::Output) {
            distinct = tile_words(layer_, which, extents_.tile[outermost]);
        }
        for (std::size_t l = 0; l <= outermost; ++l) {
            if (l != outermost && !mapping_.keep[l][t]) {
                continue;
            }
            StoreTraffic& here = counts_.at[l][t];
            here.kept = true;
            here.tile = tile_words(layer_, which, extents_.tile[l]);
            double words = asked;
            for (std::size_t j = below; j <= l; ++j) {
                words *= extents_.distinct[j][t];
            }
            deliver(which, asked, below, l);
            if (which == Operand::Output) {
                double share = distinct;
                for (std::size_t j = l + 1; j <= outermost; ++j) {
                    share /= extents_.distinct[j][t];
                }
                here.updates = words;
                here.reads = words - share;
                // Sums that are not new come back: the network carries them once more.
                redeliver(below, l, here.reads / std::max(words, 1.0));
            } else {
                here.reads = words;
            }
            if (l == outermost) {
                break;
            }
            const double moved = visits(layer_, extents_, l, which, here.tile);
            here.fills = moved;
            if (which == Operand::Output) {
                double share = distinct;
                for (std::size_t j = l + 1; j <= outermost; ++j) {
                    share /= extents_.distinct[j][t];
                }
                here.fills = moved - share;
            }
            asked = moved;
            below = l + 1;
        }
    }

    /// `asked` words for each instance below network `below`, through all networks up to store `l`.
    void deliver(Operand which, double asked, std::size_t below, std::size_t l) {
        double distinct_below = 1;
        for (std::size_t j = below; j <= l; ++j) {
            counts_.delivered[j][at(which)] +=
                asked * distinct_below * counts_.instances[j] * extents_.spatial[j];
            distinct_below *= extents_.distinct[j][at(which)];
        }
    }

    void redeliver(std::size_t below, std::size_t l, double share) {
        for (std::size_t j = below; j <= l; ++j) {
            counts_.delivered[j][at(Operand::Output)] *= 1 + share;
        }
    }

    const NestLayer& layer_;
    const NestMachine& machine_;
    const Mapping& mapping_;
    Extents extents_;
    NestCounts counts_;
};

} // namespace

double NestMachine::elements() const {
    double product = 1;
    for (std::size_t l = 0; l < count; ++l) {
        product *= static_cast<double>(stores[l].columns) * stores[l].rows;
    }
    return product;
}

Mapping Mapping::trivial(const NestMachine& machine) {
    Mapping mapping;
    for (std::size_t l = 0; l < kMaxStores; ++l) {
        mapping.temporal[l].fill(1);
        mapping.columns[l].fill(1);
        mapping.rows[l].fill(1);
        for (std::size_t d = 0; d < kDims; ++d) {
            mapping.order[l][d] = static_cast<Dim>(d);
        }
        mapping.keep[l] = machine.stores[l].keeps;
    }
    return mapping;
}

bool depends(Operand which, Dim dim) {
    return kDepends[at(which)][at(dim)];
}

double tile_words(const NestLayer& layer, Operand which, const Mapping::Factors& extents) {
    if (which != Operand::Input) {
        double words = 1;
        for (std::size_t d = 0; d < kDims; ++d) {
            words *= kDepends[at(which)][d] ? extents[d] : 1;
        }
        return words;
    }
    return static_cast<double>(extents[at(Dim::N)]) * extents[at(Dim::G)] * extents[at(Dim::C)] *
           touched(extents[at(Dim::P)], extents[at(Dim::R)], layer.stride_h, layer.dilation_h) *
           touched(extents[at(Dim::Q)], extents[at(Dim::S)], layer.stride_w, layer.dilation_w);
}

NestCounts count_accesses(const NestLayer& layer, const NestMachine& machine,
                          const Mapping& mapping) {
    return Counter(layer, machine, mapping).count();
}

bool fits(const NestLayer& layer, const NestMachine& machine, const Mapping& mapping) {
    Mapping::Factors inside{1, 1, 1, 1, 1, 1, 1, 1};
    for (std::size_t l = 0; l < machine.count; ++l) {
        const NestStore& store = machine.stores[l];
        std::int64_t columns = 1;
        std::int64_t rows = 1;
        for (std::size_t d = 0; d < kDims; ++d) {
            columns *= mapping.columns[l][d];
            rows *= mapping.rows[l][d];
            inside[d] *= mapping.columns[l][d] * mapping.rows[l][d] * mapping.temporal[l][d];
        }
        if (columns > store.columns || rows > store.rows) {
            return false;
        }
        if (l + 1 == machine.count) {
            break;
        }
        double used = 0;
        for (const Operand which : kAll) {
            const std::size_t t = at(which);
            if (!mapping.keep[l][t]) {
                if (store.must_keep[t]) {
                    return false;
                }
                continue;
            }
            const double bits = tile_words(layer, which, inside) *
                                (which == Operand::Output ? layer.sum_bits : layer.bits[t]);
            used += bits;
            if (!store.keeps[t] || bits > store.share_bits[t] || used > store.capacity_bits) {
                return false;
            }
        }
    }
    return true;
}

NestCost cost_of(const NestLayer& layer, const NestMachine& machine, const NestCounts& counts) {
    NestCost cost;
    cost.compute_cycles = counts.compute_cycles;
    cost.mac_pj = counts.macs * machine.mac_pj;
    cost.energy_pj = cost.mac_pj;
    double slowest = 0;
    ByOperand<bool> seen{};
    for (std::size_t l = 0; l < machine.count; ++l) {
        const NestStore& store = machine.stores[l];
        double read_bits = 0;
        double write_bits = 0;
        for (std::size_t t = 0; t < kOperands; ++t) {
            const StoreTraffic& here = counts.at[l][t];
            const double hops = counts.delivered[l][t] *
                                (t == at(Operand::Output) ? layer.sum_bits : layer.bits[t]);
            cost.network_pj[l][t] = hops * store.hop_bit;
            cost.energy_pj += cost.network_pj[l][t];
            if (!here.kept) {
                continue;
            }
            double reads = here.reads * layer.bits[t];
            double writes = here.fills * layer.bits[t];
            if (t == at(Operand::Output)) {
                // Complete outputs are narrower than the sums that still grow: each is written
                // once as such.
                const double complete = here.updates - here.reads;
                reads = here.reads * layer.sum_bits;
                writes = (here.fills + here.reads) * layer.sum_bits + complete * layer.bits[t];
            }
            // The store that MACs read from is spared what they leave out.
            const double fills =
                here.fills * (t == at(Operand::Output) ? layer.sum_bits : layer.bits[t]);
            const double spared = seen[t] ? 1 : machine.ungated[t];
            seen[t] = true;
            cost.store_pj[l][t] = (reads * spared * store.read_bit[t] +
                                   (fills + (writes - fills) * spared) * store.write_bit[t]) *
                                  counts.instances[l];
            cost.energy_pj += cost.store_pj[l][t];
            read_bits += reads;
            write_bits += writes;
        }
        const auto waits = [&](double bits, double rate) {
            if (rate > 0 && bits / rate > slowest) {
                slowest = bits / rate;
                cost.slowest = l;
            }
        };
        waits(read_bits, store.read_bits_per_cycle);
        waits(write_bits, store.write_bits_per_cycle);
        waits(read_bits + write_bits, store.bits_per_cycle);
    }
    cost.stall_cycles = std::max(0.0, slowest - counts.compute_cycles);
    // Nothing computes before the first tiles of the outermost on-chip stores have come.
    const NestStore& outside = machine.stores[machine.count - 1];
    const double outwards =
        outside.bits_per_cycle > 0 ? outside.bits_per_cycle : outside.write_bits_per_cycle;
    const double inwards =
        outside.bits_per_cycle > 0 ? outside.bits_per_cycle : outside.read_bits_per_cycle;
    for (std::size_t t = 0; t < kOperands; ++t) {
        std::size_t l = machine.count - 1;
        while (l > 0 && !counts.at[l - 1][t].kept) {
            --l;
        }
        if (l == 0) {
            continue;
        }
        const double bits = counts.at[l - 1][t].tile * layer.bits[t] * counts.instances[l - 1];
        if (t == at(Operand::Output)) {
            cost.drain_cycles += outwards > 0 ? bits / outwards : 0;
        } else {
            cost.fill_cycles += inwards > 0 ? bits / inwards : 0;
        }
    }
    cost.cycles = cost.compute_cycles + cost.stall_cycles + cost.fill_cycles + cost.drain_cycles;
    return cost;
}

} // namespace espalier::hw
