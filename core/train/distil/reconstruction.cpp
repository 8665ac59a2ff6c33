// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/distil/reconstruction.h"

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/rng.h"
#include "core/engine/engine.h"
#include "core/graph/infer.h"
#include "core/train/distil/layer_groups.h"
#include "core/train/distil/terms.h"
#include "core/train/trainer.h"

#include <algorithm>
#include <numeric>

namespace espalier {

namespace {

constexpr std::uint64_t kStream = 0x7265636f6eULL;

/// One value of a network for every sample, one after the other.
struct Recording {
    std::vector<float> values;
    std::size_t each = 0; ///< numbers of one sample
};

/// What a layer gets, sample by sample.
class Activations final : public BatchSource {
public:
    Activations(const Recording& inputs, std::size_t samples)
        : inputs_(inputs)
        , samples_(samples) {}

    [[nodiscard]] std::string name() const override { return "activations"; }

    [[nodiscard]] std::size_t size() const override { return samples_; }

    void bind(const Shape& input, const Shape& /*output*/) override {
        expect(static_cast<std::size_t>(input.elements() / input[0]) == inputs_.each,
               "reconstruction: the layer takes {}, found {} numbers", input.str(), inputs_.each);
    }

    [[nodiscard]] std::size_t labels_per_sample() const override { return 0; }

    void fill(std::span<const std::size_t> indices, std::size_t /*epoch*/, std::span<float> x,
              std::span<int> /*labels*/) const override {
        for (std::size_t i = 0; i < indices.size(); ++i) {
            std::copy_n(inputs_.values.begin() +
                            static_cast<std::ptrdiff_t>(indices[i] * inputs_.each),
                        inputs_.each, x.begin() + static_cast<std::ptrdiff_t>(i * inputs_.each));
        }
    }

    [[nodiscard]] std::string fingerprint() const override {
        return sha256(std::as_bytes(std::span(inputs_.values)));
    }

private:
    const Recording& inputs_;
    std::size_t samples_;
};

/// Mean squared error against what the teacher gave.
class Wanted final : public Loss {
public:
    explicit Wanted(const Recording& outputs)
        : outputs_(outputs) {}

    void check(const Shape& /*output*/) const override {}

    BatchLoss compute(const LossBatch& batch) const override {
        const LossValue& output = batch.values.front();
        std::vector<float> wanted;
        wanted.reserve(output.data.size());
        for (const std::size_t index : batch.targets.indices) {
            const auto begin =
                outputs_.values.begin() + static_cast<std::ptrdiff_t>(index * outputs_.each);
            wanted.insert(wanted.end(), begin, begin + static_cast<std::ptrdiff_t>(outputs_.each));
        }
        expect(wanted.size() == output.data.size(), "reconstruction: {} numbers, expected {}",
               output.data.size(), wanted.size());
        return {feature_term({output.data, wanted, batch.samples}, 1, output.gradient), 0,
                batch.samples};
    }

    [[nodiscard]] std::string identity() const override { return "reconstruction"; }

private:
    const Recording& outputs_;
};

class Reconstructor {
public:
    Reconstructor(const Graph& graph, const Graph& teacher, BatchSource& source,
                  const ReconstructionSettings& settings, const Job& job)
        : settings_(settings)
        , job_(job)
        , teacher_(teacher)
        , source_(source) {
        result_.graph = graph;
        infer_types(result_.graph);
        infer_types(teacher_);
        samples_ = std::min(settings.samples, source.size());
        expect(samples_ > 0, "reconstruction: {} has no samples", source.name());
        batch_ = std::min(settings.batch, samples_);
        samples_ -= samples_ % batch_;
        order_.resize(source.size());
        std::iota(order_.begin(), order_.end(), std::size_t{0});
        Rng rng(settings.seed, kStream);
        rng.shuffle(order_);
        order_.resize(samples_);
        input_ = result_.graph.value(result_.graph.inputs.at(0)).type;
        input_.shape[0] = static_cast<std::int64_t>(batch_);
    }

