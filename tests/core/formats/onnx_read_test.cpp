// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/formats/onnx_bytes.h"
#include "tests/support/paths.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/formats/onnx_read.h"
#include "core/graph/interpret.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <map>

namespace espalier {
namespace {

using namespace test::onnx_bytes;
using testing::HasSubstr;

Graph parse(const std::string& file) {
    return parse_onnx(std::as_bytes(std::span(file)), "test.onnx");
}

/// x [N, 2] -> Gemm(w [3, 2], b [3]) -> Relu -> y
Model small_model() {
    Model model;
    model.inputs = {value_info("x", {-1, 2})};
    model.outputs = {value_info("y", {-1, 3})};
    model.initializers = {tensor("w", {3, 2}, {1, 2, 3, 4, 5, 6}), tensor("b", {3}, {0, -9, 1})};
    model.nodes = {node("Gemm", {"x", "w", "b"}, {"g"}, "gemm", {attribute("transB", 1)}),
                   node("Relu", {"g"}, {"y"}, "relu")};
    return model;
}

struct Expectation {
    ErrorCode code;
    std::vector<std::string> words;
};

void expect_error(const std::string& file, const Expectation& expected) {
    try {
        static_cast<void>(parse(file));
        ADD_FAILURE() << "accepted; expected " << expected.words.front();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), expected.code) << error.what();
        EXPECT_THAT(error.where(), testing::StartsWith("test.onnx"));
        for (const std::string& word : expected.words) {
            EXPECT_THAT(std::string(error.what()), HasSubstr(word));
        }
    }
}

TEST(OnnxRead, ReadsASmallNetwork) {
    const Graph graph = parse(small_model().str());
    ASSERT_EQ(graph.nodes.size(), 2U);
    EXPECT_EQ(graph.nodes[0].name, "gemm");
    EXPECT_EQ(graph.nodes[0].origin, "gemm");
    EXPECT_EQ(graph.value(graph.outputs[0]).type.shape, (Shape{kUnknownDim, 3}));
    const Tensor x = Tensor::of<float>({1, 2}, {1, 1});
    const Tensor y = interpret(graph, {x})[0];
    EXPECT_TRUE(y.equals(Tensor::of<float>({1, 3}, {3, 0, 12})));
}

TEST(OnnxRead, InitializersOfOldFilesAreInputsToo) {
    Model model = small_model();
    model.ir = 3;
    model.inputs = {value_info("x", {-1, 2}), value_info("w", {3, 2}), value_info("b", {3})};
    const Graph graph = parse(model.str());
    EXPECT_EQ(graph.inputs.size(), 1U);
}

TEST(OnnxRead, NodesNeedNoOrderAndNoNames) {
    Model model = small_model();
    model.nodes = {node("Relu", {"g"}, {"y"}),
                   node("Gemm", {"x", "w", "b"}, {"g"}, "", {attribute("transB", 1)})};
    const Graph graph = parse(model.str());
    EXPECT_EQ(graph.nodes[0].name, "g");
    EXPECT_EQ(graph.nodes[1].name, "y");
}

TEST(OnnxRead, ListsEverythingUnsupportedAtOnce) {
    Model model = small_model();
    model.nodes = {node("Frobnicate", {"x"}, {"a"}, "first"),
                   node("Frobnicate", {"a"}, {"c"}, "second"), node("Loop", {"c"}, {"d"}, "third"),
                   node("Relu", {"d"}, {"y"}, "relu")};
    model.inputs.push_back(value_info("text", {1}, 8));
    expect_error(model.str(),
                 {ErrorCode::Unsupported,
                  {"opset 17", "Frobnicate", "first", "second", "Loop", "third", "string values"}});
}

TEST(OnnxRead, RefusesOpsetsItDoesNotKnow) {
    for (const int opset : {26, 1000}) {
        Model model = small_model();
        model.opset = opset;
        expect_error(model.str(), {ErrorCode::Unsupported, {std::to_string(opset), "1 to"}});
    }
}

