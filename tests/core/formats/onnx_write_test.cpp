// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/paths.h"

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/rng.h"
#include "core/formats/onnx_read.h"
#include "core/formats/onnx_write.h"
#include "core/formats/tensor_pb.h"
#include "core/graph/group_code.h"
#include "core/graph/infer.h"
#include "core/graph/interpret.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace espalier {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Tensor random_tensor(Shape shape, std::uint64_t seed) {
    Tensor tensor(DType::Float32, std::move(shape));
    Rng rng(seed);
    for (float& value : tensor.writable<float>()) {
        value = static_cast<float>(rng.normal());
    }
    return tensor;
}

CodePtr affine(int bits, bool is_signed, bool narrow, int axis, std::vector<float> scales) {
    std::vector<std::int32_t> zeros(scales.size(), 0);
    return std::make_shared<AffineCode>(bits, is_signed, narrow, axis, std::move(scales),
                                        std::move(zeros));
}

/// x [?, 2, 4, 4] -> Conv(w) -> c -> Relu -> y
Graph small_network() {
    Graph graph;
    graph.name = "small";
    graph.metadata["author"] = "nobody";
    const ValueId x = graph.add_value("x", {DType::Float32, {kUnknownDim, 2, 4, 4}});
    const ValueId w = graph.add_parameter("w", Parameter(random_tensor({3, 2, 3, 3}, 1)));
    const ValueId b = graph.add_parameter("b", Parameter(random_tensor({3}, 2)));
    const ValueId c = graph.add_value("c");
    const ValueId y = graph.add_value("y");
    Node conv;
    conv.name = "conv";
    conv.op = "Conv";
    conv.inputs = {x, w, b};
    conv.outputs = {c};
    conv.attributes.set("pads", std::vector<std::int64_t>{1, 1, 1, 1});
    graph.add_node(conv);
    Node relu;
    relu.name = "relu";
    relu.op = "Relu";
    relu.inputs = {c};
    relu.outputs = {y};
    graph.add_node(relu);
    graph.inputs = {x};
    graph.outputs = {y};
    infer_types(graph);
    return graph;
}

Graph round_trip(const Graph& graph) {
    const OnnxExport file = to_onnx(graph);
    return parse_onnx(std::as_bytes(std::span(file.bytes)), "round trip");
}

TEST(OnnxWrite, RoundTripKeepsNamesShapesNumbersAndMetadata) {
    const Graph graph = small_network();
    const Graph back = round_trip(graph);
    EXPECT_EQ(back.content_hash(), graph.content_hash());
    EXPECT_EQ(back.name, "small");
    EXPECT_EQ(back.metadata, graph.metadata);
    EXPECT_EQ(back.source_opset, 17);
    EXPECT_EQ(back.value(back.outputs[0]).type, graph.value(graph.outputs[0]).type);
}

TEST(OnnxWrite, GroupsBecomeRowsAndGroupsAgain) {
    for (const int bits : {4, 8}) {
        Graph graph = small_network();
        const ValueId w = graph.find_value("w");
        graph.set_parameter(w, graph.parameter(w)->with_code(std::make_shared<GroupCode>(
                                   bits, true, true, 0, std::vector<std::int64_t>{1, 2},
                                   std::vector<float>{0.1F, 0.2F, 0.3F, 0.15F, 0.25F, 0.35F},
                                   std::vector<std::int32_t>(6, 0))));
        const Graph back = round_trip(graph);
        const Parameter& read = *back.parameter(back.find_value("w"));
        ASSERT_NE(read.code(), nullptr);
        EXPECT_EQ(read.code()->to_json(), graph.parameter(w)->code()->to_json());
        EXPECT_TRUE(read.effective().equals(graph.parameter(w)->effective()));
        EXPECT_EQ(back.nodes.size(), graph.nodes.size());
    }
}

