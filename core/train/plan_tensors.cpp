// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/plan_tensors.h"

namespace espalier {

std::vector<Tensor> network_tensors(const TrainPlan& plan) {
    std::vector<Tensor> result;
    for (const auto& parameter : plan.parameters()) {
        result.push_back(parameter->latent);
    }
    for (const auto& statistic : plan.statistics()) {
        result.push_back(statistic->value);
    }
    return result;
}

void put_back_network(TrainPlan& plan, const std::vector<Tensor>& tensors) {
    std::size_t next = 0;
    for (const auto& parameter : plan.parameters()) {
        parameter->latent = tensors.at(next++);
    }
    for (const auto& statistic : plan.statistics()) {
        statistic->value = tensors.at(next++);
    }
    plan.parameters_changed();
}

std::vector<Tensor> training_tensors(const TrainPlan& plan) {
    std::vector<Tensor> result = network_tensors(plan);
    for (const auto& parameter : plan.parameters()) {
        result.insert(result.end(), parameter->states.begin(), parameter->states.end());
    }
    return result;
}

void put_back_training(TrainPlan& plan, const std::vector<Tensor>& tensors) {
    put_back_network(plan, tensors);
    std::size_t next = plan.parameters().size() + plan.statistics().size();
    for (const auto& parameter : plan.parameters()) {
        for (Tensor& state : parameter->states) {
            state = tensors.at(next++);
        }
    }
}

} // namespace espalier
