// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/report/report.h"

#include "app/cli/command.h"
#include "app/cli/detail/arguments.h"
#include "app/cli/detail/studio_program.h"
#include "app/session/report/build.h"
#include "app/session/workspace.h"
#include "core/base/json.h"

#include <CLI/CLI.hpp>

namespace espalier::cli::commands::report {

namespace {

struct Options {
    NetworkArgument net;
    DataArgument data;
    std::string out;
    std::string accelerator;
    std::string dataflow;
};

void write_report(const Options& options, const Globals& globals, Console& console) {
    hand_over_pdf(options.out, globals);
    espalier::report::check_report_path(options.out);
    Workspace workspace(options.net.load());
    if (options.data.given()) {
        workspace.set_data(options.data.set(), nullptr, options.data.open(globals, Split::Test));
    }
    if (!options.accelerator.empty()) {
        workspace.set_accelerator(choose_accelerator(options.accelerator, options.dataflow));
    }
    Recipe nothing;
    nothing.title = workspace.network().graph.name;
    const Shaping shaping = workspace.shape(nothing, {.seed = globals.seed}, console.job());
    const auto report =
        espalier::report::build(workspace, shaping, {globals.invocation, globals.seed});
    espalier::report::write(report, options.out);
    if (globals.json) {
        console.print_json(espalier::report::to_json(report));
    } else {
        console.print("wrote " + options.out);
    }
}

class ReportCommand final : public Command {
public:
    [[nodiscard]] std::string_view name() const override { return "report"; }

    [[nodiscard]] std::string_view summary() const override {
        return "Writes a report of a network: sizes, layers, weights, accelerator";
    }

    [[nodiscard]] std::string_view example() const override {
        return "espalier report lenet-5-mnist -o lenet-5.html --accelerator eyeriss";
    }

    void attach(CLI::App& app, const Globals& globals, Console& console) const override {
        const auto options = std::make_shared<Options>();
        options->net.attach(app);
        app.add_option("-o,--out", options->out, ".html, .pdf, .md or .json")->required();
        options->data.attach(app, false, false);
        app.add_option("--accelerator", options->accelerator,
                       "Model energy and cycles on this one");
        app.add_option("--dataflow", options->dataflow, "os, ws, is or rs");
        app.callback([options, &globals, &console] { write_report(*options, globals, console); });
    }
};

} // namespace

const Command& command() {
    static const ReportCommand report;
    return report;
}

} // namespace espalier::cli::commands::report
