// SPDX-License-Identifier: GPL-3.0-or-later
// How core asks what a network costs on an accelerator without knowing the accelerator model. It is
// implemented over hwmodel in app/session and handed in.
#pragma once

#include "core/graph/graph.h"

#include <string>

namespace espalier {

struct Cost {
    double energy_pj = 0;  ///< per sample
    double latency_ms = 0; ///< per sample
    double area_um2 = 0;   ///< 0 where unknown
};

class CostOracle {
public:
    virtual ~CostOracle() = default;

    /// Names accelerator, dataflow and technology; part of cache keys.
    [[nodiscard]] virtual std::string id() const = 0;
    [[nodiscard]] virtual Cost cost(const Graph& graph) const = 0;
};

} // namespace espalier
