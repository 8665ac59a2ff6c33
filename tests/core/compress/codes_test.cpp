// SPDX-License-Identifier: GPL-3.0-or-later
// Networks with 8-bit codes on integer kernels, against the same codes as rounded floats.
#include "tests/core/nets.h"
#include "tests/support/paths.h"

#include "core/compress/recipe.h"
#include "core/data/dataset.h"
#include "core/data/preprocess.h"
#include "core/engine/engine.h"
#include "core/formats/onnx_read.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <numeric>

namespace espalier {
namespace {

using test::Net;
using test::noise;

/// Weights get `bits` around zero and one scale per channel; values get 8 bits from the least to
/// the greatest they hold for `x`, where `coded` says so.
Graph quantised(Graph graph, const Tensor& x, int bits,
                const std::function<bool(const std::string&)>& coded) {
    for (const Node& node : std::vector<Node>(graph.nodes)) {
        if (node.op != "Conv") {
            continue;
        }
        const Parameter& weight = *graph.parameter(node.inputs[1]);
        const auto values = weight.latent().data<float>();
        const auto channels = static_cast<std::size_t>(weight.shape()[0]);
        const std::size_t each = values.size() / channels;
        std::vector<float> scales;
        for (std::size_t c = 0; c < channels; ++c) {
            float most = 0;
            for (const float value : values.subspan(c * each, each)) {
                most = std::max(most, std::abs(value));
            }
            scales.push_back(most / static_cast<float>((1 << (bits - 1)) - 1));
        }
        graph.set_parameter(node.inputs[1], weight.with_code(std::make_shared<AffineCode>(
                                                bits, true, true, 0, scales,
                                                std::vector<std::int32_t>(channels, 0))));
    }
    std::map<ValueId, std::pair<float, float>> ranges;
    const auto record = [&](ValueId id, const Tensor& tensor) {
        if (tensor.dtype() == DType::Float32 && coded(graph.value(id).name)) {
            const auto [low, high] = std::ranges::minmax(tensor.data<float>());
            ranges[id] = {std::min(low, 0.0F), high};
        }
    };
    record(graph.inputs[0], x);
    (void)reference_run(graph, std::span(&x, 1), record);
    for (const auto& [id, range] : ranges) {
        const float scale = (range.second - range.first) / 255;
        const auto zero = static_cast<std::int32_t>(std::lround(-range.first / scale));
        graph.value(id).code = std::make_shared<AffineCode>(8, false, false, -1, std::vector{scale},
                                                            std::vector{zero});
    }
    return graph;
}

std::string kernels(const Executable& net) {
    std::string listing;
    for (const StepInfo& step : net.steps()) {
        listing += step.node + " " + step.op + " " + step.kernel + "\n";
    }
    return listing;
}

std::ptrdiff_t integer_steps(const Executable& net, const std::string& op) {
    return std::ranges::count_if(net.steps(), [&](const StepInfo& step) {
        return step.op.starts_with(op) && (step.kernel.find("int8") != std::string::npos ||
                                           step.kernel.find("vnni") != std::string::npos);
    });
}

/// The largest difference in steps of the output's code.
double steps_apart(const Graph& graph, const Tensor& found, const Tensor& expected) {
    const auto& code = dynamic_cast<const AffineCode&>(*graph.value(graph.outputs[0]).code);
    return test::largest_difference(found, expected) / static_cast<double>(code.scales()[0]);
}

/// 7 bits: no processor's kernels can saturate.
TEST(Codes, AChainOfConvolutionsRunsOnIntegers) {
    Net net;
    ValueId x = net.input({kUnknownDim, 3, 14, 14});
    x = net.node("Relu", {net.conv(x, {.in = 3, .out = 16}, "first")}, "relu1");
    x = net.node("Relu", {net.conv(x, {.in = 16, .out = 24, .strides = {2, 2}}, "second")},
                 "relu2");
    x = net.conv(x, {.in = 24, .out = 20, .kernel = {1, 1}, .pads = {0, 0, 0, 0}}, "third");
    const Tensor input = noise({5, 3, 14, 14}, 3);
    const Graph graph = quantised(net.finish(x), input, 7, [](const std::string& name) {
        return name == "x" || name.starts_with("relu") || name == "third_out";
    });
    CompileOptions options;
    options.batch = 5;
    for (const bool alone : {false, true}) {
        options.single_thread = alone;
        Executable compiled = Executable::compile(graph, options);
        EXPECT_EQ(integer_steps(compiled, "Conv"), 3) << kernels(compiled);
        compiled.poison();
        const Tensor found = compiled.run({input})[0];
        EXPECT_LE(steps_apart(graph, found, reference_run(graph, std::span(&input, 1))[0]), 1.01);
        EXPECT_TRUE(compiled.run({input})[0].equals(found));
    }
    options.integers = false;
    const Executable floats = Executable::compile(graph, options);
    EXPECT_EQ(integer_steps(floats, "Conv"), 0) << kernels(floats);
}

TEST(Codes, ResidualAdditionsStayIntegers) {
    Net net;
    ValueId x = net.input({kUnknownDim, 8, 9, 9});
    const ValueId before = net.node("Relu", {net.conv(x, {.in = 8, .out = 16}, "conv1")}, "relu1");
    x = net.conv(before, {.in = 16, .out = 16}, "conv2");
    x = net.node("Relu", {net.node("Add", {x, before}, "add")}, "relu2");
    // Float from here on: a pool has no codes.
    x = net.node("MaxPool", {x}, "pool", [] {
        Attributes attributes;
        attributes.set("kernel_shape", std::vector<std::int64_t>{3, 3});
        return attributes;
    }());
    const Tensor input = noise({2, 8, 9, 9}, 4);
    const Graph graph = quantised(net.finish(x), input, 7, [](const std::string& name) {
        return name == "x" || name == "relu1_out" || name == "conv2_out" || name == "relu2_out";
    });
    CompileOptions options;
    options.batch = 2;
    options.keep = {graph.find_value("relu2_out")};
    Executable compiled = Executable::compile(graph, options);
    EXPECT_EQ(integer_steps(compiled, "Conv"), 2) << kernels(compiled);
    const auto expected = reference_run(graph, std::span(&input, 1));
    const auto& code =
        dynamic_cast<const AffineCode&>(*graph.value(graph.find_value("relu2_out")).code);
    const Tensor found = compiled.run_capturing({&input, 1}, [&](ValueId, const Tensor& sum) {
        EXPECT_TRUE(code.project(sum).equals(sum));
    })[0];
    EXPECT_LE(test::largest_difference(found, expected[0]) / static_cast<double>(code.scales()[0]),
              1.01);
}

/// Weights and inputs at their largest: kernels that add pairs in 16 bits would give 32767.
TEST(Codes, NothingSaturates) {
    Net net;
    const ValueId x = net.input({kUnknownDim, 4, 3, 3});
    const ValueId w = net.parameter(
        "w", Tensor::of<float>({1, 4, 1, 1}, std::vector{127.F, 127.F, 127.F, 127.F}));
    Graph graph = net.finish(net.node("Conv", {x, w}, "conv"));
    graph.set_parameter(w, graph.parameter(w)->with_code(std::make_shared<AffineCode>(
                               8, true, true, -1, std::vector{1.0F}, std::vector{0})));
    graph.value(x).code =
        std::make_shared<AffineCode>(8, false, false, -1, std::vector{1.0F}, std::vector{0});
    Tensor input(DType::Float32, {1, 4, 3, 3});
    std::ranges::fill(input.writable<float>(), 255.0F);
    const Tensor found = Executable::compile(graph).run({input})[0];
    EXPECT_EQ(found.at(0), 4 * 255.0 * 127.0);
}

/// The deep network: layers before a sum beside half a step move others, so what must hold are the
/// answers, and scores that stay close.
TEST(Codes, ResNet20AnswersTheSameOnIntegers) {
    ESPALIER_DATA_OR_SKIP(model, "models/cifar/resnet20_cifar10/model.onnx");
    ESPALIER_DATA_OR_SKIP(cifar10, "cifar10");
    constexpr std::size_t kImages = 200;
    Context context;
    context.train = open_dataset(cifar10.string(), Split::Train);
    context.preprocess.mean = {0.485, 0.456, 0.406};
    context.preprocess.std = {0.229, 0.224, 0.225};
    Recipe recipe;
    recipe.steps.push_back(Step::parse("fold.batchnorm"));
    recipe.steps.push_back(Step::parse("quantise.uniform:weight_bits=7,activation_bits=8"));
    const Graph graph = run_recipe(read_onnx(model), recipe, context, nullptr).back().graph;
    std::vector<std::size_t> indices(kImages);
    std::iota(indices.begin(), indices.end(), 0);
    const Tensor x = load_batch(*open_dataset(cifar10.string(), Split::Test), indices,
                                context.preprocess, graph.value(graph.inputs[0]).type.shape);
    CompileOptions options;
    options.batch = kImages;
    Executable integers = Executable::compile(graph, options);
    EXPECT_EQ(integer_steps(integers, "Conv"), 19) << kernels(integers);
    options.integers = false;
    const Tensor found = integers.run({x})[0];
    const Tensor expected = Executable::compile(graph, options).run({x})[0];
    const auto best = [](const Tensor& scores, std::size_t row) {
        const auto values = scores.data<float>().subspan(row * 10, 10);
        return std::ranges::max_element(values) - values.begin();
    };
    std::size_t same = 0;
    for (std::size_t i = 0; i < kImages; ++i) {
        same += best(found, i) == best(expected, i) ? 1 : 0;
    }
    EXPECT_GE(same, kImages * 99 / 100);
    EXPECT_LT(test::largest_difference(found, expected), 1.0); // scores go up to some 30
}

} // namespace
} // namespace espalier
