// SPDX-License-Identifier: GPL-3.0-or-later
// From a network to the work an accelerator has to do: dimensions, and the densities and bit widths
// that this very network has.
#pragma once

#include "app/session/accelerator_choice.h"
#include "core/compress/cost_oracle.h"
#include "core/data/dataset.h"
#include "core/data/preprocess.h"
#include "core/graph/graph.h"
#include "hwmodel/estimate.h"
#include "hwmodel/workload.h"

#include <span>

namespace espalier {

/// Share of non-zeros of each value (by ValueId), 1 where it was not measured.
using ActivationDensities = std::vector<double>;

/// Runs the first `images` pictures of `set` and counts the non-zeros that enter each layer.
[[nodiscard]] ActivationDensities measure_densities(const Graph& graph, const Dataset& set,
                                                    const Preprocess& preprocess,
                                                    std::size_t images, const Job& job);

/// One workload for each layer that computes on an accelerator, batch 1, named as its node, with
/// the masks of its own weights. Outputs are as their activation leaves them. Activations are taken
/// as dense where `densities` is empty.
[[nodiscard]] hw::Network workload(const Graph& graph, const ActivationDensities& densities = {});

/// workload() estimated on the chosen machine; layers that `choice` costed before are not again.
[[nodiscard]] hw::NetworkCost estimate(const Graph& graph, const AcceleratorChoice& choice,
                                       const Job& job = {},
                                       const ActivationDensities& densities = {});

/// What budgets in energy or latency ask.
class AcceleratorOracle final : public CostOracle {
public:
    explicit AcceleratorOracle(AcceleratorChoice choice)
        : choice_(std::move(choice)) {}

    [[nodiscard]] std::string id() const override { return choice_.str(); }

    [[nodiscard]] Cost cost(const Graph& graph) const override;

private:
    AcceleratorChoice choice_;
};

} // namespace espalier
