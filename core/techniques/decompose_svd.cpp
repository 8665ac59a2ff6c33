// SPDX-License-Identifier: GPL-3.0-or-later
// Low-rank layers. A weight matrix whose singular values fall off quickly is nearly the product of
// two thin ones, and two thin layers cost less than the one they replace.
//
//     W [m, n] ~ (U_r S_r^1/2) (S_r^1/2 V_r^T);  |W - W_r|^2 = sum of s_i^2 over i > r
//
// O(m n min(m, n)) for the singular values, once for each weight.
#include "core/analysis/accounting.h"
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/compress/technique.h"
#include "core/graph/infer.h"
#include "core/techniques/detail/factorise.h"
#include "core/techniques/detail/layers.h"

#include <queue>

#include <algorithm>

namespace espalier::techniques::decompose_svd {

namespace {

constexpr std::int64_t kMostRank = 65536;

TechniqueInfo make_info() {
    TechniqueInfo info;
    info.id = "decompose.svd";
    info.title = "Split layers by singular values";
    info.summary = "Replaces a layer by two thinner ones whose product is nearly the same.";
    info.family = Family::Decomposition;
    info.references = {
        {"Eckart and Young, The approximation of one matrix by another of lower rank, 1936",
         "doi:10.1007/BF02288367"},
        {"Denton et al., Exploiting Linear Structure Within Convolutional Networks, 2014",
         "arXiv:1404.0736"},
        {"Jaderberg et al., Speeding up Convolutional Neural Networks with Low Rank Expansions, "
         "2014",
         "arXiv:1405.3866"},
        {"Zhang et al., Accelerating Very Deep Convolutional Networks, 2015", "arXiv:1505.06798"}};
    info.params = {
        choice_param(
            "target", "Choose ranks by",
            "What decides the rank of each layer. Where it is not given, it is what is "
            "given: rank, energy or budget.",
            "energy",
            {{"energy", "Energy", "the least rank that keeps a share of the squares"},
             {"rank", "Rank", "the same rank for every layer"},
             {"budget", "Budget", "a share of the parameters, spread where it keeps most"}}),
        visible_when(real_param("energy", "Energy kept",
                                "Share of the squared singular values that each layer keeps.", 0.9,
                                0.01, 1, 0.01),
                     "target", {"energy"}),
        visible_when(integer_param("rank", "Rank",
                                   "Rank of every layer; a layer that has less keeps what it has.",
                                   16, 1, kMostRank),
                     "target", {"rank"}),
        visible_when(real_param("budget", "Parameters kept",
                                "Share of the weights of the chosen layers that is left; ranks go "
                                "where they keep most energy for a parameter.",
                                0.5, 0.01, 1, 0.01),
                     "target", {"budget"}),
        choice_param("mode", "Split convolutions",
                     "How the kernel becomes a matrix. 1x1 kernels and matrices have only one way.",
                     "channel",
                     {{"channel", "By channel", "k x k to few channels, then 1 x 1 to all"},
                      {"spatial", "By direction", "k x 1 to few channels, then 1 x k to all"}}),
        bool_param("states", "Recurrent weights too",
                   "A recurrent layer becomes its steps, written out one by one, with two thin "
                   "products in each: no operator has a recurrent matrix in factors.",
                   false),
        bool_param("larger", "Also where it does not pay",
                   "Splits a layer even where both halves together are not smaller than it was.",
                   false),
    };
    info.explanation =
        "A layer's weight, unfolded into a matrix W [m, n], is replaced by its best approximation "
        "of rank r (Eckart and Young 1936): |W - W_r|^2 is the sum of the squared singular values "
        "that are left out, and energy is one minus its share of the whole. The matrix is [N, K] "
        "of a Gemm, [O, I kH kW] of a convolution by channel (a k x k convolution to r channels, "
        "then 1 x 1), or [I kH, O kW] by direction (k x 1 to r channels, then 1 x k). Stride, "
        "padding and dilation stay with the half that spans their direction; the bias goes to the "
        "second.\n\n"
        "r (m + n) parameters replace m n, so r must stay below m n / (m + n): a layer that would "
        "need more is left as it is. A budget starts every layer at rank 1 and then adds the "
        "singular value that keeps most energy (as a share of its layer's) for a parameter, until "
        "nothing fits; a layer that reaches its break-even takes its whole weight if there is "
        "room.\n\n"
        "Complexity: O(m n min(m, n)) for each layer.\n\n"
        "Of a recurrent layer the weights of the input are split: a MatMul on the whole sequence, "
        "then the layer on what it makes. With `states` the recurrent weights are split too, as in "
        "a "
        "factorised LSTM (Kuchaiev and Ginsburg 2017); the layer is then written out step by step, "
        "for the length of sequence the network has.\n\n"
        "Limits: fewer parameters and MACs are not always less time, since two thin layers move "
        "more activations than one. Grouped and depthwise convolutions are left. Masks and codes "
        "of a weight are lost, because the halves are other numbers: prune and quantise after "
        "this step.";
    return info;
}

std::string target_of(const Params& params) {
    if (params.is_set("target")) {
        return params.text("target");
    }
    for (const char* key : {"rank", "budget"}) {
        if (params.is_set(key) && !params.is_set("energy")) {
            return key;
        }
    }
    return "energy";
}

/// The rank at which a layer is to be split, or 0 where it stays whole.
struct Choice {
    FactorLayer layer;
    std::int64_t rank = 0;
    std::shared_ptr<const Spectrum> spectrum;
};

/// Whole weights or split ones, such that all together have at most `budget` of the weights.
void spend_budget(std::vector<Choice>& choices, double share) {
    struct Offer {
        double worth; ///< energy, as a share of the layer's, for a parameter
        std::size_t choice;

        bool operator<(const Offer& other) const {
            return worth != other.worth ? worth < other.worth : choice > other.choice;
        }
    };

    std::int64_t total = 0;
    std::int64_t left = 0;
    std::priority_queue<Offer> offers;
    const auto offer = [&](std::size_t i) {
        const Choice& choice = choices[i];
        const Spectrum& spectrum = *choice.spectrum;
        const auto next = static_cast<std::size_t>(choice.rank);
        if (spectrum.total > 0 && next < spectrum.squares.size()) {
            offers.push({spectrum.squares[next] / spectrum.total /
                             static_cast<double>(choice.layer.weights_at(1)),
                         i});
        }
    };
    for (std::size_t i = 0; i < choices.size(); ++i) {
        Choice& choice = choices[i];
        total += choice.layer.weights();
        choice.rank = choice.spectrum->break_even() >= 1 ? 1 : 0;
        left -= choice.rank == 0 ? choice.layer.weights() : choice.layer.weights_at(1);
        if (choice.rank == 1) {
            offer(i);
        }
    }
    left += static_cast<std::int64_t>(share * static_cast<double>(total));
    while (!offers.empty()) {
        Choice& choice = choices[offers.top().choice];
        const std::size_t position = offers.top().choice;
        offers.pop();
        const bool whole = choice.rank == choice.spectrum->break_even();
        const std::int64_t cost =
            whole ? choice.layer.weights() - choice.layer.weights_at(choice.rank)
                  : choice.layer.weights_at(1);
        if (cost > left) {
            continue; // a smaller layer may still fit
        }
        left -= cost;
        choice.rank = whole ? 0 : choice.rank + 1;
        if (!whole) {
            offer(position);
        }
    }
}

class Decomposition {
public:
    Decomposition(const Graph& graph, const Params& params, const Scope& scope)
        : graph_(graph)
        , larger_(params.boolean("larger")) {
        const std::string target = target_of(params);
        for (const FactorLayer& layer :
             factor_layers(graph, scope, params.text("mode") == "spatial", params.boolean("states"),
                           notes_)) {
            choices_.push_back({layer, 0, nullptr});
        }
        parallel_for(choices_.size(), [&](std::size_t i) {
            choices_[i].spectrum = choices_[i].layer.spectrum(graph);
        });
        if (target == "budget") {
            spend_budget(choices_, params.real("budget"));
        } else {
            for (Choice& choice : choices_) {
                const std::int64_t wanted = target == "rank"
                                                ? params.integer("rank")
                                                : choice.spectrum->rank_for(params.real("energy"));
                choose(choice, std::min(wanted, choice.layer.full_rank()));
            }
        }
        note_losses();
    }

