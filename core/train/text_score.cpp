// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/text_score.h"

#include "core/base/error.h"
#include "core/engine/engine.h"
#include "core/train/carried_state.h"
#include "core/train/loss.h"
#include "core/train/text_source.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <vector>

namespace espalier {

namespace {

/// Streams side by side: enough to keep the processor busy.
constexpr std::size_t kStreams = 32;
/// A stream has at least so many stretches, so that few tokens are near its beginning.
constexpr std::size_t kStretches = 8;

constexpr std::size_t kTopGuesses = 5;

/// Adds what `scores` say of the token `wanted`.
void count(std::span<const float> scores, std::size_t wanted, TextScore& score) {
    const auto best = std::ranges::max_element(scores);
    double sum = 0;
    std::size_t before = 0;
    for (std::size_t k = 0; k < scores.size(); ++k) {
        sum += std::exp(static_cast<double>(scores[k]) - static_cast<double>(*best));
        before += scores[k] > scores[wanted] || (scores[k] == scores[wanted] && k < wanted) ? 1 : 0;
    }
    score.loss += std::log(sum) + static_cast<double>(*best) - static_cast<double>(scores[wanted]);
    score.hits += before == 0 ? 1 : 0;
    score.top5 += before < kTopGuesses ? 1 : 0;
    ++score.tokens;
}

} // namespace

TextScore evaluate_text(const Graph& graph, const TextSet& text, const Job& job) {
    const std::size_t length = stretch_of(graph, text);
    const std::size_t words = text.vocabulary.size();
    expect(text.tokens.size() > 1, "{} has {} tokens, expected at least 2", text.name,
           text.tokens.size());
    const std::size_t asked = text.tokens.size() - 1;
    const std::size_t streams = std::clamp<std::size_t>(asked / (length * kStretches), 1, kStreams);
    const std::size_t stream = (asked + streams - 1) / streams;
    const std::size_t stretches = (stream + length - 1) / length;
    const auto batch = static_cast<std::int64_t>(streams);
    const CarriedState opened = carry_state(graph, batch);
    Executable net = Executable::compile(opened.graph, {.batch = batch});
    std::vector<Tensor> inputs;
    for (const TensorType& type : net.input_types()) {
        inputs.emplace_back(type.dtype, type.shape);
    }
    const auto start = std::chrono::steady_clock::now();
    TextScore score;
    score.carried = opened.count > 0;
    for (std::size_t stretch = 0; stretch < stretches; ++stretch) {
        job.check();
        const auto place = [&](std::size_t s, std::size_t t) {
            return s * stream + stretch * length + t;
        };
        // Past its end a stream reads what the next one reads; nobody asks what follows.
        const auto tokens = inputs[0].writable<float>();
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            const std::size_t at = std::min(place(i / length, i % length), asked);
            tokens[i] = static_cast<float>(text.tokens[at]);
        }
        const std::vector<Tensor> outputs = net.run(inputs);
        for (std::size_t s = 0; s < streams; ++s) {
            const std::size_t end = std::min((s + 1) * stream, asked);
            for (std::size_t t = 0; t < length && stretch * length + t < stream; ++t) {
                const std::size_t at = place(s, t);
                if (at < end) {
                    count(outputs[0].data<float>().subspan((s * length + t) * words, words),
                          static_cast<std::size_t>(text.tokens[at + 1]), score);
                }
            }
        }
        for (std::size_t i = 0; i < opened.count; ++i) {
            inputs[1 + i] = outputs[outputs.size() - opened.count + i];
        }
        job.report(stretch + 1, stretches, "evaluate");
    }
    score.loss /= static_cast<double>(score.tokens);
    const auto tokens = static_cast<double>(score.tokens);
    score.accuracy = 100.0 * static_cast<double>(score.hits) / tokens;
    score.top5 *= 100.0 / tokens;
    score.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    score.perplexity = perplexity(score.loss);
    return score;
}

std::optional<double> perplexity_of(const Accuracy& accuracy) {
    return accuracy.images > 0 && accuracy.predictions.empty()
               ? std::optional(perplexity(accuracy.loss))
               : std::nullopt;
}

} // namespace espalier
