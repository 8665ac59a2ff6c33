// SPDX-License-Identifier: GPL-3.0-or-later
// Two networks side by side, layer by layer. Layers are matched by what they stem from: a layer
// that became two shows both on its side.
#pragma once

#include "core/analysis/accounting.h"
#include "core/graph/graph.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace espalier {

/// What stands on one side of a row, summed over the nodes of one origin.
struct DiffSide {
    std::vector<std::string> nodes;
    std::vector<std::string> ops;
    Shape output;               ///< of the last of them, batch 1
    std::vector<Shape> weights; ///< of the MAC weights
    std::int64_t params = 0;
    std::int64_t nonzeros = 0;
    std::int64_t macs = 0;
    int weight_bits = 32; ///< of the first MAC weight
    int input_bits = 32;  ///< of the activation that enters it
};

struct DiffRow {
    std::string origin;
    std::optional<DiffSide> before; ///< absent where the layer is new
    std::optional<DiffSide> after;  ///< absent where it is gone
    /// |W' - W| / |W| of the effective MAC weights (Frobenius norms) where both sides have one
    /// node, and weights of one shape; nullopt elsewhere. 0 / 0 is 0.
    std::optional<double> weight_error;

    [[nodiscard]] bool same() const;
};

struct GraphDiff {
    std::vector<DiffRow> rows; ///< in the order of the first network; new layers at the end
    Account before;
    Account after;

    [[nodiscard]] std::vector<DiffRow> changed() const;
};

/// Both networks must have inferred types.
[[nodiscard]] GraphDiff diff(const Graph& before, const Graph& after);

/// |after - before| / |before| of two tensors of one shape; 0 where both are zeros, infinity where
/// only the first is. BadInput where the shapes differ.
[[nodiscard]] double relative_error(const Tensor& before, const Tensor& after);

} // namespace espalier
