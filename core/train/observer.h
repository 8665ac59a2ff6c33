// SPDX-License-Identifier: GPL-3.0-or-later
// Watching a training from outside, and ending it before its time.
#pragma once

#include "core/graph/graph.h"

#include <cstddef>
#include <functional>

namespace espalier {

/// How things stand after a step.
struct TrainProgress {
    std::size_t step = 0; ///< done
    std::size_t steps = 0;
    double epoch = 0;      ///< done, with its fraction
    double rate = 0;       ///< learning rate of the step
    double batch_loss = 0; ///< of the step's pictures, in nats
    double loss = 0;       ///< mean of the epoch so far, in nats
    double accuracy = 0;   ///< per cent of the training pictures of the epoch so far
    double images_per_s = 0;
    double seconds_left = 0;
};

/// Makes the network as it stands, masks and codes applied; valid during the call it is given to.
using NetworkNow = std::function<Graph()>;

/// Told after every step, on the training's thread. It may take its time (what it takes does not
/// count as training time), and false ends the training. It never changes what is learnt.
using TrainObserver = std::function<bool(const TrainProgress&, const NetworkNow&)>;

} // namespace espalier
