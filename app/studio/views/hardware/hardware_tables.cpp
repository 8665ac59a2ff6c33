// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of the hardware view as tables.
#include "app/studio/document/text.h"
#include "app/studio/views/hardware/hardware_view.h"
#include "app/studio/views/hardware/roofline_chart.h"

#include <QComboBox>

#include <cmath>

namespace espalier::studio {

namespace {

QVariant cell(const std::optional<MachineFigures>& side, double MachineFigures::*member) {
    return side ? QVariant((*side).*member) : QVariant();
}

} // namespace

TableData HardwareView::energy_data() const {
    const QString unit = relative_ ? QStringLiteral("MAC") : QStringLiteral("pJ");
    const bool by_operand = energy_by_->currentIndex() == 1;
    TableData table;
    table.title = tr("Energy by layer");
    table.columns << tr("Layer");
    for (const bool after : {false, true}) {
        const QStringList names = energy_parts();
        for (const QString& part : names) {
            table.columns << tr("%1 %2 [%3]").arg(part, after ? tr("after") : tr("before"), unit);
        }
        table.columns << tr("Sum %1 [%2]").arg(after ? tr("after") : tr("before"), unit);
    }
    const auto add = [&](const QString& label, const std::optional<MachineFigures>& before,
                         const std::optional<MachineFigures>& after) {
        std::vector<QVariant> row{label};
        for (const auto* side : {&before, &after}) {
            const std::vector<double> parts = energy_stack(*side, by_operand);
            for (std::size_t i = 0; i < (by_operand ? kEnergyOperands : kEnergyComponents); ++i) {
                const bool leakage = i + 1 == (by_operand ? kEnergyOperands : kEnergyComponents);
                const bool known = *side && (!leakage || (*side)->leakage_known);
                row.push_back(known ? QVariant(parts[i]) : QVariant());
            }
            row.push_back(cell(*side, &MachineFigures::energy));
        }
        table.rows.push_back(std::move(row));
    };
    for (const CostRow& row : table_.rows) {
        add(text(row.origin), row.before, row.after);
    }
    add(tr("Network"), table_.before, table_.after);
    return table;
}

TableData HardwareView::time_data() const {
    TableData table;
    table.title = tr("Latency by layer");
    table.columns = {tr("Layer"),
                     tr("Latency before [ms]"),
                     tr("Latency after [ms]"),
                     tr("Cycles before"),
                     tr("Cycles after"),
                     tr("Compute cycles before"),
                     tr("Compute cycles after"),
                     tr("First and last cycles before"),
                     tr("First and last cycles after"),
                     tr("Utilisation before [%]"),
                     tr("Utilisation after [%]")};
    const auto use = [this](const std::optional<MachineFigures>& side) {
        const auto shares = side ? array_use(*side, elements_) : std::nullopt;
        return shares ? QVariant(100 * shares->busy) : QVariant();
    };
    const auto add = [&](const QString& label, const std::optional<MachineFigures>& before,
                         const std::optional<MachineFigures>& after) {
        table.rows.push_back(
            {label, cell(before, &MachineFigures::latency_ms),
             cell(after, &MachineFigures::latency_ms), cell(before, &MachineFigures::cycles),
             cell(after, &MachineFigures::cycles), cell(before, &MachineFigures::compute_cycles),
             cell(after, &MachineFigures::compute_cycles),
             cell(before, &MachineFigures::fill_cycles), cell(after, &MachineFigures::fill_cycles),
             use(before), use(after)});
    };
    for (const CostRow& row : table_.rows) {
        add(text(row.origin), row.before, row.after);
    }
    add(tr("Network"), table_.before, table_.after);
    return table;
}

TableData HardwareView::roofline_data() const {
    TableData table;
    table.title = tr("Roofline");
    table.columns = {tr("Layer"), tr("Side"), tr("Intensity [operations/byte]"),
                     tr("Throughput [GOPS]"), tr("Limit")};
    for (const bool after : {false, true}) {
        const SnapshotPtr& side = after ? after_ : before_;
        if (!side || !side->metrics.model) {
            continue;
        }
        for (const RoofPoint& point : roof_points(*side)) {
            const auto known = [](double value) {
                return std::isfinite(value) ? QVariant(value) : QVariant();
            };
            table.rows.push_back({point.label, after ? tr("after") : tr("before"),
                                  known(point.intensity), known(point.achieved),
                                  point.memory_bound ? tr("DRAM") : tr("array")});
        }
    }
    return table;
}

TableData HardwareView::array_data() const {
    TableData table;
    table.title = tr("Use of the array");
    table.columns = {tr("Layer"), tr("Multiplies [%]"), tr("Waits [%]"), tr("No work [%]"),
                     tr("Elements with work")};
    const auto add = [&](const QString& label, const std::optional<MachineFigures>& side) {
        const auto use = side ? array_use(*side, elements_) : std::nullopt;
        if (use) {
            table.rows.push_back({label, 100 * use->busy, 100 * use->waiting, 100 * use->idle,
                                  side->active_elements});
        } else {
            table.rows.push_back({label, QVariant(), QVariant(), QVariant(), QVariant()});
        }
    };
    for (const CostRow& row : table_.rows) {
        add(text(row.origin), row.after);
    }
    add(tr("Network"), table_.after);
    return table;
}

} // namespace espalier::studio
