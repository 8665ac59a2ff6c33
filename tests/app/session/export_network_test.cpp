// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/paths.h"

#include "app/session/export_network.h"
#include "app/session/network_file.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/compress/recipe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace espalier {
namespace {

namespace fs = std::filesystem;

Graph shaped(const Network& network, const std::vector<std::string>& steps) {
    Recipe recipe;
    for (const std::string& step : steps) {
        recipe.steps.push_back(Step::parse(step));
    }
    return steps.empty() ? network.graph
                         : run_recipe(network.graph, recipe, {}, nullptr).back().graph;
}

struct Case {
    const char* name;
    const char* network;
    std::vector<std::string> steps;
};

class Exporting : public testing::TestWithParam<Case> {};

TEST_P(Exporting, KeepsWhatWasForeseen) {
    const test::TempDir dir;
    const Network network = load_network(GetParam().network);
    const Graph graph = shaped(network, GetParam().steps);
    for (const ExportFormat format : {ExportFormat::Onnx, ExportFormat::Espz}) {
        const fs::path path = dir / ("out" + extension_of(format));
        const ExportPlan plan = plan_export(graph, network.preprocess, format);
        const Exported exported = export_network(graph, network.preprocess, path);
        EXPECT_EQ(plan.bytes, fs::file_size(path));
        EXPECT_EQ(exported.bytes, plan.bytes);
        EXPECT_EQ(exported.lost, plan.lost);
        ASSERT_TRUE(exported.check);
        EXPECT_GT(exported.check->outputs, 0U);
        EXPECT_GT(exported.check->max_output, 0);
        EXPECT_LE(exported.check->max_difference, kExportTolerance * exported.check->max_output);
        EXPECT_EQ(std::distance(fs::directory_iterator(dir.path()), {}),
                  format == ExportFormat::Onnx ? 1 : 2)
            << "something was left behind";
    }
}

INSTANTIATE_TEST_SUITE_P(
    Networks, Exporting,
    testing::Values(Case{"Original", "lenet-5-glyphs", {}},
                    Case{"Masked", "lenet-5-glyphs", {"prune.magnitude:sparsity=0.9"}},
                    Case{"SixBits",
                         "resnet-20-shapes",
                         {"prune.magnitude:sparsity=0.5", "fold.batchnorm",
                          "quantise.uniform:weight_bits=6"}},
                    Case{"TwelveBits", "lenet-5-glyphs", {"quantise.uniform:weight_bits=12"}},
                    Case{"LowRank", "lenet-300-100-glyphs", {"decompose.svd:rank=8"}}),
    [](const auto& entry) { return entry.param.name; });

TEST(Export, LossesAreKnownBefore) {
    const Network network = load_network("lenet-5-glyphs");
    EXPECT_TRUE(plan_export(network.graph, network.preprocess, ExportFormat::Onnx).lost.empty());
    EXPECT_TRUE(plan_export(network.graph, network.preprocess, ExportFormat::Espz).lost.empty());
    const Graph wide = shaped(network, {"quantise.uniform:weight_bits=12"});
    EXPECT_FALSE(plan_export(wide, network.preprocess, ExportFormat::Onnx).lost.empty());
    EXPECT_EQ(plan_export(wide, network.preprocess, ExportFormat::Espz).lost.size(), 1U);
}

TEST(Export, NothingIsLeftWhereItCanNotBeWritten) {
    const test::TempDir dir;
    const Network network = load_network("lenet-5-glyphs");
    write_atomically(dir / "file", std::string_view("in the way"));
    try {
        (void)export_network(network.graph, network.preprocess, dir / "file/out.onnx");
        ADD_FAILURE() << "was written";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::Io);
        EXPECT_EQ(error.where(), (dir / "file/out.onnx").string());
    }
    EXPECT_THROW((void)export_network(network.graph, network.preprocess, dir / "out.pb"), Error);
    EXPECT_EQ(std::distance(fs::directory_iterator(dir.path()), {}), 1);
}

TEST(Export, AStopKeepsTheOldFile) {
    const test::TempDir dir;
    const Network network = load_network("lenet-5-glyphs");
    write_atomically(dir / "out.onnx", std::string_view("old"));
    std::stop_source stop;
    stop.request_stop();
    EXPECT_THROW((void)export_network(network.graph, network.preprocess, dir / "out.onnx",
                                      Job(stop.get_token(), {})),
                 Error);
    EXPECT_EQ(read_text(dir / "out.onnx"), "old");
}

} // namespace
} // namespace espalier
