// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/update.h"

#include "core/base/counter_rng.h"
#include "core/base/parallel.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace espalier {

namespace {

constexpr std::uint64_t kGradientStream = 1;
constexpr std::uint64_t kUpdateStream = 2;

std::span<const bool> mask_of(const TrainParameter& parameter) {
    return parameter.mask.defined() ? parameter.mask.data<bool>() : std::span<const bool>();
}

/// Lets `weights` differ from `before` only by what the hook leaves of the difference. The grid is
/// that of the weights: what is added has to fit where it is kept.
void restrict_update(const std::vector<float>& before, const NumericHook& hook, std::uint64_t key,
                     float unit, std::span<float> weights) {
    std::vector<float> change(before.size());
    for (std::size_t i = 0; i < change.size(); ++i) {
        change[i] = weights[i] - before[i];
    }
    sparsify(hook, change);
    quantise(hook, grid_width(hook, before), key, 0, change, unit);
    for (std::size_t i = 0; i < change.size(); ++i) {
        weights[i] = before[i] + change[i];
    }
}

} // namespace

void reset_states(TrainPlan& plan, const Optimiser& optimiser) {
    for (const auto& parameter : plan.parameters()) {
        parameter->states.clear();
        for (std::size_t i = 0; i < optimiser.states(); ++i) {
            parameter->states.emplace_back(DType::Float32, parameter->latent.shape());
        }
    }
}

double gradient_norm(const TrainPlan& plan) {
    std::vector<double> squares(plan.parameters().size());
    parallel_for(squares.size(), [&](std::size_t i) {
        const TrainParameter& parameter = *plan.parameters()[i];
        const auto gradient = parameter.gradient.data<float>();
        const auto mask = mask_of(parameter);
        double sum = 0;
        for (std::size_t k = 0; k < gradient.size(); ++k) {
            const auto g = static_cast<double>(gradient[k]);
            sum += mask.empty() || mask[k] ? g * g : 0.0;
        }
        squares[i] = sum;
    });
    double total = 0;
    for (const double square : squares) {
        total += square;
    }
    return std::sqrt(total);
}

void clip_gradients(TrainPlan& plan, double norm, double most) {
    if (!(norm > most)) {
        return;
    }
    const auto factor = static_cast<float>(most / norm);
    parallel_for(plan.parameters().size(), [&](std::size_t i) {
        for (float& g : plan.parameters()[i]->gradient.writable<float>()) {
            g *= factor;
        }
    });
}

void restrict_gradients(TrainPlan& plan, const NumericHook& hook, std::uint64_t seed) {
    if (!hook.any()) {
        return;
    }
    parallel_for(plan.parameters().size(), [&](std::size_t i) {
        TrainParameter& parameter = *plan.parameters()[i];
        if (parameter.restricted) {
            apply_hook(hook, counter_key(seed, parameter.stream, kGradientStream),
                       parameter.gradient.writable<float>(), parameter.unit);
        }
    });
}

void update_parameters(TrainPlan& plan, const Optimiser& optimiser, double rate, std::size_t step,
                       const NumericHook& hook, std::uint64_t seed) {
    parallel_for(plan.parameters().size(), [&](std::size_t i) {
        TrainParameter& parameter = *plan.parameters()[i];
        OptimiserTarget target;
        target.weights = parameter.latent.writable<float>();
        target.gradient = parameter.gradient.data<float>();
        target.mask = mask_of(parameter);
        target.decays = parameter.decays;
        for (std::size_t s = 0; s < parameter.states.size(); ++s) {
            target.states[s] = parameter.states[s].writable<float>();
        }
        const bool restricted = parameter.restricted && hook.any();
        const std::vector<float> before =
            restricted || parameter.positive
                ? std::vector<float>(target.weights.begin(), target.weights.end())
                : std::vector<float>();
        optimiser.update(target, rate, step);
        if (restricted) {
            restrict_update(before, hook, counter_key(seed, parameter.stream, kUpdateStream),
                            parameter.unit, target.weights);
        }
        for (std::size_t k = 0; parameter.positive && k < before.size(); ++k) {
            target.weights[k] = std::max(target.weights[k], before[k] / 2);
        }
        if (parameter.limit > 0) {
            for (float& weight : target.weights) {
                weight = std::clamp(weight, -parameter.limit, parameter.limit);
            }
        }
    });
    plan.parameters_changed();
}

} // namespace espalier
