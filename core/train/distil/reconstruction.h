// SPDX-License-Identifier: GPL-3.0-or-later
// Layer-wise reconstruction: every layer of a compressed network learns to give what the layer it
// stems from gives in the teacher, on the inputs it really gets. No labels, and no gradient ever
// runs through more than one layer.
#pragma once

#include "core/base/job.h"
#include "core/graph/graph.h"
#include "core/train/batch_source.h"
#include "core/train/optimiser.h"
#include "core/train/schedule.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace espalier {

struct ReconstructionSettings {
    std::size_t samples = 256; ///< random ones, at most all of the source
    std::size_t batch = 32;
    double epochs = 10; ///< passes over the samples, for each layer
    Optimiser optimiser{.kind = OptimiserKind::Adam};
    Schedule schedule{.rate = 1e-3};
    std::uint64_t seed = 1;
    /// Which layers learn; empty: all.
    std::function<bool(const Node&)> chosen = {};
};

struct ReconstructedLayer {
    std::string node;  ///< the last node of the layer
    double before = 0; ///< mean squared error of its output against the teacher's
    double after = 0;
};

struct Reconstruction {
    Graph graph;
    std::vector<ReconstructedLayer> layers; ///< in the order of the network
    std::vector<std::string> left_out;      ///< layers without a like in the teacher
};

/// Layers are convolutions and fully connected ones, matched by origin (one that became several in
/// a row learns as a whole), one after the other from the input on, each on what the ones before it
/// give by now. A layer whose error would grow stays as it was. Masks and codes hold. Same seed,
/// same bits.
[[nodiscard]] Reconstruction reconstruct_layers(const Graph& graph, const Graph& teacher,
                                                BatchSource& source,
                                                const ReconstructionSettings& settings,
                                                const Job& job = {});

} // namespace espalier
