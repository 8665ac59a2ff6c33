// SPDX-License-Identifier: GPL-3.0-or-later
// Weights of k bits that are bounded by a hyperbolic tangent.
#pragma once

#include "core/train/quantise/method.h"

namespace espalier {

/// With t = tanh(x) / max |tanh(x)| and m the max |tanh(x)| of the weights the training begins
/// with,
///     x' = m (2 Q(t / 2 + 1/2) - 1),   Q rounds to multiples of 1 / (2^k - 1)
/// (DoReFa: Zhou et al. 2016, eq. 9); for one bit x' = mean |x| sgn(x) (eq. 7). The paper has m = 1
/// and batch normalisation behind, which undoes m; with it the step fits networks that have none.
/// The gradient passes the rounding straight through and the rest by its derivative, the maximum
/// taken as fixed: x' has the slope m (1 - tanh(x)^2) / max |tanh(x)|.
class DorefaQuantiser final : public WeightQuantiser {
public:
    /// 1 to 8 bits.
    DorefaQuantiser(int bits, const Tensor& latent);

    [[nodiscard]] std::string identity() const override;

    [[nodiscard]] Tensor forward(const Tensor& latent, std::span<const float> numbers,
                                 std::optional<std::uint64_t> draw) const override;
    void backward(const QuantiserGradient& all) const override;
    [[nodiscard]] CodePtr code(const Tensor& latent, std::span<const float> numbers) const override;

private:
    int bits_;
    float size_; ///< m
};

/// For methods.
[[nodiscard]] WeightQuantiserPtr bounded_weights(const QuantiserRequest& request);

} // namespace espalier
