// SPDX-License-Identifier: GPL-3.0-or-later
// Each recurrent unit against what it is by definition: another unit, the ONNX operator, or plain
// loops. References: techniques.md C1 to C8, D1 to D4.
#include "core/analysis/accounting.h"
#include "core/engine/engine.h"
#include "core/train/losses/cross_entropy.h"
#include "core/train/train_plan.h"
#include "core/train/zoo/recurrent_units.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

namespace espalier {
namespace {

constexpr std::int64_t kSteps = 6;
constexpr std::int64_t kInputs = 5;
constexpr std::int64_t kHidden = 5;

Tensor noise(const Shape& shape, std::uint64_t seed) {
    Rng rng(seed);
    Tensor tensor(DType::Float32, shape);
    for (float& value : tensor.writable<float>()) {
        value = static_cast<float>(rng.normal());
    }
    return tensor;
}

/// All states of one layer on a sequence of kSteps inputs of kInputs values.
Graph network(const UnrolledLayer& layer) {
    NetBuilder net("unit", 1, kSteps, kInputs, {}, 3);
    return net.finish(unrolled_layer(net, "u", rows_of_picture(net, kSteps, kInputs), layer).all);
}

UnrolledLayer of(Unit unit) {
    UnrolledLayer layer;
    layer.unit = unit;
    layer.hidden = kHidden;
    return layer;
}

Tensor parameter(const Graph& graph, const std::string& name) {
    const Parameter* found = graph.parameter(graph.find_value(name));
    EXPECT_NE(found, nullptr) << name;
    return found == nullptr ? Tensor() : found->latent();
}

void set(Graph& graph, const std::string& name, const Tensor& values) {
    ASSERT_EQ(parameter(graph, name).shape(), values.shape()) << name;
    graph.set_parameter(graph.find_value(name), Parameter(values));
}

Tensor run(const Graph& graph, const Tensor& x) {
    return reference_run(graph, std::span(&x, 1)).at(0);
}

Tensor pictures() {
    return noise({3, 1, kSteps, kInputs}, 11);
}

void expect_near(const Tensor& found, const Tensor& expected, double tolerance = 1e-6) {
    ASSERT_EQ(found.shape(), expected.shape());
    for (std::int64_t i = 0; i < found.elements(); ++i) {
        ASSERT_NEAR(found.at(i), expected.at(i), tolerance) << "element " << i;
    }
}

/// Column block `gate` of [rows, gates * kHidden], times `sign`, as [kHidden, rows] (ONNX's rows).
void put_gate(const Tensor& from, std::int64_t gate, double sign, Tensor& to, std::int64_t place) {
    const std::int64_t rows = from.shape().rank() == 2 ? from.shape()[0] : 1;
    const std::int64_t width = from.shape()[-1];
    for (std::int64_t j = 0; j < kHidden; ++j) {
        for (std::int64_t i = 0; i < rows; ++i) {
            to.writable<float>()[static_cast<std::size_t>((place * kHidden + j) * rows + i)] =
                static_cast<float>(sign * from.at(i * width + gate * kHidden + j));
        }
    }
}

/// The ONNX operator on the same sequence, all states as [N,T,H].
Graph standard(const std::string& op, const Tensor& w, const Tensor& r, const Tensor& b) {
    NetBuilder net("standard", 1, kSteps, kInputs, {}, 3);
    const States states = standard_layer(net, "s", rows_of_picture(net, kSteps, kInputs),
                                         {.op = op, .hidden = kHidden, .reset_after = false});
    Graph graph = net.finish(states.all);
    set(graph, "s.W", w);
    set(graph, "s.R", r);
    set(graph, "s.B", b);
    return graph;
}

TEST(RecurrentUnits, UnrolledLstmIsTheOperator) {
    const Graph graph = network(of(Unit::Lstm));
    Tensor w(DType::Float32, {1, 4 * kHidden, kInputs});
    Tensor r(DType::Float32, {1, 4 * kHidden, kHidden});
    Tensor b(DType::Float32, {1, 8 * kHidden});
    for (std::int64_t gate = 0; gate < 4; ++gate) {
        put_gate(parameter(graph, "u.W"), gate, 1, w, gate);
        put_gate(parameter(graph, "u.R"), gate, 1, r, gate);
        put_gate(parameter(graph, "u.b"), gate, 1, b, gate);
    }
    expect_near(run(graph, pictures()), run(standard("LSTM", w, r, b), pictures()));
}

TEST(RecurrentUnits, MguIsAGruWithAllGatesTied) {
    Graph graph = network(of(Unit::Mgu));
    set(graph, "u.b_f", noise({kHidden}, 5));
    // z = 1 - f and r = f: the weights of z are those of f with the other sign.
    Tensor w(DType::Float32, {1, 3 * kHidden, kInputs});
    Tensor r(DType::Float32, {1, 3 * kHidden, kHidden});
    Tensor b(DType::Float32, {1, 6 * kHidden});
    for (std::int64_t gate = 0; gate < 3; ++gate) {
        const std::string which = gate < 2 ? "_f" : "_h";
        const double sign = gate == 0 ? -1 : 1;
        put_gate(parameter(graph, "u.W" + which), 0, sign, w, gate);
        put_gate(parameter(graph, "u.R" + which), 0, sign, r, gate);
        put_gate(parameter(graph, "u.b" + which), 0, sign, b, gate);
    }
    expect_near(run(graph, pictures()), run(standard("GRU", w, r, b), pictures()));
}

TEST(RecurrentUnits, SimplifiedLstmIsAnLstmWithInputOneMinusForgetAndAnOpenOutput) {
    const Graph graph = network(of(Unit::SimplifiedLstm));
    Tensor w(DType::Float32, {1, 4 * kHidden, kInputs});
    Tensor r(DType::Float32, {1, 4 * kHidden, kHidden});
    Tensor b(DType::Float32, {1, 8 * kHidden});
    for (const auto& [name, to] : {std::pair{"u.W", &w}, {"u.R", &r}, {"u.b", &b}}) {
        put_gate(parameter(graph, name), 0, -1, *to, 0);
        put_gate(parameter(graph, name), 0, 1, *to, 2);
        put_gate(parameter(graph, name), 1, 1, *to, 3);
    }
    for (std::int64_t j = 0; j < kHidden; ++j) {
        b.writable<float>()[static_cast<std::size_t>(kHidden + j)] = 40; // sigmoid(40) is 1
    }
    expect_near(run(graph, pictures()), run(standard("LSTM", w, r, b), pictures()));
}

TEST(RecurrentUnits, JanetWithoutShiftIsASimplifiedLstm) {
    UnrolledLayer janet = of(Unit::Janet);
    janet.beta = 0;
    UnrolledLayer simple = of(Unit::SimplifiedLstm);
    simple.squash = false;
    const Graph graph = network(janet);
    Graph other = network(simple);
    for (const char* name : {"u.W", "u.R", "u.b"}) {
        set(other, name, parameter(graph, name));
    }
    expect_near(run(graph, pictures()), run(other, pictures()));
    janet.beta = 1;
    EXPECT_FALSE(run(network(janet), pictures()).equals(run(graph, pictures())));
}

TEST(RecurrentUnits, JanetBeginsWithMemoriesOfAllLengths) {
    const Tensor b = parameter(network(of(Unit::Janet)), "u.b");
    for (std::int64_t j = 0; j < kHidden; ++j) {
        EXPECT_GE(b.at(j), 0);
        EXPECT_LE(b.at(j), std::log(static_cast<double>(kSteps - 1)));
    }
}

TEST(RecurrentUnits, ProjectionByTheIdentityIsNone) {
    UnrolledLayer projected = of(Unit::Lstm);
    projected.projection = kHidden;
    const Graph plain = network(of(Unit::Lstm));
    Graph graph = network(projected);
    Tensor identity(DType::Float32, {kHidden, kHidden});
    for (std::int64_t j = 0; j < kHidden; ++j) {
        identity.writable<float>()[static_cast<std::size_t>(j * (kHidden + 1))] = 1;
    }
    set(graph, "u.P", identity);
    for (const char* name : {"u.W", "u.R", "u.b"}) {
        set(graph, name, parameter(plain, name));
    }
    expect_near(run(graph, pictures()), run(plain, pictures()));
}

TEST(RecurrentUnits, ProjectedParametersAreSaksFormula) {
    UnrolledLayer projected = of(Unit::Lstm);
    projected.hidden = 16;
    projected.projection = 7;
    // 4 (n_i + n_r) n_c + n_c n_r, and a bias for each gate.
    EXPECT_EQ(account(network(projected)).params, 4 * (kInputs + 7) * 16 + 16 * 7 + 4 * 16);
}

TEST(RecurrentUnits, FactorsOfFullRankAreTheWhole) {
    static_assert(kInputs == kHidden);
    UnrolledLayer thin = of(Unit::Lstm);
    thin.rank = kHidden;
    const Graph plain = network(of(Unit::Lstm));
    Graph graph = network(thin);
    Tensor identity(DType::Float32, {kHidden, kHidden});
    for (std::int64_t j = 0; j < kHidden; ++j) {
        identity.writable<float>()[static_cast<std::size_t>(j * (kHidden + 1))] = 1;
    }
    for (const std::string matrix : {"u.W", "u.R"}) {
        set(graph, matrix + "1", identity);
        set(graph, matrix + "2", parameter(plain, matrix));
    }
    set(graph, "u.b", parameter(plain, "u.b"));
    expect_near(run(graph, pictures()), run(plain, pictures()));
}

TEST(RecurrentUnits, SkippingOneStepIsOrdinaryAndTwoReadsEverySecond) {
    UnrolledLayer skip = of(Unit::Rnn);
    EXPECT_EQ(skip.skip, 1);
    skip.skip = 2;
    const Graph graph = network(skip);
    const Tensor x = pictures();
    Tensor changed = x;
    for (std::size_t i = 0; i < kInputs; ++i) {
        changed.writable<float>()[kInputs + i] += 1; // step 1 of the first sample
    }
    const Tensor before = run(graph, x);
    const Tensor after = run(graph, changed);
    for (std::int64_t t = 0; t < kSteps; ++t) {
        bool same = true;
        for (std::int64_t j = 0; j < kHidden; ++j) {
            same = same && before.at(t * kHidden + j) == after.at(t * kHidden + j);
        }
        EXPECT_EQ(same, t % 2 == 0) << "step " << t;
    }
    // Two interleaved ordinary networks.
    const Graph ordinary = network(of(Unit::Rnn));
    Graph same = network(of(Unit::Rnn));
    for (const char* name : {"u.W", "u.R", "u.b"}) {
        set(same, name, parameter(graph, name));
    }
    Tensor even(DType::Float32, {1, 1, kSteps, kInputs});
    for (std::int64_t t = 0; t < kSteps / 2; ++t) {
        for (std::int64_t i = 0; i < kInputs; ++i) {
            even.writable<float>()[static_cast<std::size_t>(t * kInputs + i)] =
                static_cast<float>(x.at(2 * t * kInputs + i));
        }
    }
    const Tensor halves = run(same, even);
    for (std::int64_t t = 0; t < kSteps / 2; ++t) {
        for (std::int64_t j = 0; j < kHidden; ++j) {
            EXPECT_NEAR(halves.at(t * kHidden + j), before.at(2 * t * kHidden + j), 1e-6);
        }
    }
}

/// k of unit j at step t, by the paper's equation.
double time_gate(double t, double tau, double s, double open, double leak) {
    const double turns = (t - s) / tau;
    const double phase = turns - std::floor(turns);
    return phase < open / 2 ? 2 * phase / open : phase < open ? 2 - 2 * phase / open : leak * phase;
}

TEST(RecurrentUnits, TimeGatesAreThePiecewiseLinearFunction) {
    for (const double open : {0.3, 1.0}) {
        UnrolledLayer phased = of(Unit::PhasedLstm);
        phased.open = open;
        phased.leak = 0.01;
        Graph graph = network(phased);
        for (std::int64_t t = 0; t < kSteps; ++t) {
            graph.outputs.push_back(graph.find_value("u." + std::to_string(t) + ".k.out"));
        }
        const Tensor x = pictures();
        const auto outputs = reference_run(graph, std::span(&x, 1));
        const Tensor tau = parameter(graph, "u.tau");
        const Tensor shift = parameter(graph, "u.s");
        for (std::int64_t t = 0; t < kSteps; ++t) {
            for (std::int64_t j = 0; j < kHidden; ++j) {
                const double k = outputs[static_cast<std::size_t>(t) + 1].at(j);
                EXPECT_NEAR(
                    k, time_gate(static_cast<double>(t), tau.at(j), shift.at(j), open, 0.01), 2e-5);
                EXPECT_GE(k, 0);
                EXPECT_LE(k, 1);
            }
        }
    }
}

TEST(RecurrentUnits, TheLeakDoesNotMatterWhereGatesAreAlwaysOpen) {
    UnrolledLayer phased = of(Unit::PhasedLstm);
    phased.open = 1;
    phased.leak = 0.5;
    const Tensor leaking = run(network(phased), pictures());
    phased.leak = 0;
    EXPECT_TRUE(run(network(phased), pictures()).equals(leaking));
}

TEST(RecurrentUnits, QrnnOverOneStepIsAGatedRecurrenceOfEachUnit) {
    UnrolledLayer layer = of(Unit::Qrnn);
    layer.kernel = 1;
    const Graph graph = network(layer);
    const Tensor w = parameter(graph, "u.W");
    const Tensor b = parameter(graph, "u.b");
    const Tensor x = pictures();
    const Tensor found = run(graph, x);
    const auto sigmoid = [](double v) { return 1 / (1 + std::exp(-v)); };
    for (std::int64_t n = 0; n < 3; ++n) {
        for (std::int64_t j = 0; j < kHidden; ++j) {
            double c = 0;
            for (std::int64_t t = 0; t < kSteps; ++t) {
                double sums[3];
                for (std::int64_t gate = 0; gate < 3; ++gate) {
                    sums[gate] = b.at(gate * kHidden + j);
                    for (std::int64_t i = 0; i < kInputs; ++i) {
                        sums[gate] += w.at((gate * kHidden + j) * kInputs + i) *
                                      x.at((n * kSteps + t) * kInputs + i);
                    }
                }
                const double f = sigmoid(sums[1]);
                c = f * c + (1 - f) * std::tanh(sums[0]);
                EXPECT_NEAR(found.at((n * kSteps + t) * kHidden + j), sigmoid(sums[2]) * c, 1e-6);
            }
        }
    }
}

TEST(RecurrentUnits, QrnnSeesOnlyThePast) {
    const Graph graph = network(of(Unit::Qrnn));
    const Tensor x = pictures();
    Tensor changed = x;
    for (std::size_t i = 0; i < kInputs; ++i) {
        changed.writable<float>()[3 * kInputs + i] += 1;
    }
    const Tensor before = run(graph, x);
    const Tensor after = run(graph, changed);
    for (std::int64_t i = 0; i < 3 * kHidden; ++i) {
        EXPECT_EQ(before.at(i), after.at(i));
    }
}

TEST(RecurrentUnits, TheUnitaryMatrixKeepsLengthsAndAngles) {
    constexpr std::int64_t kSize = 12;
    NetBuilder net("unitary", 1, 2, kSize, {}, 3);
    const Sequence x = rows_of_picture(net, 2, kSize);
    Attributes axis;
    axis.set("axis", std::int64_t{1});
    const auto row = [&](std::int64_t index) {
        return net.node(
            "Gather", "row" + std::to_string(index),
            {x.value, net.parameter("index" + std::to_string(index), Tensor::scalar(index))}, axis);
    };
    UnitaryMatrix matrix(net, "u", x.value, kSize);
    const Complex y = matrix.times("0", {row(0), row(1)});
    const Graph graph = net.finish(net.node("Concat", "both", {y.re, y.im}, axis));
    const Tensor in = noise({2, 1, 2, kSize}, 4);
    const Tensor out = run(graph, in).reshaped({2, 1, 2, kSize});
    // The inner products of both samples with themselves and each other, real and imaginary part:
    // what keeps them is unitary, and so keeps the lengths of gradients on their way back as well.
    const auto inner = [&](const Tensor& z, std::int64_t a, std::int64_t b) {
        std::pair<double, double> sum{0, 0};
        for (std::int64_t j = 0; j < kSize; ++j) {
            const double a_re = z.at(2 * a * kSize + j);
            const double a_im = z.at((2 * a + 1) * kSize + j);
            const double b_re = z.at(2 * b * kSize + j);
            const double b_im = z.at((2 * b + 1) * kSize + j);
            sum.first += a_re * b_re + a_im * b_im;
            sum.second += a_re * b_im - a_im * b_re;
        }
        return sum;
    };
    const double length = inner(in, 0, 0).first;
    for (std::int64_t a = 0; a < 2; ++a) {
        for (std::int64_t b = 0; b < 2; ++b) {
            EXPECT_NEAR(inner(out, a, b).first, inner(in, a, b).first, 2e-6 * length);
            EXPECT_NEAR(inner(out, a, b).second, inner(in, a, b).second, 2e-6 * length);
        }
    }
    EXPECT_NEAR(std::sqrt(inner(out, 0, 0).first), std::sqrt(length), 1e-6 * std::sqrt(length));
    EXPECT_FALSE(out.equals(in));
}

TEST(RecurrentUnits, AResidualBlockOfZerosIsTheIdentity) {
    NetBuilder net("residual", 1, kSteps, kHidden, {}, 3);
    const Sequence x = rows_of_picture(net, kSteps, kHidden);
    const States states = standard_layer(net, "s", x, {.hidden = kHidden});
    Graph graph = net.finish(net.add("add", states.all, x.value));
    for (const char* name : {"s.W", "s.R"}) {
        set(graph, name, Tensor(DType::Float32, parameter(graph, name).shape()));
    }
    const Tensor in = noise({2, 1, kSteps, kHidden}, 8);
    EXPECT_TRUE(run(graph, in).equals(in.reshaped({2, kSteps, kHidden})));
}

TEST(RecurrentUnits, CountsAreTheKnownOnes) {
    // 4, 3 and 2 times (28 * 128 + 128 * 128 + 128) with one bias; ONNX has a second one.
    const auto rows = [](const std::function<States(NetBuilder&, const Sequence&)>& layer) {
        NetBuilder net("rows", 1, 28, 28, {}, 1);
        const States states = layer(net, rows_of_picture(net, 28, 28));
        return account(net.finish(states.last)).params;
    };
    const auto operators = [&](const char* op) {
        return rows([op](NetBuilder& net, const Sequence& x) {
            return standard_layer(net, "s", x, {.op = op});
        });
    };
    EXPECT_EQ(operators("LSTM") - 4 * 128, 80384);
    EXPECT_EQ(operators("GRU") - 3 * 128, 60288);
    EXPECT_EQ(rows([](NetBuilder& net, const Sequence& x) {
                  return unrolled_layer(net, "u", x, {.unit = Unit::Mgu});
              }),
              40192);
    // Three phases, two reflections (complex), two input matrices with biases, the moduli's bias.
    EXPECT_EQ(rows([](NetBuilder& net, const Sequence& x) {
                  return unrolled_layer(net, "u", x, {.unit = Unit::Unitary});
              }),
              3 * 128 + 4 * 128 + 2 * (28 * 128 + 128) + 128);
}

class EveryUnit : public testing::TestWithParam<Unit> {};

TEST_P(EveryUnit, TrainsAllItsParameters) {
    NetBuilder net("unit", 1, 4, kInputs, {}, 3);
    UnrolledLayer layer = of(GetParam());
    layer.open = 0.7;
    const States states = unrolled_layer(net, "u", rows_of_picture(net, 4, kInputs), layer);
    const std::int64_t size = GetParam() == Unit::Unitary ? 2 * kHidden : kHidden;
    const Graph graph = net.finish(net.linear("fc", states.last, size, 3));
    const auto gradients = [&](bool fast) {
        TrainPlan plan(graph, 4, {.fast = fast});
        const Tensor x = noise(plan.input_shape(), 2);
        std::ranges::copy(x.data<float>(), plan.input().begin());
        const std::vector<int> labels{0, 1, 2, 0};
        plan.forward(CrossEntropy(), {.labels = labels});
        plan.backward();
        std::int64_t trained = 0;
        std::vector<Tensor> result;
        for (const auto& parameter : plan.parameters()) {
            trained += parameter->latent.elements();
            result.push_back(parameter->gradient);
        }
        EXPECT_EQ(trained, account(graph).params);
        return result;
    };
    const auto fast = gradients(true);
    const auto plain = gradients(false);
    ASSERT_EQ(fast.size(), plain.size());
    for (std::size_t i = 0; i < fast.size(); ++i) {
        double largest = 0;
        for (std::int64_t k = 0; k < plain[i].elements(); ++k) {
            largest = std::max(largest, std::abs(plain[i].at(k)));
        }
        EXPECT_GT(largest, 0) << "parameter " << i;
        for (std::int64_t k = 0; k < plain[i].elements(); ++k) {
            ASSERT_NEAR(fast[i].at(k), plain[i].at(k), 5e-5 * largest) << "parameter " << i;
        }
    }
}

std::string unit_name(const testing::TestParamInfo<Unit>& unit) {
    constexpr const char* kNames[] = {"Lstm",   "Mgu",  "SimplifiedLstm", "Janet",
                                      "Phased", "Qrnn", "Unitary",        "Rnn"};
    return kNames[static_cast<std::size_t>(unit.param)];
}

INSTANTIATE_TEST_SUITE_P(Recurrent, EveryUnit,
                         testing::Values(Unit::Lstm, Unit::Mgu, Unit::SimplifiedLstm, Unit::Janet,
                                         Unit::PhasedLstm, Unit::Qrnn, Unit::Unitary, Unit::Rnn),
                         unit_name);

} // namespace
} // namespace espalier
