// SPDX-License-Identifier: GPL-3.0-or-later
// Which layers bear a technique, and which do not: the technique on one layer at a time, and on all
// layers but one, at several strengths. The technique itself is run, so layers that hang together
// (through residual additions, say) change together, as they would in a recipe.
#pragma once

#include "core/compress/recipe.h"
#include "core/train/evaluate.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace espalier {

struct SensitivityOptions {
    Step step;                       ///< its scope chooses the layers; `key` is set anew each time
    std::string key;                 ///< the parameter that varies
    std::vector<std::string> values; ///< as the command line takes them, one column each
    bool all_but = false;            ///< also everything but the layer ("which one is guilty")
};

/// One network that was tried.
struct SensitivityPoint {
    double top1 = 0; ///< per cent
    double loss = 0;
    std::int64_t nonzeros = 0;
    std::int64_t macs = 0;
    std::int64_t stored_bytes = 0;
};

/// What the technique came to; the reason where it could not be applied.
struct SensitivityCell {
    std::optional<SensitivityPoint> point;
    std::string error;
};

struct SensitivityRow {
    std::string layer; ///< name of the node
    std::int64_t params = 0;
    std::vector<SensitivityCell> only;    ///< a cell for each value
    std::vector<SensitivityCell> all_but; ///< empty unless asked for
};

struct Sensitivity {
    SensitivityPoint baseline;
    std::size_t images = 0;
    /// Half of the 95 % interval around the baseline's accuracy, in points (Wilson 1927): smaller
    /// differences say nothing.
    double margin = 0;
    std::vector<SensitivityRow> rows; ///< in the order of the network
    std::vector<SensitivityCell> all; ///< the technique on all these layers at once
};

/// The parameter that says how strong a technique is, with steps that span its range: a sparsity,
/// a ratio, a number of bits. Usage error where the technique has no number to vary, or `key` is
/// none of them.
struct Strength {
    std::string key;
    std::vector<std::string> values;
};

[[nodiscard]] Strength strength_of(const Technique& technique, const std::string& key = {});

/// `context` as the technique needs it; `measure` gives the accuracy of a network. Usage error
/// where the technique changes no layer.
[[nodiscard]] Sensitivity
sensitivity(const Graph& graph, const SensitivityOptions& options, const Context& context,
            const std::function<Accuracy(const Graph&, const Job&)>& measure);

} // namespace espalier
