// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/nets.h"

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/parallel.h"
#include "core/compress/technique.h"
#include "core/graph/group_code.h"

#include <gtest/gtest.h>

#include <cmath>

namespace espalier {
namespace {

using test::noise;

using Settings = std::vector<std::pair<std::string, std::string>>;

const Technique& step() {
    return technique_for("quantise.uniform");
}

Params params(const Settings& settings) {
    Params result(step().info().params);
    for (const auto& [key, value] : settings) {
        result.set_text(key, value);
    }
    return result;
}

/// 40 pictures of noise.
class Noise final : public Dataset {
public:
    [[nodiscard]] std::string name() const override { return "noise"; }

    [[nodiscard]] std::size_t size() const override { return 40; }

    [[nodiscard]] int classes() const override { return 10; }

    [[nodiscard]] int label(std::size_t index) const override {
        return static_cast<int>(index % 10);
    }

    [[nodiscard]] Image image(std::size_t index) const override {
        Rng rng(5, index);
        Image image{12, 12, 3, std::vector<std::uint8_t>(12 * 12 * 3)};
        for (std::uint8_t& pixel : image.pixels) {
            pixel = static_cast<std::uint8_t>(rng.below(256));
        }
        return image;
    }

    [[nodiscard]] std::string fingerprint() const override { return "noise"; }
};

Context with_pictures() {
    Context context;
    context.train = std::make_shared<Noise>();
    return context;
}

Graph applied(const Graph& graph, const Settings& settings, const Scope& scope = {}) {
    return step().apply(graph, params(settings), scope, with_pictures());
}

const Parameter& weight(const Graph& graph, const std::string& name) {
    return *graph.parameter(graph.find_value(name));
}

const AffineCode& code_of(const Parameter& parameter) {
    return dynamic_cast<const AffineCode&>(*parameter.code());
}

TEST(QuantiseUniform, WeightsGetOneRangeForEachOutputChannel) {
    const Graph before = test::small_cnn();
    const Graph after = applied(before, {{"weight_bits", "8"}});
    EXPECT_EQ(code_of(weight(after, "conv1_W")).axis(), 0);
    EXPECT_EQ(code_of(weight(after, "conv1_W")).scales().size(), 8U);
    EXPECT_EQ(code_of(weight(after, "fc_W")).scales().size(), 10U);
    EXPECT_EQ(weight(after, "conv1_W").provenance(), "quantise.uniform");
    for (const char* untouched : {"conv1_B", "fc_B", "bn1_scale", "bn1_mean"}) {
        EXPECT_EQ(weight(after, untouched).code(), nullptr) << untouched;
        EXPECT_TRUE(weight(after, untouched).latent().equals(weight(before, untouched).latent()));
    }
    EXPECT_EQ(after.value(after.find_value("relu1_out")).code, nullptr);
    // The master stays.
    EXPECT_TRUE(weight(after, "conv1_W").latent().equals(weight(before, "conv1_W").latent()));
}

TEST(QuantiseUniform, GroupsOfInputsLoseLess) {
    const Graph before = test::small_cnn();
    const auto loss = [&](const Graph& after, const char* name) {
        const Tensor x = weight(before, name).effective();
        const Tensor y = weight(after, name).effective();
        double sum = 0;
        for (std::int64_t i = 0; i < x.elements(); ++i) {
            sum += (x.at(i) - y.at(i)) * (x.at(i) - y.at(i));
        }
        return sum;
    };
    const Graph channels = applied(before, {{"weight_bits", "3"}});
    const Graph groups =
        applied(before, {{"weight_bits", "3"}, {"granularity", "group"}, {"group", "4"}});
    const auto& code = dynamic_cast<const GroupCode&>(*weight(groups, "fc_W").code());
    EXPECT_EQ(code.size(), 4);
    EXPECT_LT(loss(groups, "fc_W"), loss(channels, "fc_W"));
    const Graph wide =
        applied(before, {{"weight_bits", "3"}, {"granularity", "group"}, {"group", "4096"}});
    EXPECT_EQ(code_of(weight(wide, "fc_W")).to_json(), code_of(weight(channels, "fc_W")).to_json());
}

TEST(QuantiseUniform, TheAxisFollowsTheOperator) {
    test::Net net;
    const ValueId x = net.input({1, 4, 6, 6});
    ValueId y = net.conv(x, {.in = 4, .out = 6, .op = "ConvTranspose"}, "up");
    y = net.conv(y, {.in = 6, .out = 4, .group = 2, .op = "ConvTranspose"}, "grouped");
    y = net.node("Flatten", {y}, "flatten");
    y = net.gemm(y, 144, 5, "plain", false);
    y = net.node("MatMul", {y, net.parameter("matmul_W", noise({5, 7}, 1))}, "matmul");
    const Graph after = applied(net.finish(y), {});
    EXPECT_EQ(code_of(weight(after, "up_W")).axis(), 1);
    EXPECT_EQ(code_of(weight(after, "up_W")).scales().size(), 6U);
    EXPECT_EQ(code_of(weight(after, "grouped_W")).axis(), -1);
    EXPECT_EQ(code_of(weight(after, "plain_W")).axis(), 1);
    EXPECT_EQ(code_of(weight(after, "plain_W")).scales().size(), 5U);
    EXPECT_EQ(code_of(weight(after, "matmul_W")).axis(), 1);
}

TEST(QuantiseUniform, ErrorsStayInsideHalfAStepAndAgainChangesNothing) {
    const Graph before = test::small_cnn();
    for (const char* scheme : {"symmetric", "asymmetric"}) {
        for (const char* granularity : {"channel", "tensor"}) {
            const Settings settings{{"weight_bits", "5"},
                                    {"weight_range", "minmax"},
                                    {"weight_scheme", scheme},
                                    {"granularity", granularity}};
            const Graph after = applied(before, settings);
            const Parameter& w = weight(after, "conv2_W");
            const AffineCode& code = code_of(w);
            const auto x = w.latent().data<float>();
            const auto y = w.effective().data<float>();
            for (std::size_t i = 0; i < x.size(); ++i) {
                const std::size_t channel = code.axis() < 0 ? 0 : i / 72;
                const float step = code.scales()[channel];
                // An end may lose up to half a step more to the rounding of the zero point.
                EXPECT_LE(std::abs(x[i] - y[i]), step * (code.is_signed() ? 0.5001F : 1.0F));
            }
            const Graph twice = applied(after, settings);
            EXPECT_TRUE(weight(twice, "conv2_W").effective().equals(w.effective()));
        }
    }
}

TEST(QuantiseUniform, MoreBitsMeanLessError) {
    const Graph before = test::small_cnn();
    // Pictures of the same kind as the ranges were measured on: nothing new is clipped.
    const std::vector<std::size_t> some{0, 11, 22, 33};
    const Tensor x = load_batch(Noise(), some, {}, {4, 3, 12, 12});
    const Tensor wanted = test::reference_output(before, x);
    double last = 1e30;
    for (const char* bits : {"2", "4", "6", "8", "12", "16"}) {
        const Graph after = applied(before, {{"weight_bits", bits}});
        double error = 0;
        for (const char* name : {"conv1_W", "conv2_W", "conv3_W", "fc_W"}) {
            const auto a = weight(before, name).effective().data<float>();
            const auto b = weight(after, name).effective().data<float>();
            for (std::size_t i = 0; i < a.size(); ++i) {
                error += std::pow(double{a[i]} - b[i], 2);
            }
        }
        EXPECT_LT(error, last) << bits;
        last = error;
    }
    const Graph fine = applied(before, {{"weight_bits", "16"}, {"activation_bits", "16"}});
    EXPECT_LT(test::largest_difference(test::reference_output(fine, x), wanted), 5e-3);
}

TEST(QuantiseUniform, MasksHold) {
    Graph graph = test::small_cnn();
    const ValueId id = graph.find_value("conv2_W");
    const Tensor mask = test::random_mask(graph.parameter(id)->shape(), 0.2, 1);
    graph.set_parameter(id, graph.parameter(id)->with_mask(mask));
    for (const char* scheme : {"symmetric", "asymmetric"}) {
        const Graph after = applied(graph, {{"weight_bits", "4"}, {"weight_scheme", scheme}});
        const Parameter& w = weight(after, "conv2_W");
        EXPECT_TRUE(w.mask().equals(mask));
        for (std::size_t i = 0; i < mask.data<bool>().size(); ++i) {
            EXPECT_TRUE(mask.data<bool>()[i] || w.effective().data<float>()[i] == 0);
        }
    }
}

TEST(QuantiseUniform, ActivationsAreQuantisedWhereTheyEnterLayers) {
    const Graph before = test::small_cnn();
    const Graph after = applied(before, {{"weight_bits", "0"}, {"activation_bits", "8"}});
    std::vector<std::string> coded;
    for (std::size_t i = 0; i < after.value_count(); ++i) {
        const Value& value = after.value(static_cast<ValueId>(i));
        if (value.code) {
            coded.push_back(value.name);
            EXPECT_EQ(value.code->bits(), 8);
        }
    }
    // x, then the two sides of the addition (one of which enters conv2 too), conv3, fc.
    EXPECT_EQ(coded,
              (std::vector<std::string>{"x", "relu1_out", "bn2_out", "relu2_out", "flatten_out"}));
    const auto& positive =
        dynamic_cast<const AffineCode&>(*after.value(after.find_value("relu1_out")).code);
    EXPECT_FALSE(positive.is_signed());
    EXPECT_EQ(positive.zero_points()[0], 0);
    EXPECT_EQ(weight(after, "conv1_W").code(), nullptr);
    const Tensor x = Tensor(DType::Float32, {1, 3, 12, 12});
    EXPECT_LT(test::largest_difference(test::reference_output(before, x),
                                       test::reference_output(after, x)),
              0.05);
}

TEST(QuantiseUniform, BiasesLieOnTheGridOfIntegerSums) {
    const Graph before = test::small_cnn();
    const Graph after = applied(before, {{"weight_bits", "8"}, {"activation_bits", "8"}});
    const auto step_of = [&](const char* input, const char* weights, std::size_t channel) {
        const auto& code =
            dynamic_cast<const AffineCode&>(*after.value(after.find_value(input)).code);
        return static_cast<double>(code.scales()[0]) *
               static_cast<double>(code_of(weight(after, weights)).scales()[channel]);
    };
    const auto x = weight(before, "fc_B").effective().data<float>();
    const auto y = weight(after, "fc_B").effective().data<float>();
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double step = step_of("flatten_out", "fc_W", i);
        const double whole = static_cast<double>(y[i]) / step;
        EXPECT_NEAR(whole, std::nearbyint(whole), 1e-3);
        EXPECT_LE(std::abs(static_cast<double>(x[i] - y[i])), 0.5001 * step);
    }
    // Without codes of activations there is no such grid.
    const Graph floats = applied(before, {{"weight_bits", "8"}});
    EXPECT_TRUE(weight(floats, "fc_B").effective().equals(weight(before, "fc_B").effective()));
}

TEST(QuantiseUniform, EveryRuleCoversWhatThePicturesShowed) {
    const Graph before = test::small_cnn();
    for (const char* rule : {"minmax", "percentile", "mse", "entropy"}) {
        const Settings settings{
            {"activation_bits", "8"}, {"activation_range", rule}, {"images", "20"}};
        set_threads(1);
        const Graph one = applied(before, settings);
        set_threads(2);
        const Graph two = applied(before, settings);
        set_threads(0);
        for (std::size_t i = 0; i < one.value_count(); ++i) {
            const CodePtr& a = one.value(static_cast<ValueId>(i)).code;
            const CodePtr& b = two.value(static_cast<ValueId>(i)).code;
            ASSERT_EQ(a != nullptr, b != nullptr);
            if (a) {
                EXPECT_EQ(a->to_json(), b->to_json()) << rule;
            }
        }
        // Pictures reach 255 / 255, zero to one.
        const CodePtr& code = one.value(one.inputs[0]).code;
        const float scale = dynamic_cast<const AffineCode&>(*code).scales()[0];
        EXPECT_LE(scale, 1.0F / 255 * 1.001F);
        EXPECT_GE(scale, 0.8F / 255) << rule;
    }
}

TEST(QuantiseUniform, TheEndsMayStayFloat) {
    const Graph after =
        applied(test::small_cnn(), {{"skip_ends", "true"}, {"activation_bits", "8"}});
    EXPECT_EQ(weight(after, "conv1_W").code(), nullptr);
    EXPECT_EQ(weight(after, "fc_W").code(), nullptr);
    EXPECT_NE(weight(after, "conv2_W").code(), nullptr);
    EXPECT_EQ(after.value(after.inputs[0]).code, nullptr);
    EXPECT_EQ(after.value(after.find_value("flatten_out")).code, nullptr);
}

TEST(QuantiseUniform, ThePlanNamesLayersAndLosses) {
    Graph graph = test::small_cnn();
    const ValueId id = graph.find_value("conv2_W");
    graph.set_parameter(id, graph.parameter(id)->with_code(
                                std::make_shared<CodebookCode>(std::vector{0.0F, 1.0F})));
    const Preview preview =
        step().plan(graph, params({{"weight_bits", "4"}, {"activation_bits", "8"}}), {});
    ASSERT_EQ(preview.layers.size(), 4U);
    EXPECT_EQ(preview.layers[0].what, "weights 4 bit per channel, symmetric; input 8 bit");
    ASSERT_EQ(preview.notes.size(), 1U);
    EXPECT_NE(preview.notes[0].find("conv2: the codebook code of 1 bits is replaced"),
              std::string::npos);
    const Preview nothing = step().plan(graph, params({{"weight_bits", "0"}}), {});
    EXPECT_TRUE(nothing.layers.empty());
    EXPECT_EQ(nothing.notes.size(), 1U);
    const Scope scope{{"conv*"}, {"conv3"}};
    EXPECT_EQ(step().plan(graph, params({}), scope).layers.size(), 2U);
}

TEST(QuantiseUniform, SaysWhatItCannotDo) {
    const Graph graph = test::small_cnn();
    EXPECT_THROW((void)applied(graph, {{"weight_bits", "1"}}), Error);
    EXPECT_THROW((void)params({{"weight_bits", "17"}}), Error);
    EXPECT_EQ(step().needs(params({})), Needs::Nothing);
    EXPECT_EQ(step().needs(params({{"activation_bits", "8"}})), Needs::Images);
    try {
        (void)step().apply(graph, params({{"activation_bits", "8"}}), {}, {});
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::Usage);
        EXPECT_NE(error.hint().find("--data"), std::string::npos);
    }
}

} // namespace
} // namespace espalier