TEST(OnnxRead, NamesWhatIsWrong) {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    Model model = small_model();
    model.initializers[1] = tensor("b", {3}, {0, nan, 1});
    expect_error(model.str(), {ErrorCode::BadInput, {"initializer b", "element 1", "NaN"}});
    model = small_model();
    model.initializers[0] = tensor("w", {3, 3}, {1, 2, 3, 4, 5, 6});
    expect_error(model.str(), {ErrorCode::BadInput, {"initializer w", "24 bytes", "36"}});
    model = small_model();
    model.initializers[0] = tensor("w", {3, -2}, {1, 2, 3, 4, 5, 6});
    expect_error(model.str(), {ErrorCode::BadInput, {"initializer w", "negative"}});
    model = small_model();
    model.initializers[0] = tensor("w", {std::int64_t{1} << 40, std::int64_t{1} << 40}, {1});
    expect_error(model.str(), {ErrorCode::BadInput, {"initializer w", "too many elements"}});
    model = small_model();
    model.initializers[0] = tensor("w", {std::int64_t{1} << 40}, {1});
    expect_error(model.str(), {ErrorCode::BadInput, {"initializer w", "4 bytes"}});
    model = small_model();
    model.inputs[0] = value_info("x", {std::int64_t{1} << 62, std::int64_t{1} << 62});
    expect_error(model.str(), {ErrorCode::BadInput, {"input x", "too many elements"}});
    model = small_model();
    model.initializers.push_back(tensor("w", {1}, {1}));
    expect_error(model.str(), {ErrorCode::BadInput, {"\"w\"", "exists already"}});
    model = small_model();
    model.nodes[1] = node("Relu", {"nowhere"}, {"y"}, "relu");
    expect_error(model.str(), {ErrorCode::BadInput, {"node relu", "input 0", "nowhere"}});
    model = small_model();
    model.nodes[0] = node("Relu", {"y"}, {"g"}, "gemm");
    expect_error(model.str(), {ErrorCode::BadInput, {"cycle", "gemm", "relu"}});
    model = small_model();
    model.outputs[0] = value_info("z", {1});
    expect_error(model.str(), {ErrorCode::BadInput, {"output \"z\""}});
    model = small_model();
    model.nodes[0] = node("Gemm", {"x", "w", "b"}, {"g"}, "gemm");
    expect_error(model.str(), {ErrorCode::BadInput, {"node gemm"}});
    model = small_model();
    model.nodes[0] = node("Gemm", {"x", "w", "b"}, {"g"}, "gemm",
                          {attribute("transB", std::vector<std::int64_t>{1})});
    expect_error(model.str(), {ErrorCode::BadInput, {"node gemm", "transB", "wrong type"}});
    model = small_model();
    model.inputs[0] = value_info("x", {-1, 2}, 7);
    expect_error(model.str(), {ErrorCode::BadInput, {"node gemm"}});
}

