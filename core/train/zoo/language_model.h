// SPDX-License-Identifier: GPL-3.0-or-later
// Language models: a table of word vectors, recurrent layers, scores for the next token.
#pragma once

#include "core/data/text_set.h"
#include "core/graph/graph.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace espalier {

struct LanguageModel {
    std::string_view id; ///< contract: "char-lstm", "word-lstm" ...
    std::string_view title;
    std::string_view op; ///< LSTM or GRU
    TokenKind tokens;
    std::int64_t embedding;
    std::int64_t hidden;
    int layers;
    std::int64_t length; ///< tokens of a stretch
};

[[nodiscard]] std::span<const LanguageModel> language_models();
[[nodiscard]] bool is_language_model(std::string_view id);

/// Input "tokens" [N, T], numbers as float32; output [N, T, vocabulary]. The vocabulary goes into
/// the metadata. Usage error for an unknown id or another kind of tokens.
[[nodiscard]] Graph make_language_model(std::string_view id, const Vocabulary& vocabulary,
                                        std::uint64_t seed);

/// The vocabulary of a network made here; nullopt for others.
[[nodiscard]] std::optional<Vocabulary> vocabulary_of(const Graph& graph);

} // namespace espalier
