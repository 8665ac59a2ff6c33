// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/text_source.h"

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/rng.h"
#include "core/train/zoo/language_model.h"

#include <fmt/core.h>

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
    const auto known = vocabulary_of(graph);
    if (known && known->list() != text.vocabulary.list()) {
        fail(ErrorCode::Usage, "the network knows {} tokens, expected the {} of {}, in their order",
             known->size(), text.vocabulary.size(), text.name);
    }
    return stretch_of(graph.value(graph.inputs[0]).type.shape,
                      graph.value(graph.outputs[0]).type.shape, text);
}

std::string TextSource::fingerprint() const {
    return sha256(fmt::format("{} in stretches of {}, seed {}", text_.fingerprint, length_, seed_));
}

} // namespace espalier
