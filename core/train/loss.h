// SPDX-License-Identifier: GPL-3.0-or-later
// What a training minimises: looks at values of the network for one batch, and says how large the
// loss is and which gradient goes back into each of them. A new loss is a class of its own.
#pragma once

#include "core/tensor/shape.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace espalier {

/// A value of the network for a whole batch: [samples, ...], row-major.
struct LossValue {
    std::string name;
    Shape shape;
    std::span<const float> data;
    /// As large as `data` and zero at first: d(mean loss) / d(value) is added to it. Empty where
    /// nobody asks for gradients.
    std::span<float> gradient;
};

/// What a batch is to be like. Labels come in the order of the samples, `labels per sample` each;
/// a negative one stands for a place without a label, which counts for nothing.
struct LossTargets {
    std::span<const int> labels = {};
    std::span<const int> others = {};          ///< of the pictures mixed in (mixup); empty: none
    double share = 1;                          ///< of `labels`, where there are others
    std::span<const std::size_t> indices = {}; ///< which samples of the data these are
};

struct LossBatch {
    std::size_t samples = 0;
    /// Into how many equal parts the work may be cut; does not depend on the threads.
    std::size_t shards = 1;
    LossValue input;
    std::vector<LossValue> values; ///< the network's output, then those of Loss::values()
    LossTargets targets;
};

struct BatchLoss {
    double loss = 0;         ///< mean over what was counted, in nats for cross-entropy
    std::size_t correct = 0; ///< places whose highest score is that of the label
    std::size_t counted = 0; ///< places with a label
};

class Loss {
public:
    virtual ~Loss() = default;

    /// Names of the values it looks at beside the network's first output.
    [[nodiscard]] virtual std::vector<std::string> values() const { return {}; }

    /// Throws Usage where it makes no sense of an output of this shape, [samples, ...].
    virtual void check(const Shape& output) const = 0;

    /// Gives the loss and adds its gradients. The same bits for any number of threads.
    virtual BatchLoss compute(const LossBatch& batch) const = 0;

    /// Everything that changes what is learnt, for checkpoints: "cross-entropy, smoothing 0.1".
    [[nodiscard]] virtual std::string identity() const = 0;
};

/// exp(loss): how many equally likely guesses a mean loss in nats amounts to.
[[nodiscard]] double perplexity(double loss);

} // namespace espalier
