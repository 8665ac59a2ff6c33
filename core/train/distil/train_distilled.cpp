// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/distil/train_distilled.h"

#include "core/graph/infer.h"

namespace espalier {

TrainResult train_distilled(const Graph& student, const Graph& teacher, const Dataset& set,
                            const Preprocess& preprocess, DistilSettings settings,
                            const std::vector<std::string>& hints, const TrainOptions& options,
                            const Job& job) {
    Graph own = student;
    infer_types(own);
    Graph watched = teacher;
    infer_types(watched);
    settings.pairs = hint_pairs(own, watched, settings.hints, hints);
    if (settings.hints == HintKind::Feature) {
        add_regressors(own, watched, settings.pairs, options.seed);
    }
    TrainOptions all = options;
    if (options.trains) {
        all.trains = [&](const Node& node) { return is_regressor(node) || options.trains(node); };
    }
    TrainResult result = train(own, set, preprocess,
                               Distillation(watched, settings, options.label_smoothing), all, job);
    result.graph.tidy();
    return result;
}

} // namespace espalier
