// SPDX-License-Identifier: GPL-3.0-or-later
// XNOR-Net: signs of weights and activations, and a factor for each filter.
#include "core/analysis/histogram.h"
#include "core/graph/multibit_code.h"
#include "core/train/quantise/fitted_quantiser.h"
#include "core/train/quantise/method.h"

#include <cmath>

namespace espalier::methods::xnor {

namespace {

/// mean |x| of each channel.
std::vector<float> factors(const Tensor& latent, int axis) {
    std::vector<float> result;
    for (const std::vector<float>& values : by_channel(latent, axis)) {
        double sum = 0;
        for (const float x : values) {
            sum += std::abs(static_cast<double>(x));
        }
        result.push_back(static_cast<float>(sum / static_cast<double>(values.size())));
    }
    return result;
}

class XnorQuantiser final : public FittedQuantiser {
public:
    explicit XnorQuantiser(int axis)
        : FittedQuantiser("xnor",
                          [axis](const Tensor& latent) {
                              return std::make_shared<MultiBitCode>(1, axis, factors(latent, axis));
                          })
        , axis_(axis) {}

    /// Rastegari et al. 2016, below eq. 11: times 1 / n + a where |x| <= 1.
    void backward(const QuantiserGradient& all) const override {
        const std::vector<float> a = factors(all.latent, axis_);
        const Shape& shape = all.latent.shape();
        const auto inner = static_cast<std::size_t>(
            axis_ < 0 ? shape.elements() : shape.elements(axis_ + 1, shape.rank()));
        const auto x = all.latent.data<float>();
        const float share = static_cast<float>(a.size()) / static_cast<float>(x.size());
        for (std::size_t i = 0; i < x.size(); ++i) {
            const float inside = std::abs(x[i]) <= 1 ? a[i / inner % a.size()] : 0;
            all.gradient[i] *= share + inside;
        }
    }

private:
    int axis_;
};

WeightQuantiserPtr weights(const QuantiserRequest& request) {
    return std::make_shared<XnorQuantiser>(request.axis);
}

} // namespace

const QuantisationMethod& method() {
    static const QuantisationMethod instance{
        .id = "xnor",
        .title = "Signs with factors (XNOR-Net)",
        .reference = "Rastegari et al., XNOR-Net, ECCV 2016",
        .link = "arXiv:1603.05279",
        .rule = "x' = a sgn(x) with a = mean |x| of each filter, of n weights; x gets the gradient "
                "times 1 / n, plus a where |x| <= 1. Activations are signs, in the place of "
                "rectifiers; their map of factors is left out, batch normalisation takes its part.",
        .least_bits = 1,
        .most_bits = 1,
        .has_zero = false,
        .activations = ActivationMethod::Sign,
        .weights = weights};
    return instance;
}

} // namespace espalier::methods::xnor
