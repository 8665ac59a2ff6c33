// SPDX-License-Identifier: GPL-3.0-or-later
// How well a language model guesses a text.
#pragma once

#include "core/base/job.h"
#include "core/data/text_set.h"
#include "core/graph/graph.h"
#include "core/train/evaluate.h"

#include <cstddef>
#include <optional>

namespace espalier {

struct TextScore {
    double loss = 0;       ///< mean over all tokens, in nats
    double perplexity = 0; ///< exp(loss)
    double accuracy = 0;   ///< per cent of tokens guessed right
    double top5 = 0;       ///< per cent among the first five guesses
    std::size_t tokens = 0;
    std::size_t hits = 0; ///< tokens guessed right
    double seconds = 0;
    bool carried = false; ///< the memory went on from one stretch to the next
};

/// Every token of the text but the first is asked for once. The text is read in at most 32 streams
/// side by side, each without a memory at its beginning; within a stream the states of LSTM, GRU
/// and RNN go on from stretch to stretch. Where a network has none of these, every stretch begins
/// without a memory. Usage where network and text do not fit.
[[nodiscard]] TextScore evaluate_text(const Graph& graph, const TextSet& text, const Job& job = {});

/// exp(loss) of an accuracy over tokens, which keeps no guesses; nullopt where pictures were
/// guessed.
[[nodiscard]] std::optional<double> perplexity_of(const Accuracy& accuracy);

} // namespace espalier
