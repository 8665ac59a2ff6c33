// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/techniques/detail/training.h"

#include "core/base/error.h"
#include "core/compress/training_settings.h"

namespace espalier::techniques {

Training training_of(std::string_view id, const Params& params, const Scope& scope,
                     const Context& context) {
    if (!context.train) {
        fail(ErrorCode::Usage, "{}: no training data, expected a labelled set", id);
    }
    const HeldOut data = hold_out(context.train, params, context.seed);
    Training training{training_options(params), data.train};
    TrainOptions& options = training.options;
    options.validation = data.validation;
    options.seed = context.seed;
    options.trains = [&scope](const Node& node) { return scope.contains(node); };
    options.numerics.chosen = options.trains;
    options.observer = context.observer;
    return training;
}

} // namespace espalier::techniques
