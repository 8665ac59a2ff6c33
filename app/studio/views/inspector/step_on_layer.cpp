// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/inspector/step_on_layer.h"

#include <algorithm>

namespace espalier::studio {

namespace {

std::shared_ptr<const Graph> graph_of(const std::shared_ptr<const StepOutcome>& outcome) {
    return {outcome, &outcome->graph};
}

} // namespace

std::optional<StepOnLayer> newest_step(const Document& document, std::string_view technique,
                                       const std::string& origin) {
    const SnapshotPtr working = document.working();
    const SnapshotPtr original = document.original();
    if (!working || !original) {
        return std::nullopt;
    }
    const Stack& stack = document.stack();
    const bool followed = working->steps.size() == stack.size();
    const auto done = [&](std::size_t i) {
        return followed && working->steps[i].kind == StepStanding::Kind::Done;
    };
    for (std::size_t i = stack.size(); i-- > 0;) {
        const Step& step = stack[i].step;
        if (!step.enabled || step.technique->info().id != technique) {
            continue;
        }
        std::shared_ptr<const Graph> before(original, &original->graph);
        for (std::size_t earlier = i; earlier-- > 0;) {
            if (done(earlier)) {
                before = graph_of(working->steps[earlier].outcome);
                break;
            }
        }
        const bool covers = std::ranges::any_of(before->nodes, [&](const Node& node) {
            return node.origin == origin && step.scope.contains(node);
        });
        if (covers) {
            return StepOnLayer{stack[i].id, step, before,
                               done(i) ? graph_of(working->steps[i].outcome) : nullptr};
        }
    }
    return std::nullopt;
}

std::string target_of(const Step& step) {
    const Params& params = step.params;
    const std::string& chosen = params.text("target");
    if (params.is_set("target")) {
        return chosen;
    }
    const auto& specs = params.specs();
    const auto target = std::ranges::find(specs, std::string("target"), &ParamSpec::key);
    for (const Choice& choice : target->choices) {
        if (choice.id != chosen && params.is_set(choice.id) && !params.is_set(chosen)) {
            return choice.id;
        }
    }
    return chosen;
}

void aim(Document& document, const StepOnLayer& step, const std::string& key,
         const std::string& value) {
    const Card* card = document.card(step.card);
    if (card == nullptr) {
        return;
    }
    std::vector<std::pair<std::string, std::string>> values;
    if (target_of(card->step) != key) {
        values.emplace_back("target", key);
    }
    values.emplace_back(key, value);
    document.set_params(step.card, values);
}

} // namespace espalier::studio
