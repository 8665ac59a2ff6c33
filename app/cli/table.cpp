// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/table.h"

#include <algorithm>

namespace espalier::cli {

namespace {

/// Characters, not bytes: UTF-8 continuation bytes take no column.
std::size_t width(const std::string& text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

std::string padded(const std::string& text, std::size_t wanted, Table::Align align) {
    const std::size_t have = width(text);
    const std::string blanks(wanted > have ? wanted - have : 0, ' ');
    return align == Table::Align::Left ? text + blanks : blanks + text;
}

} // namespace

Table& Table::column(std::string title, Align align) {
    titles_.push_back(std::move(title));
    aligns_.push_back(align);
    return *this;
}

void Table::row(std::vector<std::string> cells) {
    cells.resize(titles_.size());
    rows_.push_back(std::move(cells));
}

Table Table::from(const std::vector<std::string>& columns,
                  const std::vector<std::vector<std::string>>& rows) {
    Table table;
    for (const std::string& title : columns) {
        table.column(title, table.titles_.empty() ? Align::Left : Align::Right);
    }
    for (const auto& cells : rows) {
        table.row(cells);
    }
    return table;
}

void Table::rule() {
    rows_.emplace_back();
}

std::string Table::str() const {
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < titles_.size(); ++i) {
        std::size_t widest = width(titles_[i]);
        for (const auto& cells : rows_) {
            widest = cells.empty() ? widest : std::max(widest, width(cells[i]));
        }
        widths.push_back(widest);
    }
    const auto line = [&](const std::vector<std::string>& cells) {
        std::string text;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            text += (i == 0 ? "" : "  ") + padded(cells[i], widths[i], aligns_[i]);
        }
        text.erase(text.find_last_not_of(' ') + 1);
        return text + "\n";
    };
    std::size_t total = titles_.empty() ? 0 : 2 * (titles_.size() - 1);
    for (const std::size_t w : widths) {
        total += w;
    }
    std::string rule;
    for (std::size_t i = 0; i < total; ++i) {
        rule += "─";
    }
    std::string text = line(titles_) + rule + "\n";
    for (const auto& cells : rows_) {
        text += cells.empty() ? rule + "\n" : line(cells);
    }
    text.pop_back();
    return text;
}

} // namespace espalier::cli
