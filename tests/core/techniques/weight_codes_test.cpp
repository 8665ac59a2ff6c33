// SPDX-License-Identifier: GPL-3.0-or-later
// The techniques that give weights a code: that each reaches the error its grid promises, keeps
// zeros, and says what it leaves alone.
#include "tests/core/nets/small_nets.h"

#include "core/analysis/storage.h"
#include "core/base/error.h"
#include "core/compress/recipe.h"
#include "core/formats/espz.h"
#include "core/graph/level_code.h"
#include "core/graph/minifloat_code.h"
#include "core/graph/multibit_code.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace espalier {
namespace {

/// One layer of 9,216 weights in 16 channels: the quantiles of the normal distribution, ascending.
Graph one_layer() {
    test::NetBuilder net("one");
    Graph graph = net.classify(net.conv(net.input(64), 64, 16), 16);
    Tensor values(DType::Float32, Shape{16, 64, 3, 3});
    const auto target = values.writable<float>();
    for (std::size_t i = 0; i < target.size(); ++i) {
        const double share = (static_cast<double>(i) + 0.5) / static_cast<double>(target.size());
        double low = -9;
        double high = 9;
        for (int step = 0; step < 45; ++step) {
            const double middle = (low + high) / 2;
            (0.5 * std::erfc(-middle / std::sqrt(2.0)) < share ? low : high) = middle;
        }
        target[i] = static_cast<float>(low);
    }
    graph.set_parameter(graph.nodes[0].inputs[1], Parameter(values));
    return graph;
}

const Parameter& weight_of(const Graph& graph, std::size_t node = 0) {
    return *graph.parameter(graph.nodes[node].inputs[1]);
}

Graph coded(const std::string& text, const Graph& graph, const Context& context = {}) {
    const Step step = Step::parse(text);
    return step.technique->apply(graph, step.params, step.scope, context);
}

double relative_error(const Parameter& weight) {
    const auto before = weight.latent().data<float>();
    const auto after = weight.effective().data<float>();
    double error = 0;
    double power = 0;
    for (std::size_t i = 0; i < before.size(); ++i) {
        error += std::pow(static_cast<double>(before[i]) - after[i], 2);
        power += std::pow(static_cast<double>(before[i]), 2);
    }
    return error / power;
}

std::size_t distinct(const Parameter& weight) {
    const auto values = weight.effective().data<float>();
    return std::set<float>(values.begin(), values.end()).size();
}

struct Case {
    std::string step;
    double least = 0; ///< share of the power that is lost, by the tables of the grids
    double most = 0;
};

TEST(WeightCodes, LoseWhatTheirGridsLose) {
    // Max 1960 for the optima, 1 - 2 / pi for signs; a finite sample has lighter tails and loses up
    // to 2 % less.
    const std::vector<Case> cases{
        {"quantise.codebook:bits=2", 0.115, 0.1175},
        {"quantise.codebook:bits=3", 0.0338, 0.03454},
        {"quantise.codebook:bits=4", 0.0093, 0.009497},
        {"quantise.codebook:bits=4,levels=lloyd", 0.0093, 0.0125},
        {"quantise.codebook:bits=4,levels=balanced", 0.02, 0.05},
        {"quantise.ternary:granularity=tensor", 0.1864, 0.1902},
        {"quantise.ternary:threshold=mean,granularity=tensor", 0.1864, 0.1904},
        {"quantise.binary:skip_ends=false,granularity=tensor", 0.356, 0.3634},
        {"quantise.multibit:bits=2,granularity=tensor", 0.115, 0.1175},
        {"quantise.multibit:bits=3,granularity=tensor", 0.0338, 0.0368},
        {"quantise.multibit:bits=3,method=greedy,granularity=tensor", 0.0569, 0.0593},
        {"quantise.power_of_two:bits=4,scale=free,granularity=tensor", 0.01, 0.04},
        {"quantise.power_of_two:bits=4,levels=additive,scale=free,granularity=tensor", 0.0095,
         0.02},
        {"quantise.minifloat:format=fp16", 0, 1e-7},
        {"quantise.minifloat:format=fp8-e4m3,scaling=channel", 1e-4, 1e-3},
    };
    const Graph graph = one_layer();
    for (const Case& one : cases) {
        const double found = relative_error(weight_of(coded(one.step, graph)));
        EXPECT_GE(found, one.least) << one.step;
        EXPECT_LE(found, one.most) << one.step;
    }
}

TEST(WeightCodes, ExactBeatsPublishedBeatsEven) {
    const Graph graph = one_layer();
    const auto error = [&](const std::string& step) {
        return relative_error(weight_of(coded(step, graph)));
    };
    EXPECT_LE(error("quantise.codebook:bits=3"), error("quantise.codebook:bits=3,levels=lloyd"));
    EXPECT_LE(error("quantise.codebook:bits=3,levels=lloyd"),
              error("quantise.uniform:weight_bits=3,granularity=tensor"));
    EXPECT_LE(error("quantise.ternary"), error("quantise.ternary:threshold=mean"));
    EXPECT_LE(error("quantise.multibit:bits=4"),
              error("quantise.multibit:bits=4,turns=2,restarts=0"));
    EXPECT_LE(error("quantise.power_of_two:scale=free"),
              error("quantise.power_of_two:scale=shift"));
}

TEST(WeightCodes, PowersOfTwoAreShifts) {
    const Graph graph = coded("quantise.power_of_two:bits=4", one_layer());
    for (const float x : weight_of(graph).effective().data<float>()) {
        int exponent = 0;
        EXPECT_TRUE(x == 0 || std::abs(std::frexp(x, &exponent)) == 0.5F) << x;
    }
    const Graph sums = coded("quantise.power_of_two:bits=5,levels=additive", one_layer());
    const auto* code = dynamic_cast<const LevelCode*>(weight_of(sums).code().get());
    ASSERT_NE(code, nullptr);
    EXPECT_EQ(code->grid(), "additive-power-of-two");
}

TEST(WeightCodes, PrunedWeightsStayZeroOrAreLeftAlone) {
    const Graph pruned = coded("prune.magnitude:sparsity=0.7", one_layer());
    const Graph shared = coded("quantise.codebook:bits=3", pruned);
    EXPECT_EQ(weight_of(shared).nonzeros(), weight_of(pruned).nonzeros());
    EXPECT_EQ(distinct(weight_of(shared)), 8U); // zero is one of them
    std::vector<std::string> told;
    Context context;
    context.note = [&](std::string_view note) { told.emplace_back(note); };
    const Graph binary = coded("quantise.binary:skip_ends=false", pruned, context);
    EXPECT_EQ(weight_of(binary).code(), nullptr);
    EXPECT_FALSE(told.empty());
}

TEST(WeightCodes, DrawnWeightsAreRightOnAverage) {
    const Graph graph = one_layer();
    for (const std::string step :
         {"quantise.ternary:threshold=fixed,projection=stochastic",
          "quantise.binary:factor=one,skip_ends=false,projection=stochastic",
          "quantise.codebook:bits=2,projection=stochastic"}) {
        double before = 0;
        double after = 0;
        const auto latent = weight_of(graph).latent().data<float>();
        const Graph drawn = coded(step, graph);
        const auto values = weight_of(drawn).effective().data<float>();
        for (std::size_t i = 0; i < values.size(); ++i) {
            before += latent[i];
            after += values[i];
        }
        const double count = static_cast<double>(values.size());
        EXPECT_NEAR(before / count, after / count, 4 / std::sqrt(count)) << step;
        EXPECT_EQ(distinct(weight_of(drawn)), distinct(weight_of(coded(step, graph))));
        EXPECT_NE(drawn.content_hash(), coded(step, graph,
                                              [] {
                                                  Context other;
                                                  other.seed = 2;
                                                  return other;
                                              }())
                                            .content_hash());
    }
}

TEST(WeightCodes, FilesHoldTheIndices) {
    const Graph graph = one_layer();
    const auto bytes_of = [&](const std::string& step) { return stored_bytes(coded(step, graph)); };
    const auto weights = static_cast<double>(weight_of(graph).latent().elements());
    EXPECT_LT(static_cast<double>(bytes_of("quantise.binary:skip_ends=false")), weights / 8 + 2000);
    EXPECT_LT(static_cast<double>(bytes_of("quantise.ternary")), weights * 1.6 / 8 + 2000);
    EXPECT_LT(static_cast<double>(bytes_of("quantise.codebook:bits=4")), weights / 2 + 2000);
    EXPECT_LT(static_cast<double>(bytes_of("quantise.minifloat:format=bf16")), weights * 2 + 2000);
    for (const std::string step :
         {"quantise.binary:skip_ends=false", "quantise.ternary:threshold=mean",
          "quantise.power_of_two", "quantise.multibit:bits=3", "quantise.codebook",
          "quantise.minifloat:format=fp8-e5m2,scaling=tensor"}) {
        const Graph made = coded(step, graph);
        const auto bytes = to_espz(made);
        EXPECT_EQ(static_cast<std::int64_t>(bytes.size()), stored_bytes(made)) << step;
        const Graph read = from_espz(bytes, "file");
        const auto a = weight_of(made).effective().data<float>();
        const auto b = weight_of(read).effective().data<float>();
        EXPECT_TRUE(std::equal(a.begin(), a.end(), b.begin(), b.end())) << step;
        EXPECT_EQ(weight_of(read).code()->to_json(), weight_of(made).code()->to_json()) << step;
    }
}

TEST(WeightCodes, WeightsThatAreNotNumbersAreRefused) {
    Graph graph = one_layer();
    Tensor broken = weight_of(graph).latent();
    broken.writable<float>()[3] = NAN;
    graph.set_parameter(graph.nodes[0].inputs[1], Parameter(broken));
    for (const std::string step : {"quantise.codebook", "quantise.ternary", "quantise.minifloat"}) {
        EXPECT_THROW((void)coded(step, graph), Error) << step;
    }
    // A channel of one value, or of zeros, is no trouble.
    Tensor flat = weight_of(one_layer()).latent();
    std::ranges::fill(flat.writable<float>().first(576), 0.0F);
    std::ranges::fill(flat.writable<float>().subspan(576, 576), 0.25F);
    graph.set_parameter(graph.nodes[0].inputs[1], Parameter(flat));
    for (const std::string step :
         {"quantise.codebook:bits=8", "quantise.ternary", "quantise.ternary:threshold=mean",
          "quantise.binary:skip_ends=false", "quantise.multibit:bits=4", "quantise.power_of_two",
          "quantise.minifloat:format=fp8-e4m3,scaling=channel"}) {
        const Graph made = coded(step, graph);
        const auto values = weight_of(made).effective().data<float>();
        EXPECT_NEAR(values[0], 0, 0.02) << step;
        EXPECT_NEAR(values[576], 0.25, 0.02) << step;
    }
}

} // namespace
} // namespace espalier
