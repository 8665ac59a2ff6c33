// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "hwmodel/estimate.h"

#include <filesystem>
#include <optional>
#include <string_view>

namespace espalier::hw::test {

/// ESPALIER_HARDWARE_DATA/relative (reference outputs of other tools) when set and there.
std::optional<std::filesystem::path> hardware_data(std::string_view relative);

/// A square convolution without padding on a stored height x width.
Workload conv(int channels, int filters, int height, int width, int filter, int stride);

/// One layer on a preset with the default table; machines and tables are loaded once.
LayerCost run(std::string_view machine, std::string_view dataflow, const Workload& work,
              std::string_view technology = kDefaultTechnology);

const Accelerator& machine(std::string_view id);
const Technology& technology(std::string_view id);

} // namespace espalier::hw::test
