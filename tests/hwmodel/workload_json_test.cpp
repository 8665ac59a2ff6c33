// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/hwmodel/support.h"

#include "core/base/error.h"
#include "hwmodel/estimate_cache.h"
#include "hwmodel/nest/mapped.h"
#include "hwmodel/sparse/mask.h"
#include "hwmodel/workload_json.h"

#include <gtest/gtest.h>

#include <cmath>

namespace espalier::hw {
namespace {

constexpr const char* kTwoLayers = R"({"name": "two", "layers": [
  {"name": "conv", "op": "conv", "dims": {"K": 64, "C": 3, "P": 112, "Q": 112, "R": 7, "S": 7},
   "stride": [2, 2], "input": [224, 224], "bits": {"weight": 4}, "density": {"input": 0.6}},
  {"name": "fc", "op": "tensor_train", "m": [4, 4, 4], "n": [2, 7, 8], "ranks": [4, 4]}]})";

std::string error_of(const std::string& text) {
    try {
        (void)parse_workload_json(text, "w.json");
    } catch (const Error& error) {
        return error.where() + ": " + error.message();
    }
    return "";
}

TEST(WorkloadJson, ReadsLayersOfEveryKind) {
    const Network network = parse_workload_json(kTwoLayers, "w.json");
    ASSERT_EQ(network.layers.size(), 1U + 3U);
    const Workload& work = network.layers[0].work;
    EXPECT_EQ(macs(work), 64.0 * 3 * 112 * 112 * 49);
    EXPECT_EQ(work.stride_w, 2);
    EXPECT_EQ(work.input_h, 224);
    EXPECT_EQ(work.operand(Operand::Weight).bits, 4);
    EXPECT_EQ(work.operand(Operand::Input).density, 0.6);
    EXPECT_EQ(network.layers[1].name, "fc, core 3");
    EXPECT_EQ(network.layers[1].work.dim(Dim::C), 8);
    EXPECT_EQ(network.layers[1].work.dim(Dim::K), 16);
    EXPECT_EQ(network.layers[1].work.dim(Dim::P), 14);
}

TEST(WorkloadJson, ReadsStructuredDensities) {
    const Network network = parse_workload_json(
        R"({"layers": [{"op": "gemm", "dims": {"K": 8}, "structure": {"weight": [2, 4]}}]})", "w");
    const OperandInfo& weights = network.layers[0].work.operand(Operand::Weight);
    EXPECT_EQ(weights.kind, DensityKind::Structured);
    EXPECT_EQ(weights.density, 0.5);
    EXPECT_EQ(weights.block, 4);
    EXPECT_EQ(
        error_of(R"({"layers": [{"op": "gemm", "dims": {}, "structure": {"weight": [4, 4]}}]})"),
        "w.json: layer0: weight structure keeps 4 of 4, expected 1 to fewer than the block, "
        "which has at most 255");
}

TEST(WorkloadJson, NamesWhatIsWrong) {
    EXPECT_EQ(error_of("{}"), "w.json: the document has no layers");
    EXPECT_EQ(error_of(R"({"layers": [{"name": "a", "op": "fft"}]})"),
              "w.json: a: op \"fft\" is unknown, expected conv, depthwise, gemm, pool, eltwise or "
              "tensor_train");
    EXPECT_EQ(error_of(R"({"layers": [{"name": "a", "op": "conv", "dims": {"Z": 3}}]})"),
              "w.json: a: dim \"Z\" is unknown, expected one of NGKCPQRS");
    EXPECT_EQ(error_of(R"({"layers": [{"name": "a", "op": "conv", "dims": {"K": 0}}]})"),
              "w.json: a: dimension K is 0, expected at least 1");
    EXPECT_EQ(error_of(R"({"layers": [{"name": "a", "op": "conv", "dims": {}, "strides": 1}]})"),
              "w.json: a: key \"strides\" is unknown");
    EXPECT_EQ(
        error_of(R"({"layers": [{"op": "tensor_train", "m": [2], "n": [2, 3], "ranks": []}]})"),
        "w.json: layer0: a tensor train of 1 and 2 factors has 0 ranks, expected 0");
}

TEST(EstimateCache, CostsOnlyTheLayerThatChanged) {
    Network network;
    for (int i = 0; i < 6; ++i) {
        network.layers.push_back(
            {fmt::format("layer{}", i), "Conv", test::conv(16, 16 + i / 2, 20, 20, 3, 1)});
    }
    const Accelerator& machine = test::machine("eyeriss");
    const Technology& technology = test::technology(kDefaultTechnology);
    const Dataflow& flow = find_dataflow("rs");
    EstimateCache cache;
    const NetworkCost first = estimate_cached(network, machine, flow, technology, {}, cache);
    EXPECT_EQ(cache.costed(), 3U); // equal layers once
    EXPECT_EQ(first.total.energy_pj(),
              estimate(network, machine, flow, technology, {}).total.energy_pj());
    network.layers[4].work.operand(Operand::Input).density = 0.3;
    const NetworkCost second = estimate_cached(network, machine, flow, technology, {}, cache);
    EXPECT_EQ(cache.costed(), 4U);
    EXPECT_EQ(second.total.energy_pj(),
              estimate(network, machine, flow, technology, {}).total.energy_pj());
    EXPECT_LT(second.total.energy_pj(), first.total.energy_pj());
    EXPECT_EQ(second.layers[4].name, "layer4");
    // A mask of the same zeros is the same layer, wherever it lies in memory; another is not.
    for (const auto& [step, costed] : {std::pair{2U, 5U}, {2U, 5U}, {3U, 6U}}) {
        network.layers[4].work.weight_mask = std::make_shared<Mask>(
            18, 144, [step = step](std::size_t, std::size_t tap) { return tap % step == 0; });
        (void)estimate_cached(network, machine, flow, technology, {}, cache);
        EXPECT_EQ(cache.costed(), costed);
    }
    // What nobody asks for is forgotten.
    const Network nothing;
    for (int i = 0; i < 20; ++i) {
        (void)estimate_cached(nothing, machine, flow, technology, {}, cache);
    }
    EXPECT_EQ(cache.find(network.layers[0].work), nullptr);
}

TEST(Area, IsTheSumOfItsComponents) {
    Network network;
    network.layers.push_back({"layer", "Conv", test::conv(16, 16, 20, 20, 3, 1)});
    for (const char* id : {"systolic-16x16", "eyeriss-tree", "bit-fusion"}) {
        const Accelerator& machine = test::machine(id);
        const NetworkCost cost = estimate(network, machine, default_dataflow(machine),
                                          test::technology(kDefaultTechnology), {});
        ASSERT_TRUE(cost.area_um2.has_value()) << id;
        EXPECT_GE(cost.areas.size(), 3U);
        double sum = 0;
        for (const PartArea& part : cost.areas) {
            EXPECT_GT(part.um2, 0) << id << ' ' << part.name;
            sum += part.um2;
        }
        EXPECT_NEAR(sum / *cost.area_um2, 1, 1e-9) << id;
    }
}

} // namespace
} // namespace espalier::hw
