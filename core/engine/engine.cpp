// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/engine.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/engine/fuse.h"
#include "core/graph/infer.h"
#include "core/kernels/lowering.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>

namespace espalier {

namespace {

/// Whether a small batch runs on all threads or on one. On idle cores all threads win, but every
/// primitive then waits for each of its threads: where other programs use the cores, that wait is a
/// time slice of the system for every step, hundreds of times the work. So the time of both is
/// watched: the faster one runs, and the other is tried again once that costs 2 % at most. The
/// results are the same bits either way.
class ThreadChoice {
public:
    enum Mode : std::size_t { All, One };

    [[nodiscard]] Mode next() const {
        if (runs_[All] < kWarmUp) {
            return All;
        }
        if (runs_[One] < kWarmUp) {
            return One;
        }
        const Mode other = current_ == All ? One : All;
        return spent_ms_ >= kPatience * last_ms_[other] ? other : current_;
    }

    void ran(Mode mode, double ms) {
        ++runs_[mode];
        last_ms_[mode] = ms;
        spent_ms_ = mode == current_ ? spent_ms_ + ms : 0;
        if (runs_[One] >= kWarmUp) {
            current_ = last_ms_[One] < last_ms_[All] ? One : All;
        }
    }

private:
    /// Each mode's first run pays for cold caches and for starting threads.
    static constexpr int kWarmUp = 2;
    static constexpr double kPatience = 50;

    std::array<double, 2> last_ms_{};
    std::array<int, 2> runs_{};
    double spent_ms_ = 0;
    Mode current_ = All;
};

/// Bytes of one image of each value; all have the batch as their first dimension.
std::vector<std::size_t> image_bytes(const std::vector<TensorType>& types) {
    std::vector<std::size_t> bytes;
    for (const TensorType& type : types) {
        bytes.push_back(static_cast<std::size_t>(type.shape.elements() / type.shape[0]) *
                        element_bytes(type.dtype));
    }
    return bytes;
}

} // namespace

struct Executable::Impl {
    std::vector<TensorType> inputs;
    std::vector<TensorType> outputs; ///< of the graph, then the kept values
    std::vector<TensorType> graph_output_types;
    std::vector<ValueId> kept;
    std::size_t graph_outputs = 0;
    std::int64_t batch = 0; ///< images of a run; 0 where it is not cut
    std::int64_t shard = 0; ///< images of one shard
    std::shared_ptr<const Plan> plan;
    std::shared_ptr<const Plan> tail; ///< for the last, smaller shard; nullptr where all are equal
    std::vector<PlanState> lanes;     ///< one for each thread that runs shards
    std::vector<PlanState> tail_state;
    std::shared_ptr<const Plan> alone_plan; ///< the whole batch on one thread; see ThreadChoice
    std::vector<PlanState> alone;
    ThreadChoice choice;
    std::vector<Tensor> kept_tensors;
    /// Pointers of one call, of all lanes; kept to spare allocations.
    std::vector<const std::byte*> input_pointers;
    std::vector<std::byte*> output_pointers;
    std::vector<std::size_t> input_image_bytes;
    std::vector<std::size_t> output_image_bytes;
    std::vector<std::vector<const std::byte*>> lane_inputs;
    std::vector<std::vector<std::byte*>> lane_outputs;

    [[nodiscard]] std::size_t shards() const {
        return batch == 0 ? 1 : static_cast<std::size_t>((batch + shard - 1) / shard);
    }

