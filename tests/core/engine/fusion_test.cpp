// SPDX-License-Identifier: GPL-3.0-or-later
// The engine against the operators' plain loops, one small network for each way of lowering.
#include "compare.h"
#include "networks.h"

#include "core/engine/engine.h"

#include <functional>

namespace espalier {
namespace {

using test::NetworkBuilder;

/// float32 sums of at most a few hundred terms in another order: some 1e-6; three layers deep.
constexpr double kTolerance = 1e-5;

struct Case {
    const char* name;
    std::function<Graph(NetworkBuilder&)> build;
    int most_steps = 1000;    ///< the fusion happened: no more steps than this
    bool plain_loops = false; ///< a node is expected to run its reference
};

void PrintTo(const Case& c, std::ostream* out) {
    *out << c.name;
}

class Fusion : public testing::TestWithParam<Case> {};

void check(const Graph& graph, std::int64_t batch, const Case& c) {
    std::vector<Tensor> inputs;
    CompileOptions options;
    options.batch = batch;
    Executable net = Executable::compile(graph, options);
    for (const TensorType& type : net.input_types()) {
        inputs.push_back(test::random_tensor(type.shape, 7 + inputs.size()));
    }
    const std::vector<Tensor> expected = reference_run(graph, inputs);
    net.poison();
    for (int run = 0; run < 2; ++run) {
        const std::vector<Tensor> found = net.run(inputs);
        ASSERT_EQ(found.size(), expected.size());
        for (std::size_t i = 0; i < found.size(); ++i) {
            EXPECT_LT(test::relative_difference(found[i], expected[i]), kTolerance)
                << c.name << " batch " << batch << " output " << i;
        }
    }
    std::string listing;
    bool plain = false;
    for (const StepInfo& step : net.steps()) {
        listing += step.op + " " + step.node + " " + step.kernel + "\n";
        plain =
            plain || step.kernel == "plain loops" || step.kernel.find("ref") != std::string::npos;
    }
    if (batch == 1) {
        EXPECT_LE(static_cast<int>(net.steps().size()), c.most_steps) << listing;
    }
    EXPECT_EQ(plain, c.plain_loops) << listing;

    CompileOptions unfused = options;
    unfused.keep_all = true;
    std::map<ValueId, Tensor> values;
    (void)reference_run(graph, inputs,
                        [&](ValueId value, const Tensor& tensor) { values[value] = tensor; });
    Executable all = Executable::compile(graph, unfused);
    all.poison();
    (void)all.run_capturing(inputs, [&](ValueId value, const Tensor& tensor) {
        EXPECT_LT(test::relative_difference(tensor, values.at(value)), kTolerance)
            << c.name << ": " << graph.value(value).name;
    });
}

TEST_P(Fusion, EqualsThePlainLoops) {
    NetworkBuilder net(42);
    const Graph graph = GetParam().build(net);
    for (const std::int64_t batch : {1, 3, 11}) {
        check(graph, batch, GetParam());
    }
}

const Case kCases[] = {
    {"ConvNormRelu",
     [](NetworkBuilder& net) {
         const ValueId x = net.input({kUnknownDim, 3, 12, 12});
         return net.finish({net.relu(net.norm(net.conv(x, 16, {})))});
     },
     2},
    {"ConvNormWithoutBias",
     [](NetworkBuilder& net) {
         const ValueId x = net.input({kUnknownDim, 8, 9, 9});
         return net.finish({net.norm(net.conv(x, 24, {.stride = 2, .bias = false}))});
     },
     3},
    {"ConvOfOddChannels",
     [](NetworkBuilder& net) {
         const ValueId x = net.input({kUnknownDim, 5, 13, 7});
         return net.finish({net.relu(net.conv(net.relu(net.conv(x, 7, {})), 13, {}))});
     }},
    {"DilatedConv",
     [](NetworkBuilder& net) {
         const ValueId x = net.input({kUnknownDim, 16, 14, 14});
         return net.finish({net.relu(net.conv(x, 16, {.pad = 2, .dilation = 2}))});
     }},
    {"GroupedConv",
     [](NetworkBuilder& net) {
         const ValueId x = net.input({kUnknownDim, 12, 10, 10});
         return net.finish({net.relu6(net.conv(x, 24, {.groups = 3}))});
     }},
    {"DepthwiseConv",
     [](NetworkBuilder& net) {
         const ValueId x = net.input({kUnknownDim, 24, 10, 10});
         return net.finish({net.relu6(net.norm(net.conv(x, 24, {.stride = 2, .groups = 24})))});
     }},
    {"ConvOneDimension",
     [](NetworkBuilder& net) {
         const ValueId x = net.input({kUnknownDim, 4, 40});
         Attributes attributes;
         attributes.set("pads", std::vector<std::int64_t>{1, 2});
         attributes.set("strides", std::vector<std::int64_t>{2});
         const ValueId w = net.parameter({8, 4, 3}, -0.5, 0.5);
         return net.finish({net.relu(net.node("Conv", {x, w}, attributes))});
     }},
    {"AsymmetricKernelAndPads",
     [](NetworkBuilder& net) {
         const ValueId x = net.input({kUnknownDim, 16, 11, 9});
         Attributes attributes;
         attributes.set("pads", std::vector<std::int64_t>{0, 2, 1, 1});
         attributes.set("strides", std::vector<std::int64_t>{1, 2});
         const ValueId w = net.parameter({16, 16, 2, 5}, -0.2, 0.2);
         return net.finish({net.relu(net.node("Conv", {x, w}, attributes))});
     }},
    {"ResidualInPlace",
     [](NetworkBuilder& net) {
         const ValueId x = net.input({kUnknownDim, 3, 12, 12});
         const ValueId a = net.relu(net.conv(x, 16, {}));
         const ValueId b = net.relu(net.norm(net.conv(a, 16, {})));
         return net.finish({net.relu(net.add(net.norm(net.conv(b, 16, {})), a))});
     },
     4},
    {"ResidualOfPaddedChannels",
     [](NetworkBuilder& net) {
         const ValueId x = net.input({kUnknownDim, 3, 12, 12});
         const ValueId a = net.relu(net.conv(x, 20, {}));
         const ValueId b = net.relu(net.add(net.conv(a, 20, {}), a));
         const ValueId c = net.relu(net.node("Sub", {net.pool("MaxPool", b, 3, 1, 1), b}));
         return net.finish({net.conv(net.relu(net.add(net.relu(b), c)), 20, {})});
     }},
    {"WideProduct",
     [](NetworkBuilder& net) {
         const ValueId x = net.input({kUnknownDim, 600});
         return net.finish({net.relu(net.gemm(net.relu(net.gemm(x, 500)), 777))});
     },
     2},
    {"ResidualStillRead",
     [](NetworkBuilder& net) {
         const ValueId x = net.input({kUnknownDim, 3, 12, 12});
         const ValueId a = net.relu(net.conv(x, 16, {}));
         const ValueId b = net.add(a, net.conv(a, 16, {}));
         const ValueId c = net.relu(net.conv(b, 16, {}));
         return net.finish({net.relu(net.add(net.add(c, a), b))});
     }},
    {"ResidualOfTheInput",
     [](NetworkBuilder& net) {
         const ValueId x = net.input({kUnknownDim, 16, 8, 8});
         return net.finish({net.relu(net.add(x, net.conv(x, 16, {})))});
     }},
    {"ActivationBeforeResidual",
     [](NetworkBuilder& net) {
         const ValueId x = net.input({kUnknownDim, 16, 8, 8});
         const ValueId a = net.conv(x, 16, {});
         return net.finish({net.relu6(net.add(net.relu(net.conv(a, 16, {})), a))});
     }},
    {"TwoConvsMeet",
     [](NetworkBuilder& net) {
         const ValueId x = net.input({kUnknownDim, 16, 8, 8});
         const ValueId a = net.norm(net.conv(x, 32, {.stride = 2}));
         const ValueId b = net.norm(net.conv(x, 32, {.kernel = 1, .stride = 2, .pad = 0}));
         return net.finish({net.relu(net.add(a, b))});
     }},
    {"ConvAddedToItself",
     [](NetworkBuilder& net) {
         const ValueId x = net.input({kUnknownDim, 16, 8, 8});
         const ValueId a = net.conv(x, 16, {});
         return net.finish({net.relu(net.add(a, a))});
     }},
    {"ShortcutWithoutWeights",
     [](NetworkBuilder& net) {
         const ValueId x = net.input({kUnknownDim, 3, 16, 16});
         const ValueId a = net.relu(net.conv(x, 16, {}));
         const ValueId b = net.conv(net.relu(net.conv(a, 32, {.stride = 2})), 32, {});
         return net.finish({net.relu(net.add(b, net.shortcut_a(a, 32)))});
     }},
    {"ConcatInPlace",
     [](NetworkBuilder& net) {
         const ValueId x = net.input({kUnknownDim, 16, 9, 9});
         const ValueId a = net.relu(net.conv(x, 16, {}));
         const ValueId b = net.relu(net.conv(x, 32, {.kernel = 1, .pad = 0}));
         return net.finish({net.conv(net.concat({a, b}), 16, {.kernel = 1, .pad = 0})});
     },
     5},
    {"ConcatPartReadTwice",
     [](NetworkBuilder& net) {
         const ValueId x = net.input({kUnknownDim, 16, 9, 9});
         const ValueId a = net.relu(net.conv(x, 16, {}));
         const ValueId b = net.relu(net.conv(a, 16, {}));
         const ValueId both = net.concat({a, b});
         return net.finish({net.add(net.conv(both, 16, {}), a), both});
     }},
    {"ConcatOfOddChannels",
     [](NetworkBuilder& net) {
         const ValueId x = net.input({kUnknownDim, 3, 9, 9});
         const ValueId a = net.relu(net.conv(x, 5, {}));
         const ValueId b = net.relu(net.conv(x, 20, {}));
         return net.finish({net.concat({a, b, x})});
     }},
    {"ConcatOfConcats",
     [](NetworkBuilder& net) {
         const ValueId x = net.input({kUnknownDim, 16, 6, 6});
         const ValueId a = net.concat({x, net.conv(x, 16, {})});
         const ValueId b = net.concat({a, net.conv(net.relu(net.norm(a)), 16, {})});
         return net.finish({net.conv(net.relu(net.norm(b)), 8, {})});
     }},
    {"Pools",
     [](NetworkBuilder& net) {
         const ValueId x = net.input({kUnknownDim, 16, 11, 11});
         const ValueId a = net.pool("MaxPool", net.conv(x, 16, {}), 3, 2, 1);
         const ValueId b = net.pool("AveragePool", a, 3, 1, 1);
         return net.finish({net.node("GlobalMaxPool", {b}), net.node("GlobalAveragePool", {b})});
     }},
    {"PoolsThatRoundUp",
     [](NetworkBuilder& net) {
         const ValueId x = net.input({kUnknownDim, 16, 12, 12});
         Attributes attributes;
         attributes.set("kernel_shape", std::vector<std::int64_t>{3, 3});
         attributes.set("strides", std::vector<std::int64_t>{2, 2});
         attributes.set("ceil_mode", std::int64_t{1});
         const ValueId a = net.node("MaxPool", {x}, attributes);
         return net.finish({a, net.node("AveragePool", {x}, attributes)});
     }},
    {"MeanOverPositions",
     [](NetworkBuilder& net) {
         const ValueId x = net.input({kUnknownDim, 16, 6, 5});
         Attributes attributes;
         attributes.set("axes", std::vector<std::int64_t>{2, 3});
         attributes.set("keepdims", std::int64_t{0});
         return net.finish(
             {net.gemm(net.node("ReduceMean", {net.conv(x, 20, {})}, attributes), 7)});
     }},
    {"FlattenedImages",
     [](NetworkBuilder& net) {
         const ValueId x = net.input({kUnknownDim, 3, 10, 10});
         const ValueId a = net.relu(net.conv(x, 20, {.stride = 2}));
         return net.finish(
             {net.relu(net.gemm(net.relu(net.gemm(net.node("Flatten", {a}), 30)), 5))});
     },
     5},
    {"MatMulWithBias",
     [](NetworkBuilder& net) {
         const ValueId x = net.input({kUnknownDim, 6, 20});
         const ValueId y = net.node("MatMul", {x, net.parameter({20, 9}, -0.4, 0.4)});
         return net.finish({net.relu(net.add(y, net.parameter({9}, -1, 1)))});
     },
     1},
    {"MatMulOfTwo",
     [](NetworkBuilder& net) {
         const ValueId x = net.input({kUnknownDim, 6, 20});
         Attributes attributes;
         attributes.set("perm", std::vector<std::int64_t>{0, 2, 1});
         return net.finish({net.node("MatMul", {x, net.node("Transpose", {x}, attributes)})});
     }},
    {"ElementwiseInPlace",
     [](NetworkBuilder& net) {
         const ValueId x = net.input({kUnknownDim, 20, 5, 5});
         ValueId y = net.conv(x, 20, {});
         const ValueId kept = y;
         for (const char* op : {"Sigmoid", "Tanh", "HardSwish", "HardSigmoid", "LeakyRelu"}) {
             y = net.node(op, {y});
         }
         return net.finish({net.node("Mul", {y, kept}), net.node("Sub", {y, kept})});
     }},
    {"BroadcastsOverPositions",
     [](NetworkBuilder& net) {
         const ValueId x = net.input({kUnknownDim, 16, 5, 5});
         const ValueId a = net.conv(x, 32, {});
         const ValueId b = net.node("Mul", {a, net.parameter({32, 1, 1}, 0.5, 2)});
         return net.finish({net.relu(net.add(net.parameter({1, 32, 1, 1}, -1, 1), b))});
     }},
    {"SqueezeAndExcite",
     [](NetworkBuilder& net) {
         const ValueId x = net.input({kUnknownDim, 16, 5, 5});
         const ValueId a = net.relu(net.conv(x, 32, {}));
         const ValueId s =
             net.conv(net.node("GlobalAveragePool", {a}), 32, {.kernel = 1, .pad = 0});
         return net.finish({net.node("Mul", {a, net.node("Sigmoid", {s})})});
     }},
    {"ChannelsLastInput",
     [](NetworkBuilder& net) {
         const ValueId x = net.input({kUnknownDim, 12, 10, 3});
         Attributes attributes;
         attributes.set("perm", std::vector<std::int64_t>{0, 3, 1, 2});
         const ValueId y = net.node("Transpose", {x}, attributes);
         Attributes back;
         back.set("perm", std::vector<std::int64_t>{0, 2, 3, 1});
         return net.finish({net.node("Transpose", {net.relu(net.conv(y, 24, {}))}, back)});
     }},
    {"SplitAndSlice",
     [](NetworkBuilder& net) {
         const ValueId x = net.input({kUnknownDim, 16, 6, 6});
         const ValueId a = net.conv(x, 48, {});
         const ValueId first =
             net.node("Slice", {a, net.integers({0}), net.integers({16}), net.integers({1})});
         const ValueId odd =
             net.node("Slice", {a, net.integers({5}), net.integers({-7}), net.integers({1})});
         const ValueId rows = net.node("Slice", {a, net.integers({1, 0}), net.integers({5, 99}),
                                                 net.integers({2, 3}), net.integers({1, 3})});
         return net.finish({net.relu(net.conv(first, 8, {})), net.relu(odd), net.relu(rows)});
     }},
    {"SoftmaxOverChannels",
     [](NetworkBuilder& net) {
         const ValueId x = net.input({kUnknownDim, 16, 4, 4});
         Attributes attributes;
         attributes.set("axis", std::int64_t{1});
         const ValueId a = net.node("GlobalAveragePool", {net.conv(x, 50, {})});
         return net.finish({net.node("Softmax", {a}, attributes),
                            net.node("LogSoftmax", {net.node("Flatten", {a})})});
     }},
    {"InputIsOutput",
     [](NetworkBuilder& net) {
         const ValueId x = net.input({kUnknownDim, 4, 3, 3});
         return net.finish({x, net.relu(x), net.node("Flatten", {x})});
     }},
    {"StandaloneNorm",
     [](NetworkBuilder& net) {
         const ValueId x = net.input({kUnknownDim, 20, 6, 6});
         const ValueId a = net.relu(net.norm(x));
         return net.finish({net.norm(net.pool("MaxPool", net.conv(a, 20, {}), 2, 2, 0))});
     }},
};

INSTANTIATE_TEST_SUITE_P(Engine, Fusion, testing::ValuesIn(kCases),
                         [](const auto& test) { return std::string(test.param.name); });

} // namespace
} // namespace espalier
