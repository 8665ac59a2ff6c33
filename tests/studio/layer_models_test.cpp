// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/studio/support.h"

#include "app/studio/document/latest.h"
#include "app/studio/models/code_levels.h"
#include "app/studio/models/heat_cells.h"
#include "app/studio/models/layer_weight.h"
#include "app/studio/models/magnitude_table.h"

#include <gtest/gtest.h>

#include <cmath>

namespace espalier::studio::testing {
namespace {

Tensor noise(const Shape& shape, float spread) {
    Tensor tensor(DType::Float32, shape);
    std::uint32_t state = 12345;
    for (float& value : tensor.writable<float>()) {
        state = state * 1664525U + 1013904223U;
        value = (static_cast<float>(state >> 8U) / 16777216.0F - 0.5F) * spread;
    }
    return tensor;
}

TEST(MagnitudeTable, AgreesWithCountingAndTurnsAround) {
    const Parameter wide(noise({300, 100}, 2.0F));
    const Parameter narrow(noise({500, 40}, 0.05F));
    const MagnitudeTable table({wide, narrow});
    EXPECT_EQ(table.total(), 50000);
    for (const double threshold : {1e-4, 0.003, 0.02, 0.0251, 0.3, 0.99}) {
        std::int64_t count = 0;
        for (const Parameter* each : {&wide, &narrow}) {
            for (const float value : each->effective().data<float>()) {
                count += std::abs(value) < threshold ? 1 : 0;
            }
        }
        const double share = static_cast<double>(count) / 50000;
        EXPECT_NEAR(table.share_below(threshold), share, 1e-3) << threshold;
        EXPECT_NEAR(table.share_below(table.threshold_for(share)), share, 1e-6) << threshold;
    }
    EXPECT_EQ(table.share_below(0), 0);
    EXPECT_EQ(table.share_below(10), 1);
    EXPECT_EQ(table.threshold_for(0), 0);
    EXPECT_EQ(MagnitudeTable().share_below(1), 0);
}

TEST(MagnitudeTable, ZerosLieBelowEveryThreshold) {
    const MagnitudeTable table(
        {Parameter(Tensor::of<float>({4}, std::vector<float>{0, 0, 1, -2}))});
    EXPECT_DOUBLE_EQ(table.share_below(1e-30), 0.5);
    EXPECT_DOUBLE_EQ(table.share_below(1.5), 0.75);
    EXPECT_DOUBLE_EQ(table.share_below(3), 1);
}

TEST(LayerWeight, OneGridForEveryWayOfStoring) {
    Graph graph;
    const ValueId x = graph.add_value("x", {DType::Float32, {1, 6}});
    graph.inputs = {x};
    const ValueId kn = graph.add_parameter("kn", Parameter(noise({6, 4}, 1)));
    const ValueId nk = graph.add_parameter("nk", Parameter(noise({3, 4}, 1)));
    const ValueId y = graph.add_value("y");
    const ValueId z = graph.add_value("z");
    graph.add_node({"a", "MatMul", {}, {x, kn}, {y}, ""});
    Attributes transposed;
    transposed.set("transB", std::int64_t{1});
    graph.add_node({"b", "Gemm", transposed, {y, nk}, {z}, ""});
    graph.outputs = {z};
    const LayerWeight a = weights_of(graph, "a").front();
    EXPECT_EQ(a.grid.outputs, 4);
    EXPECT_EQ(a.grid.inputs, 6);
    EXPECT_EQ(a.grid.axis(), 1);
    EXPECT_EQ(a.grid.at(2, 5), 5 * 4 + 2);
    const LayerWeight b = weights_of(graph, "b").front();
    EXPECT_EQ(b.grid.outputs, 3);
    EXPECT_EQ(b.grid.inputs, 4);
    EXPECT_EQ(b.grid.at(2, 3), 2 * 4 + 3);
    EXPECT_TRUE(weights_of(graph, "c").empty());
    const WeightGrid conv{8, 3, 5, 2, false};
    EXPECT_EQ(conv.columns(), 30);
    EXPECT_EQ(conv.at(7, 13), conv.index(7, 1, 1, 1));
    EXPECT_EQ(conv.index(7, 1, 1, 1), ((7 * 3 + 1) * 5 + 1) * 2 + 1);
}

TEST(HeatCells, ABlockShowsItsLargestWeight) {
    const WeightGrid grid{10, 7, 1, 1, false};
    Tensor weight = noise({10, 7}, 2.0F);
    const auto values = weight.writable<float>();
    for (int row = 0; row < 4; ++row) {
        for (int column = 0; column < 4; ++column) {
            values[static_cast<std::size_t>(row * 7 + column)] = 0;
        }
    }
    const HeatCells cells = heat_cells(weight, grid, 3, 2);
    ASSERT_EQ(cells.rows, 3);
    ASSERT_EQ(cells.columns, 2);
    ASSERT_EQ(cells.block_rows, 4);
    ASSERT_EQ(cells.block_columns, 4);
    for (std::int64_t row = 0; row < 3; ++row) {
        for (std::int64_t column = 0; column < 2; ++column) {
            float most = 0;
            for (std::int64_t r = 4 * row; r < std::min<std::int64_t>(4 * row + 4, 10); ++r) {
                for (std::int64_t c = 4 * column; c < std::min<std::int64_t>(4 * column + 4, 7);
                     ++c) {
                    most = std::max(most, std::abs(values[static_cast<std::size_t>(r * 7 + c)]));
                }
            }
            const std::size_t cell = cells.cell(row, column);
            EXPECT_EQ(std::abs(cells.values[cell]), most);
            EXPECT_EQ(values[static_cast<std::size_t>(cells.element[cell])], cells.values[cell]);
        }
    }
    EXPECT_EQ(cells.values.front(), 0) << "a block of zeros is zero";
}

TEST(CodeLevels, AreWhatTheCodeProjectsTo) {
    const AffineCode affine(4, true, true, -1, {0.25F}, {0});
    const auto levels = code_levels(&affine, 256);
    ASSERT_EQ(levels.size(), 15U);
    for (const double level : levels) {
        const auto value = Tensor::scalar(static_cast<float>(level));
        EXPECT_EQ(affine.project(value).data<float>()[0], static_cast<float>(level));
    }
    EXPECT_TRUE(code_levels(&affine, 14).empty());
    EXPECT_TRUE(code_levels(nullptr, 256).empty());
    const CodebookCode book({-1, 0, 2});
    EXPECT_EQ(code_levels(&book, 256), (std::vector<double>{-1, 0, 2}));
}

TEST(Latest, DeliversTheNewestAlone) {
    Latest worker;
    std::vector<int> delivered;
    for (int i = 0; i < 50; ++i) {
        worker.post<int>(
            [i](const Job& job) {
                job.check();
                return i;
            },
            [&](const int& result) { delivered.push_back(result); });
    }
    EXPECT_TRUE(worker.busy());
    ASSERT_TRUE(wait_until([&] { return !worker.busy(); }));
    EXPECT_EQ(delivered, std::vector<int>{49});
    bool failed = false;
    worker.post<int>([](const Job&) -> int { fail(ErrorCode::Failed, "no"); },
                     [](const int&) { FAIL(); }, [&](const Error&) { failed = true; });
    ASSERT_TRUE(wait_until([&] { return !worker.busy(); }));
    EXPECT_TRUE(failed);
    worker.post<int>([](const Job&) { return 1; }, [](const int&) { FAIL(); });
    worker.forget();
    QTest::qWait(20);
    EXPECT_FALSE(worker.busy());
}

} // namespace
} // namespace espalier::studio::testing
