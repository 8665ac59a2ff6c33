// SPDX-License-Identifier: GPL-3.0-or-later
// What the hardware view draws.
#include "app/studio/document/document.h"
#include "app/studio/document/selection.h"
#include "app/studio/document/text.h"
#include "app/studio/shell/theme.h"
#include "app/studio/views/hardware/array_picture.h"
#include "app/studio/views/hardware/array_player.h"
#include "app/studio/views/hardware/hardware_view.h"
#include "app/studio/views/hardware/roofline_chart.h"
#include "app/studio/widgets/figure.h"
#include "app/studio/widgets/numbers.h"
#include "app/studio/widgets/stacked_bars.h"

#include <QComboBox>
#include <QLabel>
#include <QLocale>
#include <QPushButton>

#include <cmath>

namespace espalier::studio {

namespace {

const QString kUnknown = QStringLiteral("–");

/// "after (change)".
QString with_change(const QString& after, const QString& change) {
    return change.isEmpty() ? after : QStringLiteral("%1 (%2)").arg(after, change);
}

/// "name: 1.2 µJ" lines of the parts that are not nothing.
QString parts_tip(const QStringList& names, const std::vector<double>& parts,
                  const std::function<QString(double)>& dress) {
    double whole = 0;
    for (const double part : parts) {
        whole += part;
    }
    QStringList lines;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i] > 0) {
            lines << QStringLiteral("%1: %2 (%3)")
                         .arg(names[static_cast<qsizetype>(i)], dress(parts[i]),
                              percent_text(100 * parts[i] / whole));
        }
    }
    return lines.join(u'\n');
}

} // namespace

QString HardwareView::energy(double value) const {
    if (std::isnan(value)) {
        return kUnknown;
    }
    return relative_ ? tr("%1 × MAC").arg(short_count_text(value)) : energy_text(value);
}

QStringList HardwareView::energy_parts() const {
    if (energy_by_->currentIndex() == 1) {
        return {tr("MAC"), tr("Weights"), tr("Inputs"), tr("Outputs"), tr("Leakage")};
    }
    return {tr("MAC"), tr("Register"), tr("Array"), tr("Buffer"), tr("DRAM"), tr("Leakage")};
}

QStringList HardwareView::time_parts() const {
    if (time_by_->currentIndex() == 1) {
        return {tr("Multiplies"), tr("Waits"), tr("No work")};
    }
    return {tr("Computes"), tr("Waits for memory"), tr("First operands, last results")};
}

void HardwareView::fill_tiles() {
    const auto put = [](const Tile& tile, const QString& value, const QString& baseline) {
        tile.value->setText(value);
        tile.value->setAccessibleName(tile.name->text() + u' ' + value);
        tile.baseline->setText(baseline);
        tile.baseline->setToolTip(baseline);
    };
    const auto was = [](const QString& before) { return tr("before: %1").arg(before); };
    if (!table_.before || !table_.after) {
        const bool open = studio().document.is_open();
        for (const Tile& tile : tiles_) {
            put(tile, kUnknown, open ? tr("not modelled") : QString());
        }
        return;
    }
    const MachineFigures& before = *table_.before;
    const MachineFigures& after = *table_.after;
    const QString open_sum = after.leakage_known ? QString() : tr(", leakage unknown");
    put(tiles_[0], with_change(energy(after.energy), change_text(before.energy, after.energy)),
        was(energy(before.energy)) + open_sum);
    put(tiles_[1],
        with_change(ms_text(after.latency_ms), change_text(before.latency_ms, after.latency_ms)),
        was(ms_text(before.latency_ms)) +
            tr(", %1 cycles now").arg(short_count_text(after.cycles)));
    const double use_before = 100 * before_->metrics.model->total.utilisation;
    const double use_after = 100 * after_->metrics.model->total.utilisation;
    const QString points = points_text(use_before, use_after);
    put(tiles_[2],
        with_change(percent_text(use_after),
                    points == QStringLiteral("=") ? points : tr("%1 points").arg(points)),
        was(percent_text(use_before)));
    const std::optional<double> area_before = before_->metrics.model->area_um2;
    const std::optional<double> area_after = after_->metrics.model->area_um2;
    const QString kind = after_->metrics.model->area_published ? tr("as published for the machine")
                                                               : tr("sum of array and buffers");
    if (!area_after) {
        put(tiles_[3], tr("unknown"), tr("the technology does not say"));
    } else {
        put(tiles_[3],
            with_change(area_text(*area_after),
                        area_before ? change_text(*area_before, *area_after) : QString()),
            kind);
    }
}

void HardwareView::fill_energy() {
    const bool by_operand = energy_by_->currentIndex() == 1;
    const QStringList names = energy_parts();
    std::vector<QColor> colours;
    for (qsizetype i = 0; i < names.size(); ++i) {
        colours.push_back(series_colour(static_cast<int>(i), palette()));
    }
    energy_bars_->set_parts(names, colours);
    energy_bars_->set_sides(tr("before"), tr("after"));
    std::vector<BarRow> rows;
    const auto row = [&](const QString& label, const std::optional<MachineFigures>& before,
                         const std::optional<MachineFigures>& after) {
        BarRow bar;
        bar.label = label;
        bar.before = energy_stack(before, by_operand);
        bar.after = energy_stack(after, by_operand);
        const auto dress = [this](double value) { return energy(value); };
        bar.text =
            after ? with_change(energy(after->energy),
                                before ? change_text(before->energy, after->energy) : tr("new"))
                  : tr("gone");
        bar.tip = label;
        if (before) {
            bar.tip += tr("\nBefore: %1").arg(energy(before->energy));
        }
        if (after) {
            bar.tip += tr("\nAfter: %1").arg(energy(after->energy)) + u'\n' +
                       parts_tip(names, bar.after, dress);
        }
        return bar;
    };
    if (table_.before && table_.after) {
        BarRow total = row(tr("Network"), table_.before, table_.after);
        total.own_scale = true;
        rows.push_back(std::move(total));
        for (const CostRow& cost : table_.rows) {
            rows.push_back(row(text(cost.origin), cost.before, cost.after));
            rows.back().key = text(cost.origin);
        }
    }
    energy_bars_->set_rows(std::move(rows));
    energy_bars_->set_selected(studio().selection.layer());
}

