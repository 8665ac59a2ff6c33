// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/text_source.h"

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/rng.h"
#include "core/engine/engine.h"
#include "core/train/loss.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace espalier {

namespace {

/// Tokens a sample has, once network and text are known to fit.
std::size_t stretch_of(const Shape& input, const Shape& output, const TextSet& text) {
    if (input.rank() != 2 || output.rank() != 3 || output[1] != input[1]) {
        fail(ErrorCode::Usage,
             "the network takes {} and gives {}, expected [N, T] tokens and [N, T, vocabulary] "
             "scores",
             input.str(), output.str());
    }
    const auto words = static_cast<std::int64_t>(text.vocabulary.size());
    if (output[2] != words) {
        fail(ErrorCode::Usage, "the network knows {} tokens, expected the {} of {}", output[2],
             words, text.name);
    }
    const auto length = static_cast<std::size_t>(input[1]);
    return length;
}

} // namespace

TextSource::TextSource(const TextSet& text, std::size_t length, std::uint64_t seed)
    : text_(text)
    , length_(length)
    , seed_(seed) {
    expect(length > 0 && text.tokens.size() > 2 * length,
           "{} has {} tokens, expected more than two stretches of {}", text.name,
           text.tokens.size(), length);
    // One stretch is left over for where the first one begins.
    size_ = (text.tokens.size() - 1) / length - 1;
}

void TextSource::bind(const Shape& input, const Shape& output) {
    const std::size_t found = stretch_of(input, output, text_);
    if (found != length_) {
        fail(ErrorCode::Usage, "the network takes {} tokens at once, expected {}", found, length_);
    }
}

void TextSource::fill(std::span<const std::size_t> indices, std::size_t epoch, std::span<float> x,
                      std::span<int> labels) const {
    Rng rng(seed_, 0x74657874U + epoch);
    const auto shift = static_cast<std::size_t>(rng.below(length_));
    for (std::size_t n = 0; n < indices.size(); ++n) {
        const std::size_t begin = shift + indices[n] * length_;
        for (std::size_t t = 0; t < length_; ++t) {
            x[n * length_ + t] = static_cast<float>(text_.tokens[begin + t]);
            labels[n * length_ + t] = text_.tokens[begin + t + 1];
        }
    }
}

std::size_t stretch_of(const Graph& graph, const TextSet& text) {
    if (graph.inputs.size() != 1 || graph.outputs.empty()) {
        fail(ErrorCode::Usage, "the network has {} inputs, expected one", graph.inputs.size());
    }
    return stretch_of(graph.value(graph.inputs[0]).type.shape,
                      graph.value(graph.outputs[0]).type.shape, text);
}

std::string TextSource::fingerprint() const {
    return sha256(fmt::format("{} in stretches of {}, seed {}", text_.fingerprint, length_, seed_));
}

TextScore evaluate_text(const Graph& graph, const TextSet& text, const Job& job) {
    constexpr std::size_t kBatch = 32;
    const std::size_t length = stretch_of(graph, text);
    const std::size_t words = text.vocabulary.size();
    const std::size_t stretches = (text.tokens.size() - 1 + length - 1) / length;
    Executable net = Executable::compile(graph, {.batch = static_cast<std::int64_t>(kBatch)});
    Tensor x(DType::Float32, net.input_types()[0].shape);
    TextScore score;
    for (std::size_t first = 0; first < stretches; first += kBatch) {
        job.check();
        const auto values = x.writable<float>();
        const auto token = [&](std::size_t place) {
            return place < text.tokens.size() ? text.tokens[place] : 0;
        };
        for (std::size_t i = 0; i < values.size(); ++i) {
            values[i] = static_cast<float>(token(first * length + i));
        }
        const Tensor scores = net.run({x}).at(0);
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (first * length + i + 1 >= text.tokens.size()) {
                break;
            }
            const auto row = scores.data<float>().subspan(i * words, words);
            const auto best = std::ranges::max_element(row);
            double sum = 0;
            for (const float value : row) {
                sum += std::exp(static_cast<double>(value) - static_cast<double>(*best));
            }
            const auto wanted = static_cast<std::size_t>(token(first * length + i + 1));
            score.loss +=
                std::log(sum) + static_cast<double>(*best) - static_cast<double>(row[wanted]);
            score.accuracy += static_cast<std::size_t>(best - row.begin()) == wanted ? 1 : 0;
            ++score.tokens;
        }
        job.report(std::min(first + kBatch, stretches), stretches, "evaluate");
    }
    score.loss /= static_cast<double>(score.tokens);
    score.accuracy *= 100.0 / static_cast<double>(score.tokens);
    score.perplexity = perplexity(score.loss);
    return score;
}

} // namespace espalier
