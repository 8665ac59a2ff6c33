// SPDX-License-Identifier: GPL-3.0-or-later
// Properties of random stacks of steps, whatever is stacked on what.
#include "tests/core/nets/small_nets.h"

#include "core/analysis/accounting.h"
#include "core/base/parallel.h"
#include "core/compress/recipe.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

namespace espalier {
namespace {

/// One step with random settings, of those that need no data.
Step random_step(Rng& rng) {
    const auto share = [&](double most) { return fmt::format("{:.3f}", rng.uniform(0, most)); };
    const char* scope = rng.below(2) == 0 ? "layer" : "global";
    switch (rng.below(4)) {
    case 0:
        return Step::parse(fmt::format("prune.magnitude:sparsity={},scope={}", share(0.9), scope));
    case 1:
        return Step::parse(fmt::format("prune.channels:ratio={},scope={},criterion=l{}", share(0.6),
                                       scope, 1 + rng.below(2)));
    default:
        return Step::parse("materialise");
    }
}

std::int64_t masked_wrongly(const Graph& graph) {
    std::int64_t wrong = 0;
    for (std::size_t i = 0; i < graph.value_count(); ++i) {
        const Parameter* parameter = graph.parameter(static_cast<ValueId>(i));
        if (parameter == nullptr || !parameter->has_mask()) {
            continue;
        }
        const auto kept = parameter->mask().data<bool>();
        const auto values = parameter->effective().data<float>();
        for (std::size_t k = 0; k < kept.size(); ++k) {
            wrong += !kept[k] && values[k] != 0.0F ? 1 : 0;
        }
    }
    return wrong;
}

class RandomStacks : public testing::TestWithParam<test::NamedNet> {};

TEST_P(RandomStacks, HoldTheirInvariants) {
    const Graph graph = GetParam().make();
    const Tensor input = test::random_pictures(graph, 2, 21);
    for (std::uint64_t seed = 0; seed < 6; ++seed) {
        Rng rng(seed, 77);
        Recipe recipe;
        std::string text;
        for (int i = 0; i < 5; ++i) {
            recipe.steps.push_back(random_step(rng));
            text += recipe.steps.back().str() + " ";
        }
        SCOPED_TRACE(text);
        const auto outcomes = run_recipe(graph, recipe, {}, nullptr);
        const Graph* before = &graph;
        for (std::size_t i = 0; i < outcomes.size(); ++i) {
            const Graph& after = outcomes[i].graph;
            const Account old_account = account(*before);
            const Account new_account = account(after);
            EXPECT_LE(new_account.params, old_account.params);
            EXPECT_LE(new_account.nonzeros, old_account.nonzeros);
            EXPECT_LE(new_account.macs, old_account.macs);
            EXPECT_EQ(masked_wrongly(after), 0);
            if (recipe.steps[i].technique->info().id == "materialise") {
                // Masked and shrunk compute the same, seen by other eyes than the step's own.
                EXPECT_LT(test::relative_error(test::run_plain(after, input),
                                               test::run_plain(*before, input)),
                          1e-5);
            } else {
                EXPECT_EQ(new_account.params, old_account.params);
            }
            before = &after;
        }
        set_threads(1);
        const auto serial = run_recipe(graph, recipe, {}, nullptr);
        set_threads(0);
        EXPECT_EQ(serial.back().graph.content_hash(), outcomes.back().graph.content_hash());
        // Undo is going back to a value that nobody touched.
        EXPECT_EQ(GetParam().make().content_hash(), graph.content_hash());
    }
}

INSTANTIATE_TEST_SUITE_P(Techniques, RandomStacks, testing::ValuesIn(test::small_nets()),
                         [](const auto& net) { return net.param.name; });

} // namespace
} // namespace espalier
