// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/techniques/detail/smallest.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <list>
#include <mutex>
#include <numeric>

namespace espalier::techniques {

namespace {

std::int64_t sum(const std::vector<std::int64_t>& numbers) {
    return std::accumulate(numbers.begin(), numbers.end(), std::int64_t{0});
}

/// Ascending, in three passes over 11 bits each: several times faster than comparing.
std::vector<std::uint32_t> radix_sorted(std::vector<std::uint32_t> keys) {
    constexpr unsigned kBits = 11;
    constexpr std::uint32_t kDigit = (1U << kBits) - 1;
    std::vector<std::uint32_t> other(keys.size());
    for (unsigned shift = 0; shift < 32; shift += kBits) {
        std::array<std::size_t, kDigit + 2> starts{};
        for (const std::uint32_t key : keys) {
            ++starts[((key >> shift) & kDigit) + 1];
        }
        std::partial_sum(starts.begin(), starts.end(), starts.begin());
        for (const std::uint32_t key : keys) {
            other[starts[(key >> shift) & kDigit]++] = key;
        }
        keys.swap(other);
    }
    return keys;
}

std::uint32_t key_of(float latent, float effective) {
    constexpr std::uint32_t kMagnitude = 0x7fffffffU;
    // Where a code rounds a weight to zero it is gone already; elsewhere the finer latent decides
    // between weights of one level.
    return effective == 0.0F ? 0U : std::max(std::bit_cast<std::uint32_t>(latent) & kMagnitude, 1U);
}

using SortedKeys = std::shared_ptr<const std::vector<std::uint32_t>>;

SortedKeys sorted_keys(const Parameter& parameter, std::size_t begin, std::size_t count) {
    const auto latent = parameter.latent().data<float>().subspan(begin, count);
    const auto effective = parameter.effective().data<float>().subspan(begin, count);
    std::vector<std::uint32_t> keys(latent.size());
    std::ranges::transform(latent, effective, keys.begin(), key_of);
    return std::make_shared<const std::vector<std::uint32_t>>(radix_sorted(std::move(keys)));
}

/// The keys of the parameters asked for last.
class Remembered {
public:
    SortedKeys of(const Parameter& parameter) {
        {
            const std::scoped_lock lock(mutex_);
            const auto found = std::ranges::find_if(
                entries_, [&](const Entry& each) { return same(each.parameter, parameter); });
            if (found != entries_.end()) {
                entries_.splice(entries_.begin(), entries_, found);
                return found->keys;
            }
        }
        SortedKeys keys =
            sorted_keys(parameter, 0, static_cast<std::size_t>(parameter.latent().elements()));
        const std::scoped_lock lock(mutex_);
        entries_.push_front({parameter, keys});
        std::size_t room = kMost;
        const auto last = std::ranges::find_if(entries_, [&](const Entry& each) {
            const bool fits = each.keys->size() <= room;
            room -= fits ? each.keys->size() : room;
            return !fits;
        });
        entries_.erase(last, entries_.end());
        return keys;
    }

private:
    /// Four bytes each: a network of 25 million parameters is remembered whole.
    static constexpr std::size_t kMost = std::size_t{1} << 25U;

    struct Entry {
        Parameter parameter; ///< its buffers stay, so that no other can be taken for it
        SortedKeys keys;
    };

    static bool same(const Parameter& a, const Parameter& b) {
        const bool masks = a.has_mask() == b.has_mask() &&
                           (!a.has_mask() || a.mask().shares_buffer_with(b.mask()));
        return masks && a.code() == b.code() && a.latent().shares_buffer_with(b.latent());
    }

