// SPDX-License-Identifier: GPL-3.0-or-later
// Layers of two networks side by side, matched by origin and summed over the nodes that stem from
// it: what per-layer charts are drawn from.
#pragma once

#include "core/analysis/accounting.h"

#include <cstdint>
#include <string>
#include <vector>

namespace espalier::studio {

struct LayerSums {
    bool present = false;
    std::int64_t params = 0;
    std::int64_t nonzeros = 0;
    std::int64_t macs = 0;
    std::int64_t weights = 0;
    std::int64_t weight_nonzeros = 0;
    int weight_bits = 32; ///< of the first node with weights
    std::string ops;      ///< "Conv", or "Conv + Conv" where the layer was split

    /// Share of zeros among the weights, in [0, 1]; 0 where there are none.
    [[nodiscard]] double sparsity() const;
};

struct LayerRow {
    std::string origin;
    LayerSums before;
    LayerSums after;
};

/// In the order of `before`; layers that are only in `after` at the end.
[[nodiscard]] std::vector<LayerRow> layer_rows(const Account& before, const Account& after);

/// Operations that weights which are not zero take part in, a picture: every weight of a layer is
/// used equally often, so it is the dense count times the share of non-zeros.
[[nodiscard]] double nonzero_macs(const Account& account);

} // namespace espalier::studio
