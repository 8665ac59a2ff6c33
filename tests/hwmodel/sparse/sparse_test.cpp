// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/hwmodel/checked/scores.h"
#include "tests/hwmodel/support.h"

#include "core/base/files.h"
#include "core/base/json.h"
#include "core/base/rng.h"
#include "hwmodel/sparse/density.h"
#include "hwmodel/sparse/format.h"
#include "hwmodel/sparse/mask.h"

#include <gtest/gtest.h>

#include <cmath>

namespace espalier::hw {
namespace {

TEST(Density, HypergeometricSumsToOneAndMatchesCounting) {
    double sum = 0;
    double mean = 0;
    for (int k = 0; k <= 12; ++k) {
        sum += occupancy(40, 17, 12, k);
        mean += k * occupancy(40, 17, 12, k);
    }
    EXPECT_NEAR(sum, 1, 1e-12);
    EXPECT_NEAR(mean, 12.0 * 17 / 40, 1e-10);
    // All 120 choices of 3 values of 10, 4 of which are set: C(6, 3) have none.
    EXPECT_NEAR(empty_tile(10, 4, 3), 20.0 / 120, 1e-12);
    EXPECT_EQ(empty_tile(10, 8, 3), 0);
    EXPECT_NEAR(empty_tile(1e6, 3e5, 4), std::pow(0.7, 4), 1e-5);
    EXPECT_EQ(occupancy_quantile(10, 4, 3, 1), 3);
    EXPECT_EQ(occupancy_quantile(10, 4, 3, 0.5), 1); // 1/6, then 1/6 + 1/2
}

TEST(Density, StructuredBlocksAreEmptyOnlyWithinTheirZeros) {
    EXPECT_NEAR(empty_tile_structured(2, 4, 1), 0.5, 1e-12);
    EXPECT_NEAR(empty_tile_structured(2, 4, 2), 1.0 / 6, 1e-12);
    EXPECT_EQ(empty_tile_structured(2, 4, 3), 0);
    EXPECT_EQ(empty_tile_structured(2, 4, 64), 0);
}

TEST(Masks, OfValuesAreThoseOfTheirZeros) {
    Rng rng(7);
    std::vector<float> values(13 * 77);
    for (float& value : values) {
        value = rng.uniform() < 0.3 ? 1.5F : 0.0F;
    }
    const Mask asked(13, 77, [&](std::size_t r, std::size_t c) { return values[r * 77 + c] != 0; });
    const Mask made = Mask::of_values(13, 77, values);
    EXPECT_TRUE(made == asked);
    EXPECT_EQ(made.per_row(), asked.per_row());
    EXPECT_EQ(made.per_column(), asked.per_column());
    const Mask turned = Mask::of_values(77, 13, values, true);
    std::size_t set = 0;
    for (std::size_t row = 0; row < 77; ++row) {
        turned.for_each_set(row, [&](std::size_t column) {
            EXPECT_TRUE(asked.at(column, row));
            ++set;
        });
    }
    EXPECT_EQ(set, asked.nonzeros());
    EXPECT_EQ(turned.nonzeros(), asked.nonzeros());
}

TEST(Masks, ShowTheirBlockStructure) {
    const auto two_of_four = [](std::size_t row, std::size_t column) {
        return (column + row) % 4 < 2;
    };
    EXPECT_EQ(block_structure(Mask(32, 64, two_of_four)), (BlockStructure{2, 4}));
    const auto one_of_eight = [](std::size_t row, std::size_t column) {
        return column % 8 == row % 8;
    };
    EXPECT_EQ(block_structure(Mask(32, 64, one_of_eight)), (BlockStructure{1, 8}));
    EXPECT_EQ(block_structure(Mask::random(64, 256, 0.5, 1)), std::nullopt);
    EXPECT_EQ(block_structure(Mask::random(64, 256, 0.05, 1)), std::nullopt);
    const auto rows = [](std::size_t row, std::size_t) { return row % 2 == 0; };
    EXPECT_EQ(block_structure(Mask(64, 256, rows)), std::nullopt);      // channels, not blocks
    EXPECT_EQ(block_structure(Mask(2, 16, two_of_four)), std::nullopt); // too little to tell
}

TEST(Density, LargestOfSeveralIsWhatDrawingGives) {
    Rng rng(3);
    for (const auto& [parts, n, density] :
         {std::tuple{16, 64, 0.3}, std::tuple{64, 20, 0.09}, std::tuple{4, 200, 0.5}}) {
        double sum = 0;
        constexpr int kDraws = 2000;
        for (int i = 0; i < kDraws; ++i) {
            int largest = 0;
            for (int p = 0; p < parts; ++p) {
                int count = 0;
                for (int k = 0; k < n; ++k) {
                    count += rng.uniform() < density ? 1 : 0;
                }
                largest = std::max(largest, count);
            }
            sum += largest;
        }
        EXPECT_NEAR(expected_largest(parts, n, density), sum / kDraws, 0.01 * sum / kDraws);
    }
    // The normal form joins the sum where it takes over.
    EXPECT_NEAR(expected_largest(16, 512, 0.3) / expected_largest(16, 513, 0.3), 1, 5e-3);
    EXPECT_NEAR(expected_largest_steps(16, 512, 0.3, 16) / expected_largest_steps(16, 513, 0.3, 16),
                1, 0.02);
    EXPECT_GT(imbalance(64, 64, 0.1), imbalance(64, 64, 0.1, 8));
    EXPECT_GE(imbalance(64, 64, 0.1, 8), 1);
    EXPECT_EQ(expected_largest(8, 100, 1), 100);
}

TEST(Density, GatingSavesEnergySkippingTimeAsWell) {
    const EffectualAccesses gated = filtered(100, 0.25, ZeroUse::Gate);
    const EffectualAccesses skipped = filtered(100, 0.25, ZeroUse::Skip);
    EXPECT_EQ(gated.done, 75);
    EXPECT_EQ(gated.gated, 25);
    EXPECT_EQ(skipped.done, 75);
    EXPECT_EQ(skipped.skipped, 25);
    EXPECT_EQ(filtered(100, 0.25, ZeroUse::None).done, 100);
}

/// Sparseloop's own gated and skipped reads: a leader tile of one value decides.
TEST(Density, FiltersAsSparseloopDoes) {
    const auto path = test::hardware_data("timeloop_ref/timeloop_ref_outputs.json");
    if (!path) {
        GTEST_SKIP() << "ESPALIER_HARDWARE_DATA is unset or lacks timeloop_ref";
    }
    const Json document = read_json(*path);
    int checked = 0;
    const auto check = [&](const char* run, const char* store, const char* tensor, double share,
                           double empty, ZeroUse use) {
        const Json& levels = document
                                 .at("example_designs/example_designs/sparseloop/" +
                                     std::string(run) + "/ref_outputs/default_problem")
                                 .at("levels");
        for (const Json& level : levels) {
            if (level.at("name") != store || !level.contains("tensors")) {
                continue;
            }
            const Json& row = level.at("tensors").at(tensor);
            const auto reads = [&](const char* what) {
                return row.at(std::string(what) + " scalar reads (per-instance)").get<double>();
            };
            const EffectualAccesses ours = filtered(reads("Algorithmic") * share, empty, use);
            // It rounds up to whole words.
            EXPECT_NEAR(ours.done, reads("Actual"), 1) << run;
            EXPECT_NEAR(ours.gated, reads("Gated"), 1) << run;
            EXPECT_NEAR(ours.skipped, reads("Skipped"), 1) << run;
            ++checked;
        }
    };
    check("01.2.2-SUDU-dot-product", "Buffer", "B", 1, empty_tile(16, 4, 1), ZeroUse::Gate);
    check("01.2.3-SCDU-dot-product", "Buffer", "B", 1, empty_tile(16, 4, 1), ZeroUse::Skip);
    // Half of B is stored; a quarter of A is not zero.
    check("02.2.1-spMspM", "Buffer", "B", 0.5, empty_tile(64, 16, 1), ZeroUse::Skip);
    check("04.2.1-eyeriss-like-gating", "weights_spad", "Weights", 1, empty_tile(230400, 63360, 1),
          ZeroUse::Gate);
    check("04.2.3-eyeriss-like-onchip-compression", "weights_spad", "Weights", 1,
          empty_tile(230400, 63360, 1), ZeroUse::Skip);
    EXPECT_EQ(checked, 5);
}

TEST(Format, ExpectationIsWhatRandomMasksTake) {
    FormatOptions options;
    options.value_bits = 16;
    for (const double density : {0.05, 0.3, 0.8}) {
        const Mask mask = Mask::random(256, 512, density, 11);
        for (const SparseFormat format : kSparseFormats) {
            const double exact = format_bits(format, mask, options).total();
            const double expected = format_bits(format, 256, 512, mask.density(), options).total();
            // EIE's columns do not store the zeros at their end, the closed form does.
            // The fullest block of a sparse matrix is a matter of luck.
            const bool lucky = format == SparseFormat::Blocked && density < 0.1;
            const double tolerance =
                lucky ? 0.35 : (format == SparseFormat::RelativeColumns ? 0.06 : 0.01);
            EXPECT_NEAR(expected / exact, 1, tolerance) << to_string(format) << ' ' << density;
        }
    }
}

TEST(Format, CountsASmallMatrixByHand) {
    // 1 0 0 1 / 0 0 0 0 / 0 1 0 0
    const Mask mask(3, 4, [](std::size_t r, std::size_t c) {
        return (r == 0 && (c == 0 || c == 3)) || (r == 2 && c == 1);
    });
    FormatOptions options;
    options.value_bits = 8;
    const auto total = [&](SparseFormat format) {
        return format_bits(format, mask, options).total();
    };
    EXPECT_EQ(total(SparseFormat::Dense), 96);
    EXPECT_EQ(total(SparseFormat::Bitmask), 24 + 12);
    EXPECT_EQ(total(SparseFormat::Rows), 24 + 3 * 2 + 4 * 2);
    EXPECT_EQ(total(SparseFormat::Columns), 24 + 3 * 2 + 5 * 2);
    EXPECT_EQ(total(SparseFormat::Coordinates), 24 + 3 * 4);
    EXPECT_EQ(total(SparseFormat::Blocked), 3 * 2 * (8 + 2));
    EXPECT_EQ(total(SparseFormat::RelativeColumns), 3 * 12 + 5 * 2);
    EXPECT_EQ(total(SparseFormat::RunLength), 64); // four pairs of 13 bits in one word
}

// Sparseloop's artefact: real masks, and the cycles its cycle-level model took.
TEST(Mask, GivesEyerissV2CyclesExactly) {
    const auto score = test::eyeriss_v2_layers();
    if (!score) {
        GTEST_SKIP() << "ESPALIER_HARDWARE_DATA is unset or lacks sparseloop";
    }
    EXPECT_EQ(score->equal, 4);
    EXPECT_EQ(score->other, 0);
}

// DRAM compression of Eyeriss' AlexNet layers, as the Sparseloop authors recomputed it.
TEST(Format, RunLengthRatiosAreThoseOfEyeriss) {
    const auto path = test::hardware_data("sparseloop/table7_eyeriss_dram_compression.json");
    if (!path) {
        GTEST_SKIP() << "ESPALIER_HARDWARE_DATA is unset or lacks sparseloop";
    }
    const Json table = read_json(*path);
    for (const auto& [layer, entry] : table.items()) {
        double dense = 0;
        double sparse = 0;
        FormatOptions options;
        options.value_bits = 16;
        for (const char* operand : {"Weights", "Inputs", "Outputs"}) {
            const double words = entry.at("dense").at(operand).get<double>();
            const double density = entry.at("sparse").at(operand).get<double>() / words;
            dense += words * 16;
            sparse += density < 1
                          ? format_bits(SparseFormat::RunLength, 1, words, density, options).total()
                          : words * 16;
        }
        EXPECT_NEAR(dense / sparse, entry.at("ratio").get<double>(), 0.1) << layer;
    }
}

} // namespace
} // namespace espalier::hw