    void make_states();
    void run();
    void run_shard(std::size_t lane, std::size_t index);
    void bind(std::span<const Tensor> given, std::span<Tensor> results);
};

namespace {

std::vector<TensorType> bound_inputs(const Graph& graph, const CompileOptions& options) {
    if (!options.inputs.empty()) {
        expect(options.inputs.size() == graph.inputs.size(), "{} input types given, expected {}",
               options.inputs.size(), graph.inputs.size());
        return options.inputs;
    }
    std::vector<TensorType> types;
    for (const ValueId input : graph.inputs) {
        TensorType type = graph.value(input).type;
        if (type.shape.rank() > 0 && type.shape[0] == kUnknownDim) {
            type.shape[0] = options.batch;
        }
        expect(type.shape.known(), "input {} has shape {}, expected only the batch to be unknown",
               graph.value(input).name, type.shape.str());
        types.push_back(std::move(type));
    }
    return types;
}

std::vector<TensorType> with_batch(std::vector<TensorType> types, std::int64_t batch) {
    for (TensorType& type : types) {
        if (type.shape.rank() > 0) {
            type.shape[0] = batch;
        }
    }
    return types;
}

/// The batch all inputs share, 0 where they do not.
std::int64_t common_batch(const std::vector<TensorType>& types) {
    std::int64_t batch = 0;
    for (const TensorType& type : types) {
        if (type.shape.rank() == 0 || (batch != 0 && type.shape[0] != batch)) {
            return 0;
        }
        batch = type.shape[0];
    }
    return batch;
}

/// The graph for fewer images; nullopt where it insists on its batch (a Reshape to [32, 256]).
std::optional<Evaluation> evaluate_part(const Graph& graph, const std::vector<TensorType>& inputs,
                                        std::int64_t images) {
    try {
        return evaluate(graph, with_batch(inputs, images));
    } catch (const Error&) {
        return std::nullopt;
    }
}

std::vector<ValueId> kept_values(const Graph& graph, const CompileOptions& options) {
    if (!options.keep_all) {
        return options.keep;
    }
    std::vector<ValueId> kept;
    for (const Node& node : graph.nodes) {
        std::copy_if(node.outputs.begin(), node.outputs.end(), std::back_inserter(kept),
                     [](ValueId value) { return value != kNoValue; });
    }
    return kept;
}

std::shared_ptr<const Plan> plan_for(const Graph& graph, const Evaluation& evaluation,
                                     const std::vector<ValueId>& kept,
                                     const CompileOptions& options, int openmp,
                                     const std::shared_ptr<PackedConstants>& constants) {
    const std::set<ValueId> visible(kept.begin(), kept.end());
    Lowering lowering(graph, evaluation, kept, openmp, options.integers, constants);
    return lowering.build(group_nodes(graph, evaluation, visible, options.fuse));
}

void check_inputs(const std::vector<TensorType>& expected, std::span<const Tensor> given) {
    expect(given.size() == expected.size(), "{} inputs given, expected {}", given.size(),
           expected.size());
    for (std::size_t i = 0; i < given.size(); ++i) {
        // The message is put together only where it is needed: a run must not allocate.
        if (given[i].dtype() != expected[i].dtype || given[i].shape() != expected[i].shape) {
            fail(ErrorCode::BadInput, "input {} is {} {}, expected {} {}", i,
                 dtype_name(given[i].dtype()), given[i].shape().str(),
                 dtype_name(expected[i].dtype), expected[i].shape.str());
        }
    }
}

} // namespace

Executable Executable::compile(const Graph& graph, const CompileOptions& options) {
    check_operators(graph);
    auto impl = std::make_unique<Impl>();
    impl->inputs = bound_inputs(graph, options);
    impl->kept = kept_values(graph, options);
    impl->graph_outputs = graph.outputs.size();
    const Evaluation whole = evaluate(graph, impl->inputs);
    const auto type_of = [&](ValueId value) {
        const TensorType& type = whole.types[static_cast<std::size_t>(value)];
        expect(type.shape.known(), "the shape of {} depends on data: {}", graph.value(value).name,
               type.shape.str());
        return type;
    };
    for (const Node& node : graph.nodes) {
        for (const ValueId value : node.outputs) {
            if (value != kNoValue) {
                (void)type_of(value);
            }
        }
    }
    std::transform(graph.outputs.begin(), graph.outputs.end(), std::back_inserter(impl->outputs),
                   type_of);
    impl->graph_output_types = impl->outputs;
    std::transform(impl->kept.begin(), impl->kept.end(), std::back_inserter(impl->outputs),
                   type_of);

    const auto constants = std::make_shared<PackedConstants>();
    const std::int64_t batch = common_batch(impl->inputs);
    const std::int64_t shard = batch > 1 ? shard_size(batch, footprint_of(graph, whole, batch)) : 1;
    const bool kept_in_batch =
        std::all_of(impl->kept.begin(), impl->kept.end(), [&](ValueId value) {
            const Shape& shape = whole.types[static_cast<std::size_t>(value)].shape;
            return shape.rank() > 0 && shape[0] == batch;
        });
    if (!options.single_thread && kept_in_batch && batch > 1 && shard < batch) {
        const auto part = evaluate_part(graph, impl->inputs, shard);
        if (part && can_shard(graph, whole, *part, batch, shard)) {
            impl->batch = batch;
            impl->shard = shard;
            impl->plan = plan_for(graph, *part, impl->kept, options, 1, constants);
            if (const std::int64_t rest = batch % shard; rest != 0) {
                const auto last = evaluate_part(graph, impl->inputs, rest);
                impl->tail = plan_for(graph, last.value(), impl->kept, options, 1, constants);
            }
        }
    }
    if (!impl->plan) {
        const int openmp = options.single_thread ? 1 : threads();
        impl->plan = plan_for(graph, whole, impl->kept, options, openmp, constants);
        if (openmp > 1) {
            impl->alone_plan = plan_for(graph, whole, impl->kept, options, 1, constants);
        }
    }
    impl->make_states();
    return Executable(std::move(impl));
}

void Executable::Impl::make_states() {
    const std::size_t count = std::min(shards(), static_cast<std::size_t>(threads()));
    lanes.clear();
    tail_state.clear();
    alone.clear();
    lane_inputs.assign(count, std::vector<const std::byte*>(inputs.size()));
    lane_outputs.assign(count, std::vector<std::byte*>(outputs.size()));
    for (std::size_t i = 0; i < count; ++i) {
        lanes.emplace_back(plan);
    }
    if (tail) {
        tail_state.emplace_back(tail);
    }
    if (alone_plan) {
        alone.emplace_back(alone_plan, &lanes[0]);
    }
    if (batch != 0) {
        input_image_bytes = image_bytes(inputs);
        output_image_bytes = image_bytes(outputs);
    }
    input_pointers.resize(inputs.size());
    output_pointers.resize(outputs.size());
    kept_tensors.resize(kept.size());
}

void Executable::Impl::bind(std::span<const Tensor> given, std::span<Tensor> results) {
    check_inputs(inputs, given);
    expect(results.size() == graph_outputs, "{} outputs given, expected {}", results.size(),
           graph_outputs);
    for (std::size_t i = 0; i < given.size(); ++i) {
        input_pointers[i] = given[i].raw().data();
    }
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        Tensor& result = i < graph_outputs ? results[i] : kept_tensors[i - graph_outputs];
        const TensorType& type = outputs[i];
        if (!result.defined() || result.dtype() != type.dtype || result.shape() != type.shape) {
            result = Tensor(type.dtype, type.shape);
        }
        output_pointers[i] = result.writable_raw().data();
    }
}

