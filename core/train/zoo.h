// SPDX-License-Identifier: GPL-3.0-or-later
// Networks by name, freshly initialised, for `train --arch`.
#pragma once

#include "core/data/dataset.h"
#include "core/graph/graph.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace espalier {

struct ZooEntry {
    std::string_view id; ///< contract: "lenet-5", "resnet-20" ...
    std::string_view title;
    std::string_view source; ///< who described it
    int channels;
    int height;
    int width;
};

[[nodiscard]] std::span<const ZooEntry> zoo();

/// The network `id` with scores for `classes` classes, weights drawn from `seed` (He et al. 2015:
/// normal, variance 2 / fan-in where a rectifier follows, else 1 / fan-in), preprocessing in its
/// metadata, types inferred. Input "input" [N, C, H, W], one output [N, classes]. A network over
/// rows reads rows of the height and width of `pictures` where given, all others pictures of their
/// own size. Usage error for an unknown id, with all ids listed.
[[nodiscard]] Graph make_network(std::string_view id, int classes, std::uint64_t seed,
                                 const std::optional<PictureSize>& pictures = {});

} // namespace espalier
