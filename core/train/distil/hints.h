// SPDX-License-Identifier: GPL-3.0-or-later
// Which layers of a student look at which of its teacher, and what has to stand between them.
#pragma once

#include "core/graph/graph.h"
#include "core/train/distil/distillation.h"

#include <cstdint>
#include <string>
#include <vector>

namespace espalier {

/// Pairs of outputs. `layers` names nodes of the teacher, or `student=teacher` where names differ;
/// empty: every convolution and fully connected layer of the teacher, but the last, that the
/// student still has (by origin) with an output the kind can compare. A student's layer that became
/// several is its last. Usage where a name is unknown, or nothing is left to compare.
[[nodiscard]] std::vector<HintPair> hint_pairs(const Graph& student, const Graph& teacher,
                                               HintKind kind,
                                               const std::vector<std::string>& layers);

/// Where a pair's channels differ, the student gets a regressor of 1x1 convolutions (or a matrix)
/// from its channels to the teacher's beside it (Romero et al. 2015, section 2.2), initialised from
/// `seed`, and the pair looks at that. Its nodes are named "espalier.hint..." and lead to no
/// output: tidy() takes them away when training is over.
void add_regressors(Graph& student, const Graph& teacher, std::vector<HintPair>& pairs,
                    std::uint64_t seed);
[[nodiscard]] bool is_regressor(const Node& node);

} // namespace espalier
