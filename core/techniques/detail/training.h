// SPDX-License-Identifier: GPL-3.0-or-later
// What the techniques that train have in common.
#pragma once

#include "core/compress/technique.h"
#include "core/train/trainer.h"

#include <string_view>

namespace espalier::techniques {

struct Training {
    TrainOptions options;
    DatasetPtr data; ///< what is learnt; what is held out is the options' validation
};

/// As `params` (which contain training_params()) and the context tell, for the layers in `scope`,
/// which outlives it. Usage error naming `id` where there is nothing to learn.
[[nodiscard]] Training training_of(std::string_view id, const Params& params, const Scope& scope,
                                   const Context& context);

} // namespace espalier::techniques
