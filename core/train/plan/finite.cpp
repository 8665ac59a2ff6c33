// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/plan/finite.h"

#include <fmt/core.h>

#include <cmath>

namespace espalier {

namespace {

std::span<const float> data_of(const BuiltPlan& plan, ValueId id) {
    const PlanValue& value = plan.values[static_cast<std::size_t>(id)];
    const std::size_t samples = plan.shard_count * static_cast<std::size_t>(plan.shard_samples);
    return {value.data, value.data == nullptr ? 0 : samples * value.layout.elements()};
}

const TrainParameter* parameter_of(const BuiltPlan& plan, ValueId id) {
    for (const auto& parameter : plan.parameters) {
        if (parameter->id == id) {
            return parameter.get();
        }
    }
    return nullptr;
}

/// What is wrong with the parameters a node reads; empty where nothing is.
std::string bad_parameter(const BuiltPlan& plan, const Node& node, bool gradient) {
    for (const ValueId id : node.inputs) {
        const TrainParameter* parameter = id == kNoValue ? nullptr : parameter_of(plan, id);
        if (parameter == nullptr) {
            continue;
        }
        const Tensor& tensor = gradient ? parameter->gradient : parameter->latent;
        if (!all_finite(tensor.data<float>())) {
            return fmt::format("node {}: {}{}", node.name, gradient ? "gradient of " : "",
                               parameter->name);
        }
    }
    return {};
}

} // namespace

bool all_finite(std::span<const float> values) {
    // Zero times a number that is not finite is not a number, and stays so in the sum.
    float sum = 0;
    for (const float value : values) {
        sum += value * 0.0F;
    }
    return std::isfinite(sum);
}

std::string first_not_finite(const BuiltPlan& plan) {
    if (!all_finite(data_of(plan, plan.input))) {
        return "the input";
    }
    for (const Node& node : plan.graph.nodes) {
        std::string found = bad_parameter(plan, node, false);
        if (!found.empty()) {
            return found;
        }
        for (const ValueId output : node.outputs) {
            if (output != kNoValue && !all_finite(data_of(plan, output))) {
                return fmt::format("node {}: its output", node.name);
            }
        }
    }
    for (auto node = plan.graph.nodes.rbegin(); node != plan.graph.nodes.rend(); ++node) {
        std::string found = bad_parameter(plan, *node, true);
        if (!found.empty()) {
            return found;
        }
    }
    return {};
}

} // namespace espalier
