// SPDX-License-Identifier: GPL-3.0-or-later
// SCALE-Sim's topology tables, the common way to describe a network's layers to an accelerator
// model without the network itself.
#pragma once

#include "hwmodel/workload.h"

#include <filesystem>
#include <string_view>

namespace espalier::hw {

/// Reads a table whose first line names the columns. Two layouts are known: convolutions (layer
/// name, IFMAP height and width, filter height and width, channels, filters, stride) and matrix
/// products (layer, M, N, K: an M x K input times a K x N weight). No padding, batch 1, every
/// operand 8 bits and dense, 32-bit accumulators. Output rows are ceil((H - R + stride) / stride),
/// as SCALE-Sim counts them. Throws BadInput with `name` and the line.
[[nodiscard]] Network parse_topology_csv(std::string_view text, std::string_view name);
/// The same from a file of at most 16 MB; the network is named after it.
[[nodiscard]] Network read_topology_csv(const std::filesystem::path& path);

} // namespace espalier::hw
