// SPDX-License-Identifier: GPL-3.0-or-later
// A text where a data set is expected: every token but the first is a sample, to be guessed from
// those before it. There are no pictures; load_batch() gives stretches of tokens.
#pragma once

#include "core/data/dataset.h"
#include "core/data/text_set.h"

namespace espalier {

/// classes() are the tokens of the vocabulary; image() throws Usage.
[[nodiscard]] DatasetPtr text_dataset(TextSet text);

/// The text behind a set; nullptr where it consists of pictures.
[[nodiscard]] const TextSet* text_of(const Dataset& set);

/// The first `count` samples.
[[nodiscard]] DatasetPtr shortened_text(const TextSet& text, std::size_t count);

} // namespace espalier
