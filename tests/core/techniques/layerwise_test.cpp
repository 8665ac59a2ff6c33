// SPDX-License-Identifier: GPL-3.0-or-later
// Rounding by layers: the solvers against their textbook forms, the moments against outputs of the
// layers themselves, and whole networks against rounding to nearest.
#include "tests/core/nets/small_nets.h"

#include "core/base/error.h"
#include "core/compress/recipe.h"
#include "core/engine/engine.h"
#include "core/techniques/detail/layer_matrix.h"
#include "core/techniques/detail/rounding.h"
#include "core/tensor/linalg.h"

#include <gtest/gtest.h>

#include <cmath>

namespace espalier {
namespace {

using techniques::InputMoments;
using techniques::layer_matrix;
using techniques::RoundingProblem;
using techniques::Steps;

/// Weights and the moments of correlated inputs, of which there are more than weights.
struct Sample {
    Sample(std::size_t rows, std::size_t cols, std::uint64_t seed, int bits)
        : weights(rows * cols)
        , moments(cols * cols, 0) {
        Rng rng(seed);
        for (float& w : weights) {
            w = static_cast<float>(rng.normal());
        }
        const std::size_t count = 4 * cols;
        for (std::size_t i = 0; i < count; ++i) {
            std::vector<double> x(cols);
            const double shared = rng.normal();
            for (double& value : x) {
                value = std::max(0.0, 0.7 * shared + rng.normal());
            }
            for (std::size_t a = 0; a < cols; ++a) {
                for (std::size_t b = 0; b < cols; ++b) {
                    moments[a * cols + b] +=
                        static_cast<float>(x[a] * x[b] / static_cast<double>(count));
                }
            }
        }
        const int top = (1 << (bits - 1)) - 1;
        problem = {rows, cols, weights, moments, {}, {}};
        problem.grids.assign(rows, {2.5F / static_cast<float>(top), -top, top});
    }

    std::vector<float> weights;
    std::vector<float> moments;
    RoundingProblem problem;
};

/// OBQ word for word: round a column, spread its error by the inverse, take the column out of it.
Steps obq(const RoundingProblem& problem, double damping) {
    const auto n = static_cast<std::int64_t>(problem.cols);
    Matrix h(n, n, problem.moments);
    double trace = 0;
    for (std::int64_t i = 0; i < n; ++i) {
        trace += h(i, i);
    }
    Matrix one(n, n);
    for (std::int64_t i = 0; i < n; ++i) {
        h(i, i) += damping * trace / static_cast<double>(n);
        one(i, i) = 1;
    }
    Matrix inverse = least_squares(h, one);
    Matrix weights(static_cast<std::int64_t>(problem.rows), n, problem.weights);
    Steps steps(problem.weights.size());
    for (std::int64_t j = 0; j < n; ++j) {
        for (std::int64_t row = 0; row < weights.rows(); ++row) {
            const auto& grid = problem.grids[static_cast<std::size_t>(row)];
            const double q =
                std::clamp(std::nearbyint(weights(row, j) / grid.scale),
                           static_cast<double>(grid.low), static_cast<double>(grid.high));
            steps[static_cast<std::size_t>(row * n + j)] = static_cast<std::int32_t>(q);
            const double error = (weights(row, j) - q * grid.scale) / inverse(j, j);
            for (std::int64_t k = j + 1; k < n; ++k) {
                weights(row, k) -= error * inverse(j, k);
            }
        }
        Matrix next = inverse;
        for (std::int64_t a = 0; a < n; ++a) {
            for (std::int64_t b = 0; b < n; ++b) {
                next(a, b) -= inverse(a, j) * inverse(j, b) / inverse(j, j);
            }
        }
        inverse = next;
    }
    return steps;
}

TEST(Rounding, InSequenceIsObq) {
    int rows = 0;
    for (std::uint64_t seed = 0; seed < 6; ++seed) {
        const Sample sample(5, 12, seed, 3);
        const Steps plain = techniques::round_to_nearest(sample.problem);
        const Steps found = techniques::round_in_sequence(
            sample.problem, {.damping = 0.01, .by_activity = false, .sweeps = 0});
        const Steps expected = obq(sample.problem, 0.01);
        for (std::size_t row = 0; row < 5; ++row) {
            const auto begin = static_cast<std::ptrdiff_t>(row * 12);
            const bool same = std::equal(found.begin() + begin, found.begin() + begin + 12,
                                         expected.begin() + begin);
            // A row stays at its nearest levels where those are better.
            const bool kept = std::equal(found.begin() + begin, found.begin() + begin + 12,
                                         plain.begin() + begin);
            EXPECT_TRUE(same || kept);
            rows += same ? 1 : 0;
        }
    }
    EXPECT_GE(rows, 25);
}

TEST(Rounding, NoSingleStepHelpsAfterSweeps) {
    const Sample sample(4, 10, 3, 3);
    const auto& problem = sample.problem;
    const Steps steps = techniques::round_in_sequence(problem, {.sweeps = 50});
    const double error = techniques::output_error(problem, steps);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        for (const int by : {-1, 1}) {
            Steps other = steps;
            other[i] += by;
            if (other[i] >= problem.grids[0].low && other[i] <= problem.grids[0].high) {
                EXPECT_GE(techniques::output_error(problem, other), error * (1 - 1e-6));
            }
        }
    }
}

TEST(Rounding, BeatsNearestAndComesCloseToTheBestOfAll) {
    double nearest = 0;
    double sequence = 0;
    double adaptive = 0;
    double best = 0;
    double best_around = 0; // of the levels above and below each weight alone
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        const Sample sample(1, 6, seed + 40, 2); // 3^6 ways
        const auto& problem = sample.problem;
        nearest += techniques::output_error(problem, techniques::round_to_nearest(problem));
        sequence += techniques::output_error(problem, techniques::round_in_sequence(problem, {}));
        adaptive += techniques::output_error(
            problem, techniques::round_adaptively(problem, {.iterations = 1000}, {}));
        double least = 1e9;
        double least_around = 1e9;
        for (int way = 0; way < 729; ++way) {
            Steps steps;
            bool around = true;
            for (int rest = way, i = 0; i < 6; ++i, rest /= 3) {
                steps.push_back(rest % 3 - 1);
                const double at = problem.weights[static_cast<std::size_t>(i)] /
                                  static_cast<double>(problem.grids[0].scale);
                around = around && std::abs(steps.back() - std::clamp(at, -1.0, 1.0)) < 1;
            }
            const double error = techniques::output_error(problem, steps);
            least = std::min(least, error);
            least_around = around ? std::min(least_around, error) : least_around;
        }
        best += least;
        best_around += least_around;
    }
    EXPECT_LE(best, sequence);
    EXPECT_LE(best, adaptive);
    EXPECT_LT(sequence, 0.75 * nearest);
    EXPECT_LE(adaptive, nearest);
    EXPECT_LE(best_around, adaptive);
    EXPECT_LT(adaptive, 1.1 * best_around);
    EXPECT_LT(sequence, 1.25 * best);
}

