// SPDX-License-Identifier: GPL-3.0-or-later
// Channel pruning. The channels with the smallest weights are masked, together with everything that
// hangs on them: the filters that make them, their batch norm, what is added to them in a residual
// block, and the weights of every reader.
//
//     score(u) = mean over the weight slices s of unit u of  |s|_p / mean over that axis of |s'|_p
//
// The masked network computes what the smaller one will (readers are masked too, so that no shift
// of a batch norm leaks through); `materialise` then removes the channels. O(n).
#include "core/analysis/accounting.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/compress/technique.h"
#include "core/graph/dependency.h"
#include "core/techniques/detail/channel_scores.h"
#include "core/techniques/detail/layers.h"
#include "core/techniques/detail/zero_channels.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace espalier::techniques::prune_channels {

namespace {

TechniqueInfo make_info() {
    TechniqueInfo info;
    info.id = "prune.channels";
    info.title = "Prune whole channels";
    info.summary = "Masks the weakest channels with everything that depends on them, ready to be "
                   "removed by materialise.";
    info.family = Family::Sparsification;
    info.references = {
        {"Li et al., Pruning Filters for Efficient ConvNets, ICLR 2017", "arXiv:1608.08710"},
        {"Fang et al., DepGraph: Towards Any Structural Pruning, CVPR 2023", "arXiv:2301.12900"}};
    info.params = {
        real_param(
            "ratio", "Share of channels",
            "Share of the channels of the chosen layers that go. A share p of all channels is "
            "about 1 - (1 - p)^2 of the parameters.",
            0.3, 0, 0.95, 0.01),
        choice_param("criterion", "Measure", "How the weights of a channel become one number.",
                     "l2",
                     {{"l1", "Sum of magnitudes", "the L1 norm"},
                      {"l2", "Root of the sum of squares", "the L2 norm"}}),
        choice_param("aggregate", "Members of a group",
                     "How the numbers of all layers a channel passes through are put together.",
                     "mean",
                     {{"mean", "Mean", "every layer counts the same"},
                      {"sum", "Sum", "a channel in many layers counts more"}}),
        choice_param("scope", "Compare channels",
                     "In each group of layers every group loses the same share; over the whole "
                     "network weak groups lose more.",
                     "layer",
                     {{"layer", "In each group of layers", "the same share everywhere"},
                      {"global", "Over the whole network", "one ranking for all"}}),
        visible_when(real_param("cap", "Most in one group",
                                "No group loses more than this share of its channels, unless the "
                                "ratio asked for is higher still.",
                                0.8, 0, 0.95, 0.01),
                     "scope", {"global"}),
        integer_param("min_channels", "Channels that stay",
                      "Every group keeps at least this many channels.", 1, 1, 4096),
        integer_param(
            "round_to", "Multiple of",
            "The number of channels kept is rounded up to a multiple of this: vector units "
            "and processing elements work in such portions.",
            1, 1, 256),
    };
    info.explanation =
        "Channels that are joined by residual additions, concatenations, depthwise filters, "
        "flattening or shared weights stay or go together. The score of such a unit is the norm of "
        "each weight slice that belongs to it, divided by the mean norm on the same axis of the "
        "same "
        "weight, averaged (or summed) over all slices, those of the readers included.\n\n"
        "Masked are the filters, their biases, the batch norm's scale, shift and mean, and the "
        "readers' weights for these channels; nothing of a pruned channel reaches the output. The "
        "network becomes smaller and faster only when `materialise` removes what is masked.\n\n"
        "Complexity: O(n). Limits: channels of the network's inputs and outputs stay, as do those "
        "an operator handles in a way that is not followed; the notes say which. Magnitude knows "
        "nothing of the data: fine-tune afterwards.";
    return info;
}

struct Candidate {
    std::uint32_t unit = 0;
    double score = 0;
    bool gone = false; ///< contributes nothing already
};

/// The units of one dependency group that may go, weakest first.
struct Group {
    const ChannelGroup* group = nullptr;
    std::vector<Candidate> candidates;
    std::int64_t gone = 0;   ///< candidates that contribute nothing already
    std::int64_t chosen = 0; ///< how many go, those included