/// What is quantised for one reader alone keeps its copy: the other reads floats.
TEST(OnnxWrite, CopiesThatAreQuantisedStayApart) {
    for (const int bits : {3, 8}) {
        Graph graph = small_network();
        const ValueId c = graph.find_value("c");
        const ValueId copy = graph.add_value("copy", graph.value(c).type);
        graph.value(copy).code = std::make_shared<AffineCode>(
            bits, false, false, -1, std::vector<float>{0.25F}, std::vector<std::int32_t>{2});
        Node identity;
        identity.name = "identity";
        identity.op = "Identity";
        identity.inputs = {c};
        identity.outputs = {copy};
        graph.add_node(identity);
        const ValueId sum = graph.add_value("sum", graph.value(c).type);
        Node add;
        add.name = "add";
        add.op = "Add";
        add.inputs = {graph.outputs[0], copy};
        add.outputs = {sum};
        graph.add_node(add);
        graph.outputs = {sum};
        graph.tidy();
        infer_types(graph);
        const Graph back = round_trip(graph);
        ASSERT_NE(back.find_value("copy"), kNoValue);
        ASSERT_NE(back.value(back.find_value("copy")).code, nullptr) << bits;
        EXPECT_EQ(back.value(back.find_value("copy")).code->to_json(),
                  graph.value(copy).code->to_json());
        EXPECT_EQ(back.value(back.find_value("c")).code, nullptr);
        EXPECT_EQ(back.nodes.size(), graph.nodes.size());
    }
}

TEST(OnnxWrite, IsTheSameForTheSameGraph) {
    const Graph graph = small_network();
    EXPECT_EQ(to_onnx(graph).bytes, to_onnx(graph).bytes);
}

TEST(OnnxWrite, MasksAreApplied) {
    Graph graph = small_network();
    const ValueId w = graph.find_value("w");
    Tensor mask(DType::Bool, {3, 2, 3, 3});
    mask.writable<bool>()[5] = true;
    graph.set_parameter(w, graph.parameter(w)->with_mask(mask));
    const Graph back = round_trip(graph);
    EXPECT_EQ(back.parameter(back.find_value("w"))->nonzeros(), 1);
}

struct CodeCase {
    const char* name;
    CodePtr weights;
    CodePtr activations;
};

class CodedRoundTrip : public testing::TestWithParam<CodeCase> {};

TEST_P(CodedRoundTrip, KeepsCodesAndEveryBitOfTheResult) {
    for (const char* place : {"x", "c", "y"}) {
        Graph graph = small_network();
        const ValueId w = graph.find_value("w");
        graph.set_parameter(w, graph.parameter(w)->with_code(GetParam().weights));
        graph.value(graph.find_value(place)).code = GetParam().activations;
        const OnnxExport file = to_onnx(graph);
        EXPECT_THAT(file.lost, ElementsAre());
        const Graph back = parse_onnx(std::as_bytes(std::span(file.bytes)), "round trip");
        EXPECT_EQ(back.nodes.size(), graph.nodes.size());
        const auto json = [](const CodePtr& code) {
            return code ? code->to_json().dump() : std::string();
        };
        EXPECT_EQ(json(back.parameter(back.find_value("w"))->code()), json(GetParam().weights));
        EXPECT_EQ(json(back.value(back.find_value(place)).code), json(GetParam().activations))
            << place;
        EXPECT_EQ(back.metadata, graph.metadata);
        const Tensor x = random_tensor({2, 2, 4, 4}, 3);
        EXPECT_TRUE(interpret(back, {x})[0].equals(interpret(graph, {x})[0])) << place;
        // The pairs as nodes compute the same.
        const Graph verbatim =
            parse_onnx(std::as_bytes(std::span(file.bytes)), "verbatim", {}, OnnxLoad::Verbatim);
        EXPECT_GT(verbatim.nodes.size(), graph.nodes.size());
        EXPECT_TRUE(interpret(verbatim, {x})[0].equals(interpret(graph, {x})[0])) << place;
    }
}

