// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/nets/small_nets.h"
#include "tests/support/paths.h"

#include "core/base/json.h"
#include "core/compress/recipe.h"

#include <gtest/gtest.h>

#include <functional>
#include <thread>

namespace espalier {
namespace {

template <typename Body>
Error error_of(Body body) {
    try {
        body();
    } catch (const Error& error) {
        return error;
    }
    ADD_FAILURE() << "no error";
    return Error(ErrorCode::Failed, "none");
}

/// A technique made of a function, outside the registry.
class Custom final : public Technique {
public:
    using Body = std::function<Graph(const Graph&, const Context&)>;

    Custom(std::string id, Body body, Needs needs = Needs::Nothing)
        : body_(std::move(body))
        , needs_(needs) {
        info_.id = std::move(id);
        info_.params = {integer_param("amount", "Amount", "How much.", 1, 0, 9)};
    }

    [[nodiscard]] const TechniqueInfo& info() const override { return info_; }

    [[nodiscard]] Needs needs(const Params& /*params*/) const override { return needs_; }

    [[nodiscard]] Preview plan(const Graph& /*graph*/, const Params& /*params*/,
                               const Scope& /*scope*/) const override {
        return {{}, {"planned"}};
    }

    [[nodiscard]] Graph apply(const Graph& graph, const Params& /*params*/, const Scope& /*scope*/,
                              const Context& context) const override {
        ++runs;
        return body_(graph, context);
    }

