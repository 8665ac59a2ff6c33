// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/engine/engine.h"
#include "core/formats/backend_test.h"

#include <CLI/CLI.hpp>

namespace espalier::cli::commands::verify {

namespace {

const char* outcome_text(CaseOutcome outcome) {
    switch (outcome) {
    case CaseOutcome::Passed:
        return "passed";
    case CaseOutcome::Skipped:
        return "skipped";
    case CaseOutcome::Failed:
        break;
    }
    return "failed";
}

/// The engine that users run, so that what is verified is what they get.
std::vector<Tensor> run_engine(const Graph& graph, const std::vector<Tensor>& inputs) {
    CompileOptions options;
    for (const Tensor& tensor : inputs) {
        options.inputs.push_back({tensor.dtype(), tensor.shape()});
    }
    return Executable::compile(graph, options).run(inputs);
}

Json document(const VerifyReport& report) {
    Json cases = Json::array();
    for (const CaseResult& result : report.cases) {
        cases.push_back({{"name", result.name},
                         {"folder", result.folder.string()},
                         {"outcome", outcome_text(result.outcome)},
                         {"reason", result.reason}});
    }
    return {{"passed", report.count(CaseOutcome::Passed)},
            {"failed", report.count(CaseOutcome::Failed)},
            {"skipped", report.count(CaseOutcome::Skipped)},
            {"cases", std::move(cases)}};
}

void print_text(Console& console, const Globals& globals, const VerifyReport& report) {
    for (const CaseResult& result : report.cases) {
        const bool failed = result.outcome == CaseOutcome::Failed;
        const bool skipped = result.outcome == CaseOutcome::Skipped;
        if (failed || (skipped && globals.verbose)) {
            console.print(fmt::format("{}  {}: {}", outcome_text(result.outcome),
                                      failed ? result.folder.string() : result.name,
                                      result.reason));
        }
    }
    console.print(report.summary());
}

class Verify final : public Command {
public:
    [[nodiscard]] std::string_view name() const override { return "verify"; }

    [[nodiscard]] std::string_view summary() const override {
        return "Runs networks on reference inputs and compares with reference outputs";
    }

    [[nodiscard]] std::string_view example() const override {
        return "espalier verify onnx-tests/node models";
    }

    void attach(CLI::App& app, const Globals& globals, Console& console) const override {
        const auto roots = std::make_shared<std::vector<std::string>>();
        app.add_option("DIR", *roots,
                       "Folders in the ONNX backend-test layout, searched recursively; -v also "
                       "lists what is skipped and why")
            ->required();
        app.callback([roots, &globals, &console] {
            const std::vector<std::filesystem::path> paths(roots->begin(), roots->end());
            const auto folders = find_backend_tests(paths);
            if (folders.empty()) {
                fail(ErrorCode::BadInput, "no folder with model.onnx and test_data_set_* below {}",
                     roots->front());
            }
            VerifyOptions options;
            options.skips = shipped_skip_rules();
            options.run = run_engine;
            const VerifyReport report = espalier::verify(folders, options, console.job());
            if (globals.json) {
                console.print_json(document(report));
            } else {
                print_text(console, globals, report);
            }
            if (const auto failures = report.count(CaseOutcome::Failed); failures > 0) {
                fail(ErrorCode::Failed, "{} of {} cases failed", failures, report.cases.size());
            }
        });
    }
};

} // namespace

const Command& command() {
    static const Verify verify;
    return verify;
}

} // namespace espalier::cli::commands::verify
