// SPDX-License-Identifier: GPL-3.0-or-later
// The layout of ONNX's backend tests: a folder with model.onnx and test_data_set_*/, each with
// input_*.pb and output_*.pb. Every network that carries reference outputs can be checked so.
#pragma once

#include "core/base/job.h"
#include "core/graph/graph.h"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace espalier {

enum class CaseOutcome { Passed, Failed, Skipped };

struct CaseResult {
    std::string name; ///< of the folder
    std::filesystem::path folder;
    CaseOutcome outcome = CaseOutcome::Failed;
    /// Why it failed or was skipped; for a passed case, what was special about it.
    std::string reason;
};

/// What is out of scope, by name and with the reason. A case that does not pass is skipped where
/// one of these patterns (shell-like) matches something in its model; everything else has failed.
struct SkipRule {
    enum class Kind { Operator, Type, Name };
    Kind kind = Kind::Name;
    std::string pattern; ///< of an operator, a type, a folder's name
    std::string reason;
    int opset = 0; ///< only in files of this operator set; 0: in all
};

/// {"skip": [{"operator": "LSTM", "reason": "..."}, {"name": "test_*", "opset": 11, ...}, ...]}
[[nodiscard]] std::vector<SkipRule> skip_rules_from_json(const nlohmann::ordered_json& json);
/// The list checked in with the program (resources/verify/skips.json).
[[nodiscard]] std::vector<SkipRule> shipped_skip_rules();

/// Runs a graph on inputs in the order of graph.inputs.
using GraphRunner = std::function<std::vector<Tensor>(const Graph&, const std::vector<Tensor>&)>;

struct VerifyOptions {
    std::vector<SkipRule> skips;
    GraphRunner run; ///< interpret() where empty
    double rtol = 1e-3;
    double atol = 1e-5;
};

/// Folders with model.onnx and at least one test_data_set_* below each of `roots`, sorted.
/// Io where a root does not exist.
[[nodiscard]] std::vector<std::filesystem::path>
find_backend_tests(std::span<const std::filesystem::path> roots);

/// Never throws but for cancellation: errors are failures with their text as the reason.
[[nodiscard]] CaseResult verify_case(const std::filesystem::path& folder,
                                     const VerifyOptions& options);

struct VerifyReport {
    std::vector<CaseResult> cases; ///< in the order of the folders

    [[nodiscard]] std::size_t count(CaseOutcome outcome) const;
    /// "N passed, N failed, N skipped".
    [[nodiscard]] std::string summary() const;
};

/// All folders, several at once.
[[nodiscard]] VerifyReport verify(std::span<const std::filesystem::path> folders,
                                  const VerifyOptions& options, const Job& job = {});

/// Empty where `found` equals `expected`: same type and shape, |f - e| <= atol + rtol * |e|
/// everywhere, NaN equal to NaN. Otherwise the first difference and how many there are.
[[nodiscard]] std::string difference(const Tensor& found, const Tensor& expected, double rtol,
                                     double atol);

} // namespace espalier