    mutable int runs = 0;

private:
    TechniqueInfo info_;
    Body body_;
    Needs needs_;
};

Graph halved(const Graph& graph) {
    Graph result = graph;
    const ValueId weight = result.nodes[0].input(1);
    Tensor latent = result.parameter(weight)->latent();
    for (float& value : latent.writable<float>()) {
        value /= 2;
    }
    result.set_parameter(weight, result.parameter(weight)->with_latent(latent));
    return result;
}

Recipe recipe_of(std::initializer_list<const Technique*> techniques) {
    Recipe recipe;
    for (const Technique* technique : techniques) {
        recipe.steps.emplace_back(*technique);
    }
    return recipe;
}

TEST(StepText, ReadsParametersAndScope) {
    const Step step =
        Step::parse("prune.magnitude:sparsity=0.9,scope=layer,layers='conv*+fc1',except=conv9");
    EXPECT_EQ(step.technique->info().id, "prune.magnitude");
    EXPECT_EQ(step.params.real("sparsity"), 0.9);
    EXPECT_EQ(step.params.text("scope"), "layer");
    EXPECT_EQ(step.scope.include, (std::vector<std::string>{"conv*", "fc1"}));
    EXPECT_EQ(step.scope.exclude, (std::vector<std::string>{"conv9"}));
    EXPECT_EQ(step.str(), "prune.magnitude:sparsity=0.9,scope=layer,layers=conv*+fc1,except=conv9");
}

TEST(StepText, AnyLayerNameComesBack) {
    for (const char* name : {"a,b", "x:0", "a=b", "it's", "a+b", "back\\slash", "'", "+", " blank ",
                             "Conv:0+x,y='z'\\"}) {
        Step step(technique_for("prune.magnitude"));
        step.scope.include = {name, "other"};
        const Step again = Step::parse(step.str());
        EXPECT_EQ(again.scope.include, step.scope.include) << step.str();
        EXPECT_EQ(again.hash(), step.hash());
    }
}

struct BadStep {
    const char* text;
    const char* message;
    const char* place;
};

class BadStepText : public testing::TestWithParam<BadStep> {};

TEST_P(BadStepText, SaysWhereAndWhat) {
    const Error error = error_of([] { static_cast<void>(Step::parse(GetParam().text)); });
    EXPECT_EQ(error.code(), ErrorCode::Usage);
    EXPECT_NE(error.message().find(GetParam().message), std::string::npos) << error.message();
    EXPECT_NE(error.where().find(GetParam().place), std::string::npos) << error.where();
}

INSTANTIATE_TEST_SUITE_P(
    Steps, BadStepText,
    testing::Values(
        BadStep{"", "found the end, expected a technique", "character 1"},
        BadStep{"prune.magnitud", "no technique \"prune.magnitud\"", "character 1"},
        BadStep{"prune.magnitude:", "expected a parameter", "character 17"},
        BadStep{"prune.magnitude:sparsity", "expected \"=\"", "character 25"},
        BadStep{"prune.magnitude:sparsity=", "the value of \"sparsity\"", "character 26"},
        BadStep{"prune.magnitude:sparsity=2", "found 2, expected a number from 0", "character 17"},
        BadStep{"prune.magnitude:sparsity=0.5,", "expected a parameter", "character 30"},
        BadStep{"prune.magnitude:layers='conv", "the quote is never closed", "character 24"},
        BadStep{"prune.magnitude:layers=a:b", "found \":\"", "character 25"},
        BadStep{"prune.magnitude:layers=''", "empty pattern", "character 17"},
        BadStep{"prune.magnitude,sparsity=1", "found \",\", expected \":\"", "character 16"}));

TEST(StepText, MistypedTechniquesAreSuggested) {
    const Error error = error_of([] { static_cast<void>(Step::parse("prune.magnitud")); });
    EXPECT_EQ(error.hint(), "did you mean prune.magnitude?");
}

TEST(RecipeJson, ComesBackAsItWent) {
    Recipe recipe;
    recipe.title = "Nine in ten";
    recipe.steps.push_back(Step::parse("prune.magnitude:sparsity=0.9,layers=fc*"));
    recipe.steps.push_back(Step::parse("prune.channels:ratio=0.25,criterion=l1"));
    recipe.steps.back().enabled = false;
    const test::TempDir dir;
    recipe.write(dir / "recipe.json");
    const Recipe again = Recipe::read(dir / "recipe.json");
    EXPECT_EQ(again.to_json(), recipe.to_json());
    EXPECT_EQ(again.steps[0].hash(), recipe.steps[0].hash());
    EXPECT_FALSE(again.steps[1].enabled);
    EXPECT_EQ(recipe.to_json().dump(),
              R"({"espalier_recipe":1,"title":"Nine in ten","steps":[{"technique":)"
              R"("prune.magnitude","params":{"sparsity":0.9},"layers":["fc*"]},{"technique":)"
              R"("prune.channels","params":{"ratio":0.25,"criterion":"l1"},"enabled":false}]})");
}

struct BadRecipe {
    const char* text;
    const char* message;
    const char* place;
    ErrorCode code = ErrorCode::BadInput;
};

class BadRecipeJson : public testing::TestWithParam<BadRecipe> {};

TEST_P(BadRecipeJson, SaysWhereAndWhat) {
    const Error error = error_of(
        [] { static_cast<void>(Recipe::from_json(parse_json(GetParam().text, "recipe.json"))); });
    EXPECT_EQ(error.code(), GetParam().code);
    EXPECT_NE(error.message().find(GetParam().message), std::string::npos) << error.message();
    EXPECT_NE(error.where().find(GetParam().place), std::string::npos) << error.where();
}

INSTANTIATE_TEST_SUITE_P(
    Recipes, BadRecipeJson,
    testing::Values(
        BadRecipe{"[]", "found array, expected an object", ""},
        BadRecipe{"{}", "key \"espalier_recipe\" is missing", ""},
        BadRecipe{R"({"espalier_recipe": "one"})", "has the wrong type (found string)", ""},
        BadRecipe{R"({"espalier_recipe": 0})", "found 0, expected 1 or more", ""},
        BadRecipe{R"({"espalier_recipe": 7})", "format version 7, expected at most 1", "",
                  ErrorCode::Unsupported},
        BadRecipe{R"({"espalier_recipe": 1})", "key \"steps\" is missing", ""},
        BadRecipe{R"({"espalier_recipe": 1, "step": []})", "unknown key \"step\"", ""},
        BadRecipe{R"({"espalier_recipe": 1, "steps": {}})", "found object, expected a list", ""},
        BadRecipe{R"({"espalier_recipe": 1, "steps": [3]})", "found number, expected an object",
                  "step 1"},
        BadRecipe{R"({"espalier_recipe": 1, "steps": [{"technique": "prune.nothing"}]})",
                  "no technique \"prune.nothing\"", "step 1"},
        BadRecipe{R"({"espalier_recipe": 1, "steps": [{"technique": 5}]})", "wrong type", "step 1"},
        BadRecipe{R"({"espalier_recipe": 1, "steps": [{"technique": "materialise", "parms": {}}]})",
                  "unknown key \"parms\"", "step 1"},
        BadRecipe{
            R"({"espalier_recipe": 1, "steps": [{"technique": "prune.magnitude"},
                {"technique": "prune.magnitude", "params": {"sparsity": "much"}}]})",
            "sparsity: found \"much\", expected a number from 0", "step 2: key \"sparsity\""},
        BadRecipe{
            R"({"espalier_recipe": 1, "steps": [{"technique": "prune.magnitude",
                "params": {"sparsety": 0.5}}]})",
            "there is no parameter \"sparsety\"", "step 1: key \"sparsety\""},
        BadRecipe{
            R"({"espalier_recipe": 1, "steps": [{"technique": "prune.magnitude",
                "layers": [1]}]})",
            "found number in the list, expected texts", "step 1"},
        BadRecipe{
            R"({"espalier_recipe": 1, "steps": [{"technique": "prune.magnitude",
                "enabled": "yes"}]})",
            "key \"enabled\" has the wrong type", "step 1"}));

