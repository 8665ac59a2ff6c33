// SPDX-License-Identifier: GPL-3.0-or-later
// Quantisers without numbers of their own: their grid is fitted to the weights in every step.
#pragma once

#include "core/train/quantise/weight_quantiser.h"

#include <functional>
#include <utility>

namespace espalier {

/// x' = fit(x)->project(x), and the gradient passes straight through.
class FittedQuantiser : public WeightQuantiser {
public:
    using Fit = std::function<CodePtr(const Tensor& latent)>;

    FittedQuantiser(std::string identity, Fit fit)
        : identity_(std::move(identity))
        , fit_(std::move(fit)) {}

    [[nodiscard]] std::string identity() const override { return identity_; }

    [[nodiscard]] Tensor forward(const Tensor& latent, std::span<const float> /*numbers*/,
                                 std::optional<std::uint64_t> /*draw*/) const override {
        return fit_(latent)->project(latent);
    }

    void backward(const QuantiserGradient& /*gradient*/) const override {}

    [[nodiscard]] CodePtr code(const Tensor& latent,
                               std::span<const float> /*numbers*/) const override {
        return fit_(latent);
    }

private:
    std::string identity_;
    Fit fit_;
};

} // namespace espalier