TEST(OnnxRead, ReadsExternalDataInTheModelsFolderOnly) {
    const test::TempDir folder;
    const test::TempDir elsewhere;
    const std::vector<float> values{1, 2, 3, 4, 5, 6};
    write_atomically(folder / "weights.bin", "12345678" + floats_raw(values));
    write_atomically(elsewhere / "weights.bin", "12345678" + floats_raw(values));
    const auto model_with = [&](const std::string& location, const std::string& offset,
                                const std::string& length) {
        const auto entry = [](const std::string& key, const std::string& value) {
            return bytes(13, bytes(1, key) + bytes(2, value));
        };
        Model model = small_model();
        model.initializers[0] = number(1, 3) + number(1, 2) + number(2, 1) + bytes(8, "w") +
                                entry("location", location) + entry("offset", offset) +
                                entry("length", length) + number(14, 1);
        write_atomically(folder / "model.onnx", model.str());
        return read_onnx(folder / "model.onnx");
    };
    const Graph graph = model_with("weights.bin", "8", "24");
    EXPECT_TRUE(
        graph.parameter(graph.find_value("w"))->latent().equals(Tensor::of<float>({3, 2}, values)));
    const std::string outside = (elsewhere / "weights.bin").string();
    const std::string beside = "../" + elsewhere.path().filename().string() + "/weights.bin";
    std::filesystem::create_symlink(elsewhere / "weights.bin", folder / "link.bin");
    for (const std::string& location : {outside, beside, std::string("link.bin")}) {
        EXPECT_THROW(static_cast<void>(model_with(location, "8", "24")), Error) << location;
    }
    EXPECT_THROW(static_cast<void>(model_with("missing.bin", "8", "24")), Error);
    EXPECT_THROW(static_cast<void>(model_with("weights.bin", "9", "24")), Error);
    EXPECT_THROW(static_cast<void>(model_with("weights.bin", "x", "24")), Error);
    EXPECT_THROW(static_cast<void>(model_with("weights.bin", "8", "20")), Error);
    EXPECT_THROW(static_cast<void>(model_with("weights.bin", "18446744073709551615", "24")), Error);
}

/// Whatever the bytes are: a graph or an Error, nothing else.
void expect_graph_or_error(const std::string& file) {
    try {
        static_cast<void>(parse(file));
    } catch (const Error&) {
        return;
    }
}

TEST(OnnxRead, TruncatedFilesAreErrors) {
    const std::string good = small_model().str();
    EXPECT_NO_THROW(static_cast<void>(parse(good)));
    for (std::size_t length = 0; length < good.size(); ++length) {
        expect_graph_or_error(good.substr(0, length));
    }
    EXPECT_THROW(static_cast<void>(parse(good.substr(0, good.size() / 2))), Error);
    EXPECT_THROW(static_cast<void>(parse("")), Error);
}

TEST(OnnxRead, FlippedBytesNeverCrash) {
    Model model = small_model();
    model.nodes = {node("Gemm", {"x", "w", "b"}, {"g"}, "gemm", {attribute("transB", 1)}),
                   node("Shape", {"g"}, {"s"}), node("Reshape", {"g", "s"}, {"r"}),
                   node("Softmax", {"r"}, {"y"}, "softmax", {attribute("axis", 1)})};
    for (const int opset : {6, 11, 17}) {
        model.opset = opset;
        const std::string good = model.str();
        for (std::size_t at = 0; at < good.size(); ++at) {
            for (const int flip : {0x01, 0x02, 0x08, 0x10, 0x80, 0xFF}) {
                std::string bad = good;
                bad[at] = static_cast<char>(bad[at] ^ flip);
                expect_graph_or_error(bad);
            }
            std::string longer = good;
            longer.insert(at, 1, '\x7F');
            expect_graph_or_error(longer);
            std::string shorter = good;
            shorter.erase(at, 1);
            expect_graph_or_error(shorter);
        }
    }
}

std::map<std::string, int> operators(const Graph& graph) {
    std::map<std::string, int> counts;
    for (const Node& entry : graph.nodes) {
        ++counts[entry.op];
    }
    return counts;
}

TEST(OnnxRead, ExportsOfTorchFoldToTheSameOperatorsAsHandMadeFiles) {
    for (const char* name : {"resnet20_cifar10", "resnet20b_cifar10_distiller_dense"}) {
        ESPALIER_DATA_OR_SKIP(folder, "models/cifar");
        const Graph clean = read_onnx(folder / name / "model.onnx");
        const Graph exported =
            read_onnx(folder / (std::string(name) + "_torchexport") / "model.onnx");
        EXPECT_EQ(operators(exported), operators(clean)) << name;
        EXPECT_EQ(exported.value(exported.inputs[0]).type.shape[0], kUnknownDim) << name;
    }
}

} // namespace
} // namespace espalier
