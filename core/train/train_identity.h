// SPDX-License-Identifier: GPL-3.0-or-later
// What must be the same for a training to be gone on from a checkpoint.
#pragma once

#include "core/base/json.h"
#include "core/train/batch_source.h"
#include "core/train/trainer.h"

namespace espalier {

/// One level of names and values: the network, the data, and every option that changes what is
/// learnt.
[[nodiscard]] Json train_identity(const Graph& graph, const BatchSource& source, const Loss& loss,
                                  const TrainOptions& options);

/// BadInput that names the first difference, with what was found and expected.
void check_identity(const Json& found, const Json& expected);

} // namespace espalier
