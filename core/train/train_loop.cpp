// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/train_loop.h"

#include "core/base/counter_rng.h"
#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/train/batch_norm_estimate.h"
#include "core/train/mixup.h"
#include "core/train/plan/finite.h"
#include "core/train/plan_tensors.h"
#include "core/train/train_identity.h"
#include "core/train/update.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace espalier {

namespace {

constexpr std::uint64_t kShuffleStream = 0x73687566666c65ULL;
constexpr std::uint64_t kMixStream = 0x6d6978ULL << 32U;

} // namespace

TrainLoop::TrainLoop(const Graph& graph, BatchSource& source, const Loss& loss,
                     const TrainOptions& options, const Job& job)
    : source_(source)
    , loss_(loss)
    , options_(options)
    , job_(job)
    , plan_(graph, static_cast<std::int64_t>(std::min(options.batch, source.size())),
            {.freeze_batch_norm = options.freeze_batch_norm,
             .seed = options.seed,
             .trains = options.trains,
             .loss_values = loss.values(),
             .l1_batch_norm = options.l1_batch_norm,
             .numerics = options.numerics,
             .quantisers = options.quantisers,
             .learn_codes = options.learn_codes,
             .activations = options.activations}) {
    loss.check(plan_.output_shape());
    source.bind(plan_.input_shape(), plan_.output_shape());
    reset_states(plan_, options.optimiser);
    batch_ = static_cast<std::size_t>(plan_.batch());
    labels_.resize(batch_ * source.labels_per_sample());
    workers_ = options.exchange != nullptr ? options.exchange->workers() : 1;
    epoch_steps_ = source.size() / (batch_ * workers_);
    if (epoch_steps_ == 0) {
        fail(ErrorCode::Usage,
             "training: {} samples in {}, expected at least {} x {} for {} workers", source.size(),
             source.name(), workers_, batch_, workers_);
    }
    steps_ = std::max<std::size_t>(1, static_cast<std::size_t>(std::llround(
                                          options.epochs * static_cast<double>(epoch_steps_))));
    if (!options.checkpoint.empty() || !options.resume.empty()) {
        identity_ = train_identity(graph, source, loss, options);
    }
    if (!options.resume.empty()) {
        resume();
    }
    first_step_ = state_.step;
}

TrainResult TrainLoop::run() {
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
    TrainResult result;
    result.graph = final_network();
    result.epochs = state_.epochs;
    result.steps = state_.step;
    result.loss = state_.epochs.empty() ? 0 : state_.epochs.back().loss;
    result.seconds = seconds();
    result.images_per_s = images_per_s();
    result.stopped_early = stopped_early;
    result.interrupted = interrupted_;
    return result;
}

LossTargets TrainLoop::next_batch(std::size_t worker) {
    const std::size_t epoch = state_.step / epoch_steps_;
    if (order_.empty() || order_epoch_ != epoch) {
        shuffle(epoch);
    }
    LossTargets targets;
    const std::size_t place = state_.step % epoch_steps_ * workers_ + worker;
    targets.indices = {order_.data() + place * batch_, batch_};
    source_.fill(targets.indices, epoch, plan_.input(), labels_);
    targets.labels = labels_;
    if (options_.mixup > 0) {
        others_.resize(labels_.size());
        Rng rng(options_.seed, kMixStream + state_.step * workers_ + worker);
        targets.share = mix_up(rng, options_.mixup, batch_, plan_.input(), labels_, others_);
        targets.others = others_;
    }
    return targets;
}

BatchLoss TrainLoop::gradients_of(std::size_t worker) {
    const LossTargets targets = next_batch(worker);
    const BatchLoss loss = plan_.forward(loss_, targets, state_.step * workers_ + worker);
    if (!std::isfinite(loss.loss)) {
        fail_not_finite(state_.step + 1, loss.loss);
    }
    plan_.backward();
    return loss;
}

