// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/trainer.h"

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/base/parallel.h"
#include "core/base/rng.h"
#include "core/train/checkpoint.h"
#include "core/train/evaluate.h"
#include "core/train/train_plan.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <numeric>

namespace espalier {

namespace {

constexpr std::uint64_t kShuffleStream = 0x73687566666c65ULL;

/// The set as it is seen in one epoch.
class Augmented final : public Dataset {
public:
    Augmented(const Dataset& set, const Augmentation& augment, std::uint64_t seed)
        : set_(set)
        , augment_(augment)
        , seed_(seed) {}

    void set_epoch(std::size_t epoch) { epoch_ = epoch; }

    std::string name() const override { return set_.name(); }

    std::size_t size() const override { return set_.size(); }

    int classes() const override { return set_.classes(); }

    int label(std::size_t index) const override { return set_.label(index); }

    Image image(std::size_t index) const override {
        return augment_.apply(set_.image(index), seed_, epoch_, index);
    }

    std::string fingerprint() const override { return set_.fingerprint(); }

private:
    const Dataset& set_;
    const Augmentation& augment_;
    std::uint64_t seed_;
    std::size_t epoch_ = 0;
};

/// Everything that must be the same for a checkpoint to be gone on from.
std::string identity_of(const Graph& graph, const Dataset& set, const Preprocess& preprocess,
                        const TrainOptions& options) {
    const Json json{{"epochs", options.epochs},
                    {"batch", options.batch},
                    {"momentum", options.optimiser.momentum},
                    {"weight_decay", options.optimiser.weight_decay},
                    {"nesterov", options.optimiser.nesterov},
                    {"schedule", schedule_name(options.schedule.kind)},
                    {"rate", options.schedule.rate},
                    {"warm_up", options.schedule.warm_up},
                    {"factor", options.schedule.factor},
                    {"milestones", options.schedule.milestones},
                    {"augment", options.augment.str()},
                    {"seed", options.seed},
                    {"freeze_batch_norm", options.freeze_batch_norm},
                    {"keep_best", options.keep_best},
                    {"patience", options.patience},
                    {"preprocess", preprocess.to_json()}};
    return Sha256()
        .update(graph.content_hash())
        .update(set.fingerprint())
        .update(options.validation ? options.validation->fingerprint() : "")
        .update(json.dump())
        .hex_digest();
}

class Trainer {
public:
    Trainer(const Graph& graph, const Dataset& set, const Preprocess& preprocess,
            const TrainOptions& options, const Job& job)
        : set_(set)
        , preprocess_(preprocess)
        , options_(options)
        , job_(job)
        , seen_set_(set, options.augment, options.seed)
        , plan_(graph, static_cast<std::int64_t>(std::min(options.batch, set.size())),
                {.freeze_batch_norm = options.freeze_batch_norm,
                 .seed = options.seed,
                 .trains = options.trains}) {
        const int scores = static_cast<int>(plan_.classes());
        if (scores != set.classes() && scores != set.classes() + 1) {
            fail(ErrorCode::Usage,
                 "training: the network gives {} scores, expected one for each of the {} classes "
                 "of {}",
                 scores, set.classes(), set.name());
        }
        first_class_ = scores - set.classes();
        batch_ = static_cast<std::size_t>(plan_.batch());
        epoch_steps_ = set.size() / batch_;
        steps_ = std::max<std::size_t>(1, static_cast<std::size_t>(std::llround(
                                              options.epochs * static_cast<double>(epoch_steps_))));
        if (!options.checkpoint.empty() || !options.resume.empty()) {
            identity_ = identity_of(graph, set, preprocess, options);
        }
        if (!options.resume.empty()) {
            TrainState like;
            like.tensors = tensors();
            like.best_tensors = network_tensors();
            state_ = read_checkpoint(options.resume, identity_, like);
            expect(state_.step <= steps_, "{}: step {} of {}", options.resume.string(), state_.step,
                   steps_);
            put_back(state_.tensors);
        }
        first_step_ = state_.step;
    }