INSTANTIATE_TEST_SUITE_P(
    Codes, CodedRoundTrip,
    testing::Values(
        CodeCase{"int8", affine(8, true, false, -1, {0.02F}), nullptr},
        CodeCase{"channels", affine(8, true, true, 0, {0.02F, 0.01F, 0.03F}), nullptr},
        CodeCase{"four_bits", affine(4, true, true, 0, {0.2F, 0.3F, 0.4F}), nullptr},
        CodeCase{"two_bits", affine(2, true, false, -1, {0.7F}), nullptr},
        CodeCase{"activations", affine(8, true, false, -1, {0.02F}),
                 affine(8, false, false, -1, {0.03F})},
        CodeCase{"four_bit_activations", affine(4, true, false, -1, {0.2F}),
                 affine(4, true, false, -1, {0.25F})},
        CodeCase{"asymmetric", affine(8, false, false, -1, {0.05F}),
                 std::make_shared<AffineCode>(8, false, false, -1, std::vector{0.05F},
                                              std::vector<std::int32_t>{100})},
        CodeCase{"channels_and_activations", affine(8, true, true, 0, {0.02F, 0.01F, 0.03F}),
                 affine(8, false, false, -1, {0.03F})},
        CodeCase{"narrow", affine(8, true, true, -1, {0.02F}), affine(8, true, true, -1, {0.01F})}),
    [](const auto& coded) { return std::string(coded.param.name); });

/// Elements of the stored integers of w, and their zero point.
std::pair<DType, double> stored_weights(const Graph& graph) {
    const OnnxExport file = to_onnx(graph);
    const Graph verbatim =
        parse_onnx(std::as_bytes(std::span(file.bytes)), "verbatim", {}, OnnxLoad::Verbatim);
    return {verbatim.parameter(verbatim.find_value("w_quantized"))->latent().dtype(),
            verbatim.parameter(verbatim.find_value("w_zero_point"))->latent().at(0)};
}

TEST(OnnxWrite, EightBitWeightsThatMeetUnsignedCodesAreStoredUnsigned) {
    Graph graph = small_network();
    const ValueId w = graph.find_value("w");
    graph.set_parameter(w, graph.parameter(w)->with_code(affine(8, true, true, -1, {0.02F})));
    EXPECT_EQ(stored_weights(graph), (std::pair{DType::Int8, 0.0}));
    graph.value(graph.find_value("x")).code = affine(8, true, false, -1, {0.03F});
    EXPECT_EQ(stored_weights(graph), (std::pair{DType::Int8, 0.0}));
    graph.value(graph.find_value("x")).code = affine(8, false, false, -1, {0.03F});
    EXPECT_EQ(stored_weights(graph), (std::pair{DType::UInt8, 128.0}));
    graph.set_parameter(w, graph.parameter(w)->with_code(affine(7, true, true, -1, {0.04F})));
    EXPECT_EQ(stored_weights(graph), (std::pair{DType::Int8, 0.0}));
}

/// x [2, 3] -> node -> y
Graph one_node(Node node) {
    Graph graph;
    graph.inputs = {graph.add_value("x", {DType::Float32, {2, 3}})};
    graph.outputs = {graph.add_value("y")};
    node.inputs.insert(node.inputs.begin(), graph.inputs[0]);
    node.outputs = graph.outputs;
    graph.add_node(std::move(node));
    infer_types(graph);
    return graph;
}

