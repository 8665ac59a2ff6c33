// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/dataset.h"
#include "core/data/preprocess.h"
#include "core/graph/graph.h"
#include "core/train/augment.h"
#include "core/train/batch_source.h"

#include <cstdint>
#include <memory>

namespace espalier {

/// What `graph` is trained on: pictures with their labels, augmented, or stretches of a text with
/// the tokens that follow. `set` and `preprocess` outlive the source. Usage where network and text
/// do not fit.
[[nodiscard]] std::unique_ptr<BatchSource> labelled_source(const Graph& graph, const Dataset& set,
                                                           const Preprocess& preprocess,
                                                           const Augmentation& augment,
                                                           std::uint64_t seed);

} // namespace espalier
