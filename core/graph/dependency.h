// SPDX-License-Identifier: GPL-3.0-or-later
// Which channels of a network hang together. Removing one output channel of a convolution also
// takes its bias, the batch norm behind it, the inputs of every reader, and, through a residual
// add, channels of other convolutions. Every index of every axis that can shrink gets a unit: all
// indices of one unit stay or go together (the dependency graph of Fang et al., DepGraph, CVPR
// 2023, kept for single indices, so that concatenations, slices, flattening and shuffles map
// exactly). What is not understood is fixed, and says why.
#pragma once

#include "core/graph/graph.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace espalier {

/// One index of one axis of a parameter.
struct ChannelSlice {
    ValueId value = kNoValue;
    int axis = 0;
    std::int64_t index = 0;

    bool operator==(const ChannelSlice&) const = default;
};

/// Indices that stay or go together.
struct ChannelUnit {
    std::vector<ChannelSlice> parameters; ///< ordered by value, axis, index
    std::string fixed;                    ///< why it can not be removed; empty where it can

    [[nodiscard]] bool removable() const { return fixed.empty(); }
};

/// Units that come out of the same operators: what is pruned "by 30 %".
struct ChannelGroup {
    std::string name;                   ///< of the first node that makes these channels
    std::vector<std::size_t> producers; ///< positions of all such nodes, ascending
    std::vector<std::uint32_t> units;   ///< ascending
    std::string fixed;                  ///< why no unit can be removed; empty where one can
};

/// A place where an operator sums over channels: index i of `data_axis` meets index i (modulo the
/// axis, in grouped convolutions) of `weight_axis`.
struct ChannelReader {
    std::size_t node = 0;
    ValueId data = kNoValue;
    int data_axis = 0;
    ValueId weight = kNoValue;
    int weight_axis = 0;
};

/// A snapshot, to be built again after the graph changed.
class ChannelDependencies {
public:
    /// The graph must be valid. Throws what shape inference throws.
    explicit ChannelDependencies(const Graph& graph);
    ~ChannelDependencies();
    ChannelDependencies(ChannelDependencies&&) noexcept;
    ChannelDependencies& operator=(ChannelDependencies&&) noexcept;

    [[nodiscard]] const std::vector<ChannelUnit>& units() const;
    [[nodiscard]] const std::vector<ChannelGroup>& groups() const;
    [[nodiscard]] const std::vector<ChannelReader>& readers() const;
    /// The unit of each index of an axis; empty where the axis can not shrink at all.
    [[nodiscard]] std::span<const std::uint32_t> units_of(ValueId value, int axis) const;
    /// Rank up to which units_of may be asked for; 0 for values without such axes.
    [[nodiscard]] int axes_of(ValueId value) const;
    /// False for parameters that must not become zero (divisors, variances, scales of codes).
    [[nodiscard]] bool maskable(ValueId value) const;

    /// Names what would have no channel left ("conv3"), empty when nothing would.
    [[nodiscard]] std::string emptied_by(const std::vector<bool>& removed) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// The network without the units for which `removed` (one entry a unit) is true: parameters, their
/// masks and codes, and the constants of Reshape, Slice, Split, Pad, Gather and Resize. Types are
/// inferred and checked. Usage error where a unit is fixed or something would have no channel left.
[[nodiscard]] Graph remove_channels(const Graph& graph, const ChannelDependencies& dependencies,
                                    const std::vector<bool>& removed);

} // namespace espalier
