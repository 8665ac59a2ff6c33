// SPDX-License-Identifier: GPL-3.0-or-later
// The workings of ChannelDependencies: labels on indices, joined as the operators are read.
#pragma once

#include "core/graph/dependency.h"
#include "core/graph/graph.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace espalier {

using Label = std::uint32_t;
using Labels = std::vector<Label>;

/// Disjoint sets of labels, each with the reason why it is fixed, if it is.
class LabelSets {
public:
    [[nodiscard]] Label fresh();
    [[nodiscard]] Labels fresh(std::int64_t count);
    [[nodiscard]] Label root(Label label) const;
    void unite(Label a, Label b);
    /// Of equal length; anything else is our own fault and throws.
    void unite(const Labels& a, const Labels& b);
    /// The first reason stays.
    void fix(Label label, const std::string& reason);
    void fix(const Labels& labels, const std::string& reason);
    /// Empty where the label's set is free.
    [[nodiscard]] const std::string& reason(Label label) const;

    [[nodiscard]] std::size_t size() const { return parents_.size(); }

private:
    mutable std::vector<Label> parents_;
    std::map<Label, std::string> reasons_; ///< of roots
};

/// Channels come into being here: the output channels of a weight, or the zeros of a Pad.
struct ChannelProducer {
    std::size_t node = 0;
    Labels labels;
};

/// What reading all nodes comes to.
struct ChannelMap {
    LabelSets sets;
    std::vector<std::vector<Labels>> axes; ///< by value and axis; empty labels: can not shrink
    std::vector<bool> unmaskable;          ///< by value
    std::vector<ChannelProducer> producers;
    std::vector<ChannelReader> readers;
};

[[nodiscard]] ChannelMap map_channels(const Graph& graph);

} // namespace espalier
