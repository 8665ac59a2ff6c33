// SPDX-License-Identifier: GPL-3.0-or-later
// The six objects whose numbers a training can be restricted in (Deng et al., Proc. IEEE 2020,
// section on quantisation), each on its own. All off, a training is what it is without.
#pragma once

#include "core/graph/graph.h"
#include "core/train/hooks/numeric_hook.h"

#include <array>
#include <functional>
#include <string_view>

namespace espalier {

enum class NumericObject {
    Weight,     ///< weights of layers in the forward and backward pass; straight through
    Activation, ///< what enters layers, the picture left out; straight through
    Error,      ///< the gradient of a layer's output, before the layer uses it
    Gradient,   ///< of a weight, before the optimiser
    Update,     ///< what the optimiser adds to a weight, on the grid of the weights
    Statistics, ///< mean and variance of a batch normalisation
};

inline constexpr std::array kNumericObjects{NumericObject::Weight, NumericObject::Activation,
                                            NumericObject::Error,  NumericObject::Gradient,
                                            NumericObject::Update, NumericObject::Statistics};

/// "weight", "activation", "error", "gradient", "update", "statistics".
[[nodiscard]] std::string_view object_name(NumericObject object);
/// Usage error for another name, with these listed.
[[nodiscard]] NumericObject numeric_object(std::string_view name);

struct Numerics {
    std::array<NumericHook, kNumericObjects.size()> hooks{};
    /// Which layers are restricted; empty: all.
    std::function<bool(const Node&)> chosen = {};

    [[nodiscard]] const NumericHook& operator[](NumericObject object) const {
        return hooks[static_cast<std::size_t>(object)];
    }

    [[nodiscard]] NumericHook& operator[](NumericObject object) {
        return hooks[static_cast<std::size_t>(object)];
    }

    [[nodiscard]] bool any() const;

    [[nodiscard]] bool covers(const Node& node) const { return !chosen || chosen(node); }
};

} // namespace espalier
