// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/paths.h"

#include "app/session/network_file.h"
#include "app/session/workload.h"
#include "core/analysis/accounting.h"
#include "core/train/zoo.h"
#include "hwmodel/sparse/mask.h"

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
    for (std::size_t i = 0; i < mask.writable<bool>().size(); i += 5) {
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

/// A network of this repository, pruned: machines that skip zero weights follow where they lie.
TEST(Workload, MasksOfThePrunedNetworkReachTheMachine) {
    const Network network = load_network("lenet-300-100-mnist");
    const AcceleratorChoice eie = choose_accelerator("eie");
    Graph graph = network.graph;
    ValueId first = kNoValue;
    const auto prune = [&](auto&& keeps) {
        for (const Node& node : graph.nodes) {
            const ValueId weight = mac_weight(graph, node);
            if (weight == kNoValue) {
                continue;
            }
            first = first == kNoValue ? weight : first;
            const Parameter& parameter = *network.graph.parameter(weight);
            const auto columns = static_cast<std::size_t>(parameter.shape()[-1]);
            Tensor mask(DType::Bool, parameter.shape());
            const auto kept = mask.writable<bool>();
            for (std::size_t i = 0; i < kept.size(); ++i) {
                kept[i] = keeps(i / columns, i % columns);
            }
            graph.set_parameter(weight, parameter.with_mask(mask));
        }
        return estimate(graph, eie);
    };
    const hw::NetworkCost dense = estimate(network.graph, eie);
    EXPECT_EQ(dense.layers.front().work.weight_mask, nullptr);

    const hw::NetworkCost spread =
        prune([](std::size_t row, std::size_t column) { return (row + column) % 4 == 0; });
    const hw::Workload& work = spread.layers.front().work;
    ASSERT_NE(hw::mask_of_weights(work), nullptr);
    EXPECT_EQ(static_cast<std::int64_t>(work.weight_mask->nonzeros()),
              graph.parameter(first)->nonzeros());
    // One of every four neighbours is a rule, and taken for one.
    EXPECT_EQ(work.operand(hw::Operand::Weight).kind, hw::DensityKind::Structured);
    EXPECT_LT(spread.total.counts.compute_cycles, 0.5 * dense.total.counts.compute_cycles);

    // As many weights, heaped on every fourth row: four times less work for the machine's other
    // elements, which wait.
    const hw::NetworkCost heaped = prune([](std::size_t row, std::size_t) { return row % 4 == 0; });
    EXPECT_EQ(heaped.layers.front().work.operand(hw::Operand::Weight).kind,
              hw::DensityKind::Actual);
    EXPECT_GT(heaped.layers.front().cost.counts.compute_cycles,
              2 * spread.layers.front().cost.counts.compute_cycles);

    // Both are told apart in what the number says of itself.
    const auto source_of = [](const hw::NetworkCost& cost, std::string_view quantity) {
        for (const hw::Explanation& line : hw::explain(cost, 0)) {
            if (line.quantity == quantity) {
                return line.formula;
            }
        }
        return std::string();
    };
    EXPECT_EQ(source_of(spread, "density.weight"), "at most 1 of every 4 neighbours are not zero");
    EXPECT_NE(source_of(spread, "compute_cycles").find("mask"), std::string::npos);
    EXPECT_EQ(source_of(dense, "compute_cycles").find("mask"), std::string::npos);
    EXPECT_EQ(source_of(dense, "density.input"), "not measured: taken as without zeros");
}

/// Another mask or width of one layer costs that layer again and no other.
TEST(Workload, OnlyWhatChangedIsCostedAgain) {
    Graph graph = load_network("lenet-5-mnist").graph;
    const AcceleratorChoice choice = choose_accelerator("eie");
    const hw::EstimateCache& costed = choice.costed->on(*choice.dataflow);
    (void)estimate(graph, choice);
    const std::size_t layers = costed.costed();
    EXPECT_GT(layers, 4U);
    (void)estimate(graph, choice);
    EXPECT_EQ(costed.costed(), layers);
    for (const Node& node : graph.nodes) {
        const ValueId weight = mac_weight(graph, node);
        if (weight == kNoValue) {
            continue;
        }
        const Parameter& parameter = *graph.parameter(weight);
        Tensor mask(DType::Bool, parameter.shape());
        mask.writable<bool>()[0] = true;
        graph.set_parameter(weight, parameter.with_mask(mask));
        break;
    }
    (void)estimate(graph, choice);
    EXPECT_EQ(costed.costed(), layers + 1);
}

/// What ReLU leaves is what is stored: the output of the layer before it.
TEST(Workload, OutputsAreThoseOfTheActivation) {
    const Graph graph = make_network("lenet-300-100", 10, 1);
    ActivationDensities densities(graph.value_count(), 1.0);
    std::size_t activations = 0;
    for (const Node& node : graph.nodes) {
        if (node.op == "Relu") {
            densities[static_cast<std::size_t>(node.outputs[0])] = 0.375;
            ++activations;
        }
    }
    ASSERT_GE(activations, 2U);
    const hw::Network network = workload(graph, densities);
    EXPECT_EQ(network.layers[0].work.operand(hw::Operand::Output).density, 0.375);
    EXPECT_EQ(network.layers[1].work.operand(hw::Operand::Input).density, 0.375);
    EXPECT_EQ(network.layers.back().work.operand(hw::Operand::Output).density, 1);
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
