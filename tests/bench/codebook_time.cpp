// SPDX-License-Identifier: GPL-3.0-or-later
// Time of the optimal codebook of ten million normal weights:
//     espalier_codebook_time [LEVELS]
#include "core/analysis/grids/codebook.h"
#include "core/base/rng.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

int main(int count, char** arguments) {
    using namespace espalier;
    const std::size_t levels = count > 1 ? std::strtoul(arguments[1], nullptr, 10) : 16;
    std::vector<float> values(10'000'000);
    Rng rng(1);
    for (float& value : values) {
        value = static_cast<float>(rng.normal());
    }
    double best = 1e9;
    double error = 0;
    for (int round = 0; round < 5; ++round) {
        const auto start = std::chrono::steady_clock::now();
        const ValuePoints points(values);
        error = points.error(optimal_levels(points, levels)) / points.power();
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
        best = std::min(best, taken.count());
    }
    std::printf("%zu levels: %.3f s, %.5f of the power lost\n", levels, best, error);
}
