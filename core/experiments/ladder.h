// SPDX-License-Identifier: GPL-3.0-or-later
// The ladder of quantisation after training: one rung after the other, from plain rounding to what
// costs more, until the accuracy is near enough to that of the float network. Every rung is a
// recipe of its own that can be run again, and is told with what it gained.
#pragma once

#include "core/compress/recipe.h"
#include "core/train/evaluate.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace espalier {

struct LadderOptions {
    int weight_bits = 4;
    int activation_bits = 8;  ///< 0: activations stay float
    double within = 1;        ///< points of top-1 below the float network where the climb ends
    std::size_t images = 128; ///< that ranges and roundings are fitted on
    int iterations = 1000;    ///< of AdaRound, for each layer
};

struct LadderRung {
    std::string name; ///< "equalise layers"
    Recipe recipe;
    double top1 = 0; ///< per cent
    double gain = 0; ///< points over the best rung before it
    /// What it adds is part of the rungs after it; a rung that gains nothing is left out of them.
    bool kept = false;
    std::int64_t stored_bytes = 0;
    double seconds = 0;
};

struct Ladder {
    double baseline = 0; ///< top-1 of the float network
    std::size_t images = 0;
    std::vector<LadderRung> rungs; ///< as far as it was climbed
    std::size_t best = 0; ///< the rung with the highest accuracy, the earlier of equal ones
    bool reached = false; ///< the best is within what was asked for
    Graph graph;          ///< of the best
};

/// Climbs from plain rounding over ranges of least error, equalised layers, corrected biases,
/// compensated rounding (GPTQ) and learnt rounding (AdaRound) to mixed precision, and stops at the
/// first rung that is near enough. `context` as the techniques need it (pictures); `measure` gives
/// the accuracy of a network. Each rung is handed to `report`, which may be empty, as it is
/// measured. Usage error where there is no layer to quantise.
[[nodiscard]] Ladder climb(const Graph& graph, const LadderOptions& options, const Context& context,
                           const std::function<Accuracy(const Graph&, const Job&)>& measure,
                           const std::function<void(const LadderRung&)>& report = {});

} // namespace espalier
