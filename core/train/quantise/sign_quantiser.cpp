// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/quantise/sign_quantiser.h"

#include "core/base/counter_rng.h"
#include "core/graph/multibit_code.h"

namespace espalier {

Tensor SignQuantiser::forward(const Tensor& latent, std::span<const float> /*numbers*/,
                              std::optional<std::uint64_t> draw) const {
    Tensor seen(DType::Float32, latent.shape());
    const auto x = latent.data<float>();
    const auto to = seen.writable<float>();
    const bool random = by_chance_ && draw;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const bool up = random ? counter_uniform(*draw, i) < (x[i] + 1) / 2 : x[i] >= 0;
        to[i] = up ? 1.0F : -1.0F;
    }
    return seen;
}

CodePtr SignQuantiser::code(const Tensor& /*latent*/, std::span<const float> /*numbers*/) const {
    return std::make_shared<MultiBitCode>(1, -1, std::vector<float>{1});
}

WeightQuantiserPtr nearest_signs(const QuantiserRequest& /*request*/) {
    return std::make_shared<SignQuantiser>(false);
}

WeightQuantiserPtr drawn_signs(const QuantiserRequest& /*request*/) {
    return std::make_shared<SignQuantiser>(true);
}

} // namespace espalier
