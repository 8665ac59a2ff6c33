// SPDX-License-Identifier: GPL-3.0-or-later
// Which network is the best bargain: every variant as a point, the front, limits, and sweeps that
// make more points.
#pragma once

#include "app/studio/views/pareto/pareto_points.h"
#include "app/studio/views/view.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QSortFilterProxyModel;
class QTableView;

namespace espalier::studio {

class Figure;
class ParetoChart;
class ParetoTable;
class Sweep;

class ParetoView final : public View {
    Q_OBJECT

public:
    explicit ParetoView(const Studio& studio, QWidget* parent = nullptr);
    ~ParetoView() override;

    [[nodiscard]] QString title() const override;

protected:
    void refresh() override;
    void retranslate() override;
    void restyle() override;

private:
    void build_bar();
    void build_table();
    void take_axes();
    void ask_sweep();
    void select(int row);
    void use_selected();
    void rename_selected();
    void remove_selected();
    void update_buttons();
    [[nodiscard]] Limits limits() const;
    /// Row of the model; negative: none.
    [[nodiscard]] int selected() const;

    QComboBox* x_ = nullptr;
    QComboBox* y_ = nullptr;
    QCheckBox* x_log_ = nullptr;
    QCheckBox* y_log_ = nullptr;
    QLabel* x_label_ = nullptr;
    QLabel* y_label_ = nullptr;
    QCheckBox* accuracy_on_ = nullptr;
    QCheckBox* bytes_on_ = nullptr;
    QDoubleSpinBox* accuracy_ = nullptr;
    QDoubleSpinBox* kilobytes_ = nullptr;
    QPushButton* sweep_button_ = nullptr;
    ParetoChart* chart_ = nullptr;
    Figure* figure_ = nullptr;
    ParetoTable* model_ = nullptr;
    QSortFilterProxyModel* sorted_ = nullptr;
    QTableView* table_ = nullptr;
    QPushButton* use_ = nullptr;
    QPushButton* rename_ = nullptr;
    QPushButton* remove_ = nullptr;
    Sweep* sweep_ = nullptr;
    std::vector<ParetoPoint> points_;
};

} // namespace espalier::studio