void HardwareView::fill_time() {
    const bool use = time_by_->currentIndex() == 1;
    const Hues hues(palette());
    time_bars_->set_parts(time_parts(), {hues.after, hues.accent, hues.grid});
    time_bars_->set_sides(tr("before"), tr("after"));
    const auto parts = [&](const std::optional<MachineFigures>& side) -> std::vector<double> {
        if (!side) {
            return {};
        }
        if (!use) {
            return time_stack(*side);
        }
        const auto shares = array_use(*side, elements_);
        return shares ? std::vector{shares->busy, shares->waiting, shares->idle}
                      : std::vector<double>();
    };
    const auto row = [&](const QString& label, const std::optional<MachineFigures>& before,
                         const std::optional<MachineFigures>& after) {
        BarRow bar;
        bar.label = label;
        bar.before = parts(before);
        bar.after = parts(after);
        if (!after) {
            bar.text = tr("gone");
        } else if (!use) {
            bar.text = with_change(ms_text(after->latency_ms),
                                   before ? change_text(before->latency_ms, after->latency_ms)
                                          : tr("new"));
        } else if (bar.after.empty()) {
            bar.text = tr("no MACs");
        } else {
            bar.text = with_change(percent_text(100 * bar.after[0]),
                                   bar.before.empty()
                                       ? QString()
                                       : points_text(100 * bar.before[0], 100 * bar.after[0]));
        }
        bar.tip = label + u'\n' + parts_tip(time_parts(), bar.after, [use](double value) {
                      return use ? percent_text(100 * value) : ms_text(value);
                  });
        return bar;
    };
    std::vector<BarRow> rows;
    if (table_.before && table_.after) {
        rows.push_back(row(tr("Network"), table_.before, table_.after));
        rows.back().own_scale = true;
        for (const CostRow& cost : table_.rows) {
            rows.push_back(row(text(cost.origin), cost.before, cost.after));
            rows.back().key = text(cost.origin);
        }
    }
    time_bars_->set_rows(std::move(rows));
    time_bars_->set_selected(studio().selection.layer());
}

void HardwareView::fill_roofline() {
    if (!table_.before || !table_.after) {
        roofline_->clear();
        return;
    }
    roofline_->set_data(after_->metrics.model->machine, roof_points(*before_),
                        roof_points(*after_));
    roofline_->set_selected(studio().selection.layer());
}

void HardwareView::fill_array() {
    const auto& choice = studio().document.is_open() ? studio().document.workspace().accelerator()
                                                     : std::optional<AcceleratorChoice>();
    if (!choice || !table_.after) {
        player_->set_schedule({}, nullptr);
        array_->set_array(0, 0, std::nullopt);
        array_->set_texts({}, tr("No figures: choose an accelerator that can run this network."));
        return;
    }
    const hw::Accelerator& machine = choice->accelerator;
    const QString selected = studio().selection.layer();
    fill_schedule(selected);
    QString name = tr("whole network");
    std::optional<MachineFigures> figures = table_.after;
    for (const CostRow& row : table_.rows) {
        if (text(row.origin) == selected && !selected.isEmpty()) {
            name = selected;
            figures = row.after;
        }
    }
    const std::optional<ArrayUse> use = figures ? array_use(*figures, elements_) : std::nullopt;
    array_->set_array(machine.rows, machine.columns, use);
    if (player_->started()) {
        return; // it draws itself
    }
    const QString head =
        tr("%1 × %2 elements: %3").arg(machine.rows).arg(machine.columns).arg(name);
    if (!use) {
        array_->set_texts(head, figures ? tr("This layer does not multiply: the model gives no use "
                                             "of the array.")
                                        : tr("This layer is gone."));
        return;
    }
    QString caption = tr("%1 of %2 elements have work while the array computes. The model counts "
                         "elements and does not place them: cells are shares, not positions.")
                          .arg(QLocale().toString(figures->active_elements, 'f', 1),
                               count_text(static_cast<std::int64_t>(elements_)));
    if (selected.isEmpty()) {
        caption += u' ' + tr("Choose a layer to play its schedule.");
    }
    array_->set_texts(head, caption);
}

void HardwareView::fill_schedule(const QString& origin) {
    const AcceleratorChoice& choice = *studio().document.workspace().accelerator();
    const std::vector<std::string> origins = layer_origins(*after_);
    const auto& layers = after_->metrics.model->layers;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const hw::Workload& work = layers[i].work;
        if (origin.isEmpty() || text(origins[i]) != origin || !work.has_macs()) {
            continue;
        }
        QString key = origin + u'|' + text(choice.accelerator.id) + u'|' +
                      text(std::string(choice.dataflow->id()));
        for (const std::int32_t dim : work.dims) {
            key += u'|' + QString::number(dim);
        }
        // Widths decide what fits the buffers, and so in which order the folds come.
        for (const hw::OperandInfo& operand : work.operands) {
            key += u'|' + QString::number(operand.bits);
        }
        if (!player_->has(key)) {
            player_->set_schedule(key, choice.dataflow->schedule(
                                           work, choice.accelerator,
                                           hw::make_prices(choice.accelerator, choice.technology)));
        }
        return;
    }
    player_->set_schedule({}, nullptr);
}

} // namespace espalier::studio
