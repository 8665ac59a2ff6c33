// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/report/report.h"
#include "app/session/report/report_text.h"

#include <fmt/format.h>

namespace espalier::report {

namespace {

std::string cell(const std::string& text) {
    std::string result;
    for (const char c : text) {
        result += c == '|' ? std::string("\\|") : c == '\n' ? std::string(" ") : std::string(1, c);
    }
    return result;
}

std::string row_text(const std::vector<std::string>& cells) {
    std::string line = "|";
    for (const std::string& text : cells) {
        line += " " + cell(text) + " |";
    }
    return line + "\n";
}

std::string table_text(const TextTable& table) {
    std::string text = row_text(table.columns) + "|---|";
    for (std::size_t i = 1; i < table.columns.size(); ++i) {
        text += "---:|";
    }
    text += "\n";
    for (const auto& cells : table.rows) {
        text += row_text(cells);
    }
    return text + "\n";
}

} // namespace

std::string to_markdown(const Report& report) {
    std::string text = "# " + report.title + "\n\n" + table_text(headline_table(report));
    if (!report.steps.empty()) {
        text += "## Recipe\n\n";
        for (std::size_t i = 0; i < report.steps.size(); ++i) {
            const StepText& step = report.steps[i];
            text += fmt::format("{}. **{}** `{}`, {:.1f} s\n", i + 1, step.title, step.text,
                                step.seconds);
            for (const std::string& note : step.notes) {
                text += "   - " + note + "\n";
            }
        }
        text += "\n";
    }
    text += "## Layers\n\n" + table_text(layer_table(report));
    if (report.energy) {
        text += "## Energy on the accelerator (modelled)\n\n";
        TextTable table;
        table.columns = {"pJ per sample"};
        table.columns.insert(table.columns.end(), report.energy->components.begin(),
                             report.energy->components.end());
        for (const auto& row : report.energy->rows) {
            std::vector<std::string> cells{row.label};
            for (const double part : row.parts) {
                cells.push_back(fmt::format("{:.4g}", part));
            }
            table.rows.push_back(std::move(cells));
        }
        text += table_text(table);
    }
    text += "## Identity\n\n";
    for (const auto& [name, value] : report.identity) {
        text += "- " + name + ": " + value + "\n";
    }
    text += "\n## What the words mean\n\n";
    for (const auto& [name, value] : report.definitions) {
        text += "- **" + name + "**: " + value + "\n";
    }
    text += "\n## Limits\n\n";
    for (const std::string& limit : report.limits) {
        text += "- " + limit + "\n";
    }
    return text + "\n## Do it again\n\n```\n" + report.command + "\n```\n";
}

} // namespace espalier::report
