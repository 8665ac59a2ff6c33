// SPDX-License-Identifier: GPL-3.0-or-later
// How few bits each kind of number can bear while a network is trained: one object at a time is
// restricted, everything else stays float32 (Deng et al., Proc. IEEE 2020: gradient <= weight <
// activation < error < update).
#pragma once

#include "core/base/job.h"
#include "core/train/trainer.h"

#include <optional>
#include <string>
#include <vector>

namespace espalier {

struct NumericSweep {
    std::vector<NumericObject> objects{kNumericObjects.begin(), kNumericObjects.end()};
    std::vector<int> bits{1, 2, 3, 4, 5, 6, 8};
    Rounding rounding = Rounding::Nearest;
    GridScale scale = GridScale::Largest;
    TrainOptions training; ///< of every cell, from the same start with the same seed
};

struct NumericCell {
    NumericObject object = NumericObject::Weight;
    int bits = 0;
    double top1 = 0;       ///< per cent of the test set; 0 where it diverged
    double loss = 0;       ///< of the last epoch of training
    bool diverged = false; ///< a number was no longer finite
};

struct NumericTable {
    double baseline = 0; ///< top-1 of the float training, in per cent
    std::vector<NumericCell> cells;

    /// The fewest of the bits tried with which `object`, and with every larger number of them,
    /// stays within `points` of the baseline; nullopt where not even the most do.
    [[nodiscard]] std::optional<int> fewest_bits(NumericObject object, double points) const;
    /// Objects by fewest_bits, the least demanding first; of equals the one that loses less over
    /// all bits.
    [[nodiscard]] std::vector<NumericObject> order(double points) const;
};

/// Trains once in float and once for every object and number of bits. A network that was trained
/// with restricted weights or activations is tested with them, too.
[[nodiscard]] NumericTable sweep_numerics(const Graph& start, const Dataset& train,
                                          const Dataset& test, const Preprocess& preprocess,
                                          const NumericSweep& sweep, const Job& job = {});

/// Top-1 in per cent with weights and activations as `numerics` restrict them.
[[nodiscard]] double restricted_accuracy(const Graph& graph, const Dataset& set,
                                         const Preprocess& preprocess, const Numerics& numerics);

} // namespace espalier
