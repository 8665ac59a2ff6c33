// SPDX-License-Identifier: GPL-3.0-or-later
// How a weight is quantised while it learns: what the network sees of the float master underneath,
// and which gradient the master and the numbers of the grid get. Rounding has no gradient of its
// own; each class says what it passes instead.
#pragma once

#include "core/graph/code.h"
#include "core/tensor/tensor.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace espalier {

/// What backward() is given and fills.
struct QuantiserGradient {
    const Tensor& latent;
    std::span<const float> numbers;
    std::span<const bool> kept; ///< false: pruned, does not count; empty: all are kept
    /// In: the derivative of the loss by what the network sees. Out: by the latent.
    std::span<float> gradient;
    std::span<float> by_numbers; ///< zero at first; as many as numbers

    [[nodiscard]] bool counts(std::size_t i) const { return kept.empty() || kept[i]; }
};

class WeightQuantiser {
public:
    virtual ~WeightQuantiser() = default;

    /// Tells quantisers apart, for checkpoints.
    [[nodiscard]] virtual std::string identity() const = 0;

    /// The numbers that learn beside the weight (steps, factors, levels), as they begin; empty
    /// where none do.
    [[nodiscard]] virtual std::vector<float> numbers() const { return {}; }

    /// True where numbers have to stay above zero.
    [[nodiscard]] virtual bool positive() const { return true; }

    /// What the network sees. `draw` is the key of what is drawn by chance; without one, each
    /// weight is what it most probably would be.
    [[nodiscard]] virtual Tensor forward(const Tensor& latent, std::span<const float> numbers,
                                         std::optional<std::uint64_t> draw) const = 0;
    virtual void backward(const QuantiserGradient& gradient) const = 0;
    /// A code that has every value forward() gives without a draw.
    [[nodiscard]] virtual CodePtr code(const Tensor& latent,
                                       std::span<const float> numbers) const = 0;

    /// The largest size a latent may have; 0: any.
    [[nodiscard]] virtual float limit() const { return 0; }
};

using WeightQuantiserPtr = std::shared_ptr<const WeightQuantiser>;

} // namespace espalier
