// SPDX-License-Identifier: GPL-3.0-or-later
// An accelerator, the technology it is priced in, and the dataflow it runs.
#pragma once

#include "hwmodel/accelerator.h"
#include "hwmodel/dataflow.h"
#include "hwmodel/technology.h"

#include <string>

namespace espalier {

struct AcceleratorChoice {
    hw::Accelerator accelerator;
    const hw::Dataflow* dataflow = nullptr; ///< never null once chosen
    hw::Technology technology;

    /// "eyeriss, row stationary, 45 nm".
    [[nodiscard]] std::string str() const;
};

/// `accelerator` is a preset's id or a JSON file; an empty `dataflow` takes the machine's own
/// choice. Usage errors name what there is.
[[nodiscard]] AcceleratorChoice choose_accelerator(const std::string& accelerator,
                                                   const std::string& dataflow = {});

} // namespace espalier
