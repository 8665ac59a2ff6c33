// SPDX-License-Identifier: GPL-3.0-or-later
// Averages of the weights along a training, which generalise better than the last ones do.
#pragma once

#include "core/tensor/tensor.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace espalier {

enum class AverageKind {
    None,
    Exponential, ///< every step: a = decay * a + (1 - decay) * w (Polyak and Juditsky 1992, EMA)
    Stochastic,  ///< every epoch from `start` on: a = (n * a + w) / (n + 1) (Izmailov et al. 2018)
};

struct AverageSettings {
    AverageKind kind = AverageKind::None;
    /// Exponential: what is kept a step; less at first, (1 + n) / (10 + n) after n steps, so that
    /// the start does not weigh on it.
    double decay = 0.999;
    double start = 0.75; ///< Stochastic: share of the steps after which it begins

    bool operator==(const AverageSettings&) const = default;
};

struct WeightAverage {
    std::vector<Tensor> tensors; ///< empty before the first
    std::size_t count = 0;       ///< how many went in

    /// After a step, `of` what the network consists of now.
    void add_step(const AverageSettings& settings, const std::vector<Tensor>& of);
    /// After an epoch, with `done` of all steps done.
    void add_epoch(const AverageSettings& settings, const std::vector<Tensor>& of, double done);

    [[nodiscard]] bool any() const { return count > 0; }

private:
    void blend(const std::vector<Tensor>& of, double keep);
};

/// "none", "ema", "swa"; Usage error for another name.
[[nodiscard]] AverageKind average_kind(std::string_view name);
[[nodiscard]] std::string_view average_name(AverageKind kind);

} // namespace espalier