void Executable::Impl::run_shard(std::size_t lane, std::size_t index) {
    const std::size_t first = index * static_cast<std::size_t>(shard);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        lane_inputs[lane][i] = input_pointers[i] + input_image_bytes[i] * first;
    }
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        lane_outputs[lane][i] = output_pointers[i] + output_image_bytes[i] * first;
    }
    const bool last = tail && index + 1 == shards();
    (last ? tail_state[0] : lanes[lane]).run(lane_inputs[lane], lane_outputs[lane]);
}

void Executable::Impl::run() {
    if (batch == 0 && !alone_plan) {
        lanes[0].run(input_pointers, output_pointers);
        return;
    }
    if (batch == 0) {
        using Clock = std::chrono::steady_clock;
        const ThreadChoice::Mode mode = choice.next();
        const auto before = Clock::now();
        (mode == ThreadChoice::All ? lanes[0] : alone[0]).run(input_pointers, output_pointers);
        choice.ran(mode, std::chrono::duration<double, std::milli>(Clock::now() - before).count());
        return;
    }
    // Each lane takes the next shard as soon as it is free: which lane does which shard changes
    // nothing in the result.
    std::atomic<std::size_t> next{0};
    parallel_for(lanes.size(), [&](std::size_t lane) {
        for (std::size_t index = next++; index < shards(); index = next++) {
            run_shard(lane, index);
        }
    });
}