BatchLoss TrainLoop::gradients() {
    if (options_.exchange == nullptr) {
        return gradients_of(0);
    }
    BatchLoss total;
    for (std::size_t worker = 0; worker < workers_; ++worker) {
        const BatchLoss loss = gradients_of(worker);
        options_.exchange->send(worker, plan_, state_.step);
        total.loss += loss.loss / static_cast<double>(workers_);
        total.correct += loss.correct;
        total.counted += loss.counted;
    }
    options_.exchange->receive(plan_);
    return total;
}

TrainProgress TrainLoop::step() {
    if (static_cast<double>(state_.step) >= options_.freeze_after * static_cast<double>(steps_)) {
        plan_.keep_norm_statistics();
    }
    const BatchLoss loss = gradients();
    const double norm = gradient_norm(plan_);
    if (!std::isfinite(norm)) {
        fail_not_finite(state_.step + 1, loss.loss);
    }
    if (options_.clip_norm > 0) {
        clip_gradients(plan_, norm, options_.clip_norm);
    }
    const std::uint64_t seed = counter_key(options_.seed, state_.step);
    restrict_gradients(plan_, options_.numerics[NumericObject::Gradient], seed);
    double rate = options_.schedule.at(state_.step, steps_);
    rate *= state_.plateau.scale;
    update_parameters(plan_, options_.optimiser, rate, state_.step + 1,
                      options_.numerics[NumericObject::Update], seed);
    if (options_.average.kind == AverageKind::Exponential) {
        state_.average.add_step(options_.average, network_tensors(plan_));
    }
    state_.loss_sum += loss.loss * static_cast<double>(loss.counted);
    state_.correct += loss.correct;
    state_.seen += loss.counted;
    ++state_.step;
    return report(rate, loss.loss);
}

void TrainLoop::shuffle(std::size_t epoch) {
    order_.resize(source_.size());
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    Rng rng(options_.seed, kShuffleStream + epoch);
    rng.shuffle(order_);
    order_epoch_ = epoch;
}

void TrainLoop::finish_epoch() {
    const auto seen = static_cast<double>(std::max<std::size_t>(state_.seen, 1));
    EpochRecord record;
    record.loss = state_.loss_sum / seen;
    record.accuracy = 100.0 * static_cast<double>(state_.correct) / seen;
    state_.loss_sum = 0;
    state_.correct = 0;
    state_.seen = 0;
    state_.average.add_epoch(options_.average, network_tensors(plan_),
                             static_cast<double>(state_.step) / static_cast<double>(steps_));
    if (options_.observer && record.loss < lowest_loss_) {
        lowest_loss_ = record.loss;
        lowest_tensors_ = network_tensors(plan_);
    }
    if (options_.validate) {
        const std::vector<Tensor> judged = tensors_to_judge();
        const Validation validation = options_.validate(network_of(judged));
        record.validation = validation.accuracy;
        record.validation_loss = validation.loss;
        if (record.merit() > state_.best) {
            state_.best = record.merit();
            state_.epochs_without_gain = 0;
            state_.best_tensors = judged;
        } else {
            ++state_.epochs_without_gain;
        }
    }
    if (options_.schedule.kind == ScheduleKind::Plateau) {
        state_.plateau.see(options_.validate ? record.validation_loss : record.loss,
                           options_.schedule);
    }
    state_.epochs.push_back(record);
}

std::vector<Tensor> TrainLoop::tensors_to_judge() const {
    return state_.average.any() ? state_.average.tensors : network_tensors(plan_);
}

Graph TrainLoop::network_of(const std::vector<Tensor>& tensors) {
    const std::vector<Tensor> now = network_tensors(plan_);
    put_back_network(plan_, tensors);
    Graph graph = plan_.result();
    put_back_network(plan_, now);
    const bool fresh_weights = options_.average.kind == AverageKind::Stochastic &&
                               state_.average.any() && !options_.freeze_batch_norm;
    return fresh_weights ? reestimate_batch_norm(
                               graph, source_,
                               {.batch = batch_, .seed = options_.seed, .chosen = options_.trains},
                               job_.nested("batch norm"))
                         : graph;
}

