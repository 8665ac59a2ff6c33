// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/train/small_nets.h"

#include "core/base/error.h"
#include "core/compress/technique.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace espalier {
namespace {

using test::Stripes;

Params params_of(const std::vector<std::pair<std::string, std::string>>& values) {
    Params params(technique_for("finetune").info().params);
    for (const auto& [key, value] : values) {
        params.set_text(key, value);
    }
    return params;
}

/// The plain network, two thirds of one weight kept and another on 3 bits.
Graph compressed() {
    Graph graph = test::plain_net(8, 1);
    const ValueId pruned = graph.find_value("fc1.weight");
    Tensor mask(DType::Bool, graph.parameter(pruned)->shape());
    const auto keep = mask.writable<bool>();
    for (std::size_t i = 0; i < keep.size(); ++i) {
        keep[i] = i % 3 != 0;
    }
    graph.set_parameter(pruned, graph.parameter(pruned)->with_mask(mask));
    const ValueId coded = graph.find_value("fc2.weight");
    graph.set_parameter(
        coded, graph.parameter(coded)->with_code(std::make_shared<AffineCode>(
                   3, true, true, -1, std::vector<float>{0.25F}, std::vector<std::int32_t>{0})));
    return graph;
}

Context context_with(std::vector<std::string>& notes) {
    Context context;
    context.train = std::make_shared<Stripes>(64, 8, 1, 1);
    context.note = [&notes](std::string_view note) { notes.emplace_back(note); };
    return context;
}

TEST(Finetune, LearnsWithMasksAndCodesHeld) {
    const Graph before = compressed();
    std::vector<std::string> notes;
    const Graph after =
        technique_for("finetune")
            .apply(before, params_of({{"epochs", "30"}, {"batch", "16"}, {"lr", "0.05"}}), {},
                   context_with(notes));
    const Parameter& pruned = *after.parameter(after.find_value("fc1.weight"));
    EXPECT_TRUE(pruned.mask().equals(before.parameter(before.find_value("fc1.weight"))->mask()));
    EXPECT_EQ(pruned.nonzeros(), pruned.latent().elements() / 3 * 2);
    const Parameter& coded = *after.parameter(after.find_value("fc2.weight"));
    ASSERT_NE(coded.code(), nullptr);
    EXPECT_TRUE(coded.latent().equals(coded.code()->project(coded.latent())));
    EXPECT_FALSE(
        coded.latent().equals(before.parameter(before.find_value("fc2.weight"))->effective()));
    ASSERT_EQ(notes.size(), 1U);
    EXPECT_NE(notes[0].find("120 steps"), std::string::npos) << notes[0];
}

/// Every setting reaches the trainer: one that did not would leave the network as it is without it.
TEST(Finetune, EverySettingMatters) {
    const auto trained = [](std::vector<std::pair<std::string, std::string>> values) {
        values.insert(values.end(), {{"epochs", "4"}, {"batch", "16"}});
        std::vector<std::string> notes;
        return technique_for("finetune")
            .apply(compressed(), params_of(values), {}, context_with(notes))
            .content_hash();
    };
    const std::vector<std::vector<std::pair<std::string, std::string>>> settings{
        {},
        {{"lr", "0.02"}},
        {{"momentum", "0.5"}},
        {{"nesterov", "true"}},
        {{"optimizer", "adam"}},
        {{"optimizer", "adam"}, {"beta1", "0.5"}},
        {{"optimizer", "adam"}, {"beta2", "0.9"}},
        {{"optimizer", "adam"}, {"epsilon", "0.01"}},
        {{"optimizer", "adamw"}},
        {{"optimizer", "rmsprop"}},
        {{"optimizer", "rmsprop"}, {"square_decay", "0.5"}},
        {{"weight_decay", "0.01"}},
        {{"schedule", "constant"}},
        {{"schedule", "constant"}, {"warm_up", "0.5"}},
        {{"schedule", "step"}},
        {{"schedule", "one-cycle"}},
        {{"schedule", "one-cycle"}, {"rise", "0.6"}},
        {{"label_smoothing", "0.1"}},
        {{"mixup", "0.5"}},
        {{"clip_norm", "0.1"}},
        {{"augment", "shift1"}},
        {{"average", "ema"}},
        {{"average", "ema"}, {"average_decay", "0.01"}},
        {{"average", "swa"}, {"average_start", "0.5"}},
        {{"validation", "0.25"}},
        {{"weight_numbers", "4"}},
        {{"activation_numbers", "4"}},
        {{"error_numbers", "4"}},
        {{"error_numbers", "top0.5"}},
        {{"gradient_numbers", "4s"}},
        {{"update_numbers", "4s"}},
    };
    std::map<std::string, std::size_t> seen;
    for (std::size_t i = 0; i < settings.size(); ++i) {
        const auto [place, fresh] = seen.emplace(trained(settings[i]), i);
        EXPECT_TRUE(fresh) << i << " is " << place->second << " again";
    }
    EXPECT_EQ(trained({{"optimizer", "nesterov"}}), trained({{"nesterov", "true"}}));
    EXPECT_THROW(static_cast<void>(trained({{"keep_best", "true"}})), Error);
    EXPECT_NO_THROW(static_cast<void>(trained({{"keep_best", "true"},
                                               {"patience", "1"},
                                               {"validation", "0.25"},
                                               {"schedule", "plateau"}})));
}

TEST(Finetune, LeavesLayersOutsideItsScopeAlone) {
    const Graph before = compressed();
    std::vector<std::string> notes;
    Scope scope;
    scope.exclude = {"conv*", "fc2"};
    const Graph after = technique_for("finetune")
                            .apply(before, params_of({{"epochs", "1"}, {"batch", "16"}}), scope,
                                   context_with(notes));
    for (const char* name : {"conv1.weight", "conv1.bias", "fc2.weight", "fc2.bias"}) {
        EXPECT_EQ(after.parameter(after.find_value(name))->content_hash(),
                  before.parameter(before.find_value(name))->content_hash())
            << name;
    }
    EXPECT_NE(after.parameter(after.find_value("fc1.weight"))->content_hash(),
              before.parameter(before.find_value("fc1.weight"))->content_hash());
}

TEST(Finetune, ThePlanCountsWhatMoves) {
    const Preview preview =
        technique_for("finetune").plan(compressed(), params_of({{"epochs", "0.5"}}), {});
    ASSERT_EQ(preview.layers.size(), 3U);
    std::int64_t params = 0;
    for (const LayerChange& layer : preview.layers) {
        EXPECT_EQ(layer.params_before, layer.params_after);
        params += layer.params_after;
    }
    EXPECT_EQ(params, (9 * 5 + 5) + (45 * 12 + 12) + (12 * 8 + 8));
    EXPECT_FALSE(preview.notes.empty());
}

TEST(Finetune, NeedsLabelsAndAKnownAugmentation) {
    const Technique& technique = technique_for("finetune");
    EXPECT_EQ(technique.needs(params_of({})), Needs::Labels);
    EXPECT_THROW(static_cast<void>(technique.apply(compressed(), params_of({}), {}, {})), Error);
    EXPECT_THROW(
        static_cast<void>(technique.plan(compressed(), params_of({{"augment", "blur"}}), {})),
        Error);
}

} // namespace
} // namespace espalier