TEST(RunRecipe, RunsEnabledStepsInOrder) {
    const Graph graph = test::small_net("plain");
    const Custom half("test.half", [](const Graph& g, const Context& context) {
        context.note("halved");
        return halved(g);
    });
    Recipe recipe = recipe_of({&half, &half, &half});
    recipe.steps[1].enabled = false;
    std::vector<std::string> heard;
    Context context;
    context.note = [&](std::string_view text) { heard.emplace_back(text); };
    const std::string hash = graph.content_hash();
    const auto outcomes = run_recipe(graph, recipe, context, nullptr);
    ASSERT_EQ(outcomes.size(), 2U);
    EXPECT_EQ(half.runs, 2);
    const ValueId weight = graph.nodes[0].input(1);
    EXPECT_EQ(outcomes[1].graph.parameter(weight)->latent().at(3),
              graph.parameter(weight)->latent().at(3) / 4);
    EXPECT_EQ(graph.content_hash(), hash);
    EXPECT_EQ(outcomes[0].preview.notes, (std::vector<std::string>{"planned"}));
    EXPECT_EQ(outcomes[0].notes, (std::vector<std::string>{"halved"}));
    EXPECT_EQ(heard.size(), 2U);
    EXPECT_GE(outcomes[0].seconds, 0.0);
}

TEST(RunRecipe, RecordsWhereThingsComeFrom) {
    const Graph graph = test::small_net("plain");
    const Custom half("test.half", [](const Graph& g, const Context&) { return halved(g); });
    const auto outcomes = run_recipe(graph, recipe_of({&half, &half}), {}, nullptr);
    const Graph& result = outcomes.back().graph;
    EXPECT_EQ(result.parameter(result.nodes[0].input(1))->provenance(), "test.half");
    EXPECT_EQ(result.parameter(result.nodes[0].input(1))->latent().dtype(), DType::Float32);
    const ValueId untouched = result.nodes.back().input(1);
    EXPECT_EQ(result.parameter(untouched)->provenance(), "");
    EXPECT_EQ(result.metadata.at(std::string(kHistoryKey)), "test.half\ntest.half");
}

