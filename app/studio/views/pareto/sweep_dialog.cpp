// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/pareto/sweep_dialog.h"

#include "app/studio/shell/language.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace espalier::studio {

namespace {

constexpr int kMostValues = 50;
constexpr std::size_t kMostPoints = 200;

bool is_number(const ParamSpec& spec) {
    return spec.type == ParamType::Integer || spec.type == ParamType::Real;
}

/// Shown by the form only while another parameter has some value.
bool is_visible(const ParamSpec& spec, const Params& params) {
    return spec.visible_key.empty() ||
           std::find(spec.visible_values.begin(), spec.visible_values.end(),
                     params.as_text(spec.visible_key)) != spec.visible_values.end();
}

} // namespace

SweepDialog::SweepDialog(const Recipe& recipe, QWidget* parent)
    : QDialog(parent)
    , recipe_(recipe)
    , grid_(new QCheckBox(this))
    , summary_(new QLabel(this))
    , buttons_(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this)) {
    setObjectName(QStringLiteral("sweep-dialog"));
    setWindowTitle(tr("Sweep a parameter"));
    auto* intro = new QLabel(tr("Runs the recipe once for each value and measures the result. "
                                "Each one becomes a variant."),
                             this);
    intro->setWordWrap(true);
    auto* form = new QFormLayout;
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(intro);
    layout->addLayout(form);
    const auto add = [&](const Row& row) {
        form->addRow(tr("Parameter"), row.parameter);
        auto* range = new QHBoxLayout;
        range->addWidget(new QLabel(tr("from"), this));
        range->addWidget(row.from, 1);
        range->addWidget(new QLabel(tr("to"), this));
        range->addWidget(row.to, 1);
        range->addWidget(new QLabel(tr("values"), this));
        range->addWidget(row.count);
        form->addRow(tr("Range"), range);
    };
    first_ = make_row("sweep");
    add(first_);
    grid_->setObjectName(QStringLiteral("sweep-grid"));
    grid_->setText(tr("Cross with a &second parameter"));
    form->addRow(grid_);
    second_ = make_row("sweep-second");
    add(second_);
    summary_->setObjectName(QStringLiteral("sweep-summary"));
    summary_->setWordWrap(true);
    layout->addWidget(summary_);
    layout->addStretch(1);
    layout->addWidget(buttons_);
    buttons_->button(QDialogButtonBox::Ok)->setText(tr("&Run"));
    connect(buttons_, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons_, &QDialogButtonBox::rejected, this, &QDialog::reject);
    const auto enable_second = [this] {
        for (QWidget* each : std::initializer_list<QWidget*>{second_.parameter, second_.from,
                                                             second_.to, second_.count}) {
            each->setEnabled(grid_->isChecked());
        }
        update_summary();
    };
    grid_->setEnabled(second_.parameter->count() > 1);
    if (second_.parameter->count() > 1) {
        second_.parameter->setCurrentIndex(1);
    }
    connect(grid_, &QCheckBox::toggled, this, enable_second);
    enable_second();
    resize(520, 320);
}

SweepDialog::Row SweepDialog::make_row(const char* prefix) {
    const QString name = QLatin1String(prefix);
    Row row;
    row.parameter = new QComboBox(this);
    row.parameter->setObjectName(name + QStringLiteral("-parameter"));
    row.parameter->setAccessibleName(tr("Parameter"));
    row.from = new QDoubleSpinBox(this);
    row.from->setObjectName(name + QStringLiteral("-from"));
    row.from->setAccessibleName(tr("From"));
    row.to = new QDoubleSpinBox(this);
    row.to->setObjectName(name + QStringLiteral("-to"));
    row.to->setAccessibleName(tr("To"));
    row.count = new QSpinBox(this);
    row.count->setObjectName(name + QStringLiteral("-count"));
    row.count->setAccessibleName(tr("Number of values"));
    row.count->setRange(2, kMostValues);
    row.count->setValue(5);
    for (std::size_t step = 0; step < recipe_.steps.size(); ++step) {
        const Step& each = recipe_.steps[step];
        for (const ParamSpec& spec : each.params.specs()) {
            if (is_number(spec) && is_visible(spec, each.params)) {
                row.parameter->addItem(
                    tr("%1. %2: %3")
                        .arg(step + 1)
                        .arg(technique_text(each.technique->info().title),
                             technique_text(spec.label)),
                    QStringList{QString::number(step), QString::fromStdString(spec.key)});
            }
        }
    }
    connect(row.parameter, &QComboBox::currentIndexChanged, this, [this, row] {
        take_parameter(row);
        update_summary();
    });
    for (QDoubleSpinBox* box : {row.from, row.to}) {
        connect(box, &QDoubleSpinBox::valueChanged, this, &SweepDialog::update_summary);
    }
    connect(row.count, &QSpinBox::valueChanged, this, &SweepDialog::update_summary);
    take_parameter(row);
    return row;
}

