// SPDX-License-Identifier: GPL-3.0-or-later
// Trains a classifier, or goes on training one: softmax cross-entropy, stochastic gradient descent.
// Masks and codes hold: masked weights stay zero, codes act in the forward pass and are projected
// to once at the end. Same seed, same bits, whatever the number of threads.
#pragma once

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/data/preprocess.h"
#include "core/graph/graph.h"
#include "core/train/augment.h"
#include "core/train/observer.h"
#include "core/train/schedule.h"
#include "core/train/sgd.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <vector>

namespace espalier {

struct EpochRecord {
    double loss = 0;        ///< mean over the epoch
    double accuracy = 0;    ///< per cent, of training pictures as they were seen
    double validation = -1; ///< per cent, of the validation set; negative where there is none

    bool operator==(const EpochRecord&) const = default;
};

struct TrainOptions {
    /// Passes over the data; fractions are allowed, and at least one step is made.
    double epochs = 10;
    /// Pictures a step; a last batch that is not full is left out, with other pictures each epoch.
    std::size_t batch = 128;
    Sgd optimiser;
    Schedule schedule;
    Augmentation augment;
    std::uint64_t seed = 1;
    bool freeze_batch_norm = false;
    /// Which nodes are trained; empty: all.
    std::function<bool(const Node&)> trains;

    /// Measured after every epoch; needed by the two options below. Never the test set.
    DatasetPtr validation;
    bool keep_best = false;   ///< return the network of the best epoch, not of the last
    std::size_t patience = 0; ///< stop after so many epochs without a better one; 0: never

    /// Where the state is written after every epoch and when the job is cancelled; empty: nowhere.
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

/// Throws Usage where network and data do not fit, Failed where the loss is no longer finite,
/// Cancelled when the job was stopped (a checkpoint is written first where one was asked for),
/// BadInput for a checkpoint of another network, data set or set of options.
[[nodiscard]] TrainResult train(const Graph& graph, const Dataset& set,
                                const Preprocess& preprocess, const TrainOptions& options,
                                const Job& job = {});

} // namespace espalier