    [[nodiscard]] std::int64_t size() const {
        return static_cast<std::int64_t>(group->units.size());
    }
};

class ChannelPruner {
public:
    ChannelPruner(const Graph& graph, const Params& params, const Scope& scope)
        : graph_(graph)
        , params_(params)
        , dependencies_(graph) {
        check_scope(graph, scope);
        std::vector<std::string> emptied;
        gone_ = zero_units(graph, dependencies_, emptied);
        scores_ = unit_scores(graph, dependencies_,
                              params.text("criterion") == "l2" ? Norm::L2 : Norm::L1,
                              params.text("aggregate") == "sum" ? Aggregate::Sum : Aggregate::Mean);
        for (const ChannelGroup& group : dependencies_.groups()) {
            collect(group, scope);
        }
    }

    Graph run() {
        if (groups_.empty()) {
            notes_.emplace_back("nothing changes: no channels can be removed");
        }
        if (params_.text("scope") == "global") {
            choose_globally();
        } else {
            for (Group& group : groups_) {
                choose(group, params_.real("ratio"));
            }
        }
        std::vector<bool> removed(dependencies_.units().size(), false);
        for (const Group& group : groups_) {
            for (std::int64_t i = 0; i < group.chosen; ++i) {
                const Candidate& candidate = group.candidates[static_cast<std::size_t>(i)];
                removed[candidate.unit] = true; // idle ones too: fine-tuning must not wake them
            }
        }
        rescue(removed);
        return masked(removed);
    }

    [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }

private:
    /// A channel can be masked only where all that makes and reads it is float32.
    [[nodiscard]] bool can_mask(std::uint32_t unit) const {
        const auto& slices = dependencies_.units()[unit].parameters;
        return std::all_of(slices.begin(), slices.end(), [&](const ChannelSlice& slice) {
            return !dependencies_.maskable(slice.value) ||
                   graph_.parameter(slice.value)->latent().dtype() == DType::Float32;
        });
    }

    void collect(const ChannelGroup& group, const Scope& scope) {
        const Scope excluding{{}, scope.exclude};
        bool chosen = false;
        bool excluded = false;
        for (const std::size_t producer : group.producers) {
            chosen = chosen || scope.contains(graph_.nodes[producer]);
            excluded = excluded || !excluding.contains(graph_.nodes[producer]);
        }
        if (!chosen) {
            return;
        }
        if (excluded) {
            notes_.push_back(
                fmt::format("{} stays: its channels hang on an excluded layer", group.name));
            return;
        }
        if (!group.fixed.empty()) {
            notes_.push_back(fmt::format("{} stays: {}", group.name, group.fixed));
            return;
        }
        Group entry;
        entry.group = &group;
        for (const std::uint32_t unit : group.units) {
            if (dependencies_.units()[unit].removable() && can_mask(unit)) {
                entry.candidates.push_back({unit, scores_[unit], gone_[unit]});
                entry.gone += gone_[unit] ? 1 : 0;
            }
        }
        if (entry.candidates.empty()) {
            notes_.push_back(fmt::format("{} stays: its weights are not float32", group.name));
            return;
        }
        std::stable_sort(entry.candidates.begin(), entry.candidates.end(), weaker);
        groups_.push_back(std::move(entry));
    }

    static bool weaker(const Candidate& a, const Candidate& b) {
        return a.gone != b.gone ? a.gone : a.score < b.score;
    }

    /// How many of the group's channels may go when `wanted` of them are asked for.
    [[nodiscard]] std::int64_t allowed(const Group& group, std::int64_t wanted) const {
        const std::int64_t multiple = params_.integer("round_to");
        const std::int64_t least = std::min(params_.integer("min_channels"), group.size());
        const std::int64_t kept = std::max(group.size() - wanted, least);
        const std::int64_t rounded = (kept + multiple - 1) / multiple * multiple;
        const auto most = static_cast<std::int64_t>(group.candidates.size());
        return std::clamp<std::int64_t>(group.size() - rounded, 0, most);
    }

    void choose(Group& group, double share) const {
        const auto wanted =
            static_cast<std::int64_t>(std::llround(share * static_cast<double>(group.size())));
        group.chosen = allowed(group, wanted);
    }

