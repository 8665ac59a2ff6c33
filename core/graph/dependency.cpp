// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/dependency.h"

#include "core/base/error.h"
#include "core/graph/channel_labels.h"

#include <algorithm>
#include <numeric>
#include <set>

namespace espalier {

struct ChannelDependencies::State {
    std::vector<ChannelUnit> units;
    std::vector<ChannelGroup> groups;
    std::vector<ChannelReader> readers;
    std::vector<std::vector<std::vector<std::uint32_t>>> axes; ///< units by value, axis and index
    std::vector<bool> unmaskable;
    std::vector<std::string> names; ///< of values, for messages

    void build_units(const Graph& graph, ChannelMap& map);
    void build_groups(const Graph& graph, const ChannelMap& map,
                      const std::vector<std::uint32_t>& unit_of_root);
};

namespace {

constexpr std::uint32_t kNoUnit = 0xffffffffU;

/// Groups are joined where they share a unit.
class Joiner {
public:
    explicit Joiner(std::size_t count)
        : parents_(count) {
        std::iota(parents_.begin(), parents_.end(), std::size_t{0});
    }

    std::size_t root(std::size_t i) {
        while (parents_[i] != i) {
            i = parents_[i] = parents_[parents_[i]];
        }
        return i;
    }

    void join(std::size_t a, std::size_t b) {
        a = root(a);
        b = root(b);
        parents_[std::max(a, b)] = std::min(a, b);
    }

private:
    std::vector<std::size_t> parents_;
};

/// The maker of a value in words, for messages.
std::vector<std::string> value_names(const Graph& graph) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < graph.value_count(); ++i) {
        names.push_back(graph.value(static_cast<ValueId>(i)).name);
    }
    for (const Node& node : graph.nodes) {
        for (const ValueId output : node.outputs) {
            if (output != kNoValue) {
                names[static_cast<std::size_t>(output)] = node.name;
            }
        }
    }
    return names;
}

} // namespace

void ChannelDependencies::State::build_units(const Graph& graph, ChannelMap& map) {
    std::vector<std::uint32_t> unit_of_root(map.sets.size(), kNoUnit);
    const auto unit_of = [&](Label label) {
        const Label root = map.sets.root(label);
        if (unit_of_root[root] == kNoUnit) {
            unit_of_root[root] = static_cast<std::uint32_t>(units.size());
            units.push_back({{}, map.sets.reason(root)});
        }
        return unit_of_root[root];
    };
    // Numbered in the order in which the network makes them.
    for (const auto& producer : map.producers) {
        std::for_each(producer.labels.begin(), producer.labels.end(), unit_of);
    }
    axes.resize(map.axes.size());
    for (std::size_t v = 0; v < map.axes.size(); ++v) {
        const auto value = static_cast<ValueId>(v);
        const bool parameter = graph.parameter(value) != nullptr;
        for (std::size_t a = 0; a < map.axes[v].size(); ++a) {
            auto& list = axes[v].emplace_back();
            for (const Label label : map.axes[v][a]) {
                list.push_back(unit_of(label));
                if (parameter) {
                    units[list.back()].parameters.push_back(
                        {value, static_cast<int>(a), static_cast<std::int64_t>(list.size()) - 1});
                }
            }
        }
    }
    build_groups(graph, map, unit_of_root);
}

void ChannelDependencies::State::build_groups(const Graph& graph, const ChannelMap& map,
                                              const std::vector<std::uint32_t>& unit_of_root) {
    const auto unit_of = [&](Label label) { return unit_of_root[map.sets.root(label)]; };
    Joiner joiner(map.producers.size());
    std::vector<std::size_t> first_producer(units.size(), map.producers.size());
    for (std::size_t p = 0; p < map.producers.size(); ++p) {
        for (const Label label : map.producers[p].labels) {
            std::size_t& first = first_producer[unit_of(label)];
            if (first == map.producers.size()) {
                first = p;
            } else {
                joiner.join(first, p);
            }
        }
    }
    std::map<std::size_t, std::size_t> group_of_root;
    std::vector<std::set<std::uint32_t>> members;
    for (std::size_t p = 0; p < map.producers.size(); ++p) {
        const auto [entry, fresh] = group_of_root.try_emplace(joiner.root(p), groups.size());
        if (fresh) {
            groups.push_back({graph.nodes[map.producers[p].node].name, {}, {}, {}});
            members.emplace_back();
        }
        ChannelGroup& group = groups[entry->second];
        if (group.producers.empty() || group.producers.back() != map.producers[p].node) {
            group.producers.push_back(map.producers[p].node);
        }
        for (const Label label : map.producers[p].labels) {
            members[entry->second].insert(unit_of(label));
        }
    }
    for (std::size_t g = 0; g < groups.size(); ++g) {
        groups[g].units.assign(members[g].begin(), members[g].end());
        const bool any = std::any_of(groups[g].units.begin(), groups[g].units.end(),
                                     [&](std::uint32_t u) { return units[u].removable(); });
        if (!any && !groups[g].units.empty()) {
            groups[g].fixed = units[groups[g].units.front()].fixed;
        }
    }
}

ChannelDependencies::ChannelDependencies(const Graph& graph)
    : state_(std::make_unique<State>()) {
    ChannelMap map = map_channels(graph);
    state_->names = value_names(graph);
    state_->build_units(graph, map);
    state_->readers = std::move(map.readers);
    state_->unmaskable = std::move(map.unmaskable);
}

ChannelDependencies::~ChannelDependencies() = default;
ChannelDependencies::ChannelDependencies(ChannelDependencies&&) noexcept = default;
ChannelDependencies& ChannelDependencies::operator=(ChannelDependencies&&) noexcept = default;

const std::vector<ChannelUnit>& ChannelDependencies::units() const {
    return state_->units;
}

const std::vector<ChannelGroup>& ChannelDependencies::groups() const {
    return state_->groups;
}

const std::vector<ChannelReader>& ChannelDependencies::readers() const {
    return state_->readers;
}

int ChannelDependencies::axes_of(ValueId value) const {
    const auto position = static_cast<std::size_t>(value);
    return position < state_->axes.size() ? static_cast<int>(state_->axes[position].size()) : 0;
}

std::span<const std::uint32_t> ChannelDependencies::units_of(ValueId value, int axis) const {
    if (axis < 0 || axis >= axes_of(value)) {
        return {};
    }
    return state_->axes[static_cast<std::size_t>(value)][static_cast<std::size_t>(axis)];
}

bool ChannelDependencies::maskable(ValueId value) const {
    return !state_->unmaskable.at(static_cast<std::size_t>(value));
}

std::string ChannelDependencies::emptied_by(const std::vector<bool>& removed) const {
    for (std::size_t v = 0; v < state_->axes.size(); ++v) {
        for (const auto& axis : state_->axes[v]) {
            if (!axis.empty() && std::all_of(axis.begin(), axis.end(), [&](std::uint32_t unit) {
                    return removed.at(unit);
                })) {
                return state_->names[v];
            }
        }
    }
    return {};
}

} // namespace espalier
