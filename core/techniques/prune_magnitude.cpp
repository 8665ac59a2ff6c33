// SPDX-License-Identifier: GPL-3.0-or-later
// Magnitude pruning. Small weights contribute little to a sum, so they are set to zero and held
// there; which ones go is decided inside each layer or over the whole network at once.
//
//     m_i = 0 for the k weights of smallest |w_i|, 1 for the others;  w'_i = m_i * w_i
//
// O(n): keys are sorted by their digits once. The mask removes no arithmetic by itself: that takes
// a sparse format, a sparse kernel, or whole channels (prune.channels, materialise).
#include "core/analysis/accounting.h"
#include "core/analysis/storage.h"
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/compress/technique.h"
#include "core/techniques/detail/layers.h"
#include "core/techniques/detail/smallest.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace espalier::techniques::prune_magnitude {

namespace {

constexpr std::int64_t kMostParams = std::int64_t{1} << 40U;

TechniqueInfo make_info() {
    TechniqueInfo info;
    info.id = "prune.magnitude";
    info.title = "Prune small weights";
    info.summary = "Sets the weights of smallest magnitude to zero and keeps them there.";
    info.family = Family::Sparsification;
    info.references = {
        {"Han et al., Learning both Weights and Connections for Efficient Neural Networks, 2015",
         "arXiv:1506.02626"},
        {"Zhu and Gupta, To prune, or not to prune, 2017", "arXiv:1710.01878"}};
    info.params = {
        choice_param(
            "target", "Aim for",
            "What decides how many weights go. Where it is not given, it is what is given: "
            "sparsity, params or bytes.",
            "sparsity",
            {{"sparsity", "A share of zeros", "of the weights of the chosen layers"},
             {"params", "A number of parameters", "that are not zero, in the network"},
             {"bytes", "A number of bytes", "of the network as an .espz file"}}),
        visible_when(real_param("sparsity", "Sparsity",
                                "Share of the weights of the chosen layers that are zero after it.",
                                0.5, 0, 0.9999, 0.01),
                     "target", {"sparsity"}),
        visible_when(integer_param("params", "Parameters left",
                                   "At most this many parameters of the network are not zero after "
                                   "it; biases and batch norm count, and stay.",
                                   100000, 1, kMostParams),
                     "target", {"params"}),
        visible_when(integer_param("bytes", "Bytes left",
                                   "The network takes at most this many bytes as an .espz file, "
                                   "every layer in the format that is smallest for it.",
                                   100000, 1, kMostParams, "bytes"),
                     "target", {"bytes"}),
        choice_param("scope", "Compare weights",
                     "In each layer by itself every layer loses the same share; over the whole "
                     "network large layers of small weights lose more. The gates of a recurrent "
                     "layer differ in magnitude as layers do.",
                     "global",
                     {{"layer", "In each layer", "every layer gets the same sparsity"},
                      {"gate", "In each gate",
                       "every gate of a recurrent layer, and every other layer, gets the same "
                       "sparsity"},
                      {"global", "Over the whole network", "one threshold for all layers"}}),
        visible_when(real_param("cap", "Most in one layer",
                                "No layer loses more than this share of its weights, unless the "
                                "sparsity asked for is higher still.",
                                0.99, 0, 0.9999, 0.01),
                     "scope", {"global"}),
    };
    info.explanation =
        "The k weights of smallest |w| get the mask 0, all others keep 1; the network then "
        "computes "
        "with mask * w. k is exact: round(sparsity * n) in each layer, or over all layers "
        "together. "
        "Equal magnitudes go in the order in which they are stored. Weights that are zero already "
        "count, so a second step with a higher sparsity adds to the first, and one with a lower "
        "sparsity changes nothing.\n\n"
        "Complexity: O(n); magnitudes are sorted by their digits once. A budget in bytes is met by "
        "a search over k.\n\n"
        "Limits: the mask alone makes nothing faster. Magnitude knows nothing of the data; above "
        "80 or 90 % fine-tune afterwards.";
    return info;
}

std::string target_of(const Params& params) {
    if (params.is_set("target")) {
        return params.text("target");
    }
    for (const char* key : {"params", "bytes"}) {
        if (params.is_set(key) && !params.is_set("sparsity")) {
            return key;
        }
    }
    return "sparsity";
}

std::string counted(std::int64_t number) {
    return with_thousands(static_cast<std::uint64_t>(number));
}

/// One run over a network: reads the weights once, then answers how a number of zeros is spread.
class Pruner {
public:
    Pruner(const Graph& graph, const Params& params, const Scope& scope)
        : graph_(graph)
        , params_(params)
        , layers_(weight_layers(graph, scope, notes_))
        , global_(params.text("scope") == "global") {
        std::vector<WeightKeys> whole(layers_.size());
        parallel_for(layers_.size(), [&](std::size_t i) {
            whole[i] = WeightKeys(*graph.parameter(layers_[i].weight));
        });
        for (std::size_t i = 0; i < layers_.size(); ++i) {
            add_parts(i, std::move(whole[i]), params.text("scope") == "gate");
        }
        for (const WeightKeys& keys : keys_) {
            weights_ += keys.size();
            zeros_ += keys.zeros;
        }
    }

