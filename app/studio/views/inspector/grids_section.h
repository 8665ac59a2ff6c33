// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/grid_comparison.h"
#include "app/studio/document/latest.h"
#include "app/studio/views/inspector/section.h"
#include "app/studio/views/studio.h"
#include "app/studio/widgets/table_data.h"

#include <vector>

class QLabel;
class QPushButton;
class QSpinBox;
class QTableWidget;

namespace espalier::studio {

class Figure;

/// The weight on every grid, side by side: what is lost, what it takes to store, and what a product
/// costs. Folded away at first, since it tries them all.
class GridsSection final : public Section {
    Q_OBJECT

public:
    GridsSection(const Studio& studio, QWidget* parent);

    void retranslate() override;

    [[nodiscard]] bool computing() const override { return worker_.busy(); }

    [[nodiscard]] const std::vector<GridRow>& rows() const { return rows_; }

    [[nodiscard]] TableData table() const;

protected:
    void present() override;

    [[nodiscard]] bool weights_alone() const override { return true; }

private:
    void fill();
    void add_step();

    Studio studio_;
    QTableWidget* view_;
    Figure* figure_;
    QLabel* bits_label_;
    QSpinBox* bits_;
    QPushButton* add_;
    std::vector<GridRow> rows_; ///< the least loss first
    Latest worker_;
};

} // namespace espalier::studio