Graph TrainLoop::final_network() {
    if (options_.keep_best && !state_.best_tensors.empty()) {
        return network_of(state_.best_tensors);
    }
    if (interrupted_ && !lowest_tensors_.empty()) {
        put_back_network(plan_, lowest_tensors_);
        return plan_.result();
    }
    return network_of(tensors_to_judge());
}

bool TrainLoop::patience_is_over() const {
    return options_.patience > 0 && state_.epochs_without_gain >= options_.patience;
}

double TrainLoop::seconds() const {
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start_;
    return passed.count();
}

double TrainLoop::images_per_s() const {
    return static_cast<double>((state_.step - first_step_) * batch_ * workers_) /
           std::max(seconds() - watched_.count(), 1e-9);
}

bool TrainLoop::observed(const TrainProgress& progress) {
    if (!options_.observer) {
        return true;
    }
    const auto start = std::chrono::steady_clock::now();
    const bool go_on = options_.observer(progress, [this] { return plan_.result(); });
    watched_ += std::chrono::steady_clock::now() - start;
    return go_on;
}

TrainProgress TrainLoop::report(double rate, double batch_loss) {
    const auto seen = static_cast<double>(std::max<std::size_t>(state_.seen, 1));
    TrainProgress progress;
    progress.step = state_.step;
    progress.steps = steps_;
    progress.epoch = static_cast<double>(state_.step) / static_cast<double>(epoch_steps_);
    progress.rate = rate;
    progress.batch_loss = batch_loss;
    progress.loss = state_.loss_sum / seen;
    progress.accuracy = 100.0 * static_cast<double>(state_.correct) / seen;
    progress.images_per_s = images_per_s();
    progress.seconds_left =
        static_cast<double>((steps_ - state_.step) * batch_ * workers_) / progress.images_per_s;
    job_.report(state_.step, steps_,
                fmt::format("train: epoch {:.1f}, loss {:.4f}, {:.2f} %, {:.0f} images/s",
                            progress.epoch, progress.loss, progress.accuracy,
                            progress.images_per_s));
    return progress;
}

void TrainLoop::resume() {
    TrainState like;
    like.tensors = training_tensors(plan_);
    like.best_tensors = network_tensors(plan_);
    state_ = read_checkpoint(options_.resume, identity_, like);
    expect(state_.step <= steps_, "{}: step {} of {}", options_.resume.string(), state_.step,
           steps_);
    put_back_training(plan_, state_.tensors);
    if (options_.exchange != nullptr) {
        located(options_.resume.string(), [&] { options_.exchange->restore(state_.exchange); });
    }
    saved_step_ = options_.resume == options_.checkpoint ? state_.step : 0;
}

void TrainLoop::save() {
    if (options_.checkpoint.empty()) {
        return;
    }
    state_.tensors = training_tensors(plan_);
    for (const Tensor& tensor : state_.tensors) {
        if (!all_finite(tensor.data<float>())) {
            fail_not_finite(state_.step, state_.loss_sum);
        }
    }
    if (options_.exchange != nullptr) {
        state_.exchange = options_.exchange->memory();
    }
    write_checkpoint(options_.checkpoint, identity_, state_);
    saved_step_ = state_.step;
}

void TrainLoop::fail_not_finite(std::size_t step, double loss) const {
    const std::string place = plan_.where_not_finite();
    std::string hint = "use a lower learning rate, a warm-up, or clip the gradient";
    if (saved_step_ > 0) {
        hint += fmt::format("; the last good state, after step {}, is in {}", saved_step_,
                            options_.checkpoint.string());
    }
    throw Error(ErrorCode::Failed,
                fmt::format("training diverged in step {} (loss {}): the first number that is not "
                            "finite is in {}",
                            step, loss, place.empty() ? "the loss itself" : place),
                hint);
}

} // namespace espalier
