// SPDX-License-Identifier: GPL-3.0-or-later
// From a workspace and what a recipe made of it to a report, and from a report to a file.
#pragma once

#include "app/session/report/report.h"
#include "app/session/workspace.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace espalier::report {

struct BuildOptions {
    std::string command; ///< that was run, for "do it again"
    std::uint64_t seed = 1;
};

/// What one network measured up to, as a row of the headline table.
[[nodiscard]] HeadlineRow headline_row(const std::string& name, const Metrics& metrics);

[[nodiscard]] Report build(const Workspace& workspace, const Shaping& shaping,
                           const BuildOptions& options);

/// Paper is laid out by Qt: a program that links it says how, and .pdf is a format like the others.
using PdfWriter = void (*)(const Report&, const std::filesystem::path&);
void set_pdf_writer(PdfWriter writer);
[[nodiscard]] bool writes_pdf();

/// Usage error unless the name ends in .html, .md, .json or .pdf; Unsupported for .pdf where nobody
/// writes it.
void check_report_path(const std::filesystem::path& path);
/// In the format of the extension.
void write(const Report& report, const std::filesystem::path& path);

} // namespace espalier::report
