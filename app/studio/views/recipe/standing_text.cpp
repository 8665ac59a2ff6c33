// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/recipe/standing_text.h"

#include "app/studio/document/text.h"
#include "app/studio/shell/message_text.h"
#include "app/studio/widgets/numbers.h"
#include "core/analysis/accounting.h"

#include <QCoreApplication>

#include <algorithm>
#include <set>

namespace espalier::studio {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(StandingText)
};

/// What the step changed in all layers together.
LayerChange sums_of(const Preview& preview) {
    LayerChange sums;
    for (const LayerChange& layer : preview.layers) {
        sums.params_before += layer.params_before;
        sums.params_after += layer.params_after;
        sums.nonzeros_before += layer.nonzeros_before;
        sums.nonzeros_after += layer.nonzeros_after;
        sums.macs_before += layer.macs_before;
        sums.macs_after += layer.macs_after;
    }
    return sums;
}

/// MAC weights of the changed layers in the network that came out, each once.
std::vector<const Parameter*> changed_weights(const StepOutcome& outcome) {
    std::vector<const Parameter*> weights;
    std::set<ValueId> seen;
    for (const LayerChange& layer : outcome.preview.layers) {
        if (const auto at = outcome.graph.find_node(layer.node)) {
            const ValueId weight = mac_weight(outcome.graph, outcome.graph.nodes[*at]);
            if (weight != kNoValue && seen.insert(weight).second) {
                weights.push_back(outcome.graph.parameter(weight));
            }
        }
    }
    return weights;
}

std::int64_t masked_count(const Parameter& weight) {
    if (!weight.has_mask()) {
        return 0;
    }
    const auto kept = weight.mask().data<bool>();
    return std::count(kept.begin(), kept.end(), false);
}

/// Whole filters (outer slices) are masked: something can be taken out of the network.
bool has_masked_filter(const Parameter& weight) {
    if (!weight.has_mask() || weight.shape().rank() < 2 || weight.shape()[0] == 0) {
        return false;
    }
    const auto kept = weight.mask().data<bool>();
    const auto filters = static_cast<std::size_t>(weight.shape()[0]);
    const std::size_t size = kept.size() / filters;
    for (std::size_t filter = 0; filter < filters; ++filter) {
        const auto from = kept.begin() + static_cast<std::ptrdiff_t>(filter * size);
        if (std::none_of(from, from + static_cast<std::ptrdiff_t>(size),
                         [](bool keep) { return keep; })) {
            return true;
        }
    }
    return false;
}

QString went(std::int64_t before, std::int64_t after) {
    return QStringLiteral("%1 → %2 (%3)")
        .arg(count_text(before), count_text(after),
             change_text(static_cast<double>(before), static_cast<double>(after)));
}

QString layers_text(std::size_t layers) {
    return layers == 1 ? Words::tr("1 layer")
                       : Words::tr("%1 layers").arg(count_text(static_cast<std::int64_t>(layers)));
}

QString bits_text(const StepOutcome& outcome) {
    std::set<QString> kinds;
    for (const LayerChange& layer : outcome.preview.layers) {
        kinds.insert(message_text(layer.what));
    }
    // Layers that differ (the first and the last float, say) are told apart in the Layers view.
    QString text = kinds.empty() ? QString() : *kinds.begin();
    if (kinds.size() > 1) {
        text += Words::tr(" and others");
    }
    return QStringLiteral("%1: %2").arg(layers_text(outcome.preview.layers.size()), text);
}

bool is_masked_only(const Step& step, const StepOutcome& outcome) {
    const LayerChange sums = sums_of(outcome.preview);
    return step.technique->info().family == Family::Sparsification &&
           sums.params_after == sums.params_before && sums.nonzeros_after < sums.nonzeros_before;
}

bool materialised_later(const Document& document, std::uint64_t card) {
    const Stack& stack = document.stack();
    auto at =
        std::find_if(stack.begin(), stack.end(), [&](const Card& each) { return each.id == card; });
    return std::any_of(at, stack.end(), [](const Card& each) {
        return each.step.enabled && each.step.technique->info().id == "materialise";
    });
}

void count(OutcomeFacts& facts, const Step& step,
           const std::shared_ptr<const StepOutcome>& outcome) {
    if (facts.outcome == outcome) {
        return;
    }
    facts.outcome = outcome;
    facts.sentence = change_sentence(step, *outcome);
    facts.masked = is_masked_only(step, *outcome);
    facts.removable = false;
    if (facts.masked) {
        const auto weights = changed_weights(*outcome);
        facts.removable = std::any_of(weights.begin(), weights.end(), [](const Parameter* weight) {
            return has_masked_filter(*weight);
        });
    }
}

