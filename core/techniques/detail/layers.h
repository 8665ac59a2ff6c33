// SPDX-License-Identifier: GPL-3.0-or-later
// What the techniques that change weights have in common: the layers they may touch, and the
// preview that follows from a network before and after.
#pragma once

#include "core/compress/technique.h"

#include <string>
#include <string_view>
#include <vector>

namespace espalier::techniques {

/// A weight of an operator that multiplies and accumulates; a recurrent layer has two.
struct WeightLayer {
    std::size_t node = 0; ///< position of the first node that uses it
    ValueId weight = kNoValue;
};

/// Float32 weights of the layers in `scope`, each parameter once, in the order of the nodes. A
/// weight that another, excluded layer shares is left out. What is left out for another reason than
/// the scope is told in `notes`. Usage error where the scope names layers and none is there.
[[nodiscard]] std::vector<WeightLayer> weight_layers(const Graph& graph, const Scope& scope,
                                                     std::vector<std::string>& notes);

/// Usage error where `scope` has a pattern that no node matches.
void check_scope(const Graph& graph, const Scope& scope);

/// One entry for every layer whose account differs, matched by node name; a node that is gone
/// counts 0 after. `notes` become the preview's.
[[nodiscard]] Preview preview_of(const Graph& before, const Graph& after,
                                 std::vector<std::string> notes);

/// Passes notes on to context.note, where there is one.
void tell(const Context& context, const std::vector<std::string>& notes);

} // namespace espalier::techniques
