// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/report/report.h"
#include "app/session/report/report_text.h"

#include <fmt/format.h>

namespace espalier::report {

namespace {

// Series colours are Okabe and Ito's, told apart with any colour vision.
constexpr const char* kStyle = R"css(
:root { color-scheme: light dark; --ink: #1f2933; --paper: #ffffff; --soft: #f3f5f7; --line: #d5dbe1;
        --before: #8a96a3; --after: #0072b2; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e7eb; --paper: #14181d; --soft: #1e242b; --line: #39424d;
          --before: #76828f; --after: #56b4e9; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1080px; padding: 32px 24px 64px; color: var(--ink);
       background: var(--paper); font: 15px/1.55 system-ui, sans-serif; }
h1 { font-size: 26px; margin: 0 0 4px; } h2 { font-size: 18px; margin: 40px 0 10px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 13px; }
th, td { padding: 6px 10px; text-align: right; border-bottom: 1px solid var(--line);
         white-space: nowrap; }
th { background: var(--soft); font-weight: 600; }
th:first-child, td:first-child { text-align: left; }
.identity td, .words td { white-space: normal; text-align: left; overflow-wrap: anywhere; }
.identity td:first-child, .words td:first-child { white-space: nowrap; font-weight: 600; width: 1%; }
tr.final td { font-weight: 600; }
code, pre { font: 13px/1.5 ui-monospace, monospace; }
pre { background: var(--soft); padding: 12px 14px; border-radius: 6px; overflow-x: auto;
      white-space: pre-wrap; overflow-wrap: anywhere; }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(300px, 1fr)); gap: 16px; }
figure { margin: 0; } figcaption { font-size: 13px; overflow-wrap: anywhere; }
svg { width: 100%; height: auto; display: block; }
svg text { fill: var(--ink); font: 11px system-ui, sans-serif; }
path.before { fill: var(--before); opacity: .45; } path.after { fill: none; stroke: var(--after);
              stroke-width: 1.5; }
circle.before { fill: var(--before); } circle.after { fill: var(--after); }
.axis, .roof { stroke: var(--ink); fill: none; } .roof { stroke-width: 2; }
.grid { stroke: var(--line); }
.s0 { fill: #0072b2; } .s1 { fill: #e69f00; } .s2 { fill: #009e73; } .s3 { fill: #cc79a7; }
.s4 { fill: #56b4e9; } .s5 { fill: #d55e00; } .s6 { fill: #999999; }
.key span { display: inline-block; width: 12px; height: 12px; margin: 0 5px 0 14px; }
@media print { body { max-width: none; padding: 0; } figure, tr { break-inside: avoid; } }
)css";

std::string table_html(const TextTable& table, bool last_is_final) {
    std::string html = "<div class=\"scroll\"><table><thead><tr>";
    for (const std::string& column : table.columns) {
        html += "<th scope=\"col\">" + escaped(column) + "</th>";
    }
    html += "</tr></thead><tbody>\n";
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        html += last_is_final && i + 1 == table.rows.size() ? "<tr class=\"final\">" : "<tr>";
        for (const std::string& cell : table.rows[i]) {
            html += "<td>" + escaped(cell) + "</td>";
        }
        html += "</tr>\n";
    }
    return html + "</tbody></table></div>\n";
}

std::string pairs_html(const std::vector<std::pair<std::string, std::string>>& pairs,
                       const char* style) {
    std::string html = fmt::format("<table class=\"{}\"><tbody>\n", style);
    for (const auto& [name, text] : pairs) {
        html += "<tr><td>" + escaped(name) + "</td><td>" + escaped(text) + "</td></tr>\n";
    }
    return html + "</tbody></table>\n";
}

std::string steps_html(const Report& report) {
    std::string html = "<ol>\n";
    for (const StepText& step : report.steps) {
        html += fmt::format("<li><strong>{}</strong> <code>{}</code>, {:.1f} s",
                            escaped(step.title), escaped(step.text), step.seconds);
        if (!step.notes.empty()) {
            html += "<ul>";
            for (const std::string& note : step.notes) {
                html += "<li>" + escaped(note) + "</li>";
            }
            html += "</ul>";
        }
        html += "</li>\n";
    }
    return html + "</ol>\n";
}

std::string histograms_html(const Report& report) {
    std::string html =
        "<p class=\"key\">Values of the weights, zeros left out: <span style=\"background: "
        "var(--before)\"></span>before<span style=\"background: var(--after)\"></span>"
        "after</p>\n<div class=\"figures\">\n";
    for (const HistogramFigure& figure : report.histograms) {
        html += "<figure>" + histogram_svg(figure) + "<figcaption>" + escaped(figure.title) +
                "</figcaption></figure>\n";
    }
    return html + "</div>\n";
}

} // namespace

std::string to_html(const Report& report) {
    std::string html = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width\">\n<title>" +
                       escaped(report.title) + "</title>\n<style>" + kStyle +
                       "</style>\n</head>\n<body>\n<h1>" + escaped(report.title) + "</h1>\n";
    html += table_html(headline_table(report), report.headline.size() > 1);
    if (!report.steps.empty()) {
        html += "<h2>Recipe</h2>\n" + steps_html(report);
    }
    html += "<h2>Layers</h2>\n" + table_html(layer_table(report), false);
    if (!report.histograms.empty()) {
        html += "<h2>Weights</h2>\n" + histograms_html(report);
    }
    if (report.energy) {
        html += "<h2>Energy on the accelerator (modelled)</h2>\n<figure>" +
                stacked_svg(*report.energy) + "<figcaption>" + escaped(report.energy->title) +
                "</figcaption></figure>\n";
    }
    if (report.roofline) {
        html += "<h2>Roofline (modelled)</h2>\n<figure>" + roofline_svg(*report.roofline) +
                "<figcaption>" + escaped(report.roofline->title) + "</figcaption></figure>\n";
    }
    html += "<h2>Identity</h2>\n" + pairs_html(report.identity, "identity");
    html += "<h2>What the words mean</h2>\n" + pairs_html(report.definitions, "words");
    html += "<h2>Limits</h2>\n<ul>\n";
    for (const std::string& limit : report.limits) {
        html += "<li>" + escaped(limit) + "</li>\n";
    }
    html += "</ul>\n<h2>Do it again</h2>\n<pre>" + escaped(report.command) + "</pre>\n";
    return html + "</body>\n</html>\n";
}

} // namespace espalier::report
