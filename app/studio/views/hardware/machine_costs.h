// SPDX-License-Identifier: GPL-3.0-or-later
// One network on many machines and dataflows: what each pair costs, and the bars that put them side
// by side.
#pragma once

#include "app/session/accelerator_choice.h"
#include "app/studio/views/hardware/cost_rows.h"
#include "app/studio/widgets/stacked_bars.h"
#include "app/studio/widgets/table_data.h"

#include <QString>

#include <optional>
#include <vector>

namespace espalier::studio {

/// A machine with one of the dataflows it can run.
struct MachineCost {
    QString machine; ///< ids
    QString dataflow;
    QString machine_title;
    QString dataflow_title;
    std::optional<hw::NetworkCost> cost; ///< absent where it can not run the network
    QString reason;                      ///< why
};

/// The network on a machine with every dataflow it runs. Takes up to seconds; throws Cancelled
/// only.
[[nodiscard]] std::vector<MachineCost> machine_costs(const Graph& network, AcceleratorChoice choice,
                                                     const QString& machine, const QString& title,
                                                     const Job& job);
/// The network on `machine` (an id or a file) with every dataflow of it; one entry with a reason
/// where there is no such machine.
[[nodiscard]] std::vector<MachineCost> machine_costs(const Graph& network, const QString& machine,
                                                     const QString& title, const Job& job);

/// Energy by component of each (or latency: computes, waits), in the order given; those without
/// figures, and energies that are not in joules, are left out.
[[nodiscard]] std::vector<BarRow> machine_bars(const std::vector<MachineCost>& costs, bool latency);

} // namespace espalier::studio
