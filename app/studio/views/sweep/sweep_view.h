// SPDX-License-Identifier: GPL-3.0-or-later
// Which numbers of a training need how many bits: a small network is trained from the start again
// and again, one kind of number restricted at a time.
#pragma once

#include "app/studio/views/view.h"
#include "core/experiments/numeric_sweep.h"

#include <optional>

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace espalier::studio {

class BitsChart;
class Figure;

class SweepView final : public View {
    Q_OBJECT

public:
    explicit SweepView(const Studio& studio, QWidget* parent = nullptr);

    [[nodiscard]] QString title() const override;

    /// What the last sweep found.
    [[nodiscard]] const std::optional<NumericTable>& found() const { return found_; }

protected:
    void refresh() override;
    void retranslate() override;
    void restyle() override;

private:
    void build();
    void start();
    void take(const NumericTable& table);

    QLabel* network_label_ = nullptr;
    QComboBox* network_ = nullptr;
    QLabel* epochs_label_ = nullptr;
    QDoubleSpinBox* epochs_ = nullptr;
    QLabel* pictures_label_ = nullptr;
    QSpinBox* pictures_ = nullptr;
    QPushButton* start_ = nullptr;
    QPushButton* stop_ = nullptr;
    QLabel* status_ = nullptr;
    Figure* figure_ = nullptr;
    BitsChart* chart_ = nullptr;
    std::optional<NumericTable> found_;
    std::uint64_t job_ = 0;
};

} // namespace espalier::studio
