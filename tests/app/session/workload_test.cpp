// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/paths.h"

#include "app/session/network_file.h"
#include "app/session/workload.h"
#include "core/analysis/accounting.h"
#include "core/train/zoo.h"

#include <gtest/gtest.h>

namespace espalier {
namespace {

double total_macs(const hw::Network& network) {
    double sum = 0;
    for (const auto& layer : network.layers) {
        sum += hw::macs(layer.work);
    }
    return sum;
}

/// One truth: the accelerator model multiplies as often as the accounting says.
TEST(Workload, MacsAgreeWithTheAccounting) {
    for (const char* id : {"lenet-300-100", "lenet-5", "resnet-20", "mobilenet-v2-small",
                           "lstm-rows", "gru-rows", "bilstm-rows", "stacked-lstm-rows"}) {
        const Graph graph = make_network(id, 10, 1);
        EXPECT_EQ(total_macs(workload(graph)), static_cast<double>(account(graph).macs)) << id;
    }
}

TEST(Workload, MacsAgreeOnRealNetworks) {
    for (const char* path : {"models/cifar/resnet56_cifar10/model.onnx",
                             "models/imagenet/mobilenet_v2_1.0_224_fp32/model.onnx",
                             "models/imagenet/squeezenet_v1.0_deepcompressed_fp32/model.onnx"}) {
        ESPALIER_DATA_OR_SKIP(file, path);
        const Network network = load_network(file.string());
        EXPECT_EQ(total_macs(workload(network.graph)),
                  static_cast<double>(account(network.graph).macs))
            << path;
    }
}

TEST(Workload, TakesDensityAndBitsFromTheNetwork) {
    Graph graph = make_network("lenet-300-100", 10, 1);
    const Node* first = nullptr;
    for (const Node& node : graph.nodes) {
        if (mac_weight(graph, node) != kNoValue) {
            first = &node;
            break;
        }
    }
    ASSERT_NE(first, nullptr);
    const ValueId weight = mac_weight(graph, *first);
    const Parameter& dense = *graph.parameter(weight);
    Tensor mask(DType::Bool, dense.shape());
    for (std::size_t i = 0; i < mask.writable<bool>().size(); i += 4) {
        mask.writable<bool>()[i] = true;
    }
    graph.set_parameter(
        weight, dense.with_mask(mask).with_code(std::make_shared<AffineCode>(
                    8, true, true, -1, std::vector<float>{0.01F}, std::vector<std::int32_t>{0})));
    const hw::Workload work = workload(graph).layers.front().work;
    const auto& info = work.operand(hw::Operand::Weight);
    EXPECT_EQ(info.bits, 8);
    EXPECT_EQ(info.number, hw::Number::Integer);
    EXPECT_EQ(info.kind, hw::DensityKind::Actual);
    EXPECT_LE(info.density, 0.25);
    EXPECT_EQ(work.operand(hw::Operand::Input).bits, 32);
}

TEST(Workload, FewerBitsNeverCostMore) {
    const Graph graph = make_network("resnet-20", 10, 1);
    hw::Network network = workload(graph);
    const AcceleratorChoice choice = choose_accelerator("systolic-16x16");
    double before = 1e300;
    for (const int bits : {16, 8, 4}) {
        for (auto& layer : network.layers) {
            for (auto& operand : layer.work.operands) {
                operand.bits = static_cast<std::uint8_t>(bits);
                operand.number = hw::Number::Integer;
            }
        }
        const double energy =
            hw::estimate(network, choice.accelerator, *choice.dataflow, choice.technology, {})
                .total.energy_pj();
        EXPECT_LE(energy, before);
        before = energy;
    }
}

} // namespace
} // namespace espalier
