// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/trainer.h"

#include "core/base/error.h"
#include "core/train/evaluate.h"
#include "core/train/labelled_source.h"
#include "core/train/losses/cross_entropy.h"
#include "core/train/train_loop.h"

namespace espalier {

TrainResult train(const Graph& graph, BatchSource& source, const Loss& loss,
                  const TrainOptions& options, const Job& job) {
    if (source.size() == 0 || options.batch == 0 || !(options.epochs > 0)) {
        fail(ErrorCode::Usage,
             "training: {} samples in {}, batch {}, {} epochs, expected all above zero",
             source.size(), source.name(), options.batch, options.epochs);
    }
    if ((options.keep_best || options.patience > 0) && !options.validate) {
        fail(ErrorCode::Usage, "training: keeping the best epoch needs a validation set");
    }
    return TrainLoop(graph, source, loss, options, job).run();
}

TrainResult train(const Graph& graph, const Dataset& set, const Preprocess& preprocess,
                  const TrainOptions& options, const Job& job) {
    return train(graph, set, preprocess, CrossEntropy(options.label_smoothing), options, job);
}

TrainResult train(const Graph& graph, const Dataset& set, const Preprocess& preprocess,
                  const Loss& loss, const TrainOptions& options, const Job& job) {
    const auto source = labelled_source(graph, set, preprocess, options.augment, options.seed);
    TrainOptions own = options;
    if (options.validation && !options.validate) {
        own.validate = [&](const Graph& network) {
            const Accuracy found =
                evaluate(network, *options.validation, preprocess, job.nested("validate"));
            return Validation{found.top1, found.loss};
        };
    }
    return train(graph, *source, loss, own, job);
}

} // namespace espalier
