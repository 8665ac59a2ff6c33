// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/quantise/dorefa_quantiser.h"

#include "core/graph/level_code.h"
#include "core/graph/multibit_code.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace espalier {

namespace {

float largest_tanh(const Tensor& latent) {
    float most = 0;
    for (const float x : latent.data<float>()) {
        most = std::max(most, std::abs(std::tanh(x)));
    }
    return most > 0 ? most : 1;
}

float mean_size(const Tensor& latent) {
    double sum = 0;
    for (const float x : latent.data<float>()) {
        sum += std::abs(static_cast<double>(x));
    }
    return static_cast<float>(sum /
                              static_cast<double>(std::max<std::int64_t>(latent.elements(), 1)));
}

} // namespace

DorefaQuantiser::DorefaQuantiser(int bits, const Tensor& latent)
    : bits_(bits)
    , size_(largest_tanh(latent)) {}

std::string DorefaQuantiser::identity() const {
    return fmt::format("dorefa {} {}", bits_, size_);
}

Tensor DorefaQuantiser::forward(const Tensor& latent, std::span<const float> numbers,
                                std::optional<std::uint64_t> /*draw*/) const {
    if (bits_ == 1) {
        return code(latent, numbers)->project(latent);
    }
    Tensor bounded(DType::Float32, latent.shape());
    const float factor = size_ / largest_tanh(latent);
    std::ranges::transform(latent.data<float>(), bounded.writable<float>().begin(),
                           [factor](float x) { return factor * std::tanh(x); });
    return code(latent, numbers)->project(bounded);
}

void DorefaQuantiser::backward(const QuantiserGradient& all) const {
    if (bits_ == 1) {
        return;
    }
    const auto x = all.latent.data<float>();
    const float factor = size_ / largest_tanh(all.latent);
    for (std::size_t i = 0; i < x.size(); ++i) {
        const float t = std::tanh(x[i]);
        all.gradient[i] *= factor * (1 - t * t);
    }
}

CodePtr DorefaQuantiser::code(const Tensor& latent, std::span<const float> /*numbers*/) const {
    if (bits_ == 1) {
        return std::make_shared<MultiBitCode>(1, -1, std::vector<float>{mean_size(latent)});
    }
    const int most = (1 << bits_) - 1;
    std::vector<float> levels;
    for (int i = 0; i <= most; ++i) {
        levels.push_back(static_cast<float>(2 * i - most) / static_cast<float>(most));
    }
    return std::make_shared<LevelCode>("dorefa", std::move(levels), -1, std::vector<float>{size_});
}

WeightQuantiserPtr bounded_weights(const QuantiserRequest& request) {
    return std::make_shared<DorefaQuantiser>(request.bits, request.latent);
}

} // namespace espalier
