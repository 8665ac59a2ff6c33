// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/grids/bit_allocation.h"

#include "core/base/error.h"

#include <algorithm>
#include <limits>

namespace espalier {

std::vector<std::size_t> allocate_bits(const std::vector<BitLayer>& layers, std::int64_t budget) {
    constexpr std::int64_t kSteps = 50000;
    for (const BitLayer& layer : layers) {
        expect(!layer.choices.empty() && layer.weights >= 0, "a layer without choices of bits");
    }
    const std::int64_t step = std::max<std::int64_t>(1, (budget + kSteps - 1) / kSteps);
    const auto steps = static_cast<std::size_t>(std::max<std::int64_t>(budget, 0) / step);
    const auto price = [&](const BitLayer& layer, const BitChoice& choice) {
        return static_cast<std::size_t>((layer.weights * choice.bits + step - 1) / step);
    };
    constexpr double kNever = std::numeric_limits<double>::infinity();
    std::vector<double> least(steps + 1, 0); // cost of the layers so far within so many steps
    std::vector<std::vector<std::uint8_t>> taken;
    for (const BitLayer& layer : layers) {
        std::vector<double> next(steps + 1, kNever);
        std::vector<std::uint8_t> choice(steps + 1, 0);
        for (std::size_t c = 0; c < layer.choices.size(); ++c) {
            const std::size_t needs = price(layer, layer.choices[c]);
            for (std::size_t room = needs; room <= steps; ++room) {
                const double cost = least[room - needs] + layer.choices[c].cost;
                const bool fewer =
                    cost == next[room] && layer.choices[c].bits < layer.choices[choice[room]].bits;
                if (cost < next[room] || fewer) {
                    next[room] = cost;
                    choice[room] = static_cast<std::uint8_t>(c);
                }
            }
        }
        least = std::move(next);
        taken.push_back(std::move(choice));
    }
    std::vector<std::size_t> result(layers.size());
    if (least[steps] == kNever) {
        for (std::size_t i = 0; i < layers.size(); ++i) {
            const auto fewest = std::ranges::min_element(layers[i].choices, {}, &BitChoice::bits);
            result[i] = static_cast<std::size_t>(fewest - layers[i].choices.begin());
        }
        return result;
    }
    std::size_t room = steps;
    for (std::size_t i = layers.size(); i-- > 0;) {
        result[i] = taken[i][room];
        room -= price(layers[i], layers[i].choices[result[i]]);
    }
    return result;
}

} // namespace espalier