TEST(RunRecipe, ChecksNeedsBeforeAnyWork) {
    const Custom half("test.half", [](const Graph& g, const Context&) { return halved(g); });
    const Custom hungry(
        "test.hungry", [](const Graph& g, const Context&) { return g; }, Needs::Labels);
    const Error error = error_of([&] {
        static_cast<void>(
            run_recipe(test::small_net("plain"), recipe_of({&half, &hungry}), {}, nullptr));
    });
    EXPECT_EQ(error.code(), ErrorCode::Usage);
    EXPECT_EQ(error.where(), "step 2 (test.hungry)");
    EXPECT_EQ(half.runs, 0);
}

TEST(RunRecipe, ErrorsNameTheStepAndKeepWhatWasDone) {
    const Graph graph = test::small_net("plain");
    const Custom half("test.half", [](const Graph& g, const Context&) { return halved(g); });
    const Custom broken("test.broken",
                        [](const Graph&, const Context&) -> Graph { throw std::bad_alloc(); });
    StepCache cache;
    const Error error = error_of([&] {
        static_cast<void>(run_recipe(graph, recipe_of({&half, &broken}), {}, &cache));
    });
    EXPECT_EQ(error.code(), ErrorCode::Failed);
    EXPECT_EQ(error.where(), "step 2 (test.broken)");
    EXPECT_EQ(cache.size(), 1U);
    static_cast<void>(run_recipe(graph, recipe_of({&half}), {}, &cache));
    EXPECT_EQ(half.runs, 1);
}

TEST(RunRecipe, AResultThatDoesNotInferIsAnError) {
    const Custom broken("test.broken", [](const Graph& g, const Context&) {
        Graph result = g;
        const ValueId weight = result.nodes[0].input(1);
        result.set_parameter(weight, Parameter(Tensor(DType::Float32, {8, 5, 3, 3})));
        return result;
    });
    const Error error = error_of([&] {
        static_cast<void>(run_recipe(test::small_net("plain"), recipe_of({&broken}), {}, nullptr));
    });
    EXPECT_NE(error.where().find("step 1 (test.broken)"), std::string::npos) << error.where();
}

TEST(RunRecipe, CacheRecomputesFromTheFirstChangeOn) {
    const Graph graph = test::small_net("plain");
    const Custom half("test.half", [](const Graph& g, const Context&) { return halved(g); });
    Recipe recipe = recipe_of({&half, &half, &half});
    StepCache cache;
    static_cast<void>(run_recipe(graph, recipe, {}, &cache));
    EXPECT_EQ(half.runs, 3);
    const auto again = run_recipe(graph, recipe, {}, &cache);
    EXPECT_EQ(half.runs, 3);
    EXPECT_TRUE(again.back().from_cache);
    recipe.steps[1].params.set_text("amount", "5");
    static_cast<void>(run_recipe(graph, recipe, {}, &cache));
    EXPECT_EQ(half.runs, 5);
    Context reseeded;
    reseeded.seed = 2;
    static_cast<void>(run_recipe(graph, recipe, reseeded, &cache));
    EXPECT_EQ(half.runs, 8);
    static_cast<void>(run_recipe(halved(graph), recipe, {}, &cache));
    EXPECT_EQ(half.runs, 11);
}

