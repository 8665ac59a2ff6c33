// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/views/inspector/kernel_view.h"
#include "app/studio/views/inspector/section.h"

class QLabel;
class QSpinBox;

namespace espalier::studio {

class Figure;

/// One kernel of the layer; of a matrix, the weights of one output.
class KernelSection final : public Section {
    Q_OBJECT

public:
    explicit KernelSection(QWidget* parent);

    void retranslate() override;

    [[nodiscard]] KernelView& view() { return *view_; }

protected:
    void present() override;

    [[nodiscard]] bool weights_alone() const override { return true; }

private:
    void show_kernel();

    KernelView* view_;
    Figure* figure_;
    QLabel* output_label_;
    QSpinBox* output_;
    QLabel* input_label_;
    QSpinBox* input_;
};

} // namespace espalier::studio
