// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/dataflow.h"

#include "core/base/error.h"
#include "hwmodel/dataflows/detail/streaming.h"

#include <algorithm>

namespace espalier::hw {

bool Dataflow::skips_zero_weights() const {
    const auto all = formulas();
    return std::any_of(all.begin(), all.end(),
                       [](const Formula& formula) { return formula.quantity == kMaskedCycles; });
}

LayerCost Dataflow::estimate(const Workload& work, const Accelerator& accelerator,
                             const Prices& prices) const {
    validate(work);
    check(accelerator);
    const Counts counts = work.has_macs() ? count(work, accelerator, prices)
                                          : dataflows::detail::stream(work, accelerator);
    return price(counts, work, accelerator, prices);
}

std::unique_ptr<Schedule> Dataflow::schedule(const Workload& /*work*/,
                                             const Accelerator& /*accelerator*/,
                                             const Prices& /*prices*/) const {
    return nullptr;
}

const Dataflow& find_dataflow(std::string_view id) {
    std::string known;
    for (const Dataflow* candidate : dataflows::all_dataflows()) {
        if (candidate->id() == id) {
            return *candidate;
        }
        known += (known.empty() ? "" : ", ") + std::string(candidate->id());
    }
    fail(ErrorCode::Usage, "dataflow \"{}\" is unknown, expected one of: {}", id, known);
}

const Dataflow& default_dataflow(const Accelerator& accelerator) {
    expect(!accelerator.dataflows.empty(), "accelerator {} names no dataflow", accelerator.id);
    return find_dataflow(accelerator.dataflows.front());
}

} // namespace espalier::hw