    [[nodiscard]] Preview preview() const {
        Preview preview;
        preview.notes = notes_;
        const Account sizes = account(graph_);
        for (const Choice& choice : choices_) {
            if (choice.rank == 0) {
                continue;
            }
            const FactorLayer& layer = choice.layer;
            const LayerAccount& before = sizes.layers[layer.node];
            const std::int64_t added = layer.weights_at(choice.rank);
            const std::int64_t params = added - layer.weights() - layer.dropped;
            const std::int64_t nonzeros =
                added - graph_.parameter(layer.weight)->nonzeros() - layer.dropped;
            const std::int64_t macs = layer.macs_per_rank * choice.rank - layer.macs;
            if (!preview.layers.empty() && preview.layers.back().node == before.name) {
                // The other weight of a recurrent layer.
                LayerChange& change = preview.layers.back();
                change.what += "; input weights: " + describe(choice);
                change.params_after += params;
                change.nonzeros_after += nonzeros;
                change.macs_after += macs;
                continue;
            }
            preview.layers.push_back(
                {before.name, before.origin,
                 (layer.of_state ? "recurrent weights: " : "") + describe(choice), before.params,
                 before.params + params, before.nonzeros, before.nonzeros + nonzeros, before.macs,
                 before.macs + macs});
        }
        return preview;
    }

