// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/inspector/kernel_section.h"

#include "app/studio/widgets/figure.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>

#include <algorithm>
#include <cmath>

namespace espalier::studio {

namespace {

/// A matrix row is folded into a square picture of at most this many weights.
constexpr std::int64_t kMostOfRow = 64 * 64;

/// The kernel (o, i), or row o where kernels are single numbers; empty where there is none.
std::vector<float> kernel_of(const std::optional<LayerWeight>& weight, std::int64_t o,
                             std::int64_t i) {
    std::vector<float> kernel;
    if (!weight || o >= weight->grid.outputs || i >= weight->grid.inputs) {
        return kernel;
    }
    const auto values = weight->parameter.effective().data<float>();
    const WeightGrid& grid = weight->grid;
    if (grid.kernel() > 1) {
        const auto first = values.begin() + grid.index(o, i, 0, 0);
        kernel.assign(first, first + grid.kernel());
    } else {
        for (std::int64_t k = 0; k < std::min(grid.inputs, kMostOfRow); ++k) {
            kernel.push_back(values[static_cast<std::size_t>(grid.index(o, k, 0, 0))]);
        }
    }
    return kernel;
}

double most_of(const std::vector<float>& kernel) {
    double most = 0;
    for (const float value : kernel) {
        most = std::isfinite(value) ? std::max(most, std::abs(static_cast<double>(value))) : most;
    }
    return most;
}

} // namespace

KernelSection::KernelSection(QWidget* parent)
    : Section(QStringLiteral("section-kernel"), parent)
    , view_(new KernelView)
    , figure_(new Figure(QStringLiteral("kernel"), view_, this))
    , output_label_(new QLabel(this))
    , output_(new QSpinBox(this))
    , input_label_(new QLabel(this))
    , input_(new QSpinBox(this)) {
    auto* chooser = new QWidget(this);
    auto* line = new QHBoxLayout(chooser);
    line->setContentsMargins(4, 0, 4, 0);
    for (const auto& [label, box] :
         {std::pair{output_label_, output_}, std::pair{input_label_, input_}}) {
        box->setMinimumHeight(24);
        label->setBuddy(box);
        line->addWidget(label);
        line->addWidget(box, 1);
        connect(box, &QSpinBox::valueChanged, this, [this] { show_kernel(); });
    }
    output_->setObjectName(QStringLiteral("kernel-output"));
    input_->setObjectName(QStringLiteral("kernel-input"));
    add(chooser);
    figure_->setMinimumHeight(160);
    figure_->set_table([this] {
        TableData table{
            tr("Kernel"), {tr("Element"), tr("Original"), tr("Now"), tr("Difference")}, {}};
        const auto difference = view_->difference();
        const auto cell = [](const std::vector<float>& kernel, std::size_t i) {
            return i < kernel.size() ? QVariant(static_cast<double>(kernel[i])) : QVariant();
        };
        for (std::size_t i = 0; i < std::max(view_->before().size(), view_->after().size()); ++i) {
            table.rows.push_back({static_cast<qlonglong>(i), cell(view_->before(), i),
                                  cell(view_->after(), i), cell(difference, i)});
        }
        return table;
    });
    add(figure_);
}

void KernelSection::retranslate() {
    set_heading(tr("One kernel"));
    output_label_->setText(tr("Output"));
    output_->setAccessibleName(tr("Output channel of the kernel"));
    output_->setToolTip(tr("Output channel, counted from 0"));
    input_label_->setText(tr("Input"));
    input_->setAccessibleName(tr("Input channel of the kernel"));
    input_->setToolTip(tr("Input channel, counted from 0"));
    figure_->set_explanation(
        tr("The same weights in the original and now, and what changed. Blue: negative, red: "
           "positive, hatched: exactly zero.\nOf a layer without kernels: all weights of one "
           "output, folded into a square."));
    show_kernel();
}

void KernelSection::present() {
    const auto& any = focus().before ? focus().before : focus().after;
    const bool kernels = any && any->grid.kernel() > 1;
    const QSignalBlocker quiet_output(output_);
    const QSignalBlocker quiet_input(input_);
    output_->setMaximum(any ? static_cast<int>(any->grid.outputs) - 1 : 0);
    input_->setMaximum(kernels ? static_cast<int>(any->grid.inputs) - 1 : 0);
    input_->setVisible(kernels);
    input_label_->setVisible(kernels);
    show_kernel();
}

void KernelSection::show_kernel() {
    const auto& any = focus().before ? focus().before : focus().after;
    if (!any) {
        view_->show_kernels({}, {}, 1, 1);
        figure_->set_title(tr("No weights"));
        return;
    }
    auto before = kernel_of(focus().before, output_->value(), input_->value());
    auto after = kernel_of(focus().after, output_->value(), input_->value());
    const std::size_t size = std::max(before.size(), after.size());
    const bool kernels = any->grid.kernel() > 1;
    const int columns = kernels ? static_cast<int>(any->grid.width)
                                : static_cast<int>(std::ceil(std::sqrt(static_cast<double>(size))));
    const double most = std::max(most_of(before), most_of(after));
    figure_->set_title(
        kernels ? tr("Kernel of output %1, input %2").arg(output_->value()).arg(input_->value())
                : tr("Weights of output %1").arg(output_->value()));
    view_->show_kernels(std::move(before), std::move(after), columns, most);
}

} // namespace espalier::studio
