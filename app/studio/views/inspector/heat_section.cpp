// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/inspector/heat_section.h"

#include "app/studio/widgets/figure.h"

namespace espalier::studio {

namespace {

/// More cells than a dock has pixels would not be seen.
constexpr std::int64_t kMostRows = 256;
constexpr std::int64_t kMostColumns = 512;
/// A table of more rows than this is for a file, not for the eye.
constexpr std::int64_t kMostListed = 20000;

} // namespace

HeatSection::HeatSection(QWidget* parent)
    : Section(QStringLiteral("section-weights"), parent)
    , map_(new HeatMap)
    , figure_(new Figure(QStringLiteral("weight-heat-map"), map_, this)) {
    figure_->setMinimumHeight(280);
    figure_->set_table([this] {
        const HeatCells& cells = map_->cells();
        TableData table{
            tr("Weights"), {tr("Row (output)"), tr("Column (input)"), tr("Weight")}, {}};
        for (std::int64_t row = 0; row < cells.rows; ++row) {
            for (std::int64_t column = 0;
                 column < cells.columns && std::ssize(table.rows) < kMostListed; ++column) {
                table.rows.push_back({qlonglong{row * cells.block_rows},
                                      qlonglong{column * cells.block_columns},
                                      static_cast<double>(cells.values[cells.cell(row, column)])});
            }
        }
        return table;
    });
    add(figure_);
}

void HeatSection::retranslate() {
    set_heading(tr("Weight map"));
    figure_->set_title(tr("Outputs × inputs"));
    figure_->set_explanation(
        tr("Each row is one output, each column one input and place in the kernel. Blue: negative, "
           "red: positive, hatched: exactly zero.\nColours follow the square root of the "
           "magnitude. In large layers a cell shows the largest weight of a block."));
}

void HeatSection::present() {
    if (!focus().after) {
        worker_.forget();
        map_->clear();
        return;
    }
    worker_.post<HeatCells>(
        [weight = *focus().after](const Job&) {
            return heat_cells(weight.parameter.effective(), weight.grid, kMostRows, kMostColumns);
        },
        [this, grid = focus().after->grid](const HeatCells& cells) {
            map_->show_cells(cells, grid);
        });
}

} // namespace espalier::studio
