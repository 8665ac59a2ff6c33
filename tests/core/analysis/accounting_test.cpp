// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/nets/small_nets.h"

#include "core/analysis/accounting.h"

#include <gtest/gtest.h>

namespace espalier {
namespace {

using test::NetBuilder;

TEST(Accounting, LeNet300Has266610Parameters) { // LeCun et al. 1998; 784-300-100-10 with biases
    NetBuilder b("lenet-300-100");
    ValueId x = b.op("Flatten", {b.input(1, 28)});
    x = b.op("Relu", {b.gemm(x, 784, 300)});
    x = b.op("Relu", {b.gemm(x, 300, 100)});
    const Account total = account(b.finish(b.gemm(x, 100, 10)));
    EXPECT_EQ(total.params, 266610);
    EXPECT_EQ(total.weights, 266610 - 410);
    EXPECT_EQ(total.macs, 266200);
    EXPECT_EQ(total.sparsity(), 0.0);
}

TEST(Accounting, LeNet5CaffeHas431080Parameters) { // Han et al. 2015, table 4
    NetBuilder b("lenet-5");
    const auto conv = [&](ValueId x, std::int64_t from, std::int64_t to) {
        return b.op("Conv", {x, b.weight({to, from, 5, 5}), b.weight({to})});
    };
    const auto pool = [&](ValueId x) {
        Attributes attributes;
        attributes.set("kernel_shape", std::vector<std::int64_t>{2, 2});
        attributes.set("strides", std::vector<std::int64_t>{2, 2});
        return b.op("MaxPool", {x}, std::move(attributes));
    };
    ValueId x = pool(conv(b.input(1, 28), 1, 20));
    x = b.op("Flatten", {pool(conv(x, 20, 50))});
    x = b.relu(b.gemm(x, 800, 500));
    const Account total = account(b.finish(b.gemm(x, 500, 10)));
    EXPECT_EQ(total.params, 431080);
    EXPECT_EQ(total.macs, 24 * 24 * 20 * 25 + 8 * 8 * 50 * 20 * 25 + 800 * 500 + 500 * 10);
}

/// He et al. 2016, section 4.2: 6n+2 layers on 32x32, widths 16, 32, 64.
Graph cifar_resnet(int n, bool projection) {
    NetBuilder b("resnet");
    ValueId x = b.relu(b.norm(b.conv(b.input(3, 32), 3, 16, {.bias = false}), 16));
    std::int64_t width = 16;
    for (int stage = 0; stage < 3; ++stage) {
        for (int block = 0; block < n; ++block) {
            const bool down = stage > 0 && block == 0;
            const std::int64_t from = width;
            width = down ? 2 * width : width;
            const std::int64_t stride = down ? 2 : 1;
            ValueId y = b.conv(x, from, width, {.stride = stride, .bias = false});
            y = b.conv(b.relu(b.norm(y, width)), width, width, {.bias = false});
            y = b.norm(y, width);
            if (down && projection) {
                x = b.conv(x, from, width, {.kernel = 1, .stride = 2, .bias = false});
                x = b.norm(x, width);
            } else if (down) {
                const std::int64_t size = 64 >> stage;
                x = b.slice(b.slice(x, 2, 0, size, 2), 3, 0, size, 2);
                x = b.pad_channels(x, from / 2, from / 2);
            }
            x = b.relu(b.op("Add", {y, x}));
        }
    }
    return b.classify(x, 64);
}

TEST(Accounting, ResNetsAgreeWithTheirPublishedSizes) {
    const Account small = account(cifar_resnet(3, false));
    EXPECT_EQ(small.params, 269722);
    EXPECT_EQ(small.macs, 40551040);
    const Account large = account(cifar_resnet(9, false));
    EXPECT_EQ(large.params, 853018);
    EXPECT_EQ(large.macs, 125485696);
    EXPECT_EQ(account(cifar_resnet(3, true)).macs, 40813184);
    EXPECT_EQ(account(cifar_resnet(9, true)).macs, 125747840);
}

TEST(Accounting, SharedParametersCountOnce) {
    NetBuilder b("shared");
    ValueId x = b.conv(b.input(3), 3, 4, {.bias = false});
    const ValueId shared = b.weight({4, 4, 3, 3});
    x = b.conv_with(b.conv_with(x, shared), shared);
    const Account total = account(b.classify(x, 4));
    EXPECT_EQ(total.params, 108 + 144 + 50);
    EXPECT_EQ(total.weights, 108 + 144 + 40);
    EXPECT_EQ(total.layers[1].params, 144);
    EXPECT_EQ(total.layers[2].params, 144);
}

TEST(Accounting, MasksAndCodesShow) {
    Graph graph = test::small_net("plain");
    const ValueId weight = graph.nodes[0].input(1);
    Tensor mask(DType::Bool, {8, 3, 3, 3});
    mask.writable<bool>()[5] = true;
    const auto code = std::make_shared<AffineCode>(4, true, true, -1, std::vector<float>{0.1F},
                                                   std::vector<std::int32_t>{0});
    graph.set_parameter(weight, graph.parameter(weight)->with_mask(mask).with_code(code));
    graph.value(graph.inputs[0]).code = std::make_shared<AffineCode>(
        8, false, false, -1, std::vector<float>{0.1F}, std::vector<std::int32_t>{128});
    const LayerAccount layer = account(graph).layers[0];
    EXPECT_EQ(layer.weights, 216);
    EXPECT_LE(layer.weight_nonzeros, 1);
    EXPECT_EQ(layer.weight_bits, 4);
    EXPECT_EQ(layer.input_bits, 8);
    EXPECT_EQ(layer.output, (Shape{1, 8, 8, 8}));
}

TEST(Accounting, ScalarsOfAFormulaAreNotParameters) {
    NetBuilder b("formula");
    const ValueId x = b.conv(b.input(3), 3, 4);
    const ValueId sixth = b.graph.add_parameter("sixth", Parameter(Tensor::scalar(1.0F / 6)));
    const ValueId scale = b.weight({4, 1, 1});
    const Graph graph = b.classify(b.op("Mul", {b.op("Mul", {x, sixth}), scale}), 4);
    EXPECT_EQ(account(graph).params, 108 + 4 + 4 + 50);
}

} // namespace
} // namespace espalier
