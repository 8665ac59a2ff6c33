// SPDX-License-Identifier: GPL-3.0-or-later
// Asks which parameter of which step to vary, from where to where.
#pragma once

#include "app/studio/views/pareto/sweep.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QDialogButtonBox;
class QDoubleSpinBox;
class QLabel;
class QSpinBox;

namespace espalier::studio {

class SweepDialog : public QDialog {
    Q_OBJECT

public:
    explicit SweepDialog(const Recipe& recipe, QWidget* parent = nullptr);

    /// False where no step has a number to vary.
    [[nodiscard]] bool possible() const;

    /// What the form says now.
    [[nodiscard]] std::vector<SweepPoint> points() const;

private:
    struct Row {
        QComboBox* parameter = nullptr;
        QDoubleSpinBox* from = nullptr;
        QDoubleSpinBox* to = nullptr;
        QSpinBox* count = nullptr;
    };

    Row make_row(const char* prefix);
    void take_parameter(const Row& row);
    void update_summary();
    [[nodiscard]] SweepAxis axis(const Row& row) const;
    [[nodiscard]] const ParamSpec& spec(const Row& row) const;

    Recipe recipe_;
    Row first_;
    Row second_;
    QCheckBox* grid_ = nullptr;
    QLabel* summary_ = nullptr;
    QDialogButtonBox* buttons_ = nullptr;
};

} // namespace espalier::studio
