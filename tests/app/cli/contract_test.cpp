// SPDX-License-Identifier: GPL-3.0-or-later
// What scripts rely on: exit codes, JSON keys, and errors that say where and what.
#include "tests/app/cli/process.h"
#include "tests/core/formats/onnx_bytes.h"
#include "tests/support/paths.h"

#include "core/base/files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <map>
#include <string>

namespace espalier::test {
namespace {

using ::testing::HasSubstr;

constexpr const char* kNet = "lenet-5-glyphs";

const std::vector<std::string>& all_commands() {
    static const std::vector<std::string> commands{
        "accelerators", "bench",  "compare", "compress", "data",       "estimate",
        "evaluate",     "grids",  "info",    "ladder",   "report",     "run",
        "size",         "studio", "sweep",   "train",    "techniques", "verify"};
    return commands;
}

TEST(CliContract, EveryCommandHelpsWithAnExample) {
    for (const std::string& command : all_commands()) {
        const auto result = run_espalier({command, "--help"});
        EXPECT_EQ(result.exit_code, 0) << command;
        EXPECT_THAT(result.out, HasSubstr("Example:")) << command;
        EXPECT_THAT(result.out, HasSubstr("espalier " + command)) << command;
        for (const char* option : {"--json", "--threads", "--seed", "--quiet", "--verbose"}) {
            EXPECT_THAT(result.out, HasSubstr(option)) << command;
        }
    }
}

TEST(CliContract, WrongUsageIsTwo) {
    const std::vector<std::vector<std::string>> lines{
        {},
        {"no-such-command"},
        {"info"},
        {"info", kNet, "--no-such-option"},
        {"compress", kNet, "-o", "/tmp/x.onnx"},
        {"compress", kNet, "-o", "/tmp/x.unknown", "--step", "prune.magnitude"},
        {"compress", kNet, "-o", "/tmp/x.onnx", "--step", "no.such.technique"},
        {"compress", kNet, "-o", "/tmp/x.onnx", "--step", "prune.magnitude:sparsity=2"},
        {"compress", kNet, "-o", "/tmp/x.onnx", "--step", "prune.magnitude:no_such_key=1"},
        {"compress", kNet, "-o", "/tmp/x.onnx", "--step", "finetune:epochs=1"},
        {"estimate", kNet, "--accelerator", "no-such-machine"},
        {"evaluate", kNet, "--data", "glyphs", "--split", "nothing"}};
    for (const auto& line : lines) {
        const auto result = run_espalier(line);
        EXPECT_EQ(result.exit_code, 2) << ::testing::PrintToString(line) << result.err;
        EXPECT_FALSE(result.err.empty()) << ::testing::PrintToString(line);
    }
}

TEST(CliContract, BadInputIsThreeAndNamesTheFile) {
    const TempDir dir;
    const auto path = dir / "broken.onnx";
    write_atomically(path, std::string_view("this is no network at all"));
    for (const char* command : {"info", "size"}) {
        const auto result = run_espalier({command, path.string()});
        EXPECT_EQ(result.exit_code, 3) << result.err;
        EXPECT_THAT(result.err, HasSubstr("broken.onnx"));
    }
    const auto recipe = dir / "recipe.json";
    write_atomically(recipe, std::string_view("{\"espalier_recipe\": 1, \"steps\": 7}"));
    const auto result = run_espalier(
        {"compress", kNet, "-o", (dir / "o.onnx").string(), "--recipe", recipe.string()});
    EXPECT_EQ(result.exit_code, 3) << result.err;
    EXPECT_THAT(result.err, HasSubstr("recipe.json"));
}

/// One run tells everything that has to be replaced in a file, not the first thing only.
TEST(CliContract, UnsupportedIsFourAndNamesEveryNode) {
    using namespace onnx_bytes;
    const TempDir dir;
    Model model;
    model.inputs = {value_info("x", {1, 2})};
    model.outputs = {value_info("y", {})};
    model.nodes = {node("Frobnicate", {"x"}, {"a"}, "first"),
                   node("Relu", {"a"}, {"b"}, "plain_node"),
                   node("Frobnicate", {"b"}, {"c"}, "second"),
                   node("NonMaxSuppression", {"c"}, {"d"}, "third"),
                   node("Gadget", {"d"}, {"y"}, "fourth") + bytes(7, "com.vendor")};
    const auto path = dir / "odd.onnx";
    write_atomically(path, model.str());
    for (const char* command : {"info", "size"}) {
        const auto result = run_espalier({command, path.string()});
        EXPECT_EQ(result.exit_code, 4) << result.err;
        for (const char* part :
             {"odd.onnx", "operator Frobnicate (node first, node second)",
              "operator NonMaxSuppression (node third)", "com.vendor.Gadget (node fourth)"}) {
            EXPECT_THAT(result.err, HasSubstr(part)) << command;
        }
        EXPECT_THAT(result.err, ::testing::Not(HasSubstr("plain_node"))) << command;
    }
}

TEST(CliContract, AMissingFileIsOne) {
    const auto result = run_espalier({"info", "/nowhere/net.onnx"});
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_THAT(result.err, HasSubstr("/nowhere/net.onnx"));
}

TEST(CliContract, ErrorsAreJsonWhereJsonWasAskedFor) {
    const auto json = run_espalier({"info", "/nowhere/net.onnx", "--json"}).json();
    EXPECT_EQ(json.at("error").at("code"), "io");
}

TEST(CliContract, InfoCountsLeNet5) { // Caffe's LeNet-5 has 431,080 parameters
    const auto json = run_espalier({"info", "lenet-5-mnist", "--json"}).json();
    EXPECT_EQ(json.at("params"), 431080);
    EXPECT_EQ(json.at("nonzeros"), 431080);
    EXPECT_EQ(json.at("macs"), 2293000); // 288,000 + 1,600,000 + 400,000 + 5,000
    EXPECT_FALSE(json.at("layers").empty());
    EXPECT_FALSE(json.at("preprocess_assumed").get<bool>());
}

TEST(CliContract, SizeIsTheSizeOfTheFileWritten) {
    const TempDir dir;
    const auto out = dir / "small.espz";
    const auto json = run_espalier({"compress", kNet, "-o", out.string(), "--step",
                                    "prune.magnitude:sparsity=0.9", "--step",
                                    "quantise.uniform:weight_bits=5", "--no-latency", "--json"})
                          .json();
    EXPECT_EQ(json.at("stored_bytes"), std::filesystem::file_size(out));
    EXPECT_EQ(json.at("espz_bytes"), std::filesystem::file_size(out));
    EXPECT_LT(json.at("stored_bytes").get<double>(),
              json.at("baseline").at("stored_bytes").get<double>() / 10);
    const auto size = run_espalier({"size", out.string(), "--json"}).json();
    EXPECT_EQ(size.at("stored_bytes"), std::filesystem::file_size(out));
    EXPECT_EQ(size.at("nonzeros"), json.at("nonzeros"));
}

TEST(CliContract, GridsAreInTheOrderOfWhatTheyLose) {
    const auto json = run_espalier({"grids", kNet, "--bits", "3", "--json"}).json();
    double before = 0;
    std::map<std::string, double> lost;
    for (const auto& grid : json.at("grids")) {
        const auto error = grid.at("relative_error").get<double>();
        EXPECT_GE(error, before);
        before = error;
        lost[grid.at("step").get<std::string>()] = error;
        EXPECT_GE(grid.at("stored_bytes").get<double>(), grid.at("entropy_bytes").get<double>());
    }
    EXPECT_LE(lost.at("quantise.codebook:bits=3,levels=optimum"),
              lost.at("quantise.codebook:bits=3,levels=lloyd"));
    EXPECT_LE(lost.at("quantise.multibit:bits=3,method=alternating"),
              lost.at("quantise.multibit:bits=3,method=greedy"));
}

TEST(CliContract, SensitivityTellsEveryLayerAndTheBaseline) {
    const auto json = run_espalier({"sensitivity", kNet, "--technique", "prune.magnitude", "--data",
                                    "glyphs", "--limit", "100", "--values", "0.5,0.9", "--json"})
                          .json();
    EXPECT_EQ(json.at("vary"), "sparsity");
    EXPECT_EQ(json.at("images"), 100);
    EXPECT_TRUE(json.at("baseline").contains("top1"));
    ASSERT_EQ(json.at("layers").size(), 4U);
    EXPECT_EQ(json.at("layers")[0].at("only").size(), 2U);
    EXPECT_EQ(json.at("all").size(), 2U);
}

TEST(CliContract, StudioIsStartedAndWritesPdf) {
    if (!std::filesystem::exists(
            std::filesystem::path(ESPALIER_BINARY).replace_filename("espalier-studio"))) {
        GTEST_SKIP() << "built without Studio";
    }
    const TempDir dir;
    const auto out = dir / "net.pdf";
    const auto result = run_espalier({"report", kNet, "-o", out.string(), "--json"});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_EQ(result.json().at("title"), "lenet-5");
    EXPECT_EQ(read_text(out).substr(0, 5), "%PDF-");
    // An error inside keeps its exit code, and nothing is written.
    const auto wrong = run_espalier(
        {"report", kNet, "-o", (dir / "no.pdf").string(), "--accelerator", "no-such-machine"});
    EXPECT_EQ(wrong.exit_code, 2) << wrong.err;
    EXPECT_FALSE(std::filesystem::exists(dir / "no.pdf"));
}

TEST(CliContract, CompressTellsEveryStepAndTheBaseline) {
    const TempDir dir;
    const auto out = dir / "small.onnx";
    const auto report = dir / "small.html";
    const auto json =
        run_espalier({"compress", kNet, "-o", out.string(), "--data", "glyphs", "--limit", "500",
                      "--accelerator", "eyeriss", "--report", report.string(), "--step",
                      "prune.channels:ratio=0.25", "--step", "materialise", "--step",
                      "quantise.uniform:weight_bits=8", "--json"})
            .json();
    for (const char* key : {"params", "nonzeros", "macs", "stored_bytes", "top1", "images",
                            "latency_ms", "energy_pj", "cycles", "layers"}) {
        EXPECT_TRUE(json.contains(key)) << key;
    }
    EXPECT_EQ(json.at("steps").size(), 3U);
    EXPECT_EQ(json.at("images"), 500);
    EXPECT_LT(json.at("macs").get<double>(), json.at("baseline").at("macs").get<double>());
    const std::string html = read_text(report);
    EXPECT_THAT(html, HasSubstr("<svg"));
    EXPECT_THAT(html, HasSubstr("espalier compress"));
    const auto evaluated =
        run_espalier({"evaluate", out.string(), "--data", "glyphs", "--limit", "500", "--json"})
            .json();
    EXPECT_EQ(evaluated.at("top1"), json.at("top1"));
}

TEST(CliContract, ResultsDoNotDependOnThreads) {
    const TempDir dir;
    std::vector<std::string> files;
    for (const char* threads : {"1", "2"}) {
        const auto out = dir / (std::string("t") + threads + ".espz");
        const auto result = run_espalier(
            {"compress", kNet, "-o", out.string(), "--data", "glyphs", "--limit", "100", "--step",
             "prune.magnitude:sparsity=0.8", "--step", "finetune:epochs=0.05", "--step",
             "decompose.svd:energy=0.9", "--no-latency", "--threads", threads, "--seed", "3"});
        EXPECT_EQ(result.exit_code, 0) << result.err;
        files.push_back(read_text(out));
    }
    EXPECT_TRUE(files.at(0) == files.at(1));
}

TEST(CliContract, InterruptStopsWithinTwoSecondsAndLeavesNoFile) {
    const TempDir dir;
    const auto out = dir / "never.onnx";
    const auto start = std::chrono::steady_clock::now();
    const auto result = run_espalier({"compress", kNet, "-o", out.string(), "--data", "glyphs",
                                      "--step", "finetune:epochs=1000"},
                                     3000);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    EXPECT_EQ(result.exit_code, 130) << result.err;
    EXPECT_LT(taken.count(), 5.0);
    EXPECT_TRUE(std::filesystem::is_empty(dir.path()));
}

TEST(CliContract, EstimateFollowsScaleSimsClosedForm) {
    const TempDir dir;
    const auto table = dir / "one.csv";
    // 4x4 output, 1x1 kernel, 4 channels, 4 filters on a 4x4 array, output stationary:
    // ceil(16/4) * ceil(4/4) * (4 + 4 + 4 - 2) - 1 = 39 (hardware.md, section 1)
    write_atomically(
        table, std::string_view("Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter "
                                "Width, Channels, Num Filter, Strides,\nconv1, 4, 4, 1, 1, 4, 4, "
                                "1,\n"));
    const auto json =
        run_espalier({"estimate", table.string(), "--accelerator", "systolic-4x4", "--json"})
            .json();
    EXPECT_EQ(json.at("compute_cycles").get<double>(), 39);
}

TEST(CliContract, EstimateSearchesMappingsAndCostsGivenOnes) {
    const TempDir dir;
    const auto work = dir / "work.json";
    write_atomically(work, std::string_view(R"({"layers": [{"name": "conv", "op": "conv",
        "dims": {"K": 8, "C": 4, "P": 6, "Q": 6, "R": 3, "S": 3}}]})"));
    const auto found = run_espalier(
        {"estimate", work.string(), "--accelerator", "eyeriss-tree", "--map", "edp", "--json"});
    ASSERT_EQ(found.exit_code, 0) << found.err;
    const auto mapping = dir / "mapping.json";
    write_atomically(mapping, std::string_view(found.out));
    const auto given = run_espalier({"estimate", work.string(), "--accelerator", "eyeriss-tree",
                                     "--mapping", mapping.string(), "--json"});
    ASSERT_EQ(given.exit_code, 0) << given.err;
    EXPECT_EQ(found.json().at("energy_pj"), given.json().at("energy_pj"));
    EXPECT_EQ(found.json().at("cycles"), given.json().at("cycles"));
    EXPECT_GE(found.json().at("area_by_component").size(), 5U);
    EXPECT_EQ(run_espalier(
                  {"estimate", work.string(), "--accelerator", "eyeriss-tree", "--map", "beauty"})
                  .exit_code,
              2);
}

TEST(CliContract, TechniquesDescribeThemselves) {
    const auto json = run_espalier({"techniques", "--json"}).json();
    std::vector<std::string> ids;
    for (const auto& technique : json.at("techniques")) {
        ids.push_back(technique.at("id").get<std::string>());
    }
    for (const char* id : {"prune.magnitude", "prune.channels", "materialise", "quantise.uniform",
                           "decompose.svd", "fold.batchnorm", "finetune"}) {
        EXPECT_THAT(ids, ::testing::Contains(id));
    }
}

} // namespace
} // namespace espalier::test