TEST(RunRecipe, WhatWasInterruptedIsNeverCached) {
    const Graph graph = test::small_net("plain");
    const Custom half("test.half", [](const Graph& g, const Context&) { return halved(g); });
    // Two steps of training, as its observer sees it.
    const Custom trained("test.train", [](const Graph& g, const Context& context) {
        const auto network = [&] { return g; };
        for (const std::size_t step : {1U, 2U}) {
            if (context.observer && !context.observer({.step = step, .steps = 2}, network)) {
                break;
            }
        }
        return halved(g);
    });
    const Recipe recipe = recipe_of({&half, &trained, &half});
    StepCache cache;
    Context context;
    context.observer = [](const TrainProgress&, const NetworkNow&) { return false; };
    const auto interrupted = run_recipe(graph, recipe, context, &cache);
    ASSERT_EQ(interrupted.size(), 3U);
    EXPECT_FALSE(interrupted[0].interrupted);
    EXPECT_TRUE(interrupted[1].interrupted);
    EXPECT_EQ(cache.size(), 1U);
    // To end it when it is over anyway is not to interrupt it.
    context.observer = [](const TrainProgress& progress, const NetworkNow&) {
        return progress.step < progress.steps;
    };
    const auto whole = run_recipe(graph, recipe, context, &cache);
    EXPECT_TRUE(whole[0].from_cache);
    EXPECT_FALSE(whole[1].from_cache);
    EXPECT_FALSE(whole[1].interrupted);
    EXPECT_EQ(cache.size(), 3U);
}

TEST(RunRecipe, StopsBetweenAndInsideSteps) {
    std::stop_source source;
    const Custom stopper("test.stop", [&](const Graph& g, const Context&) {
        source.request_stop();
        return g;
    });
    Context context;
    std::vector<std::string> reports;
    context.job = Job(source.get_token(), [&](std::size_t, std::size_t, std::string_view what) {
        reports.emplace_back(what);
    });
    const Error error = error_of([&] {
        static_cast<void>(run_recipe(test::small_net("plain"), recipe_of({&stopper, &stopper}),
                                     context, nullptr));
    });
    EXPECT_EQ(error.code(), ErrorCode::Cancelled);
    EXPECT_EQ(stopper.runs, 1);
    EXPECT_EQ(reports, (std::vector<std::string>{"step 1 (test.stop)"}));
}

TEST(StepCacheTest, ForgetsWhatWasNotUsedForLongest) {
    StepCache cache(2);
    const auto outcome = [] {
        StepOutcome made;
        made.graph = test::small_net("plain");
        return made;
    };
    cache.insert("a", outcome());
    cache.insert("b", outcome());
    const auto held = cache.find("a");
    ASSERT_NE(held, nullptr);
    cache.insert("c", outcome());
    EXPECT_EQ(cache.find("b"), nullptr);
    EXPECT_NE(cache.find("a"), nullptr);
    cache.clear();
    EXPECT_EQ(cache.bytes(), 0U);
    EXPECT_FALSE(held->graph.nodes.empty()); // outlives its eviction
}

TEST(StepCacheTest, CountsSharedTensorsOnceAndKeepsToItsBytes) {
    StepCache cache(100);
    StepOutcome outcome;
    outcome.graph = test::small_net("plain");
    cache.insert("a", outcome);
    const std::uint64_t one = cache.bytes();
    EXPECT_GT(one, 0U);
    cache.insert("b", outcome);
    EXPECT_EQ(cache.bytes(), one);
    outcome.graph = halved(outcome.graph); // one weight of its own: 8*3*3*3 floats
    cache.insert("c", outcome);
    EXPECT_EQ(cache.bytes(), one + 864);
    cache.insert("c", outcome);
    EXPECT_EQ(cache.bytes(), one + 864);
    EXPECT_EQ(cache.size(), 3U);
    StepCache small(100, one);
    small.insert("a", outcome);
    small.insert("b", StepOutcome{test::small_net("plain"), {}, {}, 0, false});
    EXPECT_EQ(small.size(), 1U);
}

TEST(StepCacheTest, HoldsUnderManyThreads) {
    StepCache cache(4);
    const Graph graph = test::small_net("plain");
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < 50; ++i) {
                const std::string key = std::to_string((t + i) % 7);
                cache.insert(key, StepOutcome{graph, {}, {key}, 0, false});
                if (const auto found = cache.find(key)) {
                    EXPECT_EQ(found->notes.front(), key);
                }
            }
        });
    }
    threads.clear();
    EXPECT_LE(cache.size(), 4U);
}

} // namespace
} // namespace espalier