Executable::Executable(std::unique_ptr<Impl> impl)
    : impl_(std::move(impl)) {}

Executable::Executable(Executable&&) noexcept = default;
Executable& Executable::operator=(Executable&&) noexcept = default;
Executable::~Executable() = default;

Executable Executable::clone() const {
    auto copy = std::make_unique<Impl>();
    copy->inputs = impl_->inputs;
    copy->outputs = impl_->outputs;
    copy->graph_output_types = impl_->graph_output_types;
    copy->kept = impl_->kept;
    copy->graph_outputs = impl_->graph_outputs;
    copy->batch = impl_->batch;
    copy->shard = impl_->shard;
    copy->plan = impl_->plan;
    copy->tail = impl_->tail;
    copy->alone_plan = impl_->alone_plan;
    copy->choice = impl_->choice;
    copy->make_states();
    return Executable(std::move(copy));
}

const std::vector<TensorType>& Executable::input_types() const {
    return impl_->inputs;
}

const std::vector<TensorType>& Executable::output_types() const {
    return impl_->graph_output_types;
}

std::vector<Tensor> Executable::run(std::span<const Tensor> inputs) {
    std::vector<Tensor> outputs(impl_->graph_outputs);
    run(inputs, outputs);
    return outputs;
}

void Executable::run(std::span<const Tensor> inputs, std::span<Tensor> outputs) {
    impl_->bind(inputs, outputs);
    impl_->run();
}

std::vector<Tensor> Executable::run_capturing(std::span<const Tensor> inputs,
                                              const Capture& capture) {
    std::vector<Tensor> outputs(impl_->graph_outputs);
    run(inputs, outputs);
    for (std::size_t i = 0; i < impl_->kept.size(); ++i) {
        capture(impl_->kept[i], impl_->kept_tensors[i]);
    }
    return outputs;
}

std::vector<StepInfo> Executable::steps() const {
    std::vector<StepInfo> result;
    for (const PlanStep& step : impl_->plan->steps) {
        result.push_back({step.node, step.op, step.implementation, 0});
    }
    return result;
}

std::vector<StepInfo> Executable::profile(std::span<const Tensor> inputs, int runs) {
    using Clock = std::chrono::steady_clock;
    std::vector<Tensor> outputs(impl_->graph_outputs);
    impl_->bind(inputs, outputs);
    std::vector<StepInfo> result = steps();
    std::vector<std::vector<double>> times(result.size());
    for (int run = 0; run < runs; ++run) {
        auto before = Clock::now();
        impl_->lanes[0].run(impl_->input_pointers, impl_->output_pointers, [&](std::size_t step) {
            const auto now = Clock::now();
            times[step].push_back(std::chrono::duration<double, std::milli>(now - before).count());
            before = now;
        });
    }
    for (std::size_t i = 0; i < result.size() && runs > 0; ++i) {
        auto middle = times[i].begin() + static_cast<std::ptrdiff_t>(times[i].size() / 2);
        std::nth_element(times[i].begin(), middle, times[i].end());
        result[i].ms = *middle;
    }
    return result;
}

std::size_t Executable::arena_bytes() const {
    return impl_->plan->arena_bytes;
}

std::int64_t Executable::shard_images() const {
    return impl_->batch == 0 ? common_batch(impl_->inputs) : impl_->shard;
}

void Executable::poison() {
    for (PlanState& state : impl_->lanes) {
        state.poison();
    }
    for (PlanState& state : impl_->tail_state) {
        state.poison();
    }
    for (PlanState& state : impl_->alone) {
        state.poison();
    }
}

} // namespace espalier