    Graph run(const Job& job) {
        const std::string target = target_of(params_);
        const std::int64_t total = target == "params"  ? zeros_for_params()
                                   : target == "bytes" ? zeros_for_bytes(job)
                                                       : zeros_for_sparsity();
        const bool each = target == "sparsity" && !global_;
        Graph result =
            masked(each ? zeros_per_layer(keys_, params_.real("sparsity")) : spread(total));
        for (const std::size_t i : capped_) {
            notes_.push_back(fmt::format("{} keeps {} of its {} weights, the least that one layer "
                                         "may keep; other layers make up for it",
                                         graph_.nodes[layers_[owners_[i]].node].name,
                                         counted(keys_[i].size() - most_zeros(keys_[i], cap_)),
                                         counted(keys_[i].size())));
        }
        if (changed_ == 0 && total > 0) {
            notes_.push_back(fmt::format("nothing changes: {} of {} weights are zero already",
                                         counted(zeros_), counted(weights_)));
        }
        return result;
    }

    [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }

private:
    /// The whole layer, or each gate of each direction of a recurrent one.
    void add_parts(std::size_t layer, WeightKeys keys, bool by_gate) {
        const Node& node = graph_.nodes[layers_[layer].node];
        const Parameter& weight = *graph_.parameter(layers_[layer].weight);
        const Shape& shape = weight.shape();
        const auto parts = by_gate && is_recurrent(node)
                               ? static_cast<std::size_t>(shape[0] * recurrent_gate_count(node))
                               : std::size_t{1};
        begins_.push_back(keys_.size());
        const std::size_t size = static_cast<std::size_t>(keys.size()) / parts;
        for (std::size_t p = 0; p < parts; ++p) {
            keys_.push_back(parts == 1 ? std::move(keys) : WeightKeys(weight, p * size, size));
            owners_.push_back(layer);
        }
    }

    /// `total` zeros over all layers, existing ones included.
    std::vector<std::int64_t> spread(std::int64_t total) {
        capped_.clear();
        if (!global_ || weights_ == 0) {
            return zeros_evenly(keys_, total);
        }
        // What was asked for may be more than the cap allows in each layer; then the cap gives way.
        cap_ = std::max(params_.real("cap"),
                        static_cast<double>(total) / static_cast<double>(weights_));
        return zeros_globally(keys_, total, cap_, capped_);
    }

    /// Every layer keeps at least one weight.
    [[nodiscard]] std::int64_t most() const {
        std::int64_t total = 0;
        for (const auto& keys : keys_) {
            total += most_zeros(keys, 1.0);
        }
        return total;
    }

    [[nodiscard]] std::int64_t zeros_for_sparsity() const {
        return std::llround(params_.real("sparsity") * static_cast<double>(weights_));
    }

    [[nodiscard]] std::int64_t zeros_for_params() const {
        const std::int64_t budget = params_.integer("params");
        const std::int64_t now = account(graph_).nonzeros;
        const std::int64_t zeros = std::max(zeros_ + now - budget, zeros_);
        if (zeros > most()) {
            fail(ErrorCode::Failed,
                 "params: {} can not be reached, expected at least {} (biases, batch norm, layers "
                 "not chosen, and one weight in each layer stay)",
                 counted(budget), counted(now - (most() - zeros_)));
        }
        return zeros;
    }