    Reconstruction run() {
        const auto groups = layer_groups(result_.graph, teacher_, result_.left_out);
        Shape output = result_.graph.value(result_.graph.outputs.at(0)).type.shape;
        output[0] = input_.shape[0];
        source_.bind(input_.shape, output);
        std::size_t done = 0;
        for (const LayerGroup& group : groups) {
            job_.check();
            job_.report(done++, groups.size(), "reconstruct");
            const bool chosen = std::ranges::any_of(group.nodes, [&](std::size_t node) {
                return !settings_.chosen || settings_.chosen(result_.graph.nodes[node]);
            });
            if (chosen) {
                learn(group);
            }
        }
        return std::move(result_);
    }

private:
    /// `value` of `graph` for all samples.
    Recording record(const Graph& graph, ValueId value) {
        Graph watched = graph;
        watched.outputs = {value};
        watched.tidy();
        Executable network = Executable::compile(watched, {.inputs = {input_}});
        Recording recording;
        Tensor x(DType::Float32, input_.shape);
        std::vector<int> labels(batch_ * source_.labels_per_sample());
        for (std::size_t begin = 0; begin < samples_; begin += batch_) {
            job_.check();
            source_.fill({order_.data() + begin, batch_}, 0, x.writable<float>(), labels);
            const std::vector<Tensor> outputs = network.run({x});
            const auto data = outputs.front().data<float>();
            recording.values.insert(recording.values.end(), data.begin(), data.end());
        }
        recording.each = recording.values.size() / samples_;
        return recording;
    }

    void learn(const LayerGroup& group) {
        Graph& graph = result_.graph;
        const Recording inputs =
            group.input == graph.inputs.front() ? pictures() : record(graph, group.input);
        const Recording outputs = record(teacher_, teacher_.find_value(group.teacher_output));
        const Graph layer = extract_group(graph, group);
        Activations source(inputs, samples_);
        const Wanted loss(outputs);
        TrainOptions options;
        options.epochs = settings_.epochs;
        options.batch = batch_;
        options.optimiser = settings_.optimiser;
        options.schedule = settings_.schedule;
        options.seed = settings_.seed;
        ReconstructedLayer told;
        told.node = graph.nodes[group.nodes.back()].name;
        told.before = error(layer, inputs, outputs);
        const Graph learnt = train(layer, source, loss, options, job_.nested(told.node)).graph;
        told.after = error(learnt, inputs, outputs);
        if (told.after < told.before) {
            put_back(graph, learnt);
        } else {
            told.after = told.before;
        }
        result_.layers.push_back(told);
    }

    Recording pictures() {
        Recording recording;
        recording.each = static_cast<std::size_t>(input_.shape.elements()) / batch_;
        recording.values.resize(recording.each * samples_);
        std::vector<int> labels(samples_ * source_.labels_per_sample());
        source_.fill(order_, 0, recording.values, labels);
        return recording;
    }

    double error(const Graph& layer, const Recording& inputs, const Recording& outputs) const {
        TensorType type = layer.value(layer.inputs.front()).type;
        type.shape[0] = static_cast<std::int64_t>(batch_);
        Executable network = Executable::compile(layer, {.inputs = {type}});
        Tensor x(DType::Float32, type.shape);
        double total = 0;
        for (std::size_t begin = 0; begin < samples_; begin += batch_) {
            std::copy_n(inputs.values.begin() + static_cast<std::ptrdiff_t>(begin * inputs.each),
                        batch_ * inputs.each, x.writable<float>().begin());
            const std::vector<Tensor> found = network.run({x});
            const std::span<const float> wanted(outputs.values.data() + begin * outputs.each,
                                                batch_ * outputs.each);
            total += feature_term({found.front().data<float>(), wanted, batch_}, 1, {});
        }
        return total * static_cast<double>(batch_) / static_cast<double>(samples_);
    }

    static void put_back(Graph& graph, const Graph& learnt) {
        for (const Node& node : learnt.nodes) {
            for (const ValueId id : node.inputs) {
                const Parameter* parameter = learnt.parameter(id);
                if (parameter != nullptr) {
                    graph.set_parameter(graph.find_value(learnt.value(id).name), *parameter);
                }
            }
        }
    }

    const ReconstructionSettings& settings_;
    const Job& job_;
    Graph teacher_;
    BatchSource& source_;
    Reconstruction result_;
    std::size_t samples_ = 0;
    std::size_t batch_ = 0;
    std::vector<std::size_t> order_;
    TensorType input_;
};

} // namespace

Reconstruction reconstruct_layers(const Graph& graph, const Graph& teacher, BatchSource& source,
                                  const ReconstructionSettings& settings, const Job& job) {
    return Reconstructor(graph, teacher, source, settings, job).run();
}

} // namespace espalier
