// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/detail/recurrent_activation.h"

#include "core/base/error.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <limits>
#include <string_view>

namespace espalier::ops::detail {

namespace {

using Kind = RecurrentActivation::Kind;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// Names in lower case (files spell them in several ways) and default constants, those of the ONNX
/// operator of that name; kNone where the function has no such constant.
struct Known {
    std::string_view name;
    Kind kind;
    double alpha;
    double beta;
};

constexpr std::array<Known, 11> kKnown{{
    {"affine", Kind::Affine, 1, 0},
    {"elu", Kind::Elu, 1, kNone},
    {"hardsigmoid", Kind::HardSigmoid, 0.2, 0.5},
    {"leakyrelu", Kind::LeakyRelu, 0.01, kNone},
    {"relu", Kind::Relu, kNone, kNone},
    {"scaledtanh", Kind::ScaledTanh, 1, 1},
    {"sigmoid", Kind::Sigmoid, kNone, kNone},
    {"softplus", Kind::Softplus, kNone, kNone},
    {"softsign", Kind::Softsign, kNone, kNone},
    {"tanh", Kind::Tanh, kNone, kNone},
    {"thresholdedrelu", Kind::ThresholdedRelu, 1, kNone},
}};

const Known& known(const std::string& name) {
    std::string lower = name;
    std::ranges::transform(lower, lower.begin(), [](char letter) {
        return static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    });
    const auto found = std::ranges::find(kKnown, lower, &Known::name);
    if (found == kKnown.end()) {
        fail(ErrorCode::Unsupported, "activation {}", name);
    }
    return *found;
}

double sigmoid(double x) {
    return 1 / (1 + std::exp(-x));
}

/// Takes the next given constant where the function has one.
double take(double otherwise, const std::vector<float>& given, std::size_t& next) {
    if (std::isnan(otherwise)) {
        return 0;
    }
    return next < given.size() ? static_cast<double>(given[next++]) : otherwise;
}

} // namespace

double RecurrentActivation::value(double x) const {
    switch (kind) {
    case Kind::Affine:
        return alpha * x + beta;
    case Kind::Elu:
        return x >= 0 ? x : alpha * std::expm1(x);
    case Kind::HardSigmoid:
        return std::clamp(alpha * x + beta, 0.0, 1.0);
    case Kind::LeakyRelu:
        return x >= 0 ? x : alpha * x;
    case Kind::Relu:
        return std::max(x, 0.0);
    case Kind::ScaledTanh:
        return alpha * std::tanh(beta * x);
    case Kind::Sigmoid:
        return sigmoid(x);
    case Kind::Softplus:
        return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x)));
    case Kind::Softsign:
        return x / (1 + std::abs(x));
    case Kind::Tanh:
        return std::tanh(x);
    case Kind::ThresholdedRelu:
        return x > alpha ? x : 0;
    }
    return 0;
}

double RecurrentActivation::slope(double x, double y) const {
    switch (kind) {
    case Kind::Affine:
        return alpha;
    case Kind::Elu:
        return x >= 0 ? 1 : y + alpha;
    case Kind::HardSigmoid:
        return y > 0 && y < 1 ? alpha : 0;
    case Kind::LeakyRelu:
        return x >= 0 ? 1 : alpha;
    case Kind::Relu:
        return x > 0 ? 1 : 0;
    case Kind::ScaledTanh:
        return alpha == 0 ? 0 : beta * (alpha - y * y / alpha);
    case Kind::Sigmoid:
        return y * (1 - y);
    case Kind::Softplus:
        return sigmoid(x);
    case Kind::Softsign:
        return 1 / ((1 + std::abs(x)) * (1 + std::abs(x)));
    case Kind::Tanh:
        return 1 - y * y;
    case Kind::ThresholdedRelu:
        return x > alpha ? 1 : 0;
    }
    return 0;
}

std::vector<RecurrentActivation> recurrent_activations(const Node& node,
                                                       const std::vector<std::string>& defaults,
                                                       std::size_t directions) {
    std::vector<std::string> names;
    if (const Attribute* given = node.attributes.find("activations")) {
        const auto* list = std::get_if<std::vector<std::string>>(given);
        expect(list != nullptr, "attribute activations is no list of names");
        names = *list;
        expect(names.size() == defaults.size() * directions,
               "found {} activations, expected {} for each of {} directions", names.size(),
               defaults.size(), directions);
    } else {
        for (std::size_t d = 0; d < directions; ++d) {
            names.insert(names.end(), defaults.begin(), defaults.end());
        }
    }
    const std::vector<float> alphas = node.attributes.reals("activation_alpha", {});
    const std::vector<float> betas = node.attributes.reals("activation_beta", {});
    std::size_t next_alpha = 0;
    std::size_t next_beta = 0;
    std::vector<RecurrentActivation> result;
    for (const std::string& name : names) {
        const Known& entry = known(name);
        const double alpha = take(entry.alpha, alphas, next_alpha);
        result.push_back({entry.kind, alpha, take(entry.beta, betas, next_beta)});
    }
    return result;
}

} // namespace espalier::ops::detail
