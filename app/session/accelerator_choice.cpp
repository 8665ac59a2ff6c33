// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/accelerator_choice.h"

#include "core/base/error.h"

#include <fmt/format.h>

namespace espalier {

hw::EstimateCache& CostedLayers::on(const hw::Dataflow& dataflow) {
    const std::lock_guard lock(mutex_);
    return caches_[&dataflow];
}

bool AcceleratorChoice::searches() const {
    return dataflow->id() == "map";
}

std::string AcceleratorChoice::str() const {
    return fmt::format("{}, {}, {}", accelerator.title, dataflow->title(), technology.title);
}

namespace {

AcceleratorChoice chosen(hw::Accelerator accelerator, const std::string& dataflow) {
    AcceleratorChoice choice;
    choice.accelerator = std::move(accelerator);
    choice.technology = hw::load_technology(hw::kDefaultTechnology);
    choice.dataflow =
        dataflow.empty() ? &hw::default_dataflow(choice.accelerator) : &hw::find_dataflow(dataflow);
    choice.dataflow->check(choice.accelerator);
    return choice;
}

} // namespace

AcceleratorChoice choose_accelerator(const std::string& accelerator, const std::string& dataflow) {
    return chosen(hw::load_accelerator(accelerator), dataflow);
}

AcceleratorChoice choose_described(const std::string& json, const std::string& dataflow) {
    hw::Accelerator accelerator = hw::parse_accelerator(json, "the machine");
    const bool runs = accelerator.runs(dataflow);
    return chosen(std::move(accelerator), runs ? dataflow : std::string());
}

} // namespace espalier