    [[nodiscard]] Graph run(const Context& context) const {
        std::vector<const Choice*> chosen;
        for (const Choice& choice : choices_) {
            if (choice.rank > 0) {
                chosen.push_back(&choice);
            }
        }
        std::vector<Factors> factors(chosen.size());
        parallel_for(chosen.size(), [&](std::size_t i) {
            context.job.check();
            factors[i] = factorise(graph_, chosen[i]->layer, chosen[i]->rank);
        });
        Graph result = graph_;
        for (std::size_t i = chosen.size(); i-- > 0;) { // the last first: positions stay valid
            split_layer(result, chosen[i]->layer, factors[i], "decompose.svd");
        }
        result.tidy();
        infer_types(result);
        tell(context, notes_);
        return result;
    }

private:
    void choose(Choice& choice, std::int64_t rank) {
        const std::int64_t most = choice.spectrum->break_even();
        if (rank <= most || (larger_ && rank > 0)) {
            choice.rank = rank;
            return;
        }
        notes_.push_back(fmt::format("{} stays whole: rank {} of {} would not be smaller, "
                                     "break-even is rank {} ({:.1f} % of "
                                     "the energy)",
                                     graph_.nodes[choice.layer.node].name, rank,
                                     choice.layer.full_rank(), most,
                                     100 * choice.spectrum->energy(most)));
    }

    void note_losses() {
        for (const Choice& choice : choices_) {
            const Parameter& weight = *graph_.parameter(choice.layer.weight);
            if (choice.rank > 0 && (weight.has_mask() || weight.code())) {
                const char* lost = !weight.code()      ? "mask"
                                   : weight.has_mask() ? "mask and code"
                                                       : "code";
                notes_.push_back(fmt::format("{} loses the {} of its weights: its halves are other "
                                             "numbers",
                                             graph_.nodes[choice.layer.node].name, lost));
            }
        }
    }

    [[nodiscard]] static std::string describe(const Choice& choice) {
        return fmt::format("rank {} of {}, {:.1f} % of the energy (break-even {})", choice.rank,
                           choice.layer.full_rank(), 100 * choice.spectrum->energy(choice.rank),
                           choice.spectrum->break_even());
    }

    const Graph& graph_;
    bool larger_;
    std::vector<std::string> notes_;
    std::vector<Choice> choices_;
};

class DecomposeSvd final : public Technique {
public:
    [[nodiscard]] const TechniqueInfo& info() const override {
        static const TechniqueInfo instance = make_info();
        return instance;
    }

    [[nodiscard]] Preview plan(const Graph& graph, const Params& params,
                               const Scope& scope) const override {
        return Decomposition(graph, params, scope).preview();
    }

    [[nodiscard]] Graph apply(const Graph& graph, const Params& params, const Scope& scope,
                              const Context& context) const override {
        return Decomposition(graph, params, scope).run(context);
    }
};

} // namespace

const Technique& technique() {
    static const DecomposeSvd instance;
    return instance;
}

} // namespace espalier::techniques::decompose_svd
