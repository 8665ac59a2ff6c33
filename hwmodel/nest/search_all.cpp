// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "hwmodel/nest/mapper_detail.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

namespace espalier::hw::detail {

namespace {

constexpr std::uint64_t kChunk = 4096; ///< tilings a task looks at

double binomial(int n, int k) {
    double result = 1;
    for (int i = 0; i < k; ++i) {
        result = result * (n - i) / (i + 1);
    }
    return std::round(result);
}

/// Every way to hand the primes of one extent to the slots: one factor for each slot.
using Split = std::vector<std::int32_t>;

std::vector<Split> splits_of(std::int32_t extent, std::size_t slots) {
    std::vector<Split> result{Split(slots, 1)};
    const std::vector<std::int32_t> primes = prime_factors(extent);
    std::size_t i = 0;
    while (i < primes.size()) {
        std::size_t same = i;
        while (same < primes.size() && primes[same] == primes[i]) {
            ++same;
        }
        // Compositions of the prime's multiplicity over the slots.
        std::vector<Split> grown;
        const auto hand_out = [&](auto&& self, Split split, std::size_t slot,
                                  std::size_t left) -> void {
            if (slot + 1 == slots) {
                for (std::size_t n = 0; n < left; ++n) {
                    split[slot] *= primes[i];
                }
                grown.push_back(split);
                return;
            }
            for (std::size_t taken = 0; taken <= left; ++taken) {
                self(self, split, slot + 1, left - taken);
                split[slot] *= primes[i];
            }
        };
        for (const Split& split : result) {
            hand_out(hand_out, split, 0, same - i);
        }
        result = std::move(grown);
        i = same;
    }
    return result;
}

/// What the inner stores may keep, one bit each.
std::vector<std::pair<std::size_t, std::size_t>> keep_bits(const NestMachine& machine) {
    std::vector<std::pair<std::size_t, std::size_t>> bits;
    for (std::size_t l = 0; l + 1 < machine.count; ++l) {
        for (std::size_t t = 0; t < kOperands; ++t) {
            if (machine.stores[l].keeps[t] && !machine.stores[l].must_keep[t]) {
                bits.emplace_back(l, t);
            }
        }
    }
    return bits;
}

class Walker {
public:
    Walker(const Problem& problem, Best& best)
        : problem_(problem)
        , best_(best)
        , bits_(keep_bits(problem.machine)) {}

    void tiling(Mapping& mapping) {
        for (std::uint64_t mask = 0; mask < std::uint64_t{1} << bits_.size(); ++mask) {
            for (std::size_t i = 0; i < bits_.size(); ++i) {
                mapping.keep[bits_[i].first][bits_[i].second] = ((mask >> i) & 1U) != 0;
            }
            if (!fits(problem_.layer, problem_.machine, mapping)) {
                ++best_.looked_at;
                continue;
            }
            orders(mapping, 1);
        }
    }

private:
    void orders(Mapping& mapping, std::size_t store) {
        if (store == problem_.machine.count) {
            const Score score = problem_.score(mapping, best_);
            if (score < best_.score) {
                best_.score = score;
                best_.mapping = mapping;
            }
            return;
        }
        const OrderChoices choices = order_choices(mapping, store);
        for (std::size_t i = 0; i < choices.count; ++i) {
            order_from(mapping, store, choices.first[i]);
            orders(mapping, store + 1);
        }
    }

    const Problem& problem_;
    Best& best_;
    std::vector<std::pair<std::size_t, std::size_t>> bits_;
};

} // namespace

double exhaustive_size(const NestLayer& layer, const NestMachine& machine) {
    const auto slots = static_cast<int>(slots_of(machine).size());
    double size = std::exp2(static_cast<double>(keep_bits(machine).size()));
    for (const std::int32_t extent : layer.dims) {
        const std::vector<std::int32_t> primes = prime_factors(extent);
        std::size_t i = 0;
        while (i < primes.size()) {
            const auto same = static_cast<int>(std::count(primes.begin(), primes.end(), primes[i]));
            size *= binomial(same + slots - 1, slots - 1);
            i += static_cast<std::size_t>(same);
        }
    }
    return size;
}

Best search_all(const Problem& problem, const Job& job) {
    const std::vector<Slot> slots = slots_of(problem.machine);
    std::array<std::vector<Split>, kDims> splits;
    std::uint64_t tilings = 1;
    for (std::size_t d = 0; d < kDims; ++d) {
        splits[d] = splits_of(problem.layer.dims[d], slots.size());
        tilings *= splits[d].size();
    }
    const std::uint64_t chunks = (tilings + kChunk - 1) / kChunk;
    std::vector<Best> found(chunks);
    parallel_for(chunks, [&](std::size_t chunk) {
        job.check();
        Walker walker(problem, found[chunk]);
        Mapping mapping = Mapping::trivial(problem.machine);
        const std::uint64_t end = std::min(tilings, (chunk + 1) * kChunk);
        for (std::uint64_t index = chunk * kChunk; index < end; ++index) {
            std::uint64_t rest = index;
            for (std::size_t d = 0; d < kDims; ++d) {
                const Split& split = splits[d][rest % splits[d].size()];
                rest /= splits[d].size();
                for (std::size_t s = 0; s < slots.size(); ++s) {
                    slots[s].in(mapping, d) = split[s];
                }
            }
            walker.tiling(mapping);
        }
    });
    Best best;
    for (const Best& one : found) {
        best.looked_at += one.looked_at;
        best.costed += one.costed;
        if (one.score < best.score) {
            best.score = one.score;
            best.mapping = one.mapping;
        }
    }
    return best;
}

} // namespace espalier::hw::detail