    TrainResult run() {
        start_ = std::chrono::steady_clock::now();
        bool stopped_early = patience_is_over();
        while (state_.step < steps_ && !stopped_early) {
            if (job_.stopped()) {
                save();
                job_.check();
            }
            const TrainProgress progress = step();
            if (state_.step % epoch_steps_ == 0 || state_.step == steps_) {
                finish_epoch();
                save();
                stopped_early = patience_is_over();
            }
            if (!observed(progress) && state_.step < steps_) {
                interrupted_ = true;
                break;
            }
        }
        if (options_.keep_best && !state_.best_tensors.empty()) {
            put_back_network(state_.best_tensors);
        } else if (interrupted_ && !lowest_tensors_.empty()) {
            put_back_network(lowest_tensors_);
        }
        TrainResult result;
        result.graph = plan_.result();
        result.epochs = state_.epochs;
        result.steps = state_.step;
        result.loss = state_.epochs.empty() ? 0 : state_.epochs.back().loss;
        result.seconds = seconds();
        result.images_per_s = images_per_s();
        result.stopped_early = stopped_early;
        result.interrupted = interrupted_;
        return result;
    }

private:
    TrainProgress step() {
        const std::size_t epoch = state_.step / epoch_steps_;
        const std::size_t first = state_.step % epoch_steps_ * batch_;
        if (order_.empty() || order_epoch_ != epoch) {
            shuffle(epoch);
        }
        const std::span<const std::size_t> indices(order_.data() + first, batch_);
        const Tensor x = load_batch(seen_set_, indices, preprocess_, plan_.input_shape());
        const auto values = x.data<float>();
        std::copy(values.begin(), values.end(), plan_.input().begin());
        labels_.resize(batch_);
        for (std::size_t i = 0; i < batch_; ++i) {
            labels_[i] = set_.label(indices[i]) + first_class_;
        }

        const BatchLoss loss = plan_.forward(labels_, state_.step);
        if (!std::isfinite(loss.loss)) {
            throw Error(ErrorCode::Failed,
                        fmt::format("training diverged: the loss of step {} is {}", state_.step + 1,
                                    loss.loss),
                        "use a lower learning rate, or a warm-up");
        }
        plan_.backward();
        const double rate = options_.schedule.at(state_.step, steps_);
        update(rate);
        state_.loss_sum += loss.loss * static_cast<double>(batch_);
        state_.correct += loss.correct;
        state_.seen += batch_;
        ++state_.step;
        return report(rate, loss.loss);
    }

    void shuffle(std::size_t epoch) {
        order_.resize(set_.size());
        std::iota(order_.begin(), order_.end(), std::size_t{0});
        Rng rng(options_.seed, kShuffleStream + epoch);
        rng.shuffle(order_);
        order_epoch_ = epoch;
        seen_set_.set_epoch(epoch);
    }

    void update(double rate) {
        parallel_for(plan_.parameters().size(), [&](std::size_t i) {
            TrainParameter& parameter = *plan_.parameters()[i];
            options_.optimiser.update(
                parameter.latent.writable<float>(), parameter.velocity.writable<float>(),
                parameter.gradient.data<float>(),
                parameter.mask.defined() ? parameter.mask.data<bool>() : std::span<const bool>(),
                rate, parameter.decays);
        });
        plan_.parameters_changed();
    }

    void finish_epoch() {
        const auto seen = static_cast<double>(state_.seen);
        EpochRecord record;
        record.loss = state_.loss_sum / seen;
        record.accuracy = 100.0 * static_cast<double>(state_.correct) / seen;
        state_.loss_sum = 0;
        state_.correct = 0;
        state_.seen = 0;
        if (options_.observer && record.loss < lowest_loss_) {
            lowest_loss_ = record.loss;
            lowest_tensors_ = network_tensors();
        }
        if (options_.validation) {
            record.validation =
                evaluate(plan_.result(), *options_.validation, preprocess_, job_.nested("validate"))
                    .top1;
            if (record.validation > state_.best) {
                state_.best = record.validation;
                state_.epochs_without_gain = 0;
                state_.best_tensors = network_tensors();
            } else {
                ++state_.epochs_without_gain;
            }
        }
        state_.epochs.push_back(record);
    }

    [[nodiscard]] bool patience_is_over() const {
        return options_.patience > 0 && state_.epochs_without_gain >= options_.patience;
    }

    [[nodiscard]] double seconds() const {
        const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start_;
        return passed.count();
    }

    [[nodiscard]] double images_per_s() const {
        return static_cast<double>((state_.step - first_step_) * batch_) /
               std::max(seconds() - watched_.count(), 1e-9);
    }

