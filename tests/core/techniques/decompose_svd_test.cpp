// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/nets.h"

#include "core/analysis/accounting.h"
#include "core/base/error.h"
#include "core/compress/technique.h"
#include "core/tensor/linalg.h"

#include <gtest/gtest.h>

#include <cmath>

namespace espalier {
namespace {

using test::ConvSpec;
using test::noise;

using Settings = std::vector<std::pair<std::string, std::string>>;

const Technique& svd_step() {
    return technique_for("decompose.svd");
}

Params params(const Settings& settings) {
    Params result(svd_step().info().params);
    for (const auto& [key, value] : settings) {
        result.set_text(key, value);
    }
    return result;
}

Graph applied(const Graph& graph, const Settings& settings, const Scope& scope = {}) {
    return svd_step().apply(graph, params(settings), scope, {});
}

Preview plan(const Graph& graph, const Settings& settings, const Scope& scope = {}) {
    return svd_step().plan(graph, params(settings), scope);
}

Graph one_conv(const ConvSpec& spec, const Shape& input) {
    test::Net net;
    const ValueId x = net.input(input);
    return net.finish(net.conv(x, spec, "layer"));
}

double difference(const Graph& a, const Graph& b) {
    const Tensor x = noise(a.value(a.inputs[0]).type.shape, 9);
    return test::largest_difference(test::reference_output(a, x), test::reference_output(b, x));
}

const Settings kFullRank{{"rank", "65536"}, {"larger", "true"}};

TEST(DecomposeSvd, FullRankComputesTheSame) {
    const Shape picture{2, 6, 11, 9};
    const std::vector<ConvSpec> specs{
        {.in = 6, .out = 5},
        {.in = 6, .out = 5, .kernel = {1, 1}, .strides = {2, 1}, .pads = {0, 0, 0, 0}},
        {.in = 6, .out = 8, .kernel = {5, 3}, .strides = {2, 3}, .pads = {1, 0, 2, 1}},
        {.in = 6, .out = 4, .dilations = {2, 3}, .bias = false},
        {.in = 6, .out = 4, .kernel = {1, 5}, .strides = {1, 2}, .pads = {0, 2, 0, 1}},
        {.in = 6, .out = 4, .kernel = {3, 1}, .pads = {1, 0, 1, 0}},
    };
    for (const ConvSpec& spec : specs) {
        const Graph before = one_conv(spec, picture);
        for (const char* mode : {"channel", "spatial"}) {
            SCOPED_TRACE(Shape(spec.kernel).str() + " by " + mode);
            Settings settings = kFullRank;
            settings.emplace_back("mode", mode);
            const Graph after = applied(before, settings);
            EXPECT_EQ(after.nodes.size(), 2U);
            EXPECT_EQ(after.nodes[0].origin, "layer");
            EXPECT_EQ(after.nodes[1].origin, "layer");
            EXPECT_EQ(after.value(after.outputs[0]).name, "layer_out");
            EXPECT_LT(difference(before, after), 1e-5);
        }
    }
    test::Net line;
    const ConvSpec one_d{
        .in = 4, .out = 6, .kernel = {5}, .strides = {2}, .pads = {2, 1}, .dilations = {1}};
    const Graph before = line.finish(line.conv(line.input({2, 4, 15}), one_d, "layer"));
    EXPECT_LT(difference(before, applied(before, kFullRank)), 1e-5);
}

TEST(DecomposeSvd, AutomaticPaddingStays) {
    for (const char* padding : {"SAME_UPPER", "SAME_LOWER", "VALID"}) {
        for (const char* mode : {"channel", "spatial"}) {
            test::Net net;
            const ValueId x = net.input({1, 3, 9, 10});
            const ValueId y = net.conv(x, {.in = 3, .out = 4, .strides = {2, 2}}, "layer");
            net.graph.nodes[0].attributes.erase("pads");
            net.graph.nodes[0].attributes.set("auto_pad", std::string(padding));
            const Graph before = net.finish(y);
            Settings settings = kFullRank;
            settings.emplace_back("mode", mode);
            EXPECT_LT(difference(before, applied(before, settings)), 1e-5) << padding << mode;
        }
    }
}

TEST(DecomposeSvd, MatricesInEveryForm) {
    for (const bool transposed : {true, false}) {
        test::Net net;
        const ValueId x = net.input({3, 7});
        const ValueId y = net.gemm(x, 7, 5, "layer", transposed);
        net.graph.nodes[0].attributes.set("alpha", 0.5F);
        net.graph.nodes[0].attributes.set("beta", 2.0F);
        const Graph before = net.finish(y);
        EXPECT_LT(difference(before, applied(before, kFullRank)), 1e-5);
    }
    test::Net turned;
    const ValueId x = turned.input({7, 3});
    const ValueId y = turned.gemm(x, 7, 5, "layer");
    turned.graph.nodes[0].attributes.set("transA", std::int64_t{1});
    const Graph with_turned = turned.finish(y);
    EXPECT_LT(difference(with_turned, applied(with_turned, kFullRank)), 1e-5);

    test::Net product;
    const ValueId a = product.input({2, 4, 6});
    const Graph matmul = product.finish(
        product.node("MatMul", {a, product.parameter("W", noise({6, 8}, 3))}, "layer"));
    EXPECT_LT(difference(matmul, applied(matmul, kFullRank)), 1e-5);
}

TEST(DecomposeSvd, TheErrorIsTheTailOfTheSpectrum) {
    test::Net net;
    const Graph before = net.finish(net.gemm(net.input({1, 40}), 40, 24, "layer"));
    const Tensor& weight = before.parameter(before.find_value("layer_W"))->latent();
    const Svd reference = svd(Matrix(24, 40, weight.data<float>()));
    for (const std::int64_t rank : {1, 5, 14}) {
        const Graph after = applied(before, {{"rank", std::to_string(rank)}});
        ASSERT_EQ(after.nodes.size(), 2U);
        const auto matrix = [&](std::size_t node, std::int64_t rows, std::int64_t cols) {
            return Matrix(rows, cols,
                          after.parameter(after.nodes[node].input(1))->latent().data<float>());
        };
        const Matrix product = multiply(matrix(1, 24, rank), matrix(0, rank, 40));
        double error = 0;
        for (std::size_t i = 0; i < product.values().size(); ++i) {
            const double d = product.values()[i] - weight.data<float>()[i];
            error += d * d;
        }
        double tail = 0;
        for (auto k = static_cast<std::size_t>(rank); k < reference.s.size(); ++k) {
            tail += reference.s[k] * reference.s[k];
        }
        EXPECT_NEAR(error, tail, 1e-5 * (1 + tail));
    }
}

TEST(DecomposeSvd, RanksThatDoNotPayAreRefusedWithANote) {
    test::Net net;
    const Graph graph = net.finish(net.gemm(net.input({1, 40}), 40, 24, "layer"));
    // 14 * 64 = 896 < 960 <= 15 * 64: break-even is rank 14.
    EXPECT_EQ(applied(graph, {{"rank", "14"}}).nodes.size(), 2U);
    EXPECT_EQ(applied(graph, {{"rank", "15"}}).nodes.size(), 1U);
    const Preview refused = plan(graph, {{"rank", "15"}});
    EXPECT_TRUE(refused.layers.empty());
    ASSERT_EQ(refused.notes.size(), 1U);
    EXPECT_NE(refused.notes[0].find("break-even is rank 14"), std::string::npos);
    EXPECT_EQ(applied(graph, {{"rank", "15"}, {"larger", "true"}}).nodes.size(), 2U);
}

TEST(DecomposeSvd, ThePlanSaysWhatHappens) {
    for (const Settings& settings :
         {Settings{{"rank", "3"}}, Settings{{"energy", "0.6"}}, Settings{{"budget", "0.5"}},
          Settings{{"rank", "3"}, {"mode", "spatial"}},
          Settings{{"budget", "0.4"}, {"mode", "spatial"}}}) {
        const Graph before = test::small_cnn();
        const Preview preview = plan(before, settings);
        const Graph after = applied(before, settings);
        const Account was = account(before);
        const Account is = account(after);
        std::int64_t params = was.params;
        std::int64_t macs = was.macs;
        std::int64_t nonzeros = was.nonzeros;
        for (const LayerChange& change : preview.layers) {
            params += change.params_after - change.params_before;
            macs += change.macs_after - change.macs_before;
            nonzeros += change.nonzeros_after - change.nonzeros_before;
        }
        EXPECT_FALSE(preview.layers.empty());
        EXPECT_EQ(params, is.params);
        EXPECT_EQ(macs, is.macs);
        EXPECT_EQ(nonzeros, is.nonzeros);
        ASSERT_FALSE(preview.notes.empty());
        EXPECT_EQ(preview.notes[0], "conv3 stays whole: it has 2 groups, and each is thin already");
    }
}

TEST(DecomposeSvd, BudgetsHoldAndMoreBudgetMeansLessError) {
    const Graph before = test::small_cnn();
    const Tensor x = noise({4, 3, 12, 12}, 9);
    const Tensor wanted = test::reference_output(before, x);
    const auto weights = [](const Graph& graph) {
        std::int64_t sum = 0;
        for (const LayerAccount& layer : account(graph).layers) {
            sum += layer.origin == "conv3" ? 0 : layer.weights;
        }
        return sum;
    };
    for (const double share : {0.3, 0.5, 0.7, 1.0}) {
        const Graph after = applied(before, {{"budget", std::to_string(share)}});
        EXPECT_LE(static_cast<double>(weights(after)),
                  share * static_cast<double>(weights(before)));
        if (share == 1) {
            EXPECT_TRUE(test::reference_output(after, x).equals(wanted));
        }
    }
    // Energy: never less than asked, by the least rank.
    for (const char* energy : {"0.3", "0.5", "0.7"}) {
        for (const LayerChange& change : plan(before, {{"energy", energy}}).layers) {
            const auto at = change.what.find(", ");
            EXPECT_GE(std::stod(change.what.substr(at + 2)), 100 * std::stod(energy) - 0.05);
        }
    }
}

TEST(DecomposeSvd, MasksAndCodesAreLostAndThePlanSaysSo) {
    Graph graph = test::small_cnn();
    const ValueId weight = graph.find_value("conv1_W");
    graph.set_parameter(weight, graph.parameter(weight)->with_mask(
                                    test::random_mask(graph.parameter(weight)->shape(), 0.5, 3)));
    const Scope scope{{"conv1"}, {}};
    const Preview preview = plan(graph, {{"rank", "2"}}, scope);
    ASSERT_EQ(preview.layers.size(), 1U);
    ASSERT_EQ(preview.notes.size(), 1U);
    EXPECT_NE(preview.notes[0].find("conv1 loses the mask"), std::string::npos);
    const Graph full = applied(graph, kFullRank, scope);
    const Tensor x = noise({2, 3, 12, 12}, 5);
    EXPECT_LT(
        test::largest_difference(test::reference_output(graph, x), test::reference_output(full, x)),
        1e-5);
}

TEST(DecomposeSvd, SharedWeightsStayWhole) {
    test::Net net;
    const ValueId x = net.input({2, 4, 6, 6});
    const ValueId y = net.conv(x, {.in = 4, .out = 4}, "layer");
    Node again = net.graph.nodes[0];
    again.name = "again";
    again.inputs[0] = y;
    again.outputs = {net.graph.add_value("again_out")};
    const ValueId out = again.outputs[0];
    net.graph.add_node(again);
    const Graph graph = net.finish(out);
    EXPECT_EQ(applied(graph, {{"rank", "1"}}).nodes.size(), 2U);
    EXPECT_EQ(plan(graph, {{"rank", "1"}}).notes.size(), 2U);
}

} // namespace
} // namespace espalier
