// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/optimiser.h"

#include "core/base/error.h"
#include "core/train/optimisers/rules.h"

namespace espalier {

namespace {

struct Entry {
    OptimiserKind kind;
    std::string_view name;
    std::size_t states;
    void (*update)(const Optimiser&, const OptimiserTarget&, double rate, std::size_t step);
};

constexpr Entry kRules[] = {
    {OptimiserKind::Sgd, "sgd", 1, sgd_update},
    {OptimiserKind::Nesterov, "nesterov", 1, sgd_update},
    {OptimiserKind::Adam, "adam", 2, adam_update},
    {OptimiserKind::AdamW, "adamw", 2, adam_update},
    {OptimiserKind::RmsProp, "rmsprop", 2, rmsprop_update},
};

const Entry& rule_of(OptimiserKind kind) {
    return kRules[static_cast<std::size_t>(kind)];
}

} // namespace

std::size_t Optimiser::states() const {
    return rule_of(kind).states;
}

void Optimiser::update(const OptimiserTarget& target, double rate, std::size_t step) const {
    const std::size_t count = target.weights.size();
    expect(target.gradient.size() == count && (target.mask.empty() || target.mask.size() == count),
           "optimiser: {} weights, {} gradients, {} mask values", count, target.gradient.size(),
           target.mask.size());
    for (std::size_t i = 0; i < states(); ++i) {
        expect(target.states[i].size() == count, "optimiser: {} weights, {} values in state {}",
               count, target.states[i].size(), i);
    }
    rule_of(kind).update(*this, target, rate, step);
    for (std::size_t i = 0; i < target.mask.size(); ++i) {
        if (!target.mask[i]) {
            target.weights[i] = 0;
            for (std::size_t s = 0; s < states(); ++s) {
                target.states[s][i] = 0;
            }
        }
    }
}

OptimiserKind optimiser_kind(std::string_view name) {
    for (const Entry& rule : kRules) {
        if (rule.name == name) {
            return rule.kind;
        }
    }
    fail(ErrorCode::Usage,
         "optimiser \"{}\" is unknown, expected sgd, nesterov, adam, adamw or rmsprop", name);
}

std::string_view optimiser_name(OptimiserKind kind) {
    return rule_of(kind).name;
}

} // namespace espalier
