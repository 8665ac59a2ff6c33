// SPDX-License-Identifier: GPL-3.0-or-later
// Trained ternary quantisation: -n, 0 and p, where n and p learn.
#include "core/graph/level_code.h"
#include "core/train/quantise/method.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace espalier::methods::ttq {

namespace {

/// The threshold over the largest weight (section 4 of the paper).
constexpr float kShare = 0.05F;

float threshold(const Tensor& latent) {
    float most = 0;
    for (const float x : latent.data<float>()) {
        most = std::max(most, std::abs(x));
    }
    return kShare * most;
}

class TtqQuantiser final : public WeightQuantiser {
public:
    /// Both levels begin at the mean size of the weights they stand for.
    explicit TtqQuantiser(const Tensor& latent) {
        const float zone = threshold(latent);
        std::array<double, 2> sums{};
        std::array<double, 2> counts{};
        for (const float x : latent.data<float>()) {
            if (std::abs(x) > zone) {
                sums.at(x < 0) += std::abs(static_cast<double>(x));
                counts.at(x < 0) += 1;
            }
        }
        for (std::size_t i = 0; i < 2; ++i) {
            begin_.push_back(counts.at(i) > 0 ? static_cast<float>(sums.at(i) / counts.at(i)) : 1);
        }
    }

    [[nodiscard]] std::string identity() const override { return "ttq"; }

    /// The positive level and the size of the negative one.
    [[nodiscard]] std::vector<float> numbers() const override { return begin_; }

    [[nodiscard]] Tensor forward(const Tensor& latent, std::span<const float> numbers,
                                 std::optional<std::uint64_t> /*draw*/) const override {
        const float zone = threshold(latent);
        Tensor seen(DType::Float32, latent.shape());
        std::ranges::transform(latent.data<float>(), seen.writable<float>().begin(), [&](float x) {
            return x > zone ? numbers[0] : x < -zone ? -numbers[1] : 0.0F;
        });
        return seen;
    }

    /// Zhu et al. 2017, eq. 7 and 8; those of the levels over the root of how many weights they
    /// sum.
    void backward(const QuantiserGradient& all) const override {
        const float zone = threshold(all.latent);
        const auto x = all.latent.data<float>();
        std::array<double, 2> sums{};
        std::array<double, 2> counts{};
        for (std::size_t i = 0; i < x.size(); ++i) {
            if (std::abs(x[i]) <= zone) {
                continue;
            }
            const std::size_t side = x[i] < 0;
            if (all.counts(i)) {
                sums.at(side) +=
                    static_cast<double>(side == 0 ? all.gradient[i] : -all.gradient[i]);
                counts.at(side) += 1;
            }
            all.gradient[i] *= all.numbers[side];
        }
        for (std::size_t side = 0; side < 2; ++side) {
            all.by_numbers[side] =
                static_cast<float>(sums.at(side) / std::sqrt(std::max(counts.at(side), 1.0)));
        }
    }

    [[nodiscard]] CodePtr code(const Tensor& /*latent*/,
                               std::span<const float> numbers) const override {
        return std::make_shared<CodebookCode>(std::vector<float>{-numbers[1], 0, numbers[0]});
    }

private:
    std::vector<float> begin_;
};

WeightQuantiserPtr weights(const QuantiserRequest& request) {
    return std::make_shared<TtqQuantiser>(request.latent);
}

} // namespace

const QuantisationMethod& method() {
    static const QuantisationMethod instance{
        .id = "ttq",
        .title = "Trained ternary levels (TTQ)",
        .reference = "Zhu et al., Trained Ternary Quantization, ICLR 2017",
        .link = "arXiv:1612.01064",
        .rule = "x' = p where x > d, -n where x < -d, else 0, with d = 0.05 max |x|. p and n learn "
                "by the sum of the gradients of their weights (over the root of their number), and "
                "x gets its gradient times p, 1 or n.",
        .least_bits = 2,
        .most_bits = 2,
        .weights = weights};
    return instance;
}

} // namespace espalier::methods::ttq