TEST(Rounding, InputsApartLeaveNothingToMakeUpFor) {
    Sample sample(3, 5, 1, 3);
    for (std::size_t i = 0; i < 25; ++i) {
        sample.moments[i] = i % 6 == 0 ? 1.0F + static_cast<float>(i) : 0.0F;
    }
    const Steps plain = techniques::round_to_nearest(sample.problem);
    EXPECT_EQ(techniques::round_in_sequence(sample.problem, {}), plain);
    EXPECT_EQ(techniques::round_adaptively(sample.problem, {.iterations = 300}, {}), plain);
}

TEST(Rounding, WeightsForOtherInputsAreLeastSquares) {
    const Sample sample(3, 7, 2, 4);
    // The float network's inputs are twice ours: weights have to double, or stay where they are
    // held.
    std::vector<float> cross = sample.moments;
    for (float& value : cross) {
        value *= 2;
    }
    const auto doubled = techniques::weights_for_inputs(sample.problem, cross, 1e-9);
    const auto held = techniques::weights_for_inputs(sample.problem, cross, 1e9);
    const auto same = techniques::weights_for_inputs(sample.problem, sample.moments, 0.01);
    for (std::size_t i = 0; i < sample.weights.size(); ++i) {
        EXPECT_NEAR(doubled[i], 2 * sample.weights[i], 1e-3);
        EXPECT_NEAR(held[i], sample.weights[i], 1e-5);
        EXPECT_NEAR(same[i], sample.weights[i], 1e-6);
    }
}

TEST(Rounding, PrunedWeightsStayZero) {
    Sample sample(2, 8, 5, 3);
    sample.problem.kept.assign(16, true);
    for (const std::size_t i : {1U, 6U, 9U}) {
        sample.problem.kept[i] = false;
        sample.weights[i] = 0;
    }
    for (const Steps& steps :
         {techniques::round_in_sequence(sample.problem, {}),
          techniques::round_adaptively(sample.problem, {.iterations = 200}, {})}) {
        EXPECT_EQ(steps[1], 0);
        EXPECT_EQ(steps[6], 0);
        EXPECT_EQ(steps[9], 0);
    }
}

