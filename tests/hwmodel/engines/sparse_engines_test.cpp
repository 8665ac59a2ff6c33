// SPDX-License-Identifier: GPL-3.0-or-later
// The closed forms against small machines that run the schedule cycle by cycle.
#include "tests/hwmodel/support.h"

#include "core/base/json.h"
#include "core/base/rng.h"
#include "hwmodel/engines/sparse_engines.h"
#include "hwmodel/sparse/density.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <numeric>

namespace espalier::hw::engines {
namespace {

/// Cambricon-X, cycle by cycle: every element takes up to `lanes` weights off its list; the next
/// group starts when all lists are empty. Counts the products as well.
struct Trace {
    double cycles = 0;
    double products = 0;
};

Trace run_cambricon_x(const Mask& weights, std::size_t windows, std::size_t elements,
                      std::size_t lanes) {
    Trace run;
    for (std::size_t window = 0; window < windows; ++window) {
        for (std::size_t first = 0; first < weights.rows(); first += elements) {
            std::vector<std::deque<std::size_t>> lists(elements);
            for (std::size_t e = 0; e < elements && first + e < weights.rows(); ++e) {
                for (std::size_t tap = 0; tap < weights.columns(); ++tap) {
                    if (weights.at(first + e, tap)) {
                        lists[e].push_back(tap);
                    }
                }
            }
            const auto busy = [&] {
                return std::any_of(lists.begin(), lists.end(),
                                   [](const auto& list) { return !list.empty(); });
            };
            while (busy()) {
                ++run.cycles;
                for (auto& list : lists) {
                    for (std::size_t lane = 0; lane < lanes && !list.empty(); ++lane) {
                        list.pop_front();
                        ++run.products;
                    }
                }
            }
        }
    }
    return run;
}

TEST(CambriconX, TakesTheCyclesOfItsMachine) {
    for (const double density : {0.1, 0.35, 0.9}) {
        const Mask weights = Mask::random(40, 144, density, 5);
        const Trace run = run_cambricon_x(weights, 3, 16, 16);
        EXPECT_EQ(cambricon_x(3, weights.per_row(), 16, 16), run.cycles);
        EXPECT_EQ(run.products, 3.0 * static_cast<double>(weights.nonzeros()));
    }
    // In the mean over many matrices.
    double sum = 0;
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        sum += cambricon_x(1, Mask::random(40, 144, 0.35, seed).per_row(), 16, 16);
    }
    EXPECT_NEAR(cambricon_x(1, 40, 144, 0.35, 16, 16), sum / 60, 0.02 * sum / 60);
    EXPECT_EQ(cambricon_x(10, 32, 144, 1, 16, 16), 10 * 2 * 9);
}

Trace run_cnvlutin(const Mask& inputs, std::size_t lanes) {
    Trace run;
    for (std::size_t window = 0; window < inputs.rows(); ++window) {
        std::vector<std::deque<std::size_t>> bricks(lanes);
        for (std::size_t tap = 0; tap < inputs.columns(); ++tap) {
            if (inputs.at(window, tap)) {
                bricks[tap % lanes].push_back(tap);
            }
        }
        for (bool busy = true; busy;) {
            busy = false;
            for (auto& lane : bricks) {
                if (!lane.empty()) {
                    lane.pop_front();
                    ++run.products;
                    busy = true;
                }
            }
            run.cycles += busy ? 1 : 0;
        }
    }
    return run;
}

TEST(Cnvlutin, TakesTheCyclesOfItsMachine) {
    for (const double density : {0.2, 0.56, 1.0}) {
        const Mask inputs = Mask::random(50, 288, density, 9);
        const Trace run = run_cnvlutin(inputs, 16);
        EXPECT_EQ(cnvlutin(inputs, 100, 256, 16), run.cycles);
        EXPECT_EQ(cnvlutin(inputs, 300, 256, 16), 2 * run.cycles);
        EXPECT_EQ(run.products, static_cast<double>(inputs.nonzeros()));
        EXPECT_NEAR(cnvlutin(50, 288, density, 100, 256, 16), run.cycles, 0.04 * run.cycles);
    }
}

/// EIE with its queues: an input is sent when no queue is full; elements take one entry a cycle.
double run_eie(const Mask& weights, const std::vector<bool>& inputs, std::size_t elements,
               std::size_t queue) {
    std::vector<std::deque<std::size_t>> waiting(elements); // entries left of each column
    std::size_t next = 0;
    double cycles = 0;
    const auto entries = [&](std::size_t column, std::size_t element) {
        std::size_t count = 0;
        std::size_t run = 0;
        for (std::size_t row = element; row < weights.rows(); row += elements) {
            if (weights.at(row, column)) {
                count += 1 + run / 16;
                run = 0;
            } else {
                ++run;
            }
        }
        return count;
    };
    for (bool busy = true; busy; ++cycles) {
        while (next < inputs.size() && !inputs[next]) {
            ++next;
        }
        const bool full = std::any_of(waiting.begin(), waiting.end(),
                                      [&](const auto& columns) { return columns.size() >= queue; });
        if (next < inputs.size() && !full) {
            for (std::size_t e = 0; e < elements; ++e) {
                if (const std::size_t count = entries(next, e); count > 0) {
                    waiting[e].push_back(count);
                }
            }
            ++next;
        }
        busy = next < inputs.size();
        for (auto& columns : waiting) {
            if (!columns.empty()) {
                if (--columns.front() == 0) {
                    columns.pop_front();
                }
                busy = true;
            }
        }
    }
    return cycles;
}

TEST(Eie, IsCloseToItsMachine) {
    struct Case {
        std::size_t rows;
        double density;
        EieFigures figures;
    };

    for (const Case& at :
         {Case{1024, 0.09, {64, 8, 4}}, Case{1024, 0.25, {64, 8, 4}}, Case{4096, 0.04, {64, 8, 4}},
          Case{512, 0.2, {16, 4, 4}}, Case{2048, 0.1, {32, 16, 4}}}) {
        const Mask weights = Mask::random(at.rows, 600, at.density, 2);
        Rng rng(4);
        std::vector<bool> inputs(600);
        for (auto&& input : inputs) {
            input = rng.uniform() < 0.35;
        }
        const double sent =
            static_cast<double>(std::count(inputs.begin(), inputs.end(), true)) / 600;
        const double run = run_eie(weights, inputs, static_cast<std::size_t>(at.figures.elements),
                                   static_cast<std::size_t>(at.figures.queue));
        const auto rows = static_cast<double>(at.rows);
        EXPECT_NEAR(eie(rows, 600, weights.density(), sent, at.figures) / run, 1, 0.12)
            << at.rows << ' ' << at.density;
        EXPECT_LE(eie_balanced(rows, 600, weights.density(), sent, at.figures), 1.02 * run);
    }
}

TEST(Eie, WithItsMaskTakesTheCyclesOfItsMachine) {
    for (const auto& [rows, density, elements, queue] :
         {std::tuple{512, 0.2, 16, 4}, {700, 0.05, 64, 8}, {300, 0.5, 8, 1}}) {
        // Some rows fuller than others: what the mean does not see.
        Rng rng(11);
        const double thin = density;
        const Mask weights(static_cast<std::size_t>(rows), 200, [&](std::size_t row, std::size_t) {
            return rng.uniform() < (row % 5 == 0 ? std::min(1.0, 3 * thin) : thin / 2);
        });
        const EieFigures figures{static_cast<double>(elements), static_cast<double>(queue), 4};
        const EieTrace trace = eie(weights, 0, weights.rows(), figures);
        // The machine needs one more cycle to see that it is done.
        EXPECT_EQ(trace.cycles + 1,
                  run_eie(weights, std::vector<bool>(200, true), static_cast<std::size_t>(elements),
                          static_cast<std::size_t>(queue)))
            << rows;
        EXPECT_GE(trace.entries, static_cast<double>(weights.nonzeros()));
    }
}

// Han et al., EIE, ISCA 2016: microseconds of nine layers.
TEST(Eie, IsWithinAQuarterOfThePapersTimes) {
    const auto path = test::hardware_data("published/published_numbers.json");
    if (!path) {
        GTEST_SKIP() << "ESPALIER_HARDWARE_DATA is unset or lacks published";
    }
    const Json document = read_json(*path);
    for (const auto& [name, row] : document.at("eie").at("layers").items()) {
        const auto at = [&](std::size_t i) { return row.at(i).get<double>(); };
        const double ours = eie(at(1), at(0), at(2), at(3), {}) / 800;
        const double balanced = eie_balanced(at(1), at(0), at(2), at(3), {}) / 800;
        EXPECT_NEAR(ours / at(5), 1, 0.25) << name;
        EXPECT_NEAR(balanced / at(4), 1, 0.25) << name;
    }
}

TEST(Scnn, TakesTheCyclesOfItsMachine) {
    // 16 channels, 64 elements of 9 values, 3 groups of 72 weights for each channel.
    Rng rng(6);
    const auto draw = [&](std::size_t rows, std::size_t columns, int n, double density) {
        std::vector<std::vector<std::uint32_t>> counts(rows, std::vector<std::uint32_t>(columns));
        for (auto& row : counts) {
            for (std::uint32_t& count : row) {
                for (int i = 0; i < n; ++i) {
                    count += rng.uniform() < density ? 1 : 0;
                }
            }
        }
        return counts;
    };
    double sum = 0;
    double known = 0; // with the weights' counts known, and of the inputs the density
    for (int trial = 0; trial < 20; ++trial) {
        const auto inputs = draw(16, 64, 9, 0.4);
        const auto weights = draw(3, 16, 72, 0.3);
        double cycles = 0;
        for (const auto& group : weights) {
            // Each element: vectors of inputs against vectors of weights, a pair a cycle.
            std::vector<double> clock(64);
            for (std::size_t e = 0; e < 64; ++e) {
                for (std::size_t c = 0; c < 16; ++c) {
                    for (std::uint32_t i = 0; i < inputs[c][e]; i += 4) {
                        for (std::uint32_t w = 0; w < group[c]; w += 4) {
                            ++clock[e];
                        }
                    }
                }
            }
            cycles += *std::max_element(clock.begin(), clock.end());
        }
        ASSERT_EQ(scnn(inputs, weights, {}), cycles);
        sum += cycles;
        known += scnn(576, 0.4, weights, {});
    }
    EXPECT_NEAR(known, sum, 0.04 * sum);
    EXPECT_NEAR(scnn(16, 3, 576, 72, 0.4, 0.3, {}), sum / 20, 0.06 * sum / 20);
    EXPECT_EQ(scnn(16, 3, 576, 72, 1, 1, {}), 3.0 * 16 * 3 * 18);
}

TEST(Snapea, EndsSumsWhereItsMachineDoes) {
    Rng rng(8);
    for (const double shift : {0.0, -0.08, 0.05}) {
        constexpr int kTaps = 200;
        constexpr int kSums = 2000;
        double done = 0;
        double negative = 0;
        for (int sum = 0; sum < kSums; ++sum) {
            std::vector<double> up;
            std::vector<double> down;
            for (int tap = 0; tap < kTaps; ++tap) {
                const bool positive = rng.uniform() < 0.5 + shift;
                const double product = std::abs(rng.normal()) * std::abs(rng.normal());
                (positive ? up : down).push_back(product);
            }
            double total = std::accumulate(up.begin(), up.end(), 0.0);
            done += static_cast<double>(up.size());
            for (const double product : down) {
                if (total < 0) {
                    break;
                }
                total -= product;
                ++done;
            }
            negative += total < 0 ? 1 : 0;
        }
        EXPECT_NEAR(snapea_share(kTaps, negative / kSums), done / kSums / kTaps, 0.02) << shift;
    }
    EXPECT_EQ(snapea_share(100, 0), 1);
}

TEST(Speculation, DoesTheWorkItsPredictionsAskFor) {
    Rng rng(10);
    double work = 0;
    constexpr int kOutputs = 20000;
    for (int i = 0; i < kOutputs; ++i) {
        const bool nonzero = rng.uniform() < 0.4;
        const bool wrong = rng.uniform() < (nonzero ? 0.02 : 0.1);
        work += 0.1 + (nonzero != wrong ? 1 : 0);
    }
    EXPECT_NEAR(speculation_share(0.4, 0.1, 0.02, 0.1), work / kOutputs, 0.01);
}

} // namespace
} // namespace espalier::hw::engines
