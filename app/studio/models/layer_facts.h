// SPDX-License-Identifier: GPL-3.0-or-later
// Everything known of each layer of two networks, matched by what layers stem from. What was not
// counted or modelled stays unknown.
#pragma once

#include "app/studio/document/snapshot.h"
#include "core/analysis/diff.h"
#include "core/base/job.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace espalier::studio {

/// One side of a layer, summed over the nodes of its origin.
struct LayerFigures {
    bool present = false;
    std::vector<std::string> ops;
    Shape output; ///< batch 1
    std::vector<Shape> weights;
    std::int64_t params = 0;
    std::int64_t nonzeros = 0;
    std::int64_t macs = 0;
    std::int64_t mac_weights = 0; ///< elements of the MAC weights, which sparsity is of
    std::int64_t mac_weight_nonzeros = 0;
    std::optional<int> weight_bits;           ///< of the first MAC weight
    std::optional<std::int64_t> stored_bytes; ///< of its parameters, as .espz keeps them
    std::optional<double> energy;             ///< modelled, in pJ or in MACs
    std::optional<double> energy_share;       ///< of the network's, in [0, 1]

    /// Share of zeros among MAC weights, in [0, 1]; nothing where there are none.
    [[nodiscard]] std::optional<double> sparsity() const;
    /// "Conv + Conv".
    [[nodiscard]] std::string operators() const;
    /// "16×6×5×5 · 10×400": shapes of the MAC weights.
    [[nodiscard]] std::string weight_shapes() const;

    bool operator==(const LayerFigures&) const = default;
};

/// How far the MAC weights moved, where both sides have one of one shape.
struct WeightChange {
    double largest = 0;           ///< max |W' - W|
    double relative = 0;          ///< |W' - W| / |W|, Frobenius norms
    std::optional<double> cosine; ///< of the flattened weights; nothing where one is all zeros

    bool operator==(const WeightChange&) const = default;
};

struct LayerFacts {
    std::string origin;
    LayerFigures before;
    LayerFigures after;
    std::optional<WeightChange> weights;
    bool same = false; ///< nothing differs, weights included

    bool operator==(const LayerFacts&) const = default;
};

struct LayerTable {
    std::vector<LayerFacts> layers; ///< with parameters or MACs, in the order of the first network

    [[nodiscard]] const LayerFacts* find(const std::string& origin) const;
    [[nodiscard]] std::size_t differing() const;
};

/// Stored bytes of parameters, each counted once: a slider that moves one layer costs one layer.
class StoredBytesCache {
public:
    /// Bytes of each parameter in its best format; nothing for those that would have to be counted,
    /// unless `count` is set. What was not asked for this time is forgotten.
    [[nodiscard]] std::vector<std::optional<std::int64_t>>
    bytes(const std::vector<const Parameter*>& parameters, bool count, const Job& job);

private:
    using Key = std::tuple<const void*, const void*, const void*>; ///< latent, mask, code

    struct Entry {
        Parameter parameter; ///< keeps the addresses of the key alive
        std::optional<std::int64_t> bytes;
    };

    static Key key(const Parameter& parameter);

    std::map<Key, Entry> entries_;
};

/// Which parts of a table cost time, and whether they are wanted.
struct LayerTableWants {
    bool stored_bytes = true; ///< else only what is known already
    bool weight_changes = false;
};

[[nodiscard]] LayerTable layer_table(const Snapshot& before, const Snapshot& after,
                                     const LayerTableWants& wants, StoredBytesCache& cache,
                                     const Job& job);

/// The first MAC weight of the nodes that stem from `origin`; nullptr where there is none.
[[nodiscard]] const Parameter* layer_weight(const Graph& graph, const std::string& origin);

/// max |b - a| and cosine of two float tensors of one shape; nothing for others.
[[nodiscard]] std::optional<WeightChange> weight_change(const Tensor& a, const Tensor& b);

} // namespace espalier::studio
