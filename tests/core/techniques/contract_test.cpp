// SPDX-License-Identifier: GPL-3.0-or-later
// What every technique promises, whatever it does. A new technique is held to it by being there.
#include "tests/core/nets/small_nets.h"

#include "core/analysis/accounting.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/parallel.h"
#include "core/compress/recipe.h"
#include "core/graph/infer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace espalier {
namespace {

/// Pictures of nothing in particular, with labels, for techniques that want data.
class NoiseSet final : public Dataset {
public:
    [[nodiscard]] std::string name() const override { return "noise"; }

    [[nodiscard]] std::size_t size() const override { return 24; }

    [[nodiscard]] int classes() const override { return 10; }

    [[nodiscard]] int label(std::size_t index) const override {
        return static_cast<int>(index % 10);
    }

    [[nodiscard]] Image image(std::size_t index) const override {
        Image image{8, 8, 3, std::vector<std::uint8_t>(8 * 8 * 3)};
        Rng rng(3, index);
        for (auto& pixel : image.pixels) {
            pixel = static_cast<std::uint8_t>(rng.below(256));
        }
        return image;
    }

    [[nodiscard]] std::string fingerprint() const override { return "noise"; }
};

Context data_context() {
    Context context;
    context.train = std::make_shared<NoiseSet>();
    context.test = context.train;
    context.evaluate = [](const Graph&) { return 50.0; };
    return context;
}

/// Settings that make a step quick, or make it do something where its defaults would not.
std::string working_settings(const std::string& id) {
    static const std::map<std::string, std::string> settings{{"finetune", ":epochs=1"},
                                                             {"quantise.qat", ":epochs=1"}};
    const auto found = settings.find(id);
    return id + (found == settings.end() ? "" : found->second);
}

/// Settings with which a technique must change nothing at all.
const std::map<std::string, std::string>& identity_settings() {
    static const std::map<std::string, std::string> settings{
        {"prune.magnitude", "sparsity=0"}, {"prune.channels", "ratio=0"}, {"materialise", ""}};
    return settings;
}

Graph apply(const Step& step, const Graph& graph, const Context& context) {
    Graph result = step.technique->apply(graph, step.params, step.scope, context);
    infer_types(result);
    return result;
}

class EveryTechnique : public testing::TestWithParam<const Technique*> {
protected:
    [[nodiscard]] const Technique& technique() const { return *GetParam(); }

    [[nodiscard]] const TechniqueInfo& info() const { return GetParam()->info(); }

