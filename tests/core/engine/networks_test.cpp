// SPDX-License-Identifier: GPL-3.0-or-later
// Whole networks: fast kernels everywhere, the plain loops' results, the same bits on any number
// of threads, batches of any size.
#include "compare.h"
#include "networks.h"

#include "core/base/parallel.h"
#include "core/engine/engine.h"

namespace espalier {
namespace {

struct Named {
    const char* name;
    Graph (*build)();
};

void PrintTo(const Named& network, std::ostream* out) {
    *out << network.name;
}

class Networks : public testing::TestWithParam<Named> {
protected:
    void TearDown() override { set_threads(0); }
};

std::string listing(const Executable& net) {
    std::string text;
    for (const StepInfo& step : net.steps()) {
        text += step.op + " " + step.node + ": " + step.kernel + "\n";
    }
    return text;
}

TEST_P(Networks, NoStepIsAReferenceKernel) {
    const Graph graph = GetParam().build();
    for (const std::int64_t batch : {1, 32}) {
        const Executable net = Executable::compile(graph, {.batch = batch});
        for (const StepInfo& step : net.steps()) {
            EXPECT_EQ(step.kernel.find("ref"), std::string::npos) << listing(net);
            EXPECT_NE(step.kernel, "plain loops") << listing(net);
        }
    }
}

TEST_P(Networks, EveryConvolutionIsFused) {
    const Executable net = Executable::compile(GetParam().build());
    for (const StepInfo& step : net.steps()) {
        for (const char* op : {"BatchNormalization", "Relu", "Clip", "Add"}) {
            EXPECT_NE(step.op, op) << listing(net);
        }
    }
}

TEST_P(Networks, TheThreadCountDoesNotChangeABit) {
    const Graph graph = GetParam().build();
    for (const std::int64_t batch : {1, 2, 7}) {
        std::vector<std::vector<Tensor>> results;
        for (const int count : {1, 2, 3}) {
            set_threads(count);
            Executable net = Executable::compile(graph, {.batch = batch});
            const Tensor x = test::random_tensor(net.input_types()[0].shape, 5);
            // Several runs, so that both ways of running a small batch have their turn.
            for (int run = 0; run < 5; ++run) {
                results.push_back(net.run({x}));
            }
        }
        for (const auto& result : results) {
            EXPECT_TRUE(result[0].equals(results[0][0])) << "batch " << batch;
        }
    }
}

TEST_P(Networks, AnImageDoesNotKnowItsBatch) {
    const Graph graph = GetParam().build();
    const std::int64_t batch = 9;
    Executable many = Executable::compile(graph, {.batch = batch});
    Executable one = Executable::compile(graph);
    const Tensor x = test::random_tensor(many.input_types()[0].shape, 6);
    const std::vector<Tensor> together = many.run({x});
    const auto pixels = static_cast<std::size_t>(x.elements() / batch);
    const auto classes = static_cast<std::size_t>(together[0].elements() / batch);
    for (std::size_t i = 0; i < static_cast<std::size_t>(batch); ++i) {
        const Tensor image = Tensor::of<float>(one.input_types()[0].shape,
                                               x.data<float>().subspan(i * pixels, pixels));
        const std::vector<Tensor> alone = one.run({image});
        const Tensor row = Tensor::of<float>(
            alone[0].shape(), together[0].data<float>().subspan(i * classes, classes));
        // Another kernel may add in another order: rounding of float32 through some 50 layers.
        EXPECT_LT(test::relative_difference(row, alone[0]), 1e-4) << "image " << i;
    }
}

INSTANTIATE_TEST_SUITE_P(Engine, Networks,
                         testing::Values(Named{"Lenet5", test::lenet5},
                                         Named{"Resnet20", test::resnet20},
                                         Named{"Squeezenet", test::squeezenet},
                                         Named{"MobilenetV1", test::mobilenet_v1},
                                         Named{"MobilenetV2", test::mobilenet_v2}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(NetworksAgainstLoops, SmallNetworksEqualThePlainLoops) {
    for (const auto build : {test::lenet5, test::resnet20}) {
        const Graph graph = build();
        Executable net = Executable::compile(graph, {.batch = 2});
        const Tensor x = test::random_tensor(net.input_types()[0].shape, 8);
        // float32 against float64 sums through 20 layers.
        EXPECT_LT(test::relative_difference(net.run({x})[0], reference_run(graph, {&x, 1})[0]),
                  2e-5);
    }
}

/// A batch that meets itself must not be cut: the softmax runs over it.
TEST(Shards, ANetworkThatMixesImagesStaysWhole) {
    test::NetworkBuilder net(3);
    const ValueId x = net.input({kUnknownDim, 12});
    Attributes attributes;
    attributes.set("axis", std::int64_t{0});
    const Graph graph = net.finish({net.node("Softmax", {net.gemm(x, 5)}, attributes)});
    Executable compiled = Executable::compile(graph, {.batch = 32});
    EXPECT_EQ(compiled.shard_images(), 32);
    const Tensor input = test::random_tensor({32, 12}, 4);
    EXPECT_LT(
        test::relative_difference(compiled.run({input})[0], reference_run(graph, {&input, 1})[0]),
        1e-5);
}

TEST(Shards, AReshapeToAFixedBatchStaysWhole) {
    test::NetworkBuilder net(3);
    const ValueId x = net.input({32, 12});
    const Graph graph =
        net.finish({net.relu(net.node("Reshape", {net.gemm(x, 6), net.integers({32, 2, 3})}))});
    Executable compiled = Executable::compile(graph);
    EXPECT_EQ(compiled.shard_images(), 32);
    EXPECT_EQ(compiled.output_types()[0].shape, (Shape{32, 2, 3}));
}

TEST(Executables, RefuseOtherInputs) {
    const Graph graph = test::lenet5();
    Executable net = Executable::compile(graph, {.batch = 2});
    EXPECT_THROW((void)net.run({Tensor(DType::Float32, {1, 1, 28, 28})}), std::exception);
    EXPECT_THROW((void)net.run({Tensor(DType::UInt8, {2, 1, 28, 28})}), std::exception);
    EXPECT_THROW((void)net.run(std::span<const Tensor>{}), std::exception);
}

/// Codes on values round what flows, also inside what would have been fused.
TEST(Codes, ActivationsAreRounded) {
    test::NetworkBuilder net(9);
    const ValueId x = net.input({kUnknownDim, 3, 10, 10});
    const ValueId a = net.relu(net.conv(x, 20, {}));
    const ValueId b = net.conv(a, 20, {});
    const ValueId c = net.relu(net.add(b, a));
    Graph graph = net.finish({net.gemm(net.node("Flatten", {net.pool("MaxPool", c, 2, 2, 0)}), 6)});
    graph.value(x).code = std::make_shared<AffineCode>(
        8, true, false, -1, std::vector<float>{0.01F}, std::vector<std::int32_t>{3});
    graph.value(a).code = std::make_shared<AffineCode>(
        8, false, false, -1, std::vector<float>{0.02F}, std::vector<std::int32_t>{0});
    graph.value(b).code = std::make_shared<AffineCode>(4, true, true, -1, std::vector<float>{0.1F},
                                                       std::vector<std::int32_t>{1});
    for (const std::int64_t batch : {1, 4}) {
        Executable compiled = Executable::compile(graph, {.batch = batch});
        const Tensor input = test::random_tensor(compiled.input_types()[0].shape, 2);
        const Tensor expected = reference_run(graph, {&input, 1})[0];
        compiled.poison();
        const Tensor found = compiled.run({input})[0];
        // A sum at the border between two levels may fall to either side of it.
        const auto f = found.data<float>();
        const auto e = expected.data<float>();
        std::size_t far = 0;
        for (std::size_t i = 0; i < f.size(); ++i) {
            far += std::abs(f[i] - e[i]) > 2e-3F ? 1 : 0;
        }
        EXPECT_LE(far, f.size() / 10);
        EXPECT_LT(test::relative_difference(found, expected), 0.02);
    }
}

} // namespace
} // namespace espalier
