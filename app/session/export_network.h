// SPDX-License-Identifier: GPL-3.0-or-later
// Writing a network so that nobody is surprised: what a format keeps and takes is known before, and
// the file is read back and run beside the network before it gets its name.
#pragma once

#include "core/base/job.h"
#include "core/data/preprocess.h"
#include "core/graph/graph.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace espalier {

enum class ExportFormat { Onnx, Espz };

/// ".onnx" or ".espz".
[[nodiscard]] std::string extension_of(ExportFormat format);

struct ExportPlan {
    std::uint64_t bytes = 0;       ///< of the file
    std::vector<std::string> lost; ///< what the format can not keep, one sentence each
};

/// Writes the file in memory only.
[[nodiscard]] ExportPlan plan_export(const Graph& graph, const Preprocess& preprocess,
                                     ExportFormat format, const Job& job = {});

/// The network in memory beside the one read back, on the same random input.
struct ExportCheck {
    double max_difference = 0; ///< largest absolute difference of two outputs
    double max_output = 0;     ///< largest absolute output
    std::size_t outputs = 0;   ///< numbers compared
};

struct Exported {
    std::uint64_t bytes = 0;
    std::vector<std::string> lost;
    /// nullopt where this program can not run the network; then only its structure was read back.
    std::optional<ExportCheck> check;
};

/// Differences up to this part of the largest output come from the order of sums, not from the
/// file; as `espalier verify` allows.
inline constexpr double kExportTolerance = 1e-3;

/// Writes to a temporary name beside `path`, reads that back, compares outputs on uniform noise,
/// and only then renames it to `path`. Failed, with the difference found, where they differ by more
/// than the tolerance; an older file at `path` then stays as it was.
[[nodiscard]] Exported export_network(const Graph& graph, const Preprocess& preprocess,
                                      const std::filesystem::path& path, const Job& job = {});

} // namespace espalier