StandingText finished(const Document& document, const Card& card, const OutcomeFacts& facts) {
    const StepOutcome& outcome = *facts.outcome;
    StandingText result;
    result.layers = outcome.preview.layers.size();
    result.text = facts.sentence;
    std::set<std::string> said;
    for (const auto* notes : {&outcome.preview.notes, &outcome.notes}) {
        for (const std::string& note : *notes) {
            if (said.insert(note).second) {
                result.remarks << message_text(note);
            }
        }
    }
    if (facts.masked && !materialised_later(document, card.id)) {
        result.tone = StandingText::Tone::Masked;
        if (facts.removable) {
            result.offer = StandingText::Offer::Materialise;
        }
    }
    return result;
}

StandingText waiting(const Document& document, const Step& step) {
    StandingText result;
    result.tone = StandingText::Tone::Waits;
    const bool labels = step.technique->needs(step.params) == Needs::Labels;
    const auto& network = document.network();
    if (!document.data_name().isEmpty()) {
        result.text = Words::tr("Not run yet with these settings.");
        result.offer = StandingText::Offer::Run;
    } else if (network.card && !network.card->data.empty()) {
        result.text = labels ? Words::tr("Not run yet: needs labelled pictures, such as %1.")
                             : Words::tr("Not run yet: needs pictures, such as %1.");
        result.text = result.text.arg(text(network.card->data));
        result.offer = StandingText::Offer::ReadAndRun;
    } else {
        result.text =
            labels ? Words::tr("Not run yet: needs labelled pictures. Choose a data set first.")
                   : Words::tr("Not run yet: needs pictures. Choose a data set first.");
    }
    return result;
}

} // namespace

QString change_sentence(const Step& step, const StepOutcome& outcome) {
    const LayerChange sums = sums_of(outcome.preview);
    if (outcome.preview.layers.empty()) {
        return step.technique->needs(step.params) == Needs::Labels ? Words::tr("Trained.")
                                                                   : Words::tr("Changes nothing.");
    }
    const std::size_t layers = outcome.preview.layers.size();
    if (sums.params_after != sums.params_before || sums.macs_after != sums.macs_before) {
        return Words::tr("%1: parameters %2, MACs %3")
            .arg(layers_text(layers), went(sums.params_before, sums.params_after),
                 went(sums.macs_before, sums.macs_after));
    }
    if (sums.nonzeros_after < sums.nonzeros_before) {
        std::int64_t masked = 0;
        std::int64_t all = 0;
        for (const Parameter* weight : changed_weights(outcome)) {
            masked += masked_count(*weight);
            all += weight->shape().elements();
        }
        if (masked > 0) {
            return Words::tr("%1 of %2 weights in %3 masked, not removed")
                .arg(percent_text(100.0 * static_cast<double>(masked) / static_cast<double>(all)),
                     count_text(all), layers_text(layers));
        }
    }
    if (sums.nonzeros_after != sums.nonzeros_before) {
        return Words::tr("%1: non-zeros %2")
            .arg(layers_text(layers), went(sums.nonzeros_before, sums.nonzeros_after));
    }
    return bits_text(outcome);
}

std::optional<StandingText> standing_text(const Document& document, std::uint64_t id,
                                          OutcomeFacts& facts) {
    const Card* card = document.card(id);
    const StepStanding* standing = document.standing(id);
    if (card == nullptr || standing == nullptr) {
        return std::nullopt;
    }
    StandingText result;
    switch (standing->kind) {
    case StepStanding::Kind::Done:
        count(facts, card->step, standing->outcome);
        return finished(document, *card, facts);
    case StepStanding::Kind::Waits:
        return waiting(document, card->step);
    case StepStanding::Kind::Off:
        result.tone = StandingText::Tone::Off;
        result.text = Words::tr("Switched off.");
        break;
    case StepStanding::Kind::Failed:
        result.tone = StandingText::Tone::Failed;
        result.text = error_text(*standing->error);
        if (const QString advice = advice_text(*standing->error); !advice.isEmpty()) {
            result.text += QStringLiteral("\n") + advice;
        }
        break;
    }
    return result;
}

} // namespace espalier::studio
