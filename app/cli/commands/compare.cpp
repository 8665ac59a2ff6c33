// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/detail/arguments.h"
#include "app/cli/table.h"
#include "app/session/report/build.h"
#include "app/session/report/layers.h"
#include "app/session/report/report_text.h"
#include "app/session/workspace.h"
#include "core/base/json.h"
#include "core/base/text.h"

#include <CLI/CLI.hpp>

namespace espalier::cli::commands::compare {

namespace {

struct Options {
    NetworkArgument first;
    DataArgument data;
    std::string second;
};

/// How often two networks guess alike, and how far their outputs lie apart on the same pictures.
struct Agreement {
    double same_top1 = 0; ///< per cent
    std::size_t images = 0;
};

Agreement agreement(const Accuracy& a, const Accuracy& b) {
    Agreement result;
    result.images = std::min(a.predictions.size(), b.predictions.size());
    std::size_t same = 0;
    for (std::size_t i = 0; i < result.images; ++i) {
        same += a.predictions[i] == b.predictions[i] ? 1U : 0U;
    }
    result.same_top1 = result.images > 0
                           ? 100.0 * static_cast<double>(same) / static_cast<double>(result.images)
                           : 0;
    return result;
}

void compare(const Options& options, const Globals& globals, Console& console) {
    const Network first = options.first.load();
    const Network second = options.first.load(options.second);
    Workspace left(first);
    Workspace right(second);
    if (options.data.given()) {
        const DatasetPtr test = options.data.open(globals, Split::Test);
        left.set_data(options.data.set(), nullptr, test);
        right.set_data(options.data.set(), nullptr, test);
    }
    const Metrics before = left.measure(first.graph, true, console.job().nested("first"));
    const Metrics after = right.measure(second.graph, true, console.job().nested("second"));

    const bool guesses_known = before.accuracy && after.accuracy &&
                               !before.accuracy->predictions.empty() &&
                               !after.accuracy->predictions.empty();
    report::Report report;
    report.headline = {report::headline_row(first.path.filename().string(), before),
                       report::headline_row(second.path.filename().string(), after)};
    report.layers = report::layer_rows(first.graph, second.graph);
    if (globals.json) {
        Json document = to_json(after);
        document["baseline"] = to_json(before);
        document["layers"] = report::to_json(report).at("layers");
        if (guesses_known) {
            document["same_top1"] = agreement(*before.accuracy, *after.accuracy).same_top1;
        }
        console.print_json(document);
        return;
    }
    for (const auto& text : {report::headline_table(report), report::layer_table(report)}) {
        console.print(Table::from(text.columns, text.rows).str());
        console.print();
    }
    if (guesses_known) {
        const Agreement same = agreement(*before.accuracy, *after.accuracy);
        console.print(fmt::format("the same first guess on {:.2f} % of {} pictures", same.same_top1,
                                  with_thousands(same.images)));
    }
}

class Compare final : public Command {
public:
    [[nodiscard]] std::string_view name() const override { return "compare"; }

    [[nodiscard]] std::string_view summary() const override {
        return "Two networks layer by layer: shapes, sizes, MACs, accuracy";
    }

    [[nodiscard]] std::string_view example() const override {
        return "espalier compare lenet-5-glyphs small.onnx --data glyphs";
    }

    void attach(CLI::App& app, const Globals& globals, Console& console) const override {
        const auto options = std::make_shared<Options>();
        options->first.attach(app);
        app.add_option("OTHER", options->second, "The network to compare with it")->required();
        options->data.attach(app, false, false);
        app.callback([options, &globals, &console] { compare(*options, globals, console); });
    }
};

} // namespace

const Command& command() {
    static const Compare compare;
    return compare;
}

} // namespace espalier::cli::commands::compare
