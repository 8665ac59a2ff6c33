// SPDX-License-Identifier: GPL-3.0-or-later
// Trains a network, or goes on training one: any loss, on samples from any source. Masks and codes
// hold: masked weights stay zero, codes act in the forward pass and are projected to once at the
// end. Same seed, same bits, whatever the number of threads.
#pragma once

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/data/preprocess.h"
#include "core/graph/graph.h"
#include "core/train/augment.h"
#include "core/train/batch_source.h"
#include "core/train/gradient_exchange.h"
#include "core/train/hooks/numerics.h"
#include "core/train/loss.h"
#include "core/train/observer.h"
#include "core/train/optimiser.h"
#include "core/train/quantise/method.h"
#include "core/train/schedule.h"
#include "core/train/weight_average.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <vector>

namespace espalier {

struct EpochRecord {
    double loss = 0;            ///< mean over the epoch
    double accuracy = 0;        ///< per cent, of training labels as they were seen
    double validation = -1;     ///< per cent, of the validation set; negative where there is none
    double validation_loss = 0; ///< mean, where there is a validation

    /// The higher the better: the validation's accuracy, or its loss turned round where it has
    /// none.
    [[nodiscard]] double merit() const { return validation >= 0 ? validation : -validation_loss; }

    bool operator==(const EpochRecord&) const = default;
};

/// How good a network is on data that is not learnt.
struct Validation {
    double accuracy = -1; ///< per cent; negative where there is no such thing
    double loss = 0;
};

struct TrainOptions {
    /// Passes over the data; fractions are allowed, and at least one step is made.
    double epochs = 10;
    /// Samples a step; a last batch that is not full is left out, with other samples each epoch.
    std::size_t batch = 128;
    Optimiser optimiser;
    Schedule schedule;
    Augmentation augment;
    double label_smoothing = 0; ///< share of each label spread over all classes
    double mixup = 0;           ///< alpha of mixup; 0: no pictures are blended
    double clip_norm = 0;       ///< the longest gradient, all together; 0: as long as it is
    Numerics numerics;          ///< numbers of the training that are restricted
    /// Between several workers, `batch` samples for each; not owned, nullptr: one worker. Its
    /// memory is not part of a checkpoint.
    GradientExchange* exchange = nullptr;
    AverageSettings average; ///< where there is one, the result is the averaged network
    std::uint64_t seed = 1;
    bool freeze_batch_norm = false;
    /// Share of the steps after which batch normalisations keep their running statistics.
    double freeze_after = 1;
    /// As in TrainPlanOptions: what learns of how weights and activations are quantised.
    std::map<ValueId, WeightQuantiserPtr> quantisers;
    bool learn_codes = false;
    ActivationMethod activations = ActivationMethod::None;
    bool l1_batch_norm = false; ///< normalise by the mean absolute deviation while training
    /// Which nodes are trained; empty: all.
    std::function<bool(const Node&)> trains;

    /// Measured after every epoch; needed by the two options below. Never the test set.
    DatasetPtr validation;
    /// The same for sources that are no pictures; replaces `validation`.
    std::function<Validation(const Graph&)> validate;
    bool keep_best = false;   ///< return the network of the best epoch, not of the last
    std::size_t patience = 0; ///< stop after so many epochs without a better one; 0: never

    /// Where the state is written after every epoch and when the job is cancelled; empty: nowhere.
    /// Only ever a state whose numbers are all finite.
    std::filesystem::path checkpoint;
    /// A checkpoint to go on from, bit by bit as if nothing had happened; empty: from the start.
    std::filesystem::path resume;

    /// Where it ends the training, the result is the network of the best epoch that was finished
    /// (of the lowest loss, or as keep_best says), or as it stands where none was. May be empty.
    TrainObserver observer;
};

struct TrainResult {
    Graph graph;
    std::vector<EpochRecord> epochs; ///< a last unfinished one included
    std::size_t steps = 0;
    double loss = 0; ///< of the last epoch
    double images_per_s = 0;
    double seconds = 0;
    bool stopped_early = false; ///< patience was over
    bool interrupted = false;   ///< the observer ended it
};

/// Throws Usage where network, data and loss do not fit, Failed where a number is no longer finite
/// (naming the step and the place where it began), Cancelled when the job was stopped (a checkpoint
/// is written first where one was asked for), BadInput for a checkpoint of another network, data
/// set or set of options. `augment` and `label_smoothing` are the source's and the loss's business.
[[nodiscard]] TrainResult train(const Graph& graph, BatchSource& source, const Loss& loss,
                                const TrainOptions& options, const Job& job = {});

/// A classifier on labelled pictures: softmax cross-entropy.
[[nodiscard]] TrainResult train(const Graph& graph, const Dataset& set,
                                const Preprocess& preprocess, const TrainOptions& options,
                                const Job& job = {});
/// The same with another loss.
[[nodiscard]] TrainResult train(const Graph& graph, const Dataset& set,
                                const Preprocess& preprocess, const Loss& loss,
                                const TrainOptions& options, const Job& job = {});

} // namespace espalier
