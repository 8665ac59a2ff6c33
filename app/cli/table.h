// SPDX-License-Identifier: GPL-3.0-or-later
// Columns of text, numbers to the right.
#pragma once

#include <string>
#include <vector>

namespace espalier::cli {

class Table {
public:
    enum class Align { Left, Right };

    /// Adds a column; call for all columns before the first row.
    Table& column(std::string title, Align align = Align::Right);
    /// One cell for each column; missing ones stay empty.
    void row(std::vector<std::string> cells);
    /// A table of these columns (the first one to the left) and rows.
    static Table from(const std::vector<std::string>& columns,
                      const std::vector<std::vector<std::string>>& rows);
    /// A line between groups of rows.
    void rule();

    [[nodiscard]] bool empty() const { return rows_.empty(); }

    /// All lines joined by newlines, without a trailing one.
    [[nodiscard]] std::string str() const;

private:
    std::vector<std::string> titles_;
    std::vector<Align> aligns_;
    std::vector<std::vector<std::string>> rows_; ///< a rule is a row without cells
};

} // namespace espalier::cli
