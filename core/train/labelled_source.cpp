// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/labelled_source.h"

#include "core/data/text_dataset.h"
#include "core/train/image_source.h"
#include "core/train/text_source.h"

namespace espalier {

std::unique_ptr<BatchSource> labelled_source(const Graph& graph, const Dataset& set,
                                             const Preprocess& preprocess,
                                             const Augmentation& augment, std::uint64_t seed) {
    if (const TextSet* text = text_of(set)) {
        return std::make_unique<TextSource>(*text, stretch_of(graph, *text), seed);
    }
    return std::make_unique<ImageSource>(set, preprocess, augment, seed);
}

} // namespace espalier
