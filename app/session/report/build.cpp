// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/report/build.h"

#include "app/session/report/layers.h"
#include "app/session/report/machine.h"
#include "app/session/report/model_figures.h"
#include "core/base/files.h"
#include "core/base/json.h"
#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/base/version.h"
#include "core/train/text_score.h"

#include <fmt/format.h>

namespace espalier::report {

namespace {

PdfWriter pdf_writer = nullptr;

std::vector<std::pair<std::string, std::string>>
identity(const Workspace& workspace, const Shaping& shaping, const BuildOptions& options) {
    const Network& network = workspace.network();
    std::vector<std::pair<std::string, std::string>> lines{
        {"network", network.path.filename().string()},
        {"network SHA-256", network.sha256},
        {"result, content hash", shaping.result().graph.content_hash()},
        {"pictures", network.preprocess_text()},
        {"seed", std::to_string(options.seed)},
        {"Espalier", version()},
        {"machine", machine_text()},
        {"threads", std::to_string(threads())}};
    if (workspace.test_set()) {
        lines.emplace_back("data", fmt::format("{}, {} test pictures, fingerprint {}",
                                               workspace.data_name(),
                                               with_thousands(workspace.test_set()->size()),
                                               workspace.test_set()->fingerprint()));
    }
    if (workspace.accelerator()) {
        lines.emplace_back("accelerator", workspace.accelerator()->str());
    }
    return lines;
}

std::vector<std::pair<std::string, std::string>> definitions() {
    return {
        {"parameters", "Trainable values: weights, biases, batch-norm scale and shift. Running "
                       "statistics and shape constants are not counted."},
        {"non-zeros", "Parameters that are not zero once mask and code are applied."},
        {"stored", "Bytes of the .espz file: indices, codebooks, tables and header included, each "
                   "parameter in the format that takes least."},
        {"MACs", "Multiply-accumulates for one sample, counted as if dense."},
        {"measured", "Median time of one sample on this machine, in this program."},
        {"masked", "A masked weight is zero but still computed; only removal makes a dense kernel "
                   "faster."},
        {"modelled", "Computed by the analytical accelerator model, not measured."},
    };
}

std::vector<std::string> limits(const Workspace& workspace, const Shaping& shaping) {
    std::vector<std::string> lines;
    if (!workspace.test_set()) {
        lines.emplace_back("No data set was given: accuracy is unknown.");
    }
    if (workspace.accelerator()) {
        lines.emplace_back(
            "The accelerator model prices data movement and arithmetic of layers one "
            "after the other; control, clock tree, host and layers it can not run "
            "are left out.");
        lines.emplace_back(
            "Activations are taken as dense; `espalier estimate --data` counts their "
            "zeros.");
        for (const std::string& note : shaping.result().metrics.model->notes) {
            lines.push_back(note);
        }
    } else {
        lines.emplace_back("No accelerator was chosen: energy and cycles are unknown.");
    }
    if (shaping.original().metrics.latency) {
        lines.emplace_back("Latency is measured on a machine that does other things too; compare "
                           "rows of one report, not of two.");
    } else {
        lines.emplace_back("Latency was not measured.");
    }
    return lines;
}

} // namespace

HeadlineRow headline_row(const std::string& name, const Metrics& metrics) {
    HeadlineRow row;
    row.name = name;
    row.params = metrics.account.params;
    row.nonzeros = metrics.account.nonzeros;
    row.macs = metrics.account.macs;
    row.stored_bytes = metrics.stored_bytes;
    if (metrics.accuracy) {
        row.top1 = metrics.accuracy->top1;
        row.perplexity = perplexity_of(*metrics.accuracy);
    }
    if (metrics.latency) {
        row.latency_ms = metrics.latency->p50;
    }
    if (metrics.model) {
        row.energy_pj = metrics.model->total.energy_pj();
        row.cycles = metrics.model->total.counts.cycles;
    }
    return row;
}

Report build(const Workspace& workspace, const Shaping& shaping, const BuildOptions& options) {
    Report report;
    report.title = shaping.recipe.title.empty() ? workspace.network().graph.name + ", shaped"
                                                : shaping.recipe.title;
    report.command = options.command;
    report.identity = identity(workspace, shaping, options);
    for (const Variant& variant : shaping.variants) {
        report.headline.push_back(headline_row(variant.name, variant.metrics));
        if (!variant.step.empty()) {
            report.steps.push_back({variant.name, variant.step, variant.seconds, variant.notes});
        }
    }
    const Graph& before = shaping.original().graph;
    const Graph& after = shaping.result().graph;
    report.layers = layer_rows(before, after);
    report.histograms = weight_histograms(before, after);
    if (shaping.original().metrics.model && shaping.result().metrics.model) {
        report.energy = energy_figure(shaping);
        report.roofline = roofline_figure(shaping);
    }
    report.definitions = definitions();
    report.limits = limits(workspace, shaping);
    return report;
}

void set_pdf_writer(PdfWriter writer) {
    pdf_writer = writer;
}

bool writes_pdf() {
    return pdf_writer != nullptr;
}

void check_report_path(const std::filesystem::path& path) {
    const auto extension = path.extension();
    if (extension == ".pdf") {
        if (!writes_pdf()) {
            throw Error(ErrorCode::Unsupported, "a PDF needs Espalier Studio",
                        "install espalier-studio, or write .html and print that", path.string());
        }
        return;
    }
    if (extension != ".html" && extension != ".md" && extension != ".json") {
        throw Error(ErrorCode::Usage, "cannot tell the report's format from the name",
                    "end it in .html, .pdf, .md or .json", path.string());
    }
}

void write(const Report& report, const std::filesystem::path& path) {
    check_report_path(path);
    if (path.extension() == ".pdf") {
        pdf_writer(report, path);
    } else if (path.extension() == ".html") {
        write_atomically(path, to_html(report));
    } else if (path.extension() == ".md") {
        write_atomically(path, to_markdown(report));
    } else {
        write_atomically(path, to_json(report).dump(2, ' ', false, Json::error_handler_t::replace) +
                                   "\n");
    }
}

} // namespace espalier::report
