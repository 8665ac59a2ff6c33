// SPDX-License-Identifier: GPL-3.0-or-later
// A report on paper: the same content as the page, laid out with what QTextDocument knows of HTML,
// figures as pictures.
#pragma once

#include "app/session/report/report.h"

#include <QString>
#include <QTextDocument>

#include <filesystem>

namespace espalier::studio {

/// Tables, headings and figures for `document`, which gets the pictures too.
void fill_print_document(const report::Report& report, QTextDocument& document);

/// A4, with page numbers. Written to a temporary name first, like every file. Needs no window; safe
/// away from its thread.
void write_pdf(const report::Report& report, const std::filesystem::path& path);

} // namespace espalier::studio
