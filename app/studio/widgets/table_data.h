// SPDX-License-Identifier: GPL-3.0-or-later
// A table apart from how it is shown: what a figure shows, in numbers, and what tables export.
#pragma once

#include <QString>
#include <QStringList>
#include <QVariant>

#include <vector>

namespace espalier::studio {

struct TableData {
    QString title;
    QStringList columns;                     ///< with units: "energy [pJ]"
    std::vector<std::vector<QVariant>> rows; ///< numbers stay numbers; invalid: unknown
};

/// Fields quoted where needed, point as decimal separator, unknown as empty (RFC 4180).
[[nodiscard]] QString to_csv(const TableData& table);
/// A pipe table.
[[nodiscard]] QString to_markdown(const TableData& table);
/// A `tabular` environment with booktabs rules.
[[nodiscard]] QString to_latex(const TableData& table);
/// The cell as people read it in the language in use: grouped digits, at most `precision`
/// significant ones; "–" where unknown.
[[nodiscard]] QString cell_text(const QVariant& cell, int precision = 6);

} // namespace espalier::studio
