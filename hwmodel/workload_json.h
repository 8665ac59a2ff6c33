// SPDX-License-Identifier: GPL-3.0-or-later
// Layers without a network, in JSON: everything a workload can say.
//
//     {"name": "two layers", "layers": [
//       {"name": "conv1", "op": "conv", "dims": {"K": 64, "C": 3, "P": 112, "Q": 112, "R": 7, "S":
//       7},
//        "stride": [2, 2], "input": [224, 224], "bits": {"weight": 4}, "density": {"input": 0.6}},
//       {"name": "fc", "op": "tensor_train", "m": [4, 4], "n": [8, 8], "ranks": [4]}]}
#pragma once

#include "hwmodel/workload.h"

#include <filesystem>
#include <string_view>

namespace espalier::hw {

/// "op" is conv, depthwise, gemm, pool, eltwise or tensor_train (one layer for each of its cores).
/// Dims that are left out are 1, bits 8 (accumulators 32), densities 1, stride and dilation 1.
/// Throws BadInput naming document, layer and key; keys that nobody reads are errors.
[[nodiscard]] Network parse_workload_json(std::string_view json, std::string_view name);
/// The same from a file of at most 16 MB.
[[nodiscard]] Network read_workload_json(const std::filesystem::path& path);

} // namespace espalier::hw