bool SweepDialog::possible() const {
    return first_.parameter->count() > 0;
}

SweepAxis SweepDialog::axis(const Row& row) const {
    const QStringList chosen = row.parameter->currentData().toStringList();
    return {chosen.value(0).toULongLong(), chosen.value(1).toStdString(), row.from->value(),
            row.to->value(), row.count->value()};
}

const ParamSpec& SweepDialog::spec(const Row& row) const {
    const SweepAxis chosen = axis(row);
    const auto& specs = recipe_.steps[chosen.step].params.specs();
    return *std::find_if(specs.begin(), specs.end(),
                         [&](const ParamSpec& each) { return each.key == chosen.key; });
}

void SweepDialog::take_parameter(const Row& row) {
    if (row.parameter->count() == 0) {
        return;
    }
    const ParamSpec& chosen = spec(row);
    const double now = recipe_.steps[axis(row).step].params.real(chosen.key);
    const bool whole = chosen.type == ParamType::Integer;
    for (QDoubleSpinBox* box : {row.from, row.to}) {
        const QSignalBlocker quiet(box);
        box->setDecimals(whole ? 0 : chosen.step > 0 && chosen.step < 0.001 ? 6 : 3);
        box->setRange(chosen.min, chosen.max);
        box->setSingleStep(chosen.step > 0 ? chosen.step
                           : whole         ? 1
                                           : (chosen.max - chosen.min) / 20);
        box->setSuffix(chosen.unit.empty() ? QString() : u' ' + technique_text(chosen.unit));
    }
    // Around the value there is now: a range that is worth a run as it stands.
    const QSignalBlocker from_quiet(row.from);
    const QSignalBlocker to_quiet(row.to);
    if (chosen.max <= 1) {
        row.from->setValue(std::max(chosen.min, now - 0.3));
        row.to->setValue(std::min(chosen.max, now + 0.3));
    } else {
        row.from->setValue(whole ? std::max(chosen.min, now - 4) : now / 2);
        row.to->setValue(whole ? std::min(chosen.max, now + 4) : now * 2);
    }
}

std::vector<SweepPoint> SweepDialog::points() const {
    if (!possible()) {
        return {};
    }
    return sweep_points(recipe_, axis(first_),
                        grid_->isChecked() ? std::optional(axis(second_)) : std::nullopt);
}

void SweepDialog::update_summary() {
    if (buttons_ == nullptr || second_.parameter == nullptr) {
        return; // still being built
    }
    QPushButton& run = *buttons_->button(QDialogButtonBox::Ok);
    run.setEnabled(false);
    if (!possible()) {
        summary_->setText(tr("No step of the recipe has a number to vary."));
        return;
    }
    const SweepAxis one = axis(first_);
    const SweepAxis two = axis(second_);
    if (grid_->isChecked() && one.step == two.step && one.key == two.key) {
        summary_->setText(tr("Choose two different parameters."));
        return;
    }
    try {
        const std::vector<SweepPoint> all = points();
        if (all.size() > kMostPoints) {
            summary_->setText(tr("%1 networks are more than the %2 that one sweep may have.")
                                  .arg(all.size())
                                  .arg(kMostPoints));
            return;
        }
        const bool slow =
            std::any_of(recipe_.steps.begin(), recipe_.steps.end(), [](const Step& step) {
                return step.enabled && step.technique->needs(step.params) != Needs::Nothing;
            });
        summary_->setText(
            tr("Networks: %1 (%2 … %3).")
                .arg(QString::number(all.size()), all.front().name, all.back().name) +
            (slow ? tr(" Steps that train or calibrate run anew for each of them.") : QString()));
        run.setEnabled(true);
    } catch (const Error& error) {
        summary_->setText(QString::fromStdString(error.message()));
    }
}

} // namespace espalier::studio
