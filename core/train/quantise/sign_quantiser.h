// SPDX-License-Identifier: GPL-3.0-or-later
// Weights of -1 and 1.
#pragma once

#include "core/train/quantise/method.h"

namespace espalier {

/// x' = sgn(x) with sgn(0) = 1, or by chance 1 with the probability clip((x + 1) / 2, 0, 1)
/// (Courbariaux et al. 2015, eq. 1 and 2). The gradient passes straight through, and latents stay
/// within [-1, 1], outside of which nothing would move them back.
class SignQuantiser final : public WeightQuantiser {
public:
    explicit SignQuantiser(bool by_chance)
        : by_chance_(by_chance) {}

    [[nodiscard]] std::string identity() const override {
        return by_chance_ ? "sign by chance" : "sign";
    }

    [[nodiscard]] Tensor forward(const Tensor& latent, std::span<const float> numbers,
                                 std::optional<std::uint64_t> draw) const override;

    void backward(const QuantiserGradient& /*gradient*/) const override {}

    [[nodiscard]] CodePtr code(const Tensor& latent, std::span<const float> numbers) const override;

    [[nodiscard]] float limit() const override { return 1; }

private:
    bool by_chance_;
};

/// For methods: signs that are nearest, and signs drawn by chance.
[[nodiscard]] WeightQuantiserPtr nearest_signs(const QuantiserRequest& request);
[[nodiscard]] WeightQuantiserPtr drawn_signs(const QuantiserRequest& request);

} // namespace espalier
