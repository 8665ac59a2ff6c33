// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/detail/arguments.h"
#include "app/cli/detail/studio_program.h"
#include "app/cli/table.h"
#include "app/session/report/build.h"
#include "app/session/report/report_text.h"
#include "app/session/workspace.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/json.h"
#include "core/base/text.h"

#include <CLI/CLI.hpp>

namespace espalier::cli::commands::compress {

namespace {

struct Options {
    NetworkArgument net;
    DataArgument data;
    std::string out;
    std::string recipe_file;
    std::vector<std::string> steps;
    std::vector<std::string> reports;
    std::string accelerator;
    std::string dataflow;
    bool no_latency = false;
};

Recipe recipe_of(const Options& options) {
    if (options.recipe_file.empty() == options.steps.empty()) {
        throw Error(ErrorCode::Usage,
                    options.steps.empty() ? "nothing to do: no --recipe and no --step"
                                          : "both --recipe and --step were given",
                    "espalier techniques lists what a step can be");
    }
    if (!options.recipe_file.empty()) {
        return Recipe::read(options.recipe_file);
    }
    Recipe recipe;
    for (const std::string& text : options.steps) {
        recipe.steps.push_back(Step::parse(text));
    }
    return recipe;
}

/// Everything that would fail at the end is found out before the work begins.
void check_outputs(const Options& options, const Globals& globals) {
    const auto extension = std::filesystem::path(options.out).extension();
    if (extension != ".onnx" && extension != ".espz") {
        throw Error(ErrorCode::Usage, "cannot tell the format from the name",
                    "end OUT in .onnx or .espz", options.out);
    }
    for (const std::string& path : options.reports) {
        hand_over_pdf(path, globals);
        report::check_report_path(path);
    }
}

void print_text(Console& console, const report::Report& report, const Shaping& shaping,
                const std::string& out) {
    const auto text = report::headline_table(report);
    console.print(Table::from(text.columns, text.rows).str());
    console.print();
    for (const Variant& variant : shaping.variants) {
        for (const std::string& note : variant.notes) {
            console.print(variant.name + ": " + note);
        }
    }
    console.print(fmt::format("wrote {} ({})", out, human_bytes(std::filesystem::file_size(out))));
}

void compress(const Options& options, const Globals& globals, Console& console) {
    check_outputs(options, globals);
    const Recipe recipe = recipe_of(options);
    Workspace workspace(options.net.load());
    const Network& network = workspace.network();
    if (options.data.given()) {
        workspace.set_data(options.data.set(), options.data.open(globals, Split::Train),
                           options.data.open(globals, Split::Test));
        if (network.preprocess_source == PreprocessSource::Assumed) {
            console.note("note: pictures: " + network.preprocess_text());
        }
    }
    if (!options.accelerator.empty()) {
        workspace.set_accelerator(choose_accelerator(options.accelerator, options.dataflow));
    }
    ShapingOptions shaping_options;
    shaping_options.seed = globals.seed;
    shaping_options.measure_latency = !options.no_latency;
    if (globals.verbose) {
        shaping_options.note = [&console](std::string_view line) { console.note(line); };
    }
    Shaping shaping = workspace.shape(recipe, shaping_options, console.job());
    Variant& result = shaping.variants.back();
    for (std::string& loss : save_network(result.graph, network.preprocess, options.out)) {
        result.notes.push_back(std::move(loss));
    }
    result.metrics.file_bytes = static_cast<std::int64_t>(std::filesystem::file_size(options.out));

    const report::Report report =
        report::build(workspace, shaping, {globals.invocation, globals.seed});
    for (const std::string& path : options.reports) {
        report::write(report, path);
        console.note("wrote " + path);
    }
    if (!globals.json) {
        print_text(console, report, shaping, options.out);
        return;
    }
    Json document = to_json(result.metrics);
    document["out"] = options.out;
    // The contract: the size of the file that was asked for.
    document["stored_bytes"] = result.metrics.file_bytes;
    document["espz_bytes"] = result.metrics.stored_bytes;
    document["baseline"] = to_json(shaping.original().metrics);
    document["recipe"] = recipe.to_json();
    document["seed"] = globals.seed;
    for (std::size_t i = 1; i < shaping.variants.size(); ++i) {
        const Variant& variant = shaping.variants[i];
        Json step = to_json(variant.metrics);
        step["step"] = variant.step;
        step["seconds"] = variant.seconds;
        step["notes"] = variant.notes;
        document["steps"].push_back(std::move(step));
    }
    document["layers"] = report::to_json(report).at("layers");
    console.print_json(document);
}

class Compress final : public Command {
public:
    [[nodiscard]] std::string_view name() const override { return "compress"; }

    [[nodiscard]] std::string_view summary() const override {
        return "Runs a stack of steps on a network and writes the result";
    }

    [[nodiscard]] std::string_view example() const override {
        return "espalier compress lenet-5-glyphs -o small.onnx --data glyphs \\\n"
               "      --step prune.magnitude:sparsity=0.9 --step finetune:epochs=1 \\\n"
               "      --step quantise.uniform:weight_bits=8 --report small.html";
    }

    void attach(CLI::App& app, const Globals& globals, Console& console) const override {
        const auto options = std::make_shared<Options>();
        options->net.attach(app);
        app.add_option("-o,--out", options->out, "The network to write: .onnx or .espz")
            ->required();
        app.add_option("--step", options->steps,
                       "ID:key=value,key=value; repeatable, in order. layers='GLOB+GLOB' chooses "
                       "layers");
        app.add_option("--recipe", options->recipe_file, "Recipe file (JSON) instead of --step");
        options->data.attach(app, false, false);
        app.add_option("--accelerator", options->accelerator,
                       "Model energy and cycles on this one (see `espalier accelerators`)");
        app.add_option("--dataflow", options->dataflow, "os, ws, is or rs");
        app.add_option("--report", options->reports, "Also write a report: .html, .md or .json");
        app.add_flag("--no-latency", options->no_latency, "Do not measure the time it takes here");
        app.callback([options, &globals, &console] { compress(*options, globals, console); });
    }
};

} // namespace

const Command& command() {
    static const Compress compress;
    return compress;
}

} // namespace espalier::cli::commands::compress