TEST(OnnxWrite, LaterActivationsBecomeTheOperatorsThatDefineThem) {
    for (const char* kind : {"Mish", "Gelu", "Gelu tanh"}) {
        Node node;
        node.name = "act";
        node.op = std::string(kind).substr(0, 4);
        if (std::string_view(kind) == "Gelu tanh") {
            node.attributes.set("approximate", std::string("tanh"));
        }
        const Graph graph = one_node(node);
        const Graph back = round_trip(graph);
        for (const Node& written : back.nodes) {
            EXPECT_NE(written.op, node.op) << kind;
        }
        const Tensor x = Tensor::of<float>({2, 3}, {-6, -1.5F, -0.1F, 0, 0.7F, 5});
        const Tensor expected = interpret(graph, {x})[0];
        const Tensor got = interpret(back, {x})[0];
        for (std::size_t i = 0; i < 6; ++i) {
            EXPECT_NEAR(got.data<float>()[i], expected.data<float>()[i], 1e-6) << kind;
        }
    }
}

TEST(OnnxWrite, NamesAllNodesThatTheOpsetCanNotExpress) {
    Graph graph;
    graph.inputs = {graph.add_value("x", {DType::Float32, {2, 3}})};
    const ValueId indices =
        graph.add_parameter("indices", Parameter(Tensor::of<std::int64_t>({1, 1}, {0})));
    const ValueId updates =
        graph.add_parameter("updates", Parameter(Tensor::of<float>({1, 1}, {7})));
    ValueId from = graph.inputs[0];
    for (const char* reduction : {"max", "min", "add"}) {
        Node node;
        node.name = std::string("scatter_") + reduction;
        node.op = "ScatterElements";
        node.inputs = {from, indices, updates};
        from = graph.add_value(std::string("after_") + reduction);
        node.outputs = {from};
        node.attributes.set("reduction", std::string(reduction));
        graph.add_node(std::move(node));
    }
    graph.outputs = {from};
    infer_types(graph);
    try {
        static_cast<void>(to_onnx(graph));
        FAIL() << "max and min came with opset 18";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::Unsupported);
        EXPECT_THAT(error.message(), HasSubstr("scatter_max"));
        EXPECT_THAT(error.message(), HasSubstr("scatter_min"));
        EXPECT_THAT(error.message(), testing::Not(HasSubstr("scatter_add")));
    }
}

TEST(OnnxWrite, SaysWhatIsLost) {
    Graph graph = small_network();
    const ValueId w = graph.find_value("w");
    graph.set_parameter(w, graph.parameter(w)->with_code(affine(12, true, false, -1, {0.001F})));
    graph.value(graph.find_value("y")).code = affine(16, true, false, -1, {0.001F});
    const OnnxExport file = to_onnx(graph);
    ASSERT_EQ(file.lost.size(), 2U);
    EXPECT_THAT(file.lost[0], HasSubstr("w: 12-bit affine"));
    EXPECT_THAT(file.lost[1], HasSubstr("y: 16-bit affine"));
    const Graph back = parse_onnx(std::as_bytes(std::span(file.bytes)), "back");
    EXPECT_TRUE(
        back.parameter(back.find_value("w"))->latent().equals(graph.parameter(w)->effective()));
    EXPECT_EQ(back.value(back.outputs[0]).name, "y");
}

class NetworkRoundTrip : public testing::TestWithParam<const char*> {};

TEST_P(NetworkRoundTrip, KeepsTheWholeGraph) {
    ESPALIER_DATA_OR_SKIP(folder, GetParam());
    const Graph graph = read_onnx(folder / "model.onnx");
    const Graph back = round_trip(graph);
    EXPECT_EQ(back.content_hash(), graph.content_hash());
    EXPECT_EQ(back.metadata, graph.metadata);
}

INSTANTIATE_TEST_SUITE_P(Models, NetworkRoundTrip,
                         testing::Values("models/cifar/resnet20_cifar10",
                                         "models/cifar/resnet20_cifar10_torchexport",
                                         "models/cifar/resnet8_cifar10_qdq",
                                         "models/imagenet/mobilenet_v2_1.0_224_qdq",
                                         "models/imagenet/mobilenet_v1_0.25_128_qdq",
                                         "models/imagenet/squeezenet_v1.0_deepcompressed_fp32"));

} // namespace
} // namespace espalier
