// SPDX-License-Identifier: GPL-3.0-or-later
// What the drawing of a network consists of: operators, closed blocks, inputs and outputs, and who
// feeds whom; and what each is worth in the metric that colours it.
#pragma once

#include "app/studio/document/snapshot.h"
#include "app/studio/models/graph_blocks.h"
#include "app/studio/models/layered_layout.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace espalier::studio {

struct PictureNode {
    enum class Kind { Input, Output, Operator, Run, Block };

    Kind kind = Kind::Operator;
    std::string key; ///< unique, and the same in every network of one document
    std::string name;
    std::string op;                   ///< of an operator
    std::string origin;               ///< of an operator
    std::string detail;               ///< "3×3 · 16→32 · /2", or the shape of an input
    std::vector<std::size_t> members; ///< positions in Graph::nodes
    std::size_t block = 0;            ///< in Blocks::all, of a run or block
    std::size_t count = 1;            ///< blocks of a run; operators of a block
};

struct NetworkPicture {
    std::vector<PictureNode> nodes;
    std::vector<LayoutEdge> edges; ///< no two alike

    /// The node of this key, or the one that `origin` is drawn in; nothing where there is none.
    [[nodiscard]] std::optional<std::size_t> find(const std::string& key) const;
    [[nodiscard]] std::optional<std::size_t> holding(const Graph& graph,
                                                     const std::string& origin) const;
    /// Equal for pictures that have the same layout.
    [[nodiscard]] bool same_structure(const NetworkPicture& other) const;
};

/// `blocks` of the original network; those in `open` are drawn as what they hold.
[[nodiscard]] NetworkPicture network_picture(const Graph& graph, const Blocks& blocks,
                                             const std::set<std::size_t>& open);

enum class GraphMetric { Operators, Params, Macs, Sparsity, WeightBits, Energy, Change };

/// Values of the nodes of a picture, and the scale on which they are coloured.
struct GraphColouring {
    GraphMetric metric = GraphMetric::Operators;
    std::vector<std::optional<double>> values; ///< nothing where the metric says nothing
    double low = 0;
    double high = 0;
    bool logarithmic = false;
    bool known = true; ///< false where the metric was not modelled

    /// In [0, 1], or in [-1, 1] for a change.
    [[nodiscard]] double place(double value) const;
};

/// Sparsity and change are shares (0.5 for half, -0.5 for half gone); energy is in the model's
/// unit. A change is that of non-zero MAC weights times their bits.
[[nodiscard]] GraphColouring colour_by(GraphMetric metric, const NetworkPicture& picture,
                                       const Snapshot& shown, const Snapshot& original);

} // namespace espalier::studio
