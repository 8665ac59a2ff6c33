// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/paths.h"

#include "app/session/workspace_file.h"
#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/engine/engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>

namespace espalier {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

Recipe two_steps() {
    Recipe recipe;
    recipe.steps.push_back(Step::parse("prune.magnitude:sparsity=0.5"));
    recipe.steps.push_back(Step::parse("quantise.uniform:weight_bits=4"));
    return recipe;
}

/// A workspace with one variant, whose figures are known.
WorkspaceFile sample() {
    const Network network = load_network("lenet-5-glyphs");
    WorkspaceFile file;
    file.network = network.path;
    file.network_sha256 = network.sha256;
    file.data = "glyphs";
    file.accelerator = "eyeriss";
    file.machine = R"({"id":"eyeriss-edited","rows":16})";
    file.seed = std::numeric_limits<std::uint64_t>::max();
    file.recipe = two_steps();
    SavedVariant variant;
    variant.name = "얇은 \"half\"";
    variant.recipe = two_steps();
    variant.seed = 7;
    variant.graph = run_recipe(network.graph, variant.recipe, {}, nullptr).back().graph;
    variant.metrics.account = account(variant.graph);
    Accuracy accuracy;
    accuracy.top1 = 50;
    accuracy.top5 = 100;
    accuracy.images = 4;
    accuracy.hits = 2;
    accuracy.loss = std::numeric_limits<double>::quiet_NaN();
    accuracy.predictions = {1, 2, -1, 9};
    variant.metrics.accuracy = accuracy;
    variant.metrics.latency = LatencyStats{0.25, 0.5, 1};
    file.working = variant.metrics;
    file.variants.push_back(std::move(variant));
    return file;
}

Json document(const fs::path& path) {
    return read_json(path);
}

void put(const fs::path& path, const Json& json) {
    write_atomically(path, json.dump());
}

/// Reads and gives the error, which there must be.
Error refusal(const fs::path& path) {
    try {
        const WorkspaceFile file = read_workspace(path);
        (void)load_workspace_network(file, path);
    } catch (const Error& error) {
        return error;
    }
    ADD_FAILURE() << "was accepted";
    return {ErrorCode::Failed, ""};
}

Tensor outputs(const Graph& graph) {
    Executable net = Executable::compile(graph);
    Tensor input(DType::Float32, net.input_types().front().shape);
    float value = 0;
    for (float& x : input.writable<float>()) {
        x = value;
        value = value > 1 ? 0 : value + 0.01F;
    }
    return net.run({input}).front();
}

TEST(WorkspaceFile, ComesBackAsItWasWritten) {
    const test::TempDir dir;
    const fs::path path = dir / "one.espalier";
    WorkspaceFile file = sample();
    write_workspace(file, path);
    const WorkspaceFile back = read_workspace(path);
    EXPECT_EQ(back.network, "lenet-5-glyphs"); // bundled networks go by name
    EXPECT_EQ(load_workspace_network(back, path).sha256, file.network_sha256);
    EXPECT_EQ(back.data, "glyphs");
    EXPECT_EQ(back.accelerator, "eyeriss");
    EXPECT_EQ(back.machine, R"({"id":"eyeriss-edited","rows":16})");
    EXPECT_EQ(back.seed, file.seed);
    EXPECT_EQ(back.recipe.to_json(), file.recipe.to_json());
    EXPECT_TRUE(back.problems.empty());
    EXPECT_FALSE(back.recovery_of);
    ASSERT_EQ(back.variants.size(), 1U);
    const SavedVariant& was = file.variants.front();
    const SavedVariant& is = back.variants.front();
    EXPECT_EQ(is.name, was.name);
    EXPECT_EQ(is.seed, 7U);
    EXPECT_EQ(is.recipe.to_json(), was.recipe.to_json());
    EXPECT_EQ(is.metrics.account.nonzeros, account(was.graph).nonzeros);
    EXPECT_EQ(is.metrics.stored_bytes,
              static_cast<std::int64_t>(fs::file_size(parts_folder(path) / (is.part + ".espz"))));
    EXPECT_EQ(outputs(is.graph).content_hash(), outputs(was.graph).content_hash());
    ASSERT_TRUE(is.metrics.accuracy);
    EXPECT_EQ(is.metrics.accuracy->top1, 50);
    EXPECT_EQ(is.metrics.accuracy->predictions, was.metrics.accuracy->predictions);
    EXPECT_TRUE(std::isnan(is.metrics.accuracy->loss));
    ASSERT_TRUE(is.metrics.latency);
    EXPECT_EQ(is.metrics.latency->p50, 0.5);
    ASSERT_TRUE(back.working);
    EXPECT_EQ(back.working->accuracy->hits, 2U);
}

TEST(WorkspaceFile, SavingWhatWasReadChangesNothing) {
    const test::TempDir dir;
    WorkspaceFile file = sample();
    write_workspace(file, dir / "a.espalier");
    WorkspaceFile back = read_workspace(dir / "a.espalier");
    write_workspace(back, dir / "b.espalier");
    EXPECT_TRUE(same_workspace(dir / "a.espalier", dir / "b.espalier"));
    EXPECT_EQ(back.variants.front().part, file.variants.front().part);
    back.recovery_of = dir / "a.espalier";
    write_workspace(back, dir / "c.espalier");
    EXPECT_TRUE(same_workspace(dir / "a.espalier", dir / "c.espalier"));
    EXPECT_EQ(read_workspace(dir / "c.espalier").recovery_of, dir / "a.espalier");
    back.recipe.steps.pop_back();
    write_workspace(back, dir / "c.espalier");
    EXPECT_FALSE(same_workspace(dir / "a.espalier", dir / "c.espalier"));
    EXPECT_FALSE(same_workspace(dir / "a.espalier", dir / "missing.espalier"));
}

TEST(WorkspaceFile, ALatencyOfAnotherMachineIsNotOurs) {
    const test::TempDir dir;
    const fs::path path = dir / "one.espalier";
    WorkspaceFile file = sample();
    write_workspace(file, path);
    Json json = document(path);
    json["variants"][0]["metrics"]["machine"] = "another processor";
    put(path, json);
    const WorkspaceFile back = read_workspace(path);
    EXPECT_FALSE(back.variants.front().metrics.latency);
    EXPECT_TRUE(back.variants.front().metrics.accuracy);
}

TEST(WorkspaceFile, UnknownKeysAreKept) {
    const test::TempDir dir;
    const fs::path path = dir / "one.espalier";
    WorkspaceFile file = sample();
    write_workspace(file, path);
    Json json = document(path);
    json["lesson"] = {{"page", 3}};
    json["variants"][0]["colour"] = "green";
    put(path, json);
    WorkspaceFile back = read_workspace(path);
    write_workspace(back, dir / "two.espalier");
    const Json again = document(dir / "two.espalier");
    EXPECT_EQ(again["lesson"]["page"], 3);
    EXPECT_EQ(again["variants"][0]["colour"], "green");
}

TEST(WorkspaceFile, NetworkAndWorkspaceMoveTogether) {
    const test::TempDir dir;
    fs::create_directories(dir / "a");
    fs::copy_file(load_network("lenet-5-glyphs").path, dir / "a/net.onnx");
    WorkspaceFile file = sample();
    file.network = dir / "a/net.onnx";
    write_workspace(file, dir / "a/one.espalier");
    EXPECT_EQ(document(dir / "a/one.espalier")["network"]["path"], "net.onnx");
    fs::rename(dir / "a", dir / "b");
    const WorkspaceFile back = read_workspace(dir / "b/one.espalier");
    EXPECT_EQ(load_workspace_network(back, dir / "b/one.espalier").path, dir / "b/net.onnx");
    EXPECT_EQ(back.variants.size(), 1U);
    // A recovery file lies in a folder of its own and says the whole path.
    file.network = dir / "b/net.onnx";
    file.recovery_of = "";
    write_workspace(file, dir / "b/recovery/x.espalier");
    EXPECT_EQ(document(dir / "b/recovery/x.espalier")["network"]["path"],
              (dir / "b/net.onnx").string());
}

TEST(WorkspaceFile, ANetworkThatIsGoneIsFoundBesideTheWorkspaceOrExplained) {
    const test::TempDir dir;
    fs::create_directories(dir / "nets");
    const fs::path network = dir / "nets/net.onnx";
    const fs::path path = dir / "one.espalier";
    fs::copy_file(load_network("lenet-5-glyphs").path, network);
    WorkspaceFile file = sample();
    file.network = network;
    write_workspace(file, path);
    fs::rename(network, dir / "net.onnx");
    EXPECT_EQ(load_workspace_network(read_workspace(path), path).path, dir / "net.onnx");
    fs::remove(dir / "net.onnx");
    const Error error = refusal(path);
    EXPECT_EQ(error.code(), ErrorCode::Io);
    EXPECT_THAT(error.message(), HasSubstr(file.network_sha256));
    EXPECT_THAT(error.where(), HasSubstr("nets/net.onnx"));
    EXPECT_THAT(error.hint(), HasSubstr("beside the workspace"));
}

TEST(WorkspaceFile, AChangedNetworkIsNamedWithBothHashes) {
    const test::TempDir dir;
    const fs::path path = dir / "one.espalier";
    WorkspaceFile file = sample();
    file.network = dir / "net.onnx";
    fs::copy_file(load_network("lenet-5-glyphs").path, file.network);
    write_workspace(file, path);
    std::ofstream(file.network, std::ios::app) << "x";
    const Error error = refusal(path);
    EXPECT_EQ(error.code(), ErrorCode::BadInput);
    EXPECT_THAT(error.message(), HasSubstr(file.network_sha256));
    EXPECT_THAT(error.message(), HasSubstr(file_digest(file.network, DigestKind::Sha256)));
    EXPECT_THAT(error.hint(), HasSubstr("load the recipe from this workspace"));
    EXPECT_EQ(read_recipe(path).to_json(), file.recipe.to_json()); // as the hint says
}

TEST(WorkspaceFile, ANewerFormatIsRefusedWithAHint) {
    const test::TempDir dir;
    const fs::path path = dir / "one.espalier";
    WorkspaceFile file = sample();
    write_workspace(file, path);
    Json json = document(path);
    json["format"] = "espalier-workspace/2";
    put(path, json);
    EXPECT_EQ(recognise(path.string()), FileKind::Workspace);
    const Error error = refusal(path);
    EXPECT_EQ(error.code(), ErrorCode::Unsupported);
    EXPECT_THAT(error.hint(), HasSubstr("newer version"));
}

TEST(WorkspaceFile, ADamagedVariantIsSetAsideAndKept) {
    const test::TempDir dir;
    const fs::path path = dir / "one.espalier";
    WorkspaceFile file = sample();
    file.variants.push_back(file.variants.front());
    file.variants[1].name = "second";
    file.variants[1].graph = load_network("lenet-5-glyphs").graph;
    write_workspace(file, path);
    const fs::path part = parts_folder(path) / (file.variants[1].part + ".espz");
    const auto bytes = read_bytes(part);
    write_atomically(part, std::span(bytes).first(bytes.size() / 2));
    WorkspaceFile back = read_workspace(path);
    ASSERT_EQ(back.problems.size(), 1U);
    EXPECT_THAT(back.problems.front().where(), HasSubstr("variant 2"));
    ASSERT_EQ(back.variants.size(), 1U);
    write_workspace(back, path);
    // The entry and its part are still there: once the part is mended, the variant is back.
    write_atomically(part, bytes);
    const WorkspaceFile mended = read_workspace(path);
    EXPECT_TRUE(mended.problems.empty());
    ASSERT_EQ(mended.variants.size(), 2U);
    EXPECT_EQ(mended.variants[1].name, "second");
}

TEST(WorkspaceFile, PartsThatNobodyNeedsAreRemovedAndNothingElse) {
    const test::TempDir dir;
    const fs::path path = dir / "one.espalier";
    WorkspaceFile file = sample();
    write_workspace(file, path);
    write_atomically(parts_folder(path) / "notes.txt", std::string_view("mine"));
    const fs::path part = parts_folder(path) / (file.variants.front().part + ".espz");
    ASSERT_TRUE(fs::exists(part));
    file.variants.clear();
    write_workspace(file, path);
    EXPECT_FALSE(fs::exists(part));
    EXPECT_TRUE(fs::exists(parts_folder(path) / "notes.txt"));
    remove_workspace(path);
    EXPECT_FALSE(fs::exists(path));
    EXPECT_TRUE(fs::exists(parts_folder(path) / "notes.txt"));
}

TEST(WorkspaceFile, AFailedWriteLeavesTheOldOne) {
    const test::TempDir dir;
    const fs::path path = dir / "one.espalier";
    WorkspaceFile file = sample();
    write_workspace(file, path);
    const std::string before = read_text(path);
    // A file where the folder of parts should be: the parts come first, and fail.
    fs::remove_all(parts_folder(path));
    write_atomically(parts_folder(path), std::string_view("in the way"));
    file.recipe.steps.clear();
    EXPECT_THROW(write_workspace(file, path), Error);
    EXPECT_EQ(read_text(path), before);
    EXPECT_THROW(write_workspace(file, "/proc/no/such/one.espalier"), Error);
}

TEST(WorkspaceFile, FilesAreToldApartByContent) {
    const test::TempDir dir;
    WorkspaceFile file = sample();
    write_workspace(file, dir / "looks-like.onnx");
    file.recipe.write(dir / "recipe.espalier");
    const Network network = load_network("lenet-5-glyphs");
    save_network(network.graph, network.preprocess, dir / "net.espz");
    fs::rename(dir / "net.espz", dir / "net.json");
    EXPECT_EQ(recognise((dir / "looks-like.onnx").string()), FileKind::Workspace);
    EXPECT_EQ(recognise((dir / "recipe.espalier").string()), FileKind::Recipe);
    EXPECT_EQ(recognise((dir / "net.json").string()), FileKind::Network);
    EXPECT_EQ(recognise(network.path.string()), FileKind::Network);
    EXPECT_EQ(recognise("lenet-5-glyphs"), FileKind::Network);
    write_atomically(dir / "other.json", std::string_view(R"({"espalier_card": 1})"));
    EXPECT_THROW((void)recognise((dir / "other.json").string()), Error);
    EXPECT_THROW((void)recognise(dir.path().string()), Error);
    EXPECT_THROW((void)recognise("/dev/zero"), Error);
}

struct Hostile {
    const char* name;
    void (*spoil)(Json&);
    const char* says;
};

class HostileWorkspace : public testing::TestWithParam<Hostile> {};

TEST_P(HostileWorkspace, IsRefusedWithAnExplanation) {
    const test::TempDir dir;
    const fs::path path = dir / "one.espalier";
    WorkspaceFile file = sample();
    file.variants.clear();
    write_workspace(file, path);
    Json json = document(path);
    GetParam().spoil(json);
    put(path, json);
    const Error error = refusal(path);
    EXPECT_EQ(error.code(), ErrorCode::BadInput) << error.what();
    EXPECT_THAT(std::string(error.what()) + error.where(), HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(
    Documents, HostileWorkspace,
    testing::Values(
        Hostile{"List", [](Json& json) { json = Json::array(); }, "format"},
        Hostile{"OtherFormat", [](Json& json) { json["format"] = "espalier-workspace/x"; },
                "format"},
        Hostile{"HugeVersion",
                [](Json& json) { json["format"] = "espalier-workspace/99999999999999999999"; },
                "format"},
        Hostile{"NoNetwork", [](Json& json) { json.erase("network"); }, "network"},
        Hostile{"NetworkIsText", [](Json& json) { json["network"] = "a.onnx"; }, "network"},
        Hostile{"NoHash", [](Json& json) { json["network"].erase("sha256"); }, "sha256"},
        Hostile{"HashIsNoHash", [](Json& json) { json["network"]["sha256"] = "../x"; }, "sha256"},
        Hostile{"UnknownBundled", [](Json& json) { json["network"]["bundled"] = "../../etc"; },
                "bundled"},
        Hostile{"EmptyPath",
                [](Json& json) {
                    json["network"].erase("bundled");
                    json["network"]["path"] = "";
                },
                "path"},
        Hostile{"Device",
                [](Json& json) {
                    json["network"].erase("bundled");
                    json["network"]["path"] = "/dev/zero";
                },
                "device"},
        Hostile{"ItselfAsNetwork",
                [](Json& json) {
                    json["network"].erase("bundled");
                    json["network"]["path"] = "one.espalier";
                },
                "SHA-256"},
        Hostile{"NegativeSeed", [](Json& json) { json["seed"] = -1; }, "seed"},
        Hostile{"HugeSeed", [](Json& json) { json["seed"] = 1e300; }, "seed"},
        Hostile{"RecipeIsNumber", [](Json& json) { json["recipe"] = 3; }, "recipe"},
        Hostile{"NoSuchTechnique",
                [](Json& json) { json["recipe"]["steps"][0]["technique"] = "magic"; }, "step 1"},
        Hostile{"VariantsAreNull", [](Json& json) { json["variants"] = nullptr; }, "variants"},
        Hostile{"DataIsList", [](Json& json) { json["data"] = Json::array({1}); }, "data"},
        Hostile{"AccuracyBeyondAll", [](Json& json) { json["working"]["top1"] = 1e9; }, "top1"},
        Hostile{"HugeCount", [](Json& json) { json["working"]["images"] = 1ULL << 60U; }, "images"},
        Hostile{"PredictionsDoNotFit",
                [](Json& json) { json["working"]["predictions"] = Json::array({1}); },
                "predictions"},
        Hostile{"PredictionsAreTexts",
                [](Json& json) {
                    json["working"]["predictions"] = Json::array({"a", "b", "c", "d"});
                },
                "predictions"}),
    [](const auto& entry) { return entry.param.name; });

TEST(WorkspaceFile, HostileVariantsCanNotReachOtherFiles) {
    const test::TempDir dir;
    const fs::path path = dir / "one.espalier";
    WorkspaceFile file = sample();
    write_workspace(file, path);
    const Json good = document(path);
    for (const char* part : {"../../etc/passwd", "/etc/passwd", "", "x.espz", "nested/a.espz"}) {
        Json json = good;
        json["variants"][0]["network"] = part;
        put(path, json);
        const WorkspaceFile back = read_workspace(path);
        EXPECT_TRUE(back.variants.empty()) << part;
        ASSERT_EQ(back.problems.size(), 1U) << part;
        EXPECT_THAT(back.problems.front().message(), HasSubstr("SHA-256.espz")) << part;
    }
}

TEST(WorkspaceFile, TruncatedTextsAreRefusedWhereverTheyEnd) {
    const test::TempDir dir;
    const fs::path path = dir / "one.espalier";
    WorkspaceFile file = sample();
    write_workspace(file, path);
    const std::string text = read_text(path);
    const fs::path cut = dir / "cut.espalier";
    for (std::size_t size = 0; size + 2 < text.size(); size += 1 + text.size() / 97) {
        write_atomically(cut, std::string_view(text).substr(0, size));
        EXPECT_EQ(refusal(cut).code(), ErrorCode::BadInput) << size;
    }
}

TEST(WorkspaceFile, NumbersThatAreNoneAreRefused) {
    const test::TempDir dir;
    const fs::path path = dir / "one.espalier";
    for (const char* number : {"NaN", "1e999", "-Infinity", "0x10"}) {
        write_atomically(
            path, fmt::format(R"({{"format": "espalier-workspace/1", "seed": {}}})", number));
        EXPECT_EQ(refusal(path).code(), ErrorCode::BadInput) << number;
    }
}

TEST(WorkspaceFile, LinksThatGoInCirclesEnd) {
    const test::TempDir dir;
    const fs::path path = dir / "one.espalier";
    fs::create_symlink(dir / "b.onnx", dir / "a.onnx");
    fs::create_symlink(dir / "a.onnx", dir / "b.onnx");
    WorkspaceFile file = sample();
    file.network = dir / "a.onnx";
    write_workspace(file, path);
    EXPECT_EQ(refusal(path).code(), ErrorCode::Io);
    fs::create_symlink(dir / "loop.espalier", dir / "loop.espalier");
    EXPECT_EQ(refusal(dir / "loop.espalier").code(), ErrorCode::Io);
}

} // namespace
} // namespace espalier
