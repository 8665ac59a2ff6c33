// SPDX-License-Identifier: GPL-3.0-or-later
// Where a training takes its samples from: pictures with labels, stretches of text, activations of
// another network.
#pragma once

#include "core/tensor/shape.h"

#include <cstddef>
#include <span>
#include <string>

namespace espalier {

class BatchSource {
public:
    virtual ~BatchSource() = default;

    [[nodiscard]] virtual std::string name() const = 0;
    /// Samples there are.
    [[nodiscard]] virtual std::size_t size() const = 0;

    /// Told once, before anything is asked of it: the shapes of the network's input and first
    /// output, [batch, ...]. Usage where its samples or labels do not fit, saying found and
    /// expected.
    virtual void bind(const Shape& input, const Shape& output) = 0;

    /// Labels each sample comes with; 0 where there are none.
    [[nodiscard]] virtual std::size_t labels_per_sample() const = 0;

    /// Writes the samples `indices` as they are seen in `epoch` (counted from 0) into `x`, of the
    /// bound input's shape with indices.size() for its batch, and their labels.
    virtual void fill(std::span<const std::size_t> indices, std::size_t epoch, std::span<float> x,
                      std::span<int> labels) const = 0;

    /// Identifies the content and how it is prepared.
    [[nodiscard]] virtual std::string fingerprint() const = 0;
};

} // namespace espalier