    std::mutex mutex_;
    std::list<Entry> entries_; ///< newest first
};

std::int64_t count_below(const WeightKeys& layer, std::uint32_t key) {
    return std::ranges::lower_bound(*layer.sorted, key) - layer.sorted->begin();
}

std::int64_t count_up_to(const WeightKeys& layer, std::uint32_t key) {
    return std::ranges::upper_bound(*layer.sorted, key) - layer.sorted->begin();
}

/// The `count` smallest keys of the open layers end below this one, or are equal to it; count in
/// [1, their number].
std::uint32_t kth_smallest(std::span<const WeightKeys> layers, const std::vector<bool>& open,
                           std::int64_t count) {
    std::uint32_t low = 0;
    std::uint32_t high = std::numeric_limits<std::uint32_t>::max();
    while (low < high) {
        const std::uint32_t middle = low + (high - low) / 2;
        std::int64_t found = 0;
        for (std::size_t i = 0; i < layers.size(); ++i) {
            found += open[i] ? count_up_to(layers[i], middle) : 0;
        }
        if (found >= count) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

} // namespace

WeightKeys::WeightKeys(const Parameter& parameter) {
    static Remembered remembered;
    sorted = remembered.of(parameter);
    zeros = count_up_to(*this, 0);
}

WeightKeys::WeightKeys(const Parameter& parameter, std::size_t begin, std::size_t count)
    : sorted(sorted_keys(parameter, begin, count)) {
    zeros = count_up_to(*this, 0);
}

std::int64_t most_zeros(const WeightKeys& layer, double cap) {
    const auto allowed =
        static_cast<std::int64_t>(std::floor(cap * static_cast<double>(layer.size())));
    return std::max(std::min(allowed, layer.size() - 1), layer.zeros);
}

std::vector<std::int64_t> zeros_per_layer(std::span<const WeightKeys> layers, double sparsity) {
    std::vector<std::int64_t> zeros;
    for (const auto& layer : layers) {
        const auto wanted =
            static_cast<std::int64_t>(std::llround(sparsity * static_cast<double>(layer.size())));
        zeros.push_back(std::max(std::min(wanted, layer.size() - 1), layer.zeros));
    }
    return zeros;
}

std::vector<std::int64_t> zeros_evenly(std::span<const WeightKeys> layers, std::int64_t total) {
    const auto at_share = [&](double share) {
        std::vector<std::int64_t> zeros;
        for (const auto& layer : layers) {
            const auto wanted =
                static_cast<std::int64_t>(std::floor(share * static_cast<double>(layer.size())));
            zeros.push_back(std::max(std::min(wanted, layer.size() - 1), layer.zeros));
        }
        return zeros;
    };
    double low = 0;
    double high = 1;
    constexpr int kHalvings = 60; // beyond the digits of a double
    for (int i = 0; i < kHalvings; ++i) {
        const double middle = (low + high) / 2;
        (sum(at_share(middle)) <= total ? low : high) = middle;
    }
    std::vector<std::int64_t> zeros = at_share(low);
    // At most one weight a tensor is missing; give them out in order.
    std::int64_t left = total - sum(zeros);
    const std::vector<std::int64_t> above = at_share(high);
    for (std::size_t i = 0; i < zeros.size() && left > 0; ++i) {
        const std::int64_t more = std::min(left, above[i] - zeros[i]);
        zeros[i] += more;
        left -= more;
    }
    return zeros;
}

std::vector<std::int64_t> zeros_globally(std::span<const WeightKeys> layers, std::int64_t total,
                                         double cap, std::vector<std::size_t>& capped) {
    std::vector<std::int64_t> zeros(layers.size(), 0);
    std::vector<bool> open(layers.size(), true);
    std::int64_t left = total;
    while (left > 0) {
        std::int64_t all = 0;
        for (std::size_t i = 0; i < layers.size(); ++i) {
            all += open[i] ? layers[i].size() : 0;
        }
        if (all == 0) {
            break;
        }
        const std::int64_t count = std::min(left, all);
        const std::uint32_t last = kth_smallest(layers, open, count);
        std::int64_t ties = count;
        for (std::size_t i = 0; i < layers.size(); ++i) {
            if (open[i]) {
                zeros[i] = count_below(layers[i], last);
                ties -= zeros[i];
            }
        }
        for (std::size_t i = 0; i < layers.size() && ties > 0; ++i) {
            if (open[i]) {
                const std::int64_t taken =
                    std::min(ties, count_up_to(layers[i], last) - count_below(layers[i], last));
                zeros[i] += taken;
                ties -= taken;
            }
        }
        bool again = false;
        for (std::size_t i = 0; i < layers.size(); ++i) {
            if (const std::int64_t most = most_zeros(layers[i], cap); open[i] && zeros[i] > most) {
                zeros[i] = most;
                open[i] = false;
                left -= most;
                capped.push_back(i);
                again = true;
            }
        }
        if (!again) {
            break;
        }
    }
    for (std::size_t i = 0; i < layers.size(); ++i) {
        zeros[i] = std::max(zeros[i], layers[i].zeros);
    }
    std::sort(capped.begin(), capped.end());
    return zeros;
}

Parameter mask_smallest(const Parameter& parameter, std::span<const WeightKeys> parts,
                        std::span<const std::int64_t> zeros) {
    const auto latent = parameter.latent().data<float>();
    const auto effective = parameter.effective().data<float>();
    Tensor mask(DType::Bool, parameter.shape());
    const auto kept = mask.writable<bool>();
    if (parameter.has_mask()) {
        std::ranges::copy(parameter.mask().data<bool>(), kept.begin());
    } else {
        std::ranges::fill(kept, true);
    }
    bool changed = false;
    std::size_t end = 0;
    for (std::size_t p = 0; p < parts.size(); ++p) {
        const WeightKeys& part = parts[p];
        const std::size_t begin = end;
        end += static_cast<std::size_t>(part.size());
        if (zeros[p] <= part.zeros) {
            continue;
        }
        changed = true;
        const std::uint32_t last = (*part.sorted)[static_cast<std::size_t>(zeros[p] - 1)];
        std::int64_t ties = zeros[p] - count_below(part, last);
        for (std::size_t i = begin; i < end; ++i) {
            const std::uint32_t key = key_of(latent[i], effective[i]);
            const bool tied = key == last && ties > 0;
            ties -= tied ? 1 : 0;
            kept[i] = key >= last && !tied;
        }
    }
    return changed ? parameter.with_mask(std::move(mask)) : parameter;
}

} // namespace espalier::techniques