/// Mean and mean square of each output channel of a network's only convolution.
void expect_moments(test::ConvOptions options, std::int64_t from, std::int64_t to) {
    test::NetBuilder net("conv", 7);
    options.bias = false;
    const ValueId input = net.input(from, 7);
    const Graph graph = net.finish(net.conv(input, from, to, options));
    const Node& node = graph.nodes[0];
    const Tensor x = test::random_pictures(graph, 3, 5);
    const Tensor y = test::run_plain(graph, x);
    const auto layer = layer_matrix(graph, node);
    ASSERT_TRUE(layer.has_value());
    InputMoments moments(*layer);
    moments.add(graph, node, x, 1000000);
    const auto weights = graph.parameter(node.inputs[1])->effective().data<float>();
    const auto outputs = y.data<float>();
    const auto plane = static_cast<std::size_t>(y.shape().elements(2, 4));
    const auto channels = static_cast<std::size_t>(to);
    EXPECT_EQ(moments.count(), 3 * plane);
    for (std::size_t channel = 0; channel < channels; ++channel) {
        double sum = 0;
        double squares = 0;
        for (std::size_t image = 0; image < 3; ++image) {
            for (std::size_t i = 0; i < plane; ++i) {
                const double out = outputs[(image * channels + channel) * plane + i];
                sum += out / static_cast<double>(3 * plane);
                squares += out * out / static_cast<double>(3 * plane);
            }
        }
        const std::size_t group = channel / layer->rows;
        const std::vector<double> mean = moments.mean(group);
        const std::vector<float> second = moments.second(group);
        double expected = 0;
        double expected_squares = 0;
        for (std::size_t a = 0; a < layer->cols; ++a) {
            const double w = weights[layer->place(group, channel % layer->rows, a)];
            expected += w * mean[a];
            for (std::size_t b = 0; b < layer->cols; ++b) {
                expected_squares += w * second[a * layer->cols + b] *
                                    weights[layer->place(group, channel % layer->rows, b)];
            }
        }
        EXPECT_NEAR(sum, expected, 1e-5);
        EXPECT_NEAR(squares, expected_squares, 1e-4 * squares);
    }
}

TEST(InputMoments, AreThoseOfTheOutputs) {
    expect_moments({}, 4, 6);
    expect_moments({.kernel = 3, .stride = 2}, 4, 6);
    expect_moments({.kernel = 1}, 4, 6);
    expect_moments({.kernel = 3, .groups = 2}, 4, 6);
    expect_moments({.kernel = 3, .groups = 4}, 4, 4);
}

class Pictures final : public Dataset {
public:
    [[nodiscard]] std::string name() const override { return "smooth"; }

    [[nodiscard]] std::size_t size() const override { return 48; }

    [[nodiscard]] int classes() const override { return 10; }

    [[nodiscard]] int label(std::size_t index) const override {
        return static_cast<int>(index % 10);
    }

    [[nodiscard]] Image image(std::size_t index) const override {
        Image image{8, 8, 3, std::vector<std::uint8_t>(8 * 8 * 3)};
        Rng rng(11, index);
        for (int c = 0; c < 3; ++c) {
            const double base = rng.uniform(20, 200);
            const double slope = rng.uniform(-6, 6);
            for (int i = 0; i < 64; ++i) {
                image.pixels[static_cast<std::size_t>(i * 3 + c)] =
                    static_cast<std::uint8_t>(base + slope * (i % 8) / 2 + rng.uniform(0, 10));
            }
        }
        return image;
    }

    [[nodiscard]] std::string fingerprint() const override { return "smooth"; }
};

double outputs_off(const Graph& graph, const Graph& coded, const Dataset& set) {
    std::vector<std::size_t> all(set.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        all[i] = i;
    }
    const Tensor x = load_batch(set, all, {}, graph.value(graph.inputs.front()).type.shape);
    const Tensor a = test::run_plain(graph, x);
    const Tensor b = test::run_plain(coded, x);
    double sum = 0;
    for (std::size_t i = 0; i < a.data<float>().size(); ++i) {
        sum += std::pow(static_cast<double>(a.data<float>()[i]) - b.data<float>()[i], 2);
    }
    return sum;
}

Graph run_step(const std::string& text, const Graph& graph, const Context& context) {
    const Step step = Step::parse(text);
    return step.technique->apply(graph, step.params, step.scope, context);
}

TEST(Layerwise, NetworksKeepTheirOutputsBetterThanByNearest) {
    Context context;
    const auto set = std::make_shared<Pictures>();
    context.train = set;
    for (const std::string name : {"plain", "residual", "depthwise"}) {
        SCOPED_TRACE(name);
        const Graph graph = run_step("fold.batchnorm", test::small_net(name), context);
        const double nearest =
            outputs_off(graph, run_step("quantise.uniform:weight_bits=3", graph, context), *set);
        const Graph gptq = run_step("quantise.gptq:bits=3", graph, context);
        const Graph learnt = run_step("quantise.adaround:bits=3,iterations=500", graph, context);
        EXPECT_LT(outputs_off(graph, gptq, *set), 0.6 * nearest);
        EXPECT_LT(outputs_off(graph, learnt, *set), 0.6 * nearest);
        for (const Node& node : gptq.nodes) {
            if (node.op == "Conv") {
                const Parameter& weight = *gptq.parameter(node.inputs[1]);
                ASSERT_NE(weight.code(), nullptr);
                EXPECT_EQ(weight.code()->bits(), 3);
                // Weights lie on their levels, so that nothing moves when they are rounded again.
                const auto latent = weight.latent().data<float>();
                const auto effective = weight.effective().data<float>();
                EXPECT_TRUE(std::equal(latent.begin(), latent.end(), effective.begin()));
            }
        }
    }
}

TEST(Layerwise, PicturesAreNeeded) {
    const Graph graph = test::small_net("plain");
    EXPECT_THROW((void)run_step("quantise.gptq", graph, {}), Error);
    EXPECT_THROW((void)run_step("quantise.adaround", graph, {}), Error);
}

} // namespace
} // namespace espalier
