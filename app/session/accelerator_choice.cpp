// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/accelerator_choice.h"

#include "core/base/error.h"

#include <fmt/format.h>

namespace espalier {

std::string AcceleratorChoice::str() const {
    return fmt::format("{}, {}, {}", accelerator.title, dataflow->title(), technology.title);
}

AcceleratorChoice choose_accelerator(const std::string& accelerator, const std::string& dataflow) {
    AcceleratorChoice choice;
    choice.accelerator = hw::load_accelerator(accelerator);
    choice.technology = hw::load_technology(hw::kDefaultTechnology);
    choice.dataflow =
        dataflow.empty() ? &hw::default_dataflow(choice.accelerator) : &hw::find_dataflow(dataflow);
    choice.dataflow->check(choice.accelerator);
    return choice;
}

} // namespace espalier
