// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/widgets/table_data.h"

#include <QToolButton>

#include <functional>
#include <vector>

namespace espalier::studio {

/// A button whose menu copies or saves a table as CSV, Markdown or LaTeX.
class TableExport final : public QToolButton {
    Q_OBJECT

public:
    /// `name` is the proposed file name without its ending. `table` is asked when it is needed.
    TableExport(const QString& name, std::function<TableData()> table, QWidget* parent = nullptr);

    /// Writes the table; the format is the extension's: .csv, .md, .tex. Throws Error (Io) where it
    /// cannot be written, Usage for another ending.
    void save(const QString& path) const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void ask_and_save(const QString& suffix);

    QString name_;
    std::function<TableData()> table_;
    std::vector<QAction*> copies_;
    std::vector<QAction*> saves_;
};

} // namespace espalier::studio
