// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/grids/stochastic.h"

#include "core/base/counter_rng.h"
#include "core/base/error.h"
#include "core/base/parallel.h"

#include <algorithm>
#include <cmath>

namespace espalier {

void project_by_chance(std::span<float> values, std::span<const float> levels, std::uint64_t key) {
    expect(!levels.empty(), "no levels to project to");
    constexpr std::size_t kGrain = 65536;
    parallel_chunks(values.size(), kGrain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            const float x = values[i];
            if (std::isnan(x)) {
                continue;
            }
            const auto above = std::ranges::upper_bound(levels, x);
            if (above == levels.begin() || above == levels.end()) {
                values[i] = above == levels.begin() ? levels.front() : levels.back();
                continue;
            }
            const float lower = *(above - 1);
            const float share = (x - lower) / (*above - lower);
            values[i] = counter_uniform(key, i) < share ? *above : lower;
        }
    });
}

} // namespace espalier
