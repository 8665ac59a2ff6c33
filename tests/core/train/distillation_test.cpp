// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/train/small_nets.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/train/distil/reconstruction.h"
#include "core/train/distil/train_distilled.h"
#include "core/train/evaluate.h"
#include "core/train/image_source.h"
#include "core/train/train_plan.h"

#include <gtest/gtest.h>

#include <cmath>

namespace espalier {
namespace {

using test::Stripes;

TrainOptions quick(double epochs) {
    TrainOptions options;
    options.epochs = epochs;
    options.batch = 16;
    options.optimiser = {.kind = OptimiserKind::Adam};
    options.schedule.rate = 0.005;
    return options;
}

const Graph& teacher() {
    static const Graph net =
        train(test::residual_net(8, 1), Stripes(128, 8, 3, 1), {}, quick(12)).graph;
    return net;
}

/// The loss of the first batch and the gradient of every parameter.
struct FirstStep {
    double loss = 0;
    std::vector<Tensor> gradients;
};

FirstStep first_step(const Graph& student, const Distillation& loss) {
    TrainPlan plan(student, 16, {.freeze_batch_norm = true, .loss_values = loss.values()});
    Rng rng(3);
    for (float& value : plan.input()) {
        value = static_cast<float>(rng.uniform());
    }
    const std::vector<int> labels(16, 2);
    FirstStep result;
    result.loss = plan.forward(loss, {.labels = labels}).loss;
    plan.backward();
    for (const auto& parameter : plan.parameters()) {
        result.gradients.push_back(
            Tensor::of<float>(parameter->gradient.shape(), parameter->gradient.data<float>()));
    }
    return result;
}

double largest(const std::vector<Tensor>& tensors) {
    double most = 0;
    for (const Tensor& tensor : tensors) {
        for (const float value : tensor.data<float>()) {
            most = std::max(most, static_cast<double>(std::abs(value)));
        }
    }
    return most;
}

DistilSettings all_teacher(HintKind kind) {
    DistilSettings settings{.alpha = 0, .hints = kind};
    settings.pairs = hint_pairs(teacher(), teacher(), kind, {});
    return settings;
}

TEST(Distillation, AStudentThatIsItsTeacherHasNothingToLearn) {
    for (const HintKind kind :
         {HintKind::None, HintKind::Feature, HintKind::Attention, HintKind::Relational}) {
        const FirstStep step = first_step(teacher(), Distillation(teacher(), all_teacher(kind)));
        // The engine that runs the teacher and the plan that trains the student order their sums
        // differently.
        EXPECT_NEAR(step.loss, 0, 1e-8) << hint_name(kind);
        EXPECT_LT(largest(step.gradients), 1e-4) << hint_name(kind);
    }
}

TEST(Distillation, LabelsAloneAreCrossEntropy) {
    const Graph student = test::residual_net(8, 5);
    const FirstStep distilled = first_step(student, Distillation(teacher(), {.alpha = 1}));
    TrainPlan plan(student, 16, {.freeze_batch_norm = true});
    Rng rng(3);
    for (float& value : plan.input()) {
        value = static_cast<float>(rng.uniform());
    }
    const std::vector<int> labels(16, 2);
    EXPECT_EQ(plan.forward(CrossEntropy(), {.labels = labels}).loss, distilled.loss);
}

/// Central differences through the whole network, hints inside of it included.
TEST(Distillation, GradientsThroughTheNetworkAreThoseOfTheLoss) {
    for (const HintKind kind : {HintKind::Feature, HintKind::Attention, HintKind::Relational}) {
        Graph student = test::residual_net(8, 5);
        const Distillation loss(teacher(), all_teacher(kind));
        TrainPlan plan(student, 16, {.freeze_batch_norm = true, .loss_values = loss.values()});
        Rng rng(3);
        for (float& value : plan.input()) {
            value = static_cast<float>(rng.uniform());
        }
        const std::vector<int> labels(16, 2);
        static_cast<void>(plan.forward(loss, {.labels = labels}));
        plan.backward();
        for (const auto& parameter : plan.parameters()) {
            const Tensor gradient =
                Tensor::of<float>(parameter->gradient.shape(), parameter->gradient.data<float>());
            const double scale = std::max(largest({gradient}), 1e-3);
            for (int draw = 0; draw < 2; ++draw) {
                const auto i = static_cast<std::size_t>(
                    rng.below(static_cast<std::uint64_t>(gradient.elements())));
                const float at = parameter->latent.data<float>()[i];
                const auto loss_at = [&](float value) {
                    parameter->latent.writable<float>()[i] = value;
                    plan.parameters_changed();
                    return plan.forward(loss, {.labels = labels}).loss;
                };
                constexpr float kStep = 1.0F / 512;
                const double slope =
                    (loss_at(at + kStep) - loss_at(at - kStep)) / (2 * static_cast<double>(kStep));
                static_cast<void>(loss_at(at));
                // Kinks of the rectifiers within the step cost a few per cent.
                EXPECT_NEAR(gradient.data<float>()[i], slope, 0.05 * scale)
                    << hint_name(kind) << " " << parameter->name << " " << i;
            }
        }
    }
}

TEST(Distillation, AStudentLearnsFromItsTeacherAlone) {
    const Stripes set(128, 8, 3, 1);
    const Stripes test_set(64, 8, 3, 9);
    for (const HintKind kind :
         {HintKind::None, HintKind::Feature, HintKind::Attention, HintKind::Relational}) {
        const Graph start = test::residual_net(8, 5);
        const TrainResult result =
            train_distilled(start, teacher(), set, {}, {.alpha = 0, .hints = kind}, {}, quick(12));
        EXPECT_GT(evaluate(result.graph, test_set, {}).top1, 90) << hint_name(kind);
        EXPECT_EQ(result.graph.nodes.size(), start.nodes.size()) << hint_name(kind);
    }
}

TEST(Distillation, NarrowerStudentsLookThroughARegressor) {
    NetBuilder net("narrow", 3, 8, 8, {}, 5);
    ValueId x = net.conv("stem", net.input(), 3, {.out = 6, .pad = 1});
    x = net.relu("stem.relu", net.batch_norm("stem.bn", x, 6));
    x = net.max_pool("pool", x, 2);
    x = net.flatten("flatten", net.global_average("average", x));
    const Graph student = net.finish(net.linear("fc", x, 6, 8));
    const TrainResult result = train_distilled(
        student, teacher(), Stripes(64, 8, 3, 1), {},
        {.alpha = 0.5, .hints = HintKind::Feature, .weight = 10}, {"stem"}, quick(2));
    EXPECT_EQ(result.graph.nodes.size(), student.nodes.size());
    EXPECT_EQ(result.graph.find_value("espalier.hint.0.weight"), kNoValue);
    EXPECT_THROW(static_cast<void>(hint_pairs(student, teacher(), HintKind::Feature, {"conv9"})),
                 Error);
}

TEST(Distillation, TheSameStudentOnAnyNumberOfThreads) {
    const int before = threads();
    const Stripes set(48, 8, 3, 1);
    const auto run = [&](int count) {
        set_threads(count);
        return train_distilled(test::residual_net(8, 5), teacher(), set, {},
                               {.hints = HintKind::Attention}, {}, quick(2))
            .graph.content_hash();
    };
    const std::string one = run(1);
    EXPECT_EQ(run(3), one);
    set_threads(before);
}

/// A network whose layers were damaged: every third weight gone.
Graph pruned(const Graph& graph) {
    Graph result = graph;
    for (const char* name : {"stem.weight", "conv1.weight", "conv2.weight", "conv3.weight"}) {
        const ValueId id = result.find_value(name);
        Tensor mask(DType::Bool, result.parameter(id)->shape());
        const auto keep = mask.writable<bool>();
        for (std::size_t i = 0; i < keep.size(); ++i) {
            keep[i] = i % 3 != 0;
        }
        result.set_parameter(id, result.parameter(id)->with_mask(mask));
    }
    return result;
}

TEST(Reconstruction, BringsLayersBackWithoutLabelsAndHoldsMasks) {
    const Stripes set(128, 8, 3, 1);
    const Stripes test_set(64, 8, 3, 9);
    const Graph damaged = pruned(teacher());
    const Preprocess preprocess;
    ImageSource source(set, preprocess, {}, 1);
    const Reconstruction done =
        reconstruct_layers(damaged, teacher(), source, {.samples = 128, .batch = 16, .epochs = 30});
    ASSERT_EQ(done.layers.size(), 5U);
    EXPECT_TRUE(done.left_out.empty());
    for (const ReconstructedLayer& layer : done.layers) {
        EXPECT_LT(layer.after, 0.7 * layer.before) << layer.node;
    }
    const double before = evaluate(damaged, test_set, {}).loss;
    const double after = evaluate(done.graph, test_set, {}).loss;
    EXPECT_LT(after, before);
    const Parameter& weight = *done.graph.parameter(done.graph.find_value("conv2.weight"));
    ASSERT_TRUE(weight.has_mask());
    const auto values = weight.latent().data<float>();
    for (std::size_t i = 0; i < values.size(); i += 3) {
        ASSERT_EQ(values[i], 0);
    }
}

TEST(Reconstruction, WhereNothingWasLostNothingChanges) {
    const Stripes set(32, 8, 3, 1);
    const Preprocess preprocess;
    ImageSource source(set, preprocess, {}, 1);
    const Reconstruction done =
        reconstruct_layers(teacher(), teacher(), source, {.samples = 32, .batch = 16, .epochs = 1});
    EXPECT_EQ(done.graph.content_hash(), teacher().content_hash());
    for (const ReconstructedLayer& layer : done.layers) {
        EXPECT_EQ(layer.before, 0);
    }
}

} // namespace
} // namespace espalier
