// SPDX-License-Identifier: GPL-3.0-or-later
// Stretches of a text for a language model: the tokens, and for each place the one that follows.
#pragma once

#include "core/data/text_set.h"
#include "core/graph/graph.h"
#include "core/train/batch_source.h"

#include <cstdint>

namespace espalier {

class TextSource final : public BatchSource {
public:
    /// `text` outlives the source. Stretches of `length` tokens lie end to end; where the first
    /// begins is drawn anew in every epoch.
    TextSource(const TextSet& text, std::size_t length, std::uint64_t seed);

    [[nodiscard]] std::string name() const override { return text_.name; }

    [[nodiscard]] std::size_t size() const override { return size_; }

    /// The input is [N, length], the output [N, length, vocabulary].
    void bind(const Shape& input, const Shape& output) override;

    [[nodiscard]] std::size_t labels_per_sample() const override { return length_; }

    void fill(std::span<const std::size_t> indices, std::size_t epoch, std::span<float> x,
              std::span<int> labels) const override;
    [[nodiscard]] std::string fingerprint() const override;

private:
    const TextSet& text_;
    std::size_t length_;
    std::uint64_t seed_;
    std::size_t size_ = 0;
};

/// Tokens of a sample of a network that takes [N, T] and gives [N, T, vocabulary]. Usage where
/// network and text do not fit, saying found and expected: its tokens must have the numbers they
/// had when it was trained.
[[nodiscard]] std::size_t stretch_of(const Graph& graph, const TextSet& text);

} // namespace espalier