    [[nodiscard]] Step step() const { return Step::parse(working_settings(info().id)); }
};

TEST_P(EveryTechnique, DescribesItself) {
    EXPECT_FALSE(info().id.empty());
    EXPECT_FALSE(info().title.empty());
    EXPECT_FALSE(info().summary.empty());
    EXPECT_EQ(info().summary.back(), '.');
    EXPECT_GT(info().explanation.size(), 100U);
    EXPECT_FALSE(info().references.empty());
    for (const Reference& reference : info().references) {
        EXPECT_FALSE(reference.text.empty());
        EXPECT_FALSE(reference.link.empty());
    }
    EXPECT_EQ(find_technique(info().id), &technique());
    std::set<std::string> keys;
    for (const ParamSpec& spec : info().params) {
        SCOPED_TRACE(spec.key);
        EXPECT_TRUE(keys.insert(spec.key).second);
        EXPECT_TRUE(spec.key != "layers" && spec.key != "except"); // taken by the scope
        EXPECT_FALSE(spec.label.empty());
        EXPECT_GT(spec.help.size(), 10U);
        EXPECT_EQ(spec.help.back(), '.');
        if (spec.type == espalier::ParamType::Integer || spec.type == espalier::ParamType::Real) {
            EXPECT_LT(spec.min, spec.max);
        }
        if (spec.type == espalier::ParamType::Choice) {
            EXPECT_GE(spec.choices.size(), 2U);
            for (const Choice& choice : spec.choices) {
                EXPECT_FALSE(choice.id.empty() || choice.label.empty());
            }
        }
        if (!spec.visible_key.empty()) {
            EXPECT_FALSE(spec.visible_values.empty());
            EXPECT_TRUE(
                std::any_of(info().params.begin(), info().params.end(),
                            [&](const ParamSpec& other) { return other.key == spec.visible_key; }));
        }
    }
}

TEST_P(EveryTechnique, DefaultsAreValid) {
    const Params defaults(info().params);
    Params copied(info().params);
    for (const ParamSpec& spec : info().params) {
        SCOPED_TRACE(spec.key);
        EXPECT_NO_THROW(copied.set_text(spec.key, defaults.as_text(spec.key)));
        EXPECT_EQ(copied.as_text(spec.key), defaults.as_text(spec.key));
    }
    EXPECT_EQ(copied.to_json(), defaults.to_json());
}

TEST_P(EveryTechnique, StepsComeBackFromTextAndJson) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        Rng rng(seed);
        Step step(technique());
        for (const ParamSpec& spec : info().params) {
            const double number = rng.uniform(spec.min, spec.max);
            switch (spec.type) {
            case espalier::ParamType::Boolean:
                step.params.set_text(spec.key, rng.below(2) == 0 ? "true" : "false");
                break;
            case espalier::ParamType::Integer:
                step.params.set_text(spec.key, std::to_string(std::llround(std::floor(number))));
                break;
            case espalier::ParamType::Real:
                step.params.set_text(spec.key, fmt::format("{}", number));
                break;
            case espalier::ParamType::Choice:
                step.params.set_text(spec.key, spec.choices[rng.below(spec.choices.size())].id);
                break;
            case espalier::ParamType::Text:
                step.params.set_text(spec.key, "a, b: c = 'd' + e");
                break;
            }
        }
        step.scope = {{"conv*", "fc,1"}, {"it's"}};
        EXPECT_EQ(Step::parse(step.str()).hash(), step.hash()) << step.str();
        EXPECT_EQ(Step::from_json(parse_json(step.to_json().dump(), "step")).hash(), step.hash());
    }
}

/// Layers that became several count as the one they stem from.
std::map<std::string, LayerAccount> by_origin(const Account& totals) {
    std::map<std::string, LayerAccount> sums;
    for (const LayerAccount& layer : totals.layers) {
        LayerAccount& sum = sums[layer.origin];
        sum.params += layer.params;
        sum.nonzeros += layer.nonzeros;
    }
    return sums;
}

TEST_P(EveryTechnique, PlanChangesNothingAndAgreesWithApply) {
    for (const auto& net : test::small_nets()) {
        SCOPED_TRACE(net.name);
        const Graph graph = net.make();
        const std::string hash = graph.content_hash();
        const Preview preview = technique().plan(graph, step().params, step().scope);
        ASSERT_EQ(graph.content_hash(), hash);
        const Graph result = apply(step(), graph, data_context());
        ASSERT_EQ(graph.content_hash(), hash);
        std::map<std::string, LayerChange> changes;
        for (const LayerChange& change : preview.layers) {
            changes[change.origin] = change;
            EXPECT_FALSE(change.what.empty()) << change.node;
        }
        const bool reads_data = technique().needs(step().params) != Needs::Nothing;
        const auto before = by_origin(account(graph));
        for (const auto& [origin, layer] : by_origin(account(result))) {
            const auto change = changes.find(origin);
            const auto old = before.find(origin);
            if (old == before.end()) {
                continue; // made by the step
            }
            const bool planned = change != changes.end();
            EXPECT_EQ(planned ? change->second.params_after : old->second.params, layer.params)
                << origin;
            // How many values round to zero is known only once it was done; masks are exact.
            if (!reads_data && info().family == Family::Sparsification) {
                EXPECT_EQ(planned ? change->second.nonzeros_after : old->second.nonzeros,
                          layer.nonzeros)
                    << origin;
            }
        }
    }
}

