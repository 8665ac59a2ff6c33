// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "hwmodel/nest/mapper_detail.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace espalier::hw::detail {

namespace {

/// Pairs of moves tried where no single one helps.
constexpr int kPairs = 1500;

/// A prime factor of `dim` goes from one slot to another.
struct Move {
    std::size_t dim = 0;
    std::int32_t prime = 2;
    std::size_t from = 0;
    std::size_t to = 0;
};

class Descent {
public:
    Descent(const Problem& problem, std::uint64_t seed, std::uint64_t restart, const Job& job)
        : problem_(problem)
        , job_(job)
        , rng_(seed, restart)
        , slots_(slots_of(problem.machine)) {
        for (std::size_t d = 0; d < kDims; ++d) {
            primes_[d] = prime_factors(problem.layer.dims[d]);
            distinct_[d] = primes_[d];
            distinct_[d].erase(std::unique(distinct_[d].begin(), distinct_[d].end()),
                               distinct_[d].end());
        }
    }

    Best run() {
        start();
        best_.score = problem_.score(best_.mapping, best_);
        for (bool better = true; better;) {
            job_.check();
            better = single_moves();
            better = keeps() || better;
            better = orders() || better;
            if (!better) {
                better = pairs();
            }
        }
        return std::move(best_);
    }

private:
    /// Factors at random, elements first; then whatever does not fit goes outwards.
    void start() {
        Mapping& mapping = best_.mapping;
        mapping = Mapping::trivial(problem_.machine);
        std::vector<std::pair<std::size_t, std::int32_t>> factors;
        for (std::size_t d = 0; d < kDims; ++d) {
            for (const std::int32_t prime : primes_[d]) {
                factors.emplace_back(d, prime);
            }
        }
        rng_.shuffle(factors);
        for (const auto& [dim, prime] : factors) {
            const std::size_t slot = rng_.below(slots_.size());
            slots_[slot].in(mapping, dim) *= prime;
            if (!fits(problem_.layer, problem_.machine, mapping)) {
                // An outer slot, or the outermost store's time, always takes it.
                slots_[slot].in(mapping, dim) /= prime;
                const std::size_t other = slot + rng_.below(slots_.size() - slot);
                slots_[other].in(mapping, dim) *= prime;
                if (!fits(problem_.layer, problem_.machine, mapping)) {
                    slots_[other].in(mapping, dim) /= prime;
                    mapping.temporal[problem_.machine.count - 1][dim] *= prime;
                }
            }
        }
        for (std::size_t l = 1; l < problem_.machine.count; ++l) {
            const OrderChoices choices = order_choices(mapping, l);
            order_from(mapping, l, choices.first[rng_.below(choices.count)]);
        }
    }

    bool accept(const Mapping& mapping) {
        const Score score = problem_.score(mapping, best_);
        if (score < best_.score) {
            best_.score = score;
            best_.mapping = mapping;
            return true;
        }
        return false;
    }

    void apply(Mapping& mapping, const Move& move) const {
        slots_[move.from].in(mapping, move.dim) /= move.prime;
        slots_[move.to].in(mapping, move.dim) *= move.prime;
    }

    [[nodiscard]] std::vector<Move> moves() const {
        std::vector<Move> list;
        for (std::size_t d = 0; d < kDims; ++d) {
            for (const std::int32_t prime : distinct_[d]) {
                for (std::size_t from = 0; from < slots_.size(); ++from) {
                    if (slots_[from].in(best_.mapping, d) % prime != 0) {
                        continue;
                    }
                    for (std::size_t to = 0; to < slots_.size(); ++to) {
                        if (to != from) {
                            list.push_back({d, prime, from, to});
                        }
                    }
                }
            }
        }
        return list;
    }

    bool single_moves() {
        bool any = false;
        std::vector<Move> list = moves();
        rng_.shuffle(list);
        for (const Move& move : list) {
            if (slots_[move.from].in(best_.mapping, move.dim) % move.prime != 0) {
                continue; // an earlier move took it
            }
            Mapping candidate = best_.mapping;
            apply(candidate, move);
            any = accept(candidate) || any;
        }
        return any;
    }

    [[nodiscard]] bool may_toggle(std::size_t store, std::size_t operand) const {
        const NestStore& at = problem_.machine.stores[store];
        return at.keeps[operand] && !at.must_keep[operand];
    }

    bool keeps() {
        bool any = false;
        for (std::size_t l = 0; l + 1 < problem_.machine.count; ++l) {
            for (std::size_t t = 0; t < kOperands; ++t) {
                if (may_toggle(l, t)) {
                    Mapping candidate = best_.mapping;
                    candidate.keep[l][t] = !candidate.keep[l][t];
                    any = accept(candidate) || any;
                }
            }
        }
        return any;
    }

    bool orders() {
        bool any = false;
        for (std::size_t l = 1; l < problem_.machine.count; ++l) {
            const OrderChoices choices = order_choices(best_.mapping, l);
            for (std::size_t i = 0; i < choices.count; ++i) {
                Mapping candidate = best_.mapping;
                order_from(candidate, l, choices.first[i]);
                any = accept(candidate) || any;
            }
        }
        return any;
    }

    /// Two factors at once (often an exchange), with an order and a choice of what is kept drawn
    /// anew: the way out where capacity blocks each move alone.
    bool pairs() {
        const std::vector<Move> list = moves();
        if (list.empty()) {
            return false;
        }
        for (int i = 0; i < kPairs; ++i) {
            Mapping candidate = best_.mapping;
            apply(candidate, list[rng_.below(list.size())]);
            const Move& second = list[rng_.below(list.size())];
            if (slots_[second.from].in(candidate, second.dim) % second.prime != 0) {
                continue;
            }
            apply(candidate, second);
            const std::size_t l = 1 + rng_.below(problem_.machine.count - 1);
            const OrderChoices choices = order_choices(candidate, l);
            order_from(candidate, l, choices.first[rng_.below(choices.count)]);
            if (rng_.below(2) == 0) {
                const std::size_t store = rng_.below(problem_.machine.count - 1);
                const std::size_t t = rng_.below(kOperands);
                if (may_toggle(store, t)) {
                    candidate.keep[store][t] = !candidate.keep[store][t];
                }
            }
            if (accept(candidate)) {
                return true;
            }
        }
        return false;
    }

    const Problem& problem_;
    const Job& job_;
    Rng rng_;
    std::vector<Slot> slots_;
    std::array<std::vector<std::int32_t>, kDims> primes_;
    std::array<std::vector<std::int32_t>, kDims> distinct_;
    Best best_;
};

} // namespace

Best descend(const Problem& problem, std::uint64_t seed, std::uint64_t restart, const Job& job) {
    return Descent(problem, seed, restart, job).run();
}

} // namespace espalier::hw::detail
