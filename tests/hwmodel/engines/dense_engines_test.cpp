// SPDX-License-Identifier: GPL-3.0-or-later
// The closed forms against small machines that run the schedule, and other programs' rows.
#include "tests/hwmodel/checked/scores.h"
#include "tests/hwmodel/support.h"

#include "core/base/rng.h"
#include "hwmodel/engines/dense_engines.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

namespace espalier::hw::engines {
namespace {

Workload small_conv(int stride) {
    Workload work = test::conv(5, 7, 11, 9, 3, stride);
    work.set(Dim::N, 2);
    return work;
}

TEST(NoLocalReuse, CountsWhatItsMachineMoves) {
    const Workload work = small_conv(2);
    constexpr int kLanes = 4;
    constexpr int kFilters = 3;
    PortWords run;
    double products = 0;
    for (int window = 0; window < 2 * work.dim(Dim::P) * work.dim(Dim::Q); ++window) {
        for (int k = 0; k < 7; k += kFilters) {
            for (int tap = 0; tap < 9; ++tap) {
                for (int c = 0; c < 5; c += kLanes) {
                    const int lanes = std::min(kLanes, 5 - c);
                    const int filters = std::min(kFilters, 7 - k);
                    ++run.cycles;
                    run.input_reads += lanes;
                    run.weight_reads += lanes * filters;
                    run.sum_writes += filters;
                    run.sum_reads += tap + c > 0 ? filters : 0;
                    products += lanes * filters;
                }
            }
        }
    }
    const PortWords ours = no_local_reuse(work, kLanes, kFilters);
    EXPECT_EQ(ours.cycles, run.cycles);
    EXPECT_EQ(ours.input_reads, run.input_reads);
    EXPECT_EQ(ours.weight_reads, run.weight_reads);
    EXPECT_EQ(ours.sum_writes, run.sum_writes);
    EXPECT_EQ(ours.sum_reads, run.sum_reads);
    EXPECT_EQ(products, macs(work));
}

TEST(OutputPlane, CountsWhatItsMachineMoves) {
    for (const int stride : {1, 2}) {
        const Workload work = small_conv(stride);
        PortWords run;
        const int high = static_cast<int>(work.dim(Dim::P));
        const int wide = static_cast<int>(work.dim(Dim::Q));
        for (int outer = 0; outer < 2 * 7 * 5; ++outer) {
            for (int p = 0; p < high; p += 4) {
                for (int q = 0; q < wide; q += 4) {
                    // What the tile's windows touch is read once, then passed between neighbours.
                    std::set<std::pair<int, int>> touched;
                    for (int r = 0; r < 3; ++r) {
                        for (int s = 0; s < 3; ++s) {
                            ++run.cycles;
                            for (int y = p; y < std::min(p + 4, high); ++y) {
                                for (int x = q; x < std::min(q + 4, wide); ++x) {
                                    touched.emplace(y * stride + r, x * stride + s);
                                }
                            }
                        }
                    }
                    run.input_reads += static_cast<double>(touched.size());
                }
            }
        }
        const PortWords ours = output_plane(work, 4, 4);
        EXPECT_EQ(ours.cycles, run.cycles);
        EXPECT_EQ(ours.weight_reads, run.cycles);
        EXPECT_EQ(ours.input_reads, run.input_reads);
        EXPECT_EQ(ours.sum_writes, elements(work, Operand::Output));
    }
}

/// Products of integers, bit by bit, on lanes that add what they get: exact, and in so many cycles.
TEST(BitSerial, MultipliesInTheCyclesItCounts) {
    Workload work;
    work.kind = OpKind::Gemm;
    work.set(Dim::P, 5);
    work.set(Dim::C, 37);
    work.set(Dim::K, 9);
    work.operand(Operand::Input).bits = 5;
    work.operand(Operand::Weight).bits = 3;
    const SerialFigures figures{2, 8, 4, true, true};
    Rng rng(12);
    const auto input = [&](int p, int c) { return (p * 7 + c * 13) % 32; };
    const auto weight = [&](int k, int c) { return (k * 5 + c * 3) % 8; };
    double cycles = 0;
    std::vector<int> sums(5 * 9);
    for (int p = 0; p < 5; p += 2) {
        for (int k = 0; k < 9; k += 4) {
            for (int c = 0; c < 37; c += 8) {
                for (int i = 0; i < 5; ++i) {
                    for (int w = 0; w < 3; ++w, ++cycles) {
                        for (int pp = p; pp < std::min(p + 2, 5); ++pp) {
                            for (int kk = k; kk < std::min(k + 4, 9); ++kk) {
                                for (int cc = c; cc < std::min(c + 8, 37); ++cc) {
                                    const int bit =
                                        ((input(pp, cc) >> i) & 1) & ((weight(kk, cc) >> w) & 1);
                                    sums[static_cast<std::size_t>(pp * 9 + kk)] += bit << (i + w);
                                }
                            }
                        }
                    }
                }
            }
        }
    }
    EXPECT_EQ(bit_serial(work, figures), cycles);
    for (int p = 0; p < 5; ++p) {
        for (int k = 0; k < 9; ++k) {
            int expected = 0;
            for (int c = 0; c < 37; ++c) {
                expected += input(p, c) * weight(k, c);
            }
            EXPECT_EQ(sums[static_cast<std::size_t>(p * 9 + k)], expected);
        }
    }
    // Stripes against the 16-bit machine it starts from.
    Workload wide = test::conv(64, 256, 18, 18, 3, 1);
    wide.operand(Operand::Input).bits = 5;
    const double dense = 16.0 * 16 * (64.0 * 9 / 16);
    EXPECT_DOUBLE_EQ(dense / bit_serial(wide, {}), 16.0 / 5);
}

TEST(Xnor, CountsWordsOfItsMachine) {
    Workload work;
    work.kind = OpKind::Gemm;
    work.set(Dim::P, 3);
    work.set(Dim::C, 150);
    work.set(Dim::K, 10);
    work.operand(Operand::Input).bits = 1;
    work.operand(Operand::Weight).bits = 1;
    // A dot product of signs: n - 2 popcount(a xor b), in 64-bit words.
    Rng rng(3);
    double words = 0;
    for (int output = 0; output < 30; ++output) {
        int signs = 0;
        int exact = 0;
        for (int first = 0; first < 150; first += 64, ++words) {
            const int n = std::min(64, 150 - first);
            const std::uint64_t used = n == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << n) - 1;
            const std::uint64_t a = rng() & used;
            const std::uint64_t b = rng() & used;
            signs += n - 2 * std::popcount(a ^ b);
            for (int i = 0; i < n; ++i) {
                exact += (((a >> i) & 1) == ((b >> i) & 1)) ? 1 : -1;
            }
        }
        EXPECT_EQ(signs, exact);
    }
    EXPECT_EQ(xnor(work, 1, 64), words);
    EXPECT_EQ(xnor(work, 8, 64), 4 * 3);
    work.operand(Operand::Weight).bits = 2;
    EXPECT_EQ(xnor(work, 1, 64), 2 * words);
}

/// Runs a tensor train on a vector, core by core, counting; and through the whole matrix.
TEST(TensorTrain, MultipliesAsOftenAsItCounts) {
    const TensorTrain train{{2, 3, 2}, {3, 2, 4}, {2, 3}, 1};
    std::vector<std::vector<double>> cores;
    Rng rng(21);
    for (std::size_t k = 0; k < 3; ++k) {
        cores.emplace_back(
            static_cast<std::size_t>(train.rank(k) * train.m[k] * train.n[k] * train.rank(k + 1)));
        for (double& value : cores.back()) {
            value = rng.normal();
        }
    }
    const auto core = [&](std::size_t k, std::int64_t a, std::int64_t i, std::int64_t j,
                          std::int64_t b) {
        return cores[k][static_cast<std::size_t>(
            ((a * train.m[k] + i) * train.n[k] + j) * train.rank(k + 1) + b)];
    };
    std::vector<double> x(24);
    for (double& value : x) {
        value = rng.normal();
    }
    double count = 0;
    // Stage 3: v[j1][j2][i3][a2] = sum over j3 of G3[a2][i3][j3] x[j1][j2][j3]; and so on inwards.
    std::map<std::vector<std::int64_t>, double> state; // (j1..jk, i(k+1).., a(k))
    for (std::int64_t j1 = 0; j1 < 3; ++j1) {
        for (std::int64_t j2 = 0; j2 < 2; ++j2) {
            for (std::int64_t j3 = 0; j3 < 4; ++j3) {
                state[{j1, j2, j3, 0}] = x[static_cast<std::size_t>((j1 * 2 + j2) * 4 + j3)];
            }
        }
    }
    for (std::size_t k = 3; k-- > 0;) {
        std::map<std::vector<std::int64_t>, double> next;
        for (const auto& [index, value] : state) {
            for (std::int64_t a = 0; a < train.rank(k); ++a) {
                for (std::int64_t i = 0; i < train.m[k]; ++i) {
                    std::vector<std::int64_t> to = index;
                    to[k] = i;
                    to.back() = a;
                    next[to] += core(k, a, i, index[k], index.back()) * value;
                    ++count;
                }
            }
        }
        state = next;
    }
    EXPECT_EQ(train.multiplications(), count);
    for (std::int64_t i1 = 0; i1 < 2; ++i1) {
        for (std::int64_t i2 = 0; i2 < 3; ++i2) {
            for (std::int64_t i3 = 0; i3 < 2; ++i3) {
                double y = 0;
                for (std::int64_t j = 0; j < 24; ++j) {
                    for (std::int64_t a = 0; a < 2; ++a) {
                        for (std::int64_t b = 0; b < 3; ++b) {
                            y += core(0, 0, i1, j / 8, a) * core(1, a, i2, j / 4 % 2, b) *
                                 core(2, b, i3, j % 4, 0) * x[static_cast<std::size_t>(j)];
                        }
                    }
                }
                EXPECT_NEAR((state[{i1, i2, i3, 0}]), y, 1e-9);
            }
        }
    }
}

TEST(TensorTrain, HasThePapersParameters) {
    struct Row {
        std::vector<std::int64_t> n, m;
        double parameters, compression;
    };

    // Deng et al., TIE, ISCA 2019, table 4.
    const std::vector<Row> rows{{{2, 7, 8, 8, 7, 4}, {4, 4, 4, 4, 4, 4}, 2016, 50972},
                                {{4, 4, 4, 4, 4, 4}, {4, 4, 4, 4, 4, 4}, 1152, 14564},
                                {{8, 20, 20, 18}, {4, 4, 4, 4}, 2976, 4954},
                                {{4, 20, 20, 36}, {4, 4, 4, 4}, 3200, 4608}};
    for (const Row& row : rows) {
        const TensorTrain train{row.m, row.n, std::vector<std::int64_t>(row.m.size() - 1, 4), 1};
        EXPECT_EQ(train.parameters(), row.parameters);
        EXPECT_NEAR(train.compression(), row.compression, 1); // some rounded, some cut off
    }
}

// Bit Fusion's own simulator: the layers that were run again say their shapes, the sweep has
// their cycles on five machines.
TEST(BitFusion, EqualsItsSimulatorRowByRow) {
    const auto score = test::bit_fusion_rows();
    if (!score) {
        GTEST_SKIP() << "ESPALIER_HARDWARE_DATA is unset or lacks bitfusion";
    }
    EXPECT_EQ(score->equal, 175);
    EXPECT_EQ(score->other, 0);
}

} // namespace
} // namespace espalier::hw::engines