TEST_P(EveryTechnique, IdentitySettingsChangeNothing) {
    const auto settings = identity_settings().find(info().id);
    if (settings == identity_settings().end()) {
        GTEST_SKIP() << info().id << " has no setting that changes nothing";
    }
    const Step identity =
        Step::parse(info().id + (settings->second.empty() ? "" : ":" + settings->second));
    for (const auto& net : test::small_nets()) {
        const Graph graph = net.make();
        EXPECT_EQ(apply(identity, graph, data_context()).content_hash(), graph.content_hash())
            << net.name;
        EXPECT_TRUE(technique().plan(graph, identity.params, {}).layers.empty()) << net.name;
    }
}

TEST_P(EveryTechnique, ResultsDoNotDependOnThreads) {
    for (const auto& net : test::small_nets()) {
        const Graph graph = net.make();
        set_threads(1);
        const std::string one = apply(step(), graph, data_context()).content_hash();
        set_threads(2);
        const std::string two = apply(step(), graph, data_context()).content_hash();
        set_threads(0);
        EXPECT_EQ(one, two) << net.name;
    }
}

TEST_P(EveryTechnique, TheResultRuns) {
    for (const auto& net : test::small_nets()) {
        const Graph graph = net.make();
        const Graph result = apply(step(), graph, data_context());
        EXPECT_NO_THROW(validate(result)) << net.name;
        const Tensor output = test::run_plain(result, test::random_pictures(graph, 2, 9));
        EXPECT_EQ(output.shape(), (Shape{2, 10})) << net.name;
        for (const float value : output.data<float>()) {
            EXPECT_TRUE(std::isfinite(value)) << net.name;
        }
    }
}

TEST_P(EveryTechnique, ZerosSurviveUnlessItSaysSo) {
    const Step prune = Step::parse("prune.magnitude:sparsity=0.6");
    for (const auto& net : test::small_nets()) {
        const Graph pruned = apply(prune, net.make(), {});
        const Preview preview = technique().plan(pruned, step().params, step().scope);
        std::vector<std::string> told = preview.notes;
        Context context = data_context();
        context.note = [&](std::string_view note) { told.emplace_back(note); };
        const Graph result = apply(step(), pruned, context);
        const bool said = std::any_of(told.begin(), told.end(), [](const std::string& note) {
            return note.find("mask") != std::string::npos;
        });
        std::int64_t woken = 0;
        for (std::size_t i = 0; i < pruned.value_count(); ++i) {
            const auto id = static_cast<ValueId>(i);
            const Parameter* before = pruned.parameter(id);
            const Parameter* after = result.parameter(
                before == nullptr ? kNoValue : result.find_value(pruned.value(id).name));
            if (before == nullptr || after == nullptr || !before->has_mask() ||
                after->shape() != before->shape()) {
                continue;
            }
            const auto kept = before->mask().data<bool>();
            const auto values = after->effective().data<float>();
            for (std::size_t k = 0; k < kept.size(); ++k) {
                woken += !kept[k] && values[k] != 0.0F ? 1 : 0;
            }
        }
        EXPECT_TRUE(said || woken == 0) << net.name << ": " << woken;
    }
}

TEST_P(EveryTechnique, StopsWhenAsked) {
    std::stop_source source;
    source.request_stop();
    Context context = data_context();
    context.job = Job(source.get_token(), {});
    const Graph graph = test::small_net("residual");
    try {
        static_cast<void>(apply(step(), graph, context));
        FAIL() << "it went on";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::Cancelled) << error.what();
    }
}

TEST_P(EveryTechnique, RefusesLayersThatAreNotThere) {
    Step step = Step::parse(working_settings(info().id));
    step.scope.include = {"no_such_layer"};
    const Graph graph = test::small_net("plain");
    try {
        const Graph result = apply(step, graph, data_context());
        EXPECT_EQ(result.content_hash(), graph.content_hash()); // nothing chosen, nothing done
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::Usage) << error.what();
    }
}

INSTANTIATE_TEST_SUITE_P(Contract, EveryTechnique,
                         testing::ValuesIn(all_techniques().begin(), all_techniques().end()),
                         [](const auto& technique) {
                             std::string name = technique.param->info().id;
                             std::replace(name.begin(), name.end(), '.', '_');
                             return name;
                         });

} // namespace
} // namespace espalier