    void choose_globally() {
        const double ratio = params_.real("ratio");
        const double cap = std::max(params_.real("cap"), ratio);

        struct Entry {
            Candidate candidate;
            std::size_t group = 0;
        };

        std::vector<Entry> all;
        std::int64_t channels = 0;
        for (std::size_t g = 0; g < groups_.size(); ++g) {
            channels += groups_[g].size();
            for (const Candidate& candidate : groups_[g].candidates) {
                all.push_back({candidate, g});
            }
        }
        std::stable_sort(all.begin(), all.end(), [](const Entry& a, const Entry& b) {
            return weaker(a.candidate, b.candidate);
        });
        std::int64_t left = std::llround(ratio * static_cast<double>(channels));
        for (const Entry& entry : all) {
            Group& group = groups_[entry.group];
            const auto most =
                static_cast<std::int64_t>(std::floor(cap * static_cast<double>(group.size())));
            if (left > 0 && (group.chosen < most || entry.candidate.gone)) {
                ++group.chosen;
                --left;
            }
        }
        for (Group& group : groups_) {
            group.chosen = allowed(group, group.chosen);
        }
    }

    /// A group may keep enough and still leave nothing of a part of it that is cut out or shared:
    /// there the strongest channel stays.
    void rescue(std::vector<bool>& removed) {
        std::vector<bool> lost = removed;
        for (std::size_t u = 0; u < lost.size(); ++u) {
            lost[u] = lost[u] || gone_[u];
        }
        for (std::size_t v = 0; v < graph_.value_count(); ++v) {
            const auto value = static_cast<ValueId>(v);
            for (int axis = 0; axis < dependencies_.axes_of(value); ++axis) {
                const auto units = dependencies_.units_of(value, axis);
                if (units.empty() || !std::all_of(units.begin(), units.end(),
                                                  [&](std::uint32_t u) { return lost[u]; })) {
                    continue;
                }
                const std::uint32_t best =
                    *std::max_element(units.begin(), units.end(), [&](auto a, auto b) {
                        return std::pair(removed[a], scores_[a]) <
                               std::pair(removed[b], scores_[b]);
                    });
                lost[best] = removed[best] = false;
            }
        }
    }

    Graph masked(const std::vector<bool>& removed) {
        std::map<ValueId, std::vector<ChannelSlice>> by_value;
        for (std::size_t unit = 0; unit < removed.size(); ++unit) {
            if (!removed[unit]) {
                continue;
            }
            for (const ChannelSlice& slice : dependencies_.units()[unit].parameters) {
                if (dependencies_.maskable(slice.value)) {
                    by_value[slice.value].push_back(slice);
                }
            }
        }
        Graph result = graph_;
        for (const auto& [value, slices] : by_value) {
            result.set_parameter(value, without_slices(*graph_.parameter(value), slices));
        }
        if (!by_value.empty()) {
            note_saving(removed);
        }
        return result;
    }

    /// What removing the masked channels will save.
    void note_saving(const std::vector<bool>& removed) {
        const Account before = account(graph_);
        const Account after = account(remove_channels(graph_, dependencies_, removed));
        const auto number = [](std::int64_t count) {
            return with_thousands(static_cast<std::uint64_t>(count));
        };
        notes_.push_back(fmt::format(
            "masked, not removed: materialise takes the network from {} to "
            "{} parameters and from {} to {} MACs",
            number(before.params), number(after.params), number(before.macs), number(after.macs)));
    }

    const Graph& graph_;
    const Params& params_;
    ChannelDependencies dependencies_;
    std::vector<std::string> notes_;
    std::vector<bool> gone_;
    std::vector<double> scores_;
    std::vector<Group> groups_;
};

class PruneChannels final : public Technique {
public:
    [[nodiscard]] const TechniqueInfo& info() const override {
        static const TechniqueInfo info = make_info();
        return info;
    }

    [[nodiscard]] Preview plan(const Graph& graph, const Params& params,
                               const Scope& scope) const override {
        ChannelPruner pruner(graph, params, scope);
        const Graph result = pruner.run();
        return preview_of(graph, result, pruner.notes());
    }

    [[nodiscard]] Graph apply(const Graph& graph, const Params& params, const Scope& scope,
                              const Context& context) const override {
        context.job.check();
        ChannelPruner pruner(graph, params, scope);
        Graph result = pruner.run();
        tell(context, pruner.notes());
        return result;
    }
};

} // namespace

const Technique& technique() {
    static const PruneChannels instance;
    return instance;
}

} // namespace espalier::techniques::prune_channels
