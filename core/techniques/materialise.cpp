// SPDX-License-Identifier: GPL-3.0-or-later
// Physical removal. A mask makes a channel zero; this step takes it out of every tensor that holds
// it, so that the network really has fewer parameters and operations, and shows on data that the
// outputs are the same before it accepts the result.
//
//     max |y_removed - y_masked| <= 1e-5 * (max y_masked - min y_masked)
//
// Removed is what provably contributes nothing: a channel whose readers have only zero weights for
// it, or that is zero wherever it is read, through batch norm, activations and shortcuts.
// O(weights), and two inferences of up to 64 pictures for the proof.
#include "core/analysis/accounting.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/compress/technique.h"
#include "core/graph/dependency.h"
#include "core/techniques/detail/layers.h"
#include "core/techniques/detail/proof.h"
#include "core/techniques/detail/zero_channels.h"

#include <algorithm>

namespace espalier::techniques::materialise {

namespace {

TechniqueInfo make_info() {
    TechniqueInfo info;
    info.id = "materialise";
    info.title = "Remove what is masked";
    info.summary = "Takes channels that contribute nothing out of the network, and proves on data "
                   "that its outputs stay the same.";
    info.family = Family::Utility;
    info.references = {
        {"Fang et al., DepGraph: Towards Any Structural Pruning, CVPR 2023", "arXiv:2301.12900"},
        {"Kozlov et al., Neural Network Compression Framework, 2020", "arXiv:2002.08679"}};
    info.params = {bool_param("prove", "Prove on data",
                              "Run the network before and after on pictures (random inputs where "
                              "there are none) and refuse the result unless the outputs agree.",
                              true)};
    info.explanation =
        "A channel goes when all its readers have zero weights for it, or when it is zero wherever "
        "it is read: its filter and bias are zero, or batch norm scales it away and shifts by "
        "nothing, and whatever follows keeps zero at zero. It goes from every tensor of its "
        "dependency group at once: filters, biases, batch norm, readers, and the constants of "
        "Reshape, Slice, Split, Pad and Gather. Masks that mask nothing any more are dropped.\n\n"
        "The result is accepted only if every output agrees within 1e-5 of its range on up to 64 "
        "pictures.\n\n"
        "Limits: single zeros stay masked, not removed; only whole channels can go. Where "
        "everything in a layer is zero, one channel stays. The scope chooses nothing here: what is "
        "zero goes everywhere.";
    return info;
}

/// A mask that lets everything through is no mask.
void drop_idle_masks(Graph& graph) {
    for (std::size_t i = 0; i < graph.value_count(); ++i) {
        const auto value = static_cast<ValueId>(i);
        const Parameter* parameter = graph.parameter(value);
        if (parameter != nullptr && parameter->has_mask()) {
            const auto kept = parameter->mask().data<bool>();
            if (std::all_of(kept.begin(), kept.end(), [](bool keep) { return keep; })) {
                graph.set_parameter(value, parameter->with_mask(Tensor()));
            }
        }
    }
}

struct Removal {
    Graph graph;
    std::size_t channels = 0;
    std::vector<std::string> notes;
};

Removal remove_idle(const Graph& graph) {
    Removal removal{graph, 0, {}};
    std::vector<std::string> emptied;
    // What was removed may leave more without readers.
    constexpr int kMostRounds = 16;
    for (int round = 0; round < kMostRounds; ++round) {
        const ChannelDependencies dependencies(removal.graph);
        const std::vector<bool> removed = zero_units(removal.graph, dependencies, emptied);
        const auto count =
            static_cast<std::size_t>(std::count(removed.begin(), removed.end(), true));
        if (count == 0) {
            break;
        }
        removal.graph = remove_channels(removal.graph, dependencies, removed);
        removal.channels += count;
    }
    std::sort(emptied.begin(), emptied.end());
    emptied.erase(std::unique(emptied.begin(), emptied.end()), emptied.end());
    for (const auto& name : emptied) {
        removal.notes.push_back(name + " is zero altogether; one channel stays");
    }
    if (removal.channels == 0) {
        removal.notes.emplace_back("nothing to remove: no channel contributes nothing");
        return removal;
    }
    drop_idle_masks(removal.graph);
    const Account before = account(graph);
    const Account after = account(removal.graph);
    const auto number = [](std::int64_t count) {
        return with_thousands(static_cast<std::uint64_t>(count));
    };
    removal.notes.push_back(
        fmt::format("{} groups of channels removed: {} to {} parameters, {} to {} "
                    "MACs",
                    number(static_cast<std::int64_t>(removal.channels)), number(before.params),
                    number(after.params), number(before.macs), number(after.macs)));
    return removal;
}

class Materialise final : public Technique {
public:
    [[nodiscard]] const TechniqueInfo& info() const override {
        static const TechniqueInfo info = make_info();
        return info;
    }

    [[nodiscard]] Preview plan(const Graph& graph, const Params& /*params*/,
                               const Scope& /*scope*/) const override {
        Removal removal = remove_idle(graph);
        return preview_of(graph, removal.graph, std::move(removal.notes));
    }

    [[nodiscard]] Graph apply(const Graph& graph, const Params& params, const Scope& /*scope*/,
                              const Context& context) const override {
        context.job.check();
        Removal removal = remove_idle(graph);
        tell(context, removal.notes);
        if (removal.channels > 0 && params.boolean("prove")) {
            const Proof proof = compare_outputs(graph, removal.graph, context);
            if (!(proof.error <= kProofTolerance)) {
                throw Error(ErrorCode::Failed,
                            fmt::format("output {}: the smaller network differs by {:.1e} of the "
                                        "output range, expected at most {:.0e}",
                                        proof.output, proof.error, kProofTolerance),
                            "this is a fault of the program; the masked network is still valid");
            }
            tell(context, {proof.str()});
        }
        return std::move(removal.graph);
    }
};

} // namespace

const Technique& technique() {
    static const Materialise instance;
    return instance;
}

} // namespace espalier::techniques::materialise
