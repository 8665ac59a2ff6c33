// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/zoo/language_model.h"

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/train/zoo/recurrent_units.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace espalier {

namespace {

constexpr const char* kVocabulary = "espalier.vocabulary";
constexpr std::int64_t kInt64 = 7; ///< TensorProto.DataType

constexpr std::array<LanguageModel, 4> kModels{{
    {"char-lstm-small", "Characters by an LSTM of 256 units", "LSTM", TokenKind::Character, 32, 256,
     1, 64},
    {"char-lstm", "Characters by two LSTMs of 256 units", "LSTM", TokenKind::Character, 64, 256, 2,
     64},
    {"char-gru", "Characters by two GRUs of 256 units", "GRU", TokenKind::Character, 64, 256, 2,
     64},
    {"word-lstm", "Words by an LSTM of 200 units", "LSTM", TokenKind::Word, 200, 200, 1, 35},
}};

} // namespace

std::span<const LanguageModel> language_models() {
    return kModels;
}

bool is_language_model(std::string_view id) {
    return std::ranges::find(kModels, id, &LanguageModel::id) != kModels.end();
}

Graph make_language_model(std::string_view id, const Vocabulary& vocabulary, std::uint64_t seed) {
    const auto model = std::ranges::find(kModels, id, &LanguageModel::id);
    if (model == kModels.end()) {
        std::vector<std::string_view> ids;
        for (const LanguageModel& known : kModels) {
            ids.push_back(known.id);
        }
        fail(ErrorCode::Usage, "language model \"{}\" is unknown, expected one of {}", id,
             fmt::join(ids, ", "));
    }
    if (model->tokens != vocabulary.kind()) {
        fail(ErrorCode::Usage, "{} reads {}, and the text is one of {}", id,
             model->tokens == TokenKind::Word ? "words" : "characters",
             vocabulary.kind() == TokenKind::Word ? "words" : "characters");
    }
    const auto words = static_cast<std::int64_t>(vocabulary.size());
    NetBuilder net(id, "tokens", {kUnknownDim, model->length}, seed);
    net.set_metadata(kVocabulary,
                     Json{{"kind", model->tokens == TokenKind::Word ? "word" : "character"},
                          {"tokens", vocabulary.list()}}
                         .dump(-1, ' ', true));
    Attributes integer;
    integer.set("to", kInt64);
    const ValueId numbers = net.node("Cast", "numbers", {net.input()}, std::move(integer));
    Sequence x{net.node("Gather", "embedding",
                        {net.uniform("embedding.weight", {words, model->embedding}, 0.1), numbers}),
               model->length, model->embedding};
    for (int i = 0; i < model->layers; ++i) {
        x.value = standard_layer(net, fmt::format("rnn{}", i + 1), x,
                                 {.op = std::string(model->op), .hidden = model->hidden})
                      .all;
        x.inputs = model->hidden;
    }
    const double range = 1 / std::sqrt(static_cast<double>(model->hidden));
    const ValueId scores = net.node(
        "MatMul", "scores", {x.value, net.uniform("scores.weight", {model->hidden, words}, range)});
    return net.finish(
        net.node("Add", "scores.sum",
                 {scores, net.parameter("scores.bias", Tensor(DType::Float32, {words}))}));
}

std::optional<Vocabulary> vocabulary_of(const Graph& graph) {
    const auto entry = graph.metadata.find(kVocabulary);
    if (entry == graph.metadata.end()) {
        return std::nullopt;
    }
    const Json json = parse_json(entry->second, kVocabulary);
    return Vocabulary(json.at("tokens").get<std::vector<std::string>>(),
                      json.at("kind") == "word" ? TokenKind::Word : TokenKind::Character);
}

} // namespace espalier
