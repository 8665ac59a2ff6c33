// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/engines/bit_fusion.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace espalier::hw::engines {

namespace {

constexpr double kSumBits = 32;

enum Loop : std::size_t { Batch, Rows, Columns, Inputs, Outputs, kLoops };

enum Tensor : std::size_t { Weight, Input, Output, kTensors };

constexpr bool kDepends[kTensors][kLoops] = {
    {false, false, false, true, true},
    {true, true, true, true, false},
    {true, true, true, false, true},
};

struct Tiling {
    std::array<double, kLoops> tiles{};
    std::array<double, kTensors> bits{};
    double compute = 0;
};

/// Powers of two up to the extent, and the extent.
std::vector<std::int64_t> tile_sizes(std::int64_t extent, std::int64_t unit) {
    std::vector<std::int64_t> sizes;
    for (std::int64_t size = unit;; size *= 2) {
        sizes.push_back(std::min(size, extent));
        if (size >= extent) {
            return sizes;
        }
    }
}

double ceil_div(double a, double b) {
    return std::ceil(a / b);
}

class Search {
public:
    Search(const BitFusionLayer& layer, const BitFusionFigures& figures)
        : layer_(layer)
        , figures_(figures)
        , lanes_(figures.rows * fusion_factor(layer.input_bits, layer.weight_bits, figures))
        , room_{figures.weight_bytes * 4, figures.input_bytes * 4, figures.output_bytes * 4} {}

    BitFusionCost run() {
        best_.cycles = std::numeric_limits<double>::infinity();
        gather();
        std::sort(tilings_.begin(), tilings_.end(),
                  [](const Tiling& a, const Tiling& b) { return a.compute < b.compute; });
        for (const Tiling& tiling : tilings_) {
            if (tiling.compute >= best_.cycles) {
                break; // nor can any that follows be better
            }
            orders(tiling);
        }
        return best_;
    }

private:
    void gather() {
        const auto unit = layer_.unrolled ? 1 : static_cast<std::int64_t>(figures_.columns);
        for (const std::int64_t b : tile_sizes(layer_.batch, 1)) {
            for (const std::int64_t side : tile_sizes(std::max(layer_.height, layer_.width), 1)) {
                for (const std::int64_t c : tile_sizes(layer_.inputs, 1)) {
                    for (const std::int64_t k : tile_sizes(layer_.outputs, unit)) {
                        tile(static_cast<double>(b), side, static_cast<double>(c),
                             static_cast<double>(k));
                    }
                }
            }
        }
    }

    void tile(double b, std::int64_t side, double c, double k) {
        const auto h = static_cast<double>(std::min(side, layer_.height));
        const auto w = static_cast<double>(std::min(side, layer_.width));
        const auto taps = static_cast<double>(layer_.filter_h * layer_.filter_w);
        const auto stride = static_cast<double>(layer_.stride);
        Tiling tiling;
        tiling.tiles = {ceil_div(static_cast<double>(layer_.batch), b),
                        ceil_div(static_cast<double>(layer_.height), h),
                        ceil_div(static_cast<double>(layer_.width), w),
                        ceil_div(static_cast<double>(layer_.inputs), c),
                        ceil_div(static_cast<double>(layer_.outputs), k)};
        const double window = layer_.unrolled
                                  ? h * w * taps
                                  : (static_cast<double>(layer_.filter_h) + (h - 1) * stride) *
                                        (static_cast<double>(layer_.filter_w) + (w - 1) * stride);
        const double groups = ceil_div(k, figures_.columns);
        tiling.bits = {ceil_div(taps * c, lanes_) * lanes_ * k * layer_.weight_bits,
                       window * c * b * layer_.input_bits,
                       h * w * groups * figures_.columns * b * kSumBits};
        for (std::size_t t = 0; t < kTensors; ++t) {
            if (tiling.bits[t] > room_[t]) {
                return;
            }
        }
        double count = 1;
        for (const double tiles : tiling.tiles) {
            count *= tiles;
        }
        const double steps =
            layer_.unrolled ? ceil_div(taps * c, lanes_) : taps * ceil_div(c, lanes_);
        tiling.compute = count * b * h * w * groups * steps;
        tilings_.push_back(tiling);
    }

    void orders(const Tiling& tiling) {
        std::vector<std::size_t> loops;
        for (std::size_t loop = 0; loop < kLoops; ++loop) {
            if (tiling.tiles[loop] > 1) {
                loops.push_back(loop);
            }
        }
        do {
            cost(tiling, loops);
        } while (std::next_permutation(loops.begin(), loops.end()));
    }

    /// `loops` from the innermost on. What fits with a loop around it is fetched once for that
    /// loop; a tensor that has outgrown its buffer is fetched anew by every loop further out.
    void cost(const Tiling& tiling, const std::vector<std::size_t>& loops) {
        std::array<double, kTensors> moved = tiling.bits;
        std::array<double, kTensors> first = tiling.bits;
        std::array<bool, kTensors> held{true, true, true};
        for (const std::size_t loop : loops) {
            for (std::size_t t = 0; t < kTensors; ++t) {
                if (held[t] && !kDepends[t][loop]) {
                    continue;
                }
                moved[t] *= tiling.tiles[loop];
                if (held[t]) {
                    held[t] = moved[t] <= room_[t];
                    first[t] = held[t] ? moved[t] : first[t];
                }
            }
        }
        const double rate = figures_.dram_bits_per_cycle;
        const double head = first[Weight] + first[Input] + first[Output];
        const double tail = first[Output];
        const double total = moved[Weight] + moved[Input] + 2 * moved[Output];
        const double middle = ceil_div(total - head - tail, rate);
        const double cycles = tiling.compute + std::max(0.0, middle - tiling.compute) +
                              ceil_div(head, rate) + ceil_div(tail, rate);
        if (cycles < best_.cycles) {
            best_ = {cycles, tiling.compute, ceil_div(head, rate) + ceil_div(tail, rate), moved,
                     moved[Output]};
        }
    }

    const BitFusionLayer& layer_;
    const BitFusionFigures& figures_;
    double lanes_;
    std::array<double, kTensors> room_;
    std::vector<Tiling> tilings_;
    BitFusionCost best_;
};

} // namespace

double fusion_factor(double a, double b, const BitFusionFigures& figures) {
    return std::floor(figures.most_bits / std::max(figures.least_bits, a)) *
           std::floor(figures.most_bits / std::max(figures.least_bits, b));
}

BitFusionCost bit_fusion(const BitFusionLayer& layer, const BitFusionFigures& figures) {
    return Search(layer, figures).run();
}

} // namespace espalier::hw::engines
