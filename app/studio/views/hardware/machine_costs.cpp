// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/hardware/machine_costs.h"

#include "app/session/workload.h"
#include "app/studio/document/text.h"
#include "app/studio/shell/language.h"
#include "app/studio/shell/message_text.h"
#include "app/studio/widgets/numbers.h"
#include "core/base/error.h"

namespace espalier::studio {

std::vector<MachineCost> machine_costs(const Graph& network, AcceleratorChoice choice,
                                       const QString& machine, const QString& title,
                                       const Job& job) {
    std::vector<MachineCost> costs;
    for (const std::string& id : choice.accelerator.dataflows) {
        MachineCost row{machine, text(id), title, {}, std::nullopt, {}};
        try {
            choice.dataflow = &hw::find_dataflow(id);
            row.dataflow_title = technique_text(std::string(choice.dataflow->title()));
            row.cost = estimate(network, choice, job);
        } catch (const Error& error) {
            if (error.code() == ErrorCode::Cancelled) {
                throw;
            }
            row.reason = message_text(error.message());
        }
        costs.push_back(std::move(row));
    }
    return costs;
}

std::vector<MachineCost> machine_costs(const Graph& network, const QString& machine,
                                       const QString& title, const Job& job) {
    std::optional<AcceleratorChoice> choice;
    try {
        choice = choose_accelerator(machine.toStdString());
    } catch (const Error& error) {
        return {{machine, {}, title, {}, std::nullopt, message_text(error.message())}};
    }
    return machine_costs(network, std::move(*choice), machine, title, job);
}

std::vector<BarRow> machine_bars(const std::vector<MachineCost>& costs, bool latency) {
    std::vector<BarRow> rows;
    for (const MachineCost& each : costs) {
        if (!each.cost || (!latency && each.cost->relative)) {
            continue;
        }
        const MachineFigures figures = figures_of(each.cost->total);
        BarRow row;
        row.key = each.machine + u'|' + each.dataflow;
        row.label = each.machine_title + QStringLiteral(" · ") + each.dataflow_title;
        row.after = latency ? time_stack(figures) : energy_stack(figures, false);
        row.text = latency ? ms_text(figures.latency_ms) : energy_text(figures.energy);
        row.tip = row.label + u'\n' + row.text;
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace espalier::studio