    /// The fewest zeros that meet the budget, to a thousandth of the weights. Counting bytes is
    /// what costs, so guesses are few: bytes fall smoothly with zeros, and a line through the two
    /// counts nearest to the budget lands beside the answer. A guess half the tolerance above it is
    /// taken where the line says that no more than the tolerance could be saved. Every fourth guess
    /// halves the bracket, in case bytes do not fall that smoothly.
    std::int64_t zeros_for_bytes(const Job& job) {
        struct Count {
            std::int64_t zeros;
            std::int64_t bytes;
        };

        const std::int64_t budget = params_.integer("bytes");
        const std::int64_t tolerance = std::max<std::int64_t>(weights_ / 1000, 1);
        const auto counted_at = [&](std::int64_t zeros) {
            return Count{zeros, stored_bytes(masked(spread(zeros)))};
        };
        Count low{zeros_, stored_bytes(graph_)}; // never meets it
        if (low.bytes <= budget) {
            return low.zeros;
        }
        Count high{most(), 0}; // meets it, if any does: counted only where nothing lower did
        bool reachable = false;
        const auto check_end = [&] {
            if (!reachable && (high = counted_at(high.zeros)).bytes > budget) {
                fail(ErrorCode::Failed,
                     "bytes: {} can not be reached, expected at least {} with these layers",
                     counted(budget), counted(high.bytes));
            }
            reachable = true;
        };
        Count nearest = low;
        Count second = high;
        for (int guesses = 0; high.zeros - low.zeros > tolerance; ++guesses) {
            job.check();
            constexpr int kHalving = 4;
            if (guesses == kHalving - 1) {
                check_end();
            }
            const double slope = static_cast<double>(second.zeros - nearest.zeros) /
                                 static_cast<double>(second.bytes - nearest.bytes);
            const std::int64_t line =
                nearest.zeros + std::llround(slope * static_cast<double>(budget - nearest.bytes));
            const std::int64_t guess = guesses % kHalving == kHalving - 1
                                           ? low.zeros + (high.zeros - low.zeros) / 2
                                           : line + tolerance / 2;
            const Count count = counted_at(std::clamp(guess, low.zeros + 1, high.zeros - 1));
            (count.bytes <= budget ? high : low) = count;
            reachable = reachable || count.bytes <= budget;
            const double beyond = std::abs(slope) * static_cast<double>(budget - count.bytes);
            if (guesses > 0 && beyond >= 0 && beyond <= static_cast<double>(tolerance)) {
                break;
            }
            const auto off = [budget](const Count& c) { return std::abs(c.bytes - budget); };
            if (off(count) < off(nearest)) {
                second = std::exchange(nearest, count);
            } else if (off(count) < off(second)) {
                second = count;
            }
            if (second.bytes == nearest.bytes || second.zeros == nearest.zeros) {
                nearest = low;
                second = high;
            }
        }
        check_end();
        return high.zeros;
    }

    Graph masked(const std::vector<std::int64_t>& zeros) {
        std::vector<Parameter> pruned(layers_.size());
        std::vector<std::uint8_t> changes(layers_.size(), 0);
        parallel_for(layers_.size(), [&](std::size_t i) {
            const std::size_t begin = begins_[i];
            const std::size_t end = i + 1 < begins_.size() ? begins_[i + 1] : keys_.size();
            for (std::size_t p = begin; p < end; ++p) {
                if (zeros[p] > keys_[p].zeros) {
                    changes[i] = 1;
                }
            }
            if (changes[i] != 0) {
                pruned[i] = mask_smallest(*graph_.parameter(layers_[i].weight),
                                          std::span(keys_).subspan(begin, end - begin),
                                          std::span(zeros).subspan(begin, end - begin));
            }
        });
        Graph result = graph_;
        changed_ = 0;
        for (std::size_t i = 0; i < layers_.size(); ++i) {
            if (changes[i] != 0) {
                result.set_parameter(layers_[i].weight, std::move(pruned[i]));
                ++changed_;
            }
        }
        return result;
    }

    const Graph& graph_;
    const Params& params_;
    std::vector<std::string> notes_;
    std::vector<WeightLayer> layers_;
    std::vector<WeightKeys> keys_;    ///< by part: a layer, or a gate of one
    std::vector<std::size_t> owners_; ///< the layer of each part
    std::vector<std::size_t> begins_; ///< the first part of each layer
    std::vector<std::size_t> capped_; ///< parts
    std::size_t changed_ = 0;         ///< layers that the last masked() changed
    std::int64_t weights_ = 0;
    std::int64_t zeros_ = 0;
    double cap_ = 1;
    bool global_;
};

class PruneMagnitude final : public Technique {
public:
    [[nodiscard]] const TechniqueInfo& info() const override {
        static const TechniqueInfo info = make_info();
        return info;
    }

    [[nodiscard]] Preview plan(const Graph& graph, const Params& params,
                               const Scope& scope) const override {
        Pruner pruner(graph, params, scope);
        const Graph result = pruner.run({});
        return preview_of(graph, result, pruner.notes());
    }

    [[nodiscard]] Graph apply(const Graph& graph, const Params& params, const Scope& scope,
                              const Context& context) const override {
        context.job.check();
        Pruner pruner(graph, params, scope);
        Graph result = pruner.run(context.job);
        tell(context, pruner.notes());
        return result;
    }
};

} // namespace

const Technique& technique() {
    static const PruneMagnitude instance;
    return instance;
}

} // namespace espalier::techniques::prune_magnitude
