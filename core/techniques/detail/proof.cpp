// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/techniques/detail/proof.h"

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/engine/engine.h"
#include "core/graph/infer.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace espalier::techniques {

namespace {

constexpr std::size_t kPictures = 64;
constexpr std::size_t kRandomInputs = 4;
constexpr std::uint64_t kStream = 0x70726f6f66; // "proof"

Tensor random_input(const TensorType& type, Rng& rng) {
    Tensor input(type.dtype, type.shape);
    if (type.dtype == DType::Float32) {
        for (float& value : input.writable<float>()) {
            value = static_cast<float>(rng.normal());
        }
    }
    return input;
}

/// Batches of inputs in the order of graph.inputs, with as many samples as the network takes.
class Inputs {
public:
    Inputs(const Graph& graph, const Context& context)
        : rng_(context.seed, kStream)
        , set_(context.test ? context.test : context.train)
        , preprocess_(context.preprocess) {
        const bool one_picture = graph.inputs.size() == 1 &&
                                 graph.value(graph.inputs[0]).type.dtype == DType::Float32 &&
                                 graph.value(graph.inputs[0]).type.shape.rank() >= 2;
        if (!one_picture || (set_ && set_->size() == 0)) {
            set_ = nullptr;
        }
        const std::size_t wanted = set_ ? std::min(kPictures, set_->size()) : kRandomInputs;
        for (const ValueId input : graph.inputs) {
            types_.push_back(graph.value(input).type);
        }
        batch_ = types_.empty() || types_[0].shape.rank() == 0 ? 1 : types_[0].shape[0];
        if (batch_ < 0) {
            batch_ = static_cast<std::int64_t>(std::min<std::size_t>(wanted, 8));
        }
        rounds_ = std::max<std::size_t>(
            1, wanted / static_cast<std::size_t>(std::max<std::int64_t>(batch_, 1)));
        for (TensorType& type : types_) {
            if (type.shape.rank() > 0 && type.shape[0] < 0) {
                type.shape[0] = batch_;
            }
            expect(type.shape.known(), "an input of shape {} can not be tried, expected sizes",
                   type.shape.str());
        }
    }

    [[nodiscard]] const std::vector<TensorType>& types() const { return types_; }

    [[nodiscard]] std::size_t rounds() const { return rounds_; }

    [[nodiscard]] std::size_t samples() const { return rounds_ * static_cast<std::size_t>(batch_); }

    [[nodiscard]] bool pictures() const { return set_ != nullptr; }

    std::vector<Tensor> round(std::size_t number) {
        if (set_) {
            std::vector<std::size_t> indices(static_cast<std::size_t>(batch_));
            for (std::size_t i = 0; i < indices.size(); ++i) {
                indices[i] = (number * indices.size() + i) % set_->size();
            }
            return {load_batch(*set_, indices, preprocess_, types_[0].shape)};
        }
        std::vector<Tensor> inputs;
        for (const TensorType& type : types_) {
            inputs.push_back(random_input(type, rng_));
        }
        return inputs;
    }

private:
    Rng rng_;
    DatasetPtr set_;
    const Preprocess& preprocess_;
    std::vector<TensorType> types_;
    std::int64_t batch_ = 1;
    std::size_t rounds_ = 1;
};

/// Largest difference and the range of `before`, over all elements.
void measure(const Tensor& before, const Tensor& after, double& difference, double& range) {
    if (before.shape() != after.shape() || before.dtype() != after.dtype()) {
        fail(ErrorCode::Failed, "an output has shape {}, expected {}", after.shape().str(),
             before.shape().str());
    }
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    difference = 0;
    for (std::int64_t i = 0; i < before.elements(); ++i) {
        const double a = before.at(i);
        const double b = after.at(i);
        if (std::isnan(a) && std::isnan(b)) {
            continue;
        }
        low = std::min(low, a);
        high = std::max(high, a);
        const double gap = a == b ? 0.0 : std::abs(a - b);
        difference =
            std::isnan(gap) ? std::numeric_limits<double>::infinity() : std::max(difference, gap);
    }
    range = high > low ? high - low : std::max(std::abs(high), 1.0);
}

} // namespace

std::string Proof::str() const {
    return fmt::format("equal within {:.1e} of the output range on {} {}", error, samples,
                       pictures ? "pictures" : "random inputs");
}

Proof compare_outputs(const Graph& before, const Graph& after, const Context& context) {
    Inputs inputs(before, context);
    CompileOptions options;
    options.inputs = inputs.types();
    Executable old_net = Executable::compile(before, options);
    Executable new_net = Executable::compile(after, options);
    Proof proof;
    proof.samples = inputs.samples();
    proof.pictures = inputs.pictures();
    for (std::size_t round = 0; round < inputs.rounds(); ++round) {
        context.job.check();
        context.job.report(round, inputs.rounds(), "compare outputs");
        const std::vector<Tensor> given = inputs.round(round);
        const std::vector<Tensor> old_outputs = old_net.run(given);
        const std::vector<Tensor> new_outputs = new_net.run(given);
        for (std::size_t i = 0; i < old_outputs.size(); ++i) {
            double difference = 0;
            double range = 1;
            measure(old_outputs[i], new_outputs.at(i), difference, range);
            if (difference / range >= proof.error) {
                proof.error = difference / range;
                proof.output = before.value(before.outputs[i]).name;
            }
        }
    }
    return proof;
}

} // namespace espalier::techniques