    bool observed(const TrainProgress& progress) {
        if (!options_.observer) {
            return true;
        }
        const auto start = std::chrono::steady_clock::now();
        const bool go_on = options_.observer(progress, [this] { return plan_.result(); });
        watched_ += std::chrono::steady_clock::now() - start;
        return go_on;
    }

    TrainProgress report(double rate, double batch_loss) {
        TrainProgress progress;
        progress.step = state_.step;
        progress.steps = steps_;
        progress.epoch = static_cast<double>(state_.step) / static_cast<double>(epoch_steps_);
        progress.rate = rate;
        progress.batch_loss = batch_loss;
        progress.loss = state_.loss_sum / static_cast<double>(state_.seen);
        progress.accuracy =
            100.0 * static_cast<double>(state_.correct) / static_cast<double>(state_.seen);
        progress.images_per_s = images_per_s();
        progress.seconds_left =
            static_cast<double>((steps_ - state_.step) * batch_) / progress.images_per_s;
        job_.report(state_.step, steps_,
                    fmt::format("train: epoch {:.1f}, loss {:.4f}, {:.2f} %, {:.0f} images/s",
                                progress.epoch, progress.loss, progress.accuracy,
                                progress.images_per_s));
        return progress;
    }

    void save() {
        if (!options_.checkpoint.empty()) {
            state_.tensors = tensors();
            write_checkpoint(options_.checkpoint, identity_, state_);
        }
    }

    /// Latents and running statistics: what the network consists of.
    [[nodiscard]] std::vector<Tensor> network_tensors() const {
        std::vector<Tensor> result;
        for (const auto& parameter : plan_.parameters()) {
            result.push_back(parameter->latent);
        }
        for (const auto& statistic : plan_.statistics()) {
            result.push_back(statistic->value);
        }
        return result;
    }

    /// The same and the velocities.
    [[nodiscard]] std::vector<Tensor> tensors() const {
        std::vector<Tensor> result = network_tensors();
        for (const auto& parameter : plan_.parameters()) {
            result.push_back(parameter->velocity);
        }
        return result;
    }

    void put_back_network(const std::vector<Tensor>& tensors) {
        std::size_t next = 0;
        for (const auto& parameter : plan_.parameters()) {
            parameter->latent = tensors.at(next++);
        }
        for (const auto& statistic : plan_.statistics()) {
            statistic->value = tensors.at(next++);
        }
        plan_.parameters_changed();
    }

    void put_back(const std::vector<Tensor>& tensors) {
        put_back_network(tensors);
        std::size_t next = plan_.parameters().size() + plan_.statistics().size();
        for (const auto& parameter : plan_.parameters()) {
            parameter->velocity = tensors.at(next++);
        }
    }

    const Dataset& set_;
    const Preprocess& preprocess_;
    const TrainOptions& options_;
    const Job& job_;
    Augmented seen_set_;
    TrainPlan plan_;
    int first_class_ = 0; ///< 1 where the network has a background class
    std::size_t batch_ = 0;
    std::size_t epoch_steps_ = 0;
    std::size_t steps_ = 0;
    std::size_t first_step_ = 0;
    std::string identity_;
    TrainState state_;
    std::vector<std::size_t> order_;
    std::size_t order_epoch_ = 0;
    std::vector<int> labels_;
    std::chrono::steady_clock::time_point start_;
    std::chrono::duration<double> watched_{}; ///< spent in the observer
    double lowest_loss_ = std::numeric_limits<double>::infinity();
    std::vector<Tensor> lowest_tensors_; ///< of the finished epoch with that loss
    bool interrupted_ = false;
};

} // namespace

TrainResult train(const Graph& graph, const Dataset& set, const Preprocess& preprocess,
                  const TrainOptions& options, const Job& job) {
    if (set.size() == 0 || options.batch == 0 || !(options.epochs > 0)) {
        fail(ErrorCode::Usage,
             "training: {} pictures, batch {}, {} epochs, expected all above zero", set.size(),
             options.batch, options.epochs);
    }
    if ((options.keep_best || options.patience > 0) && !options.validation) {
        fail(ErrorCode::Usage, "training: keeping the best epoch needs a validation set");
    }
    return Trainer(graph, set, preprocess, options, job).run();
}

} // namespace espalier
