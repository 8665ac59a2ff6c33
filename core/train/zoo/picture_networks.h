// SPDX-License-Identifier: GPL-3.0-or-later
// Classifiers of pictures: perceptrons and convolutional networks.
#pragma once

#include "core/train/zoo.h"
#include "core/train/zoo/net_builder.h"

#include <span>

namespace espalier {

struct PictureNetwork {
    ZooEntry entry;
    /// Adds the layers from the input on and returns the scores [N, classes].
    ValueId (*build)(NetBuilder& net, std::int64_t classes);
};

[[nodiscard]] std::span<const PictureNetwork> picture_networks();

} // namespace espalier
