// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a network fast. compile() fuses, chooses kernels and layouts, packs the weights and lays out
// the memory for one batch size; run() then allocates nothing of its own.
//
//     Executable net = Executable::compile(graph, {.batch = 32});
//     std::vector<Tensor> y = net.run({x});               // x: [32, 3, 32, 32]
//
// Results do not depend on the number of threads (on one instruction set): small batches run each
// primitive on all threads, larger ones are cut into shards whose size depends on network and batch
// alone and which run side by side on one thread each.
#pragma once

#include "core/graph/graph.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace espalier {

struct CompileOptions {
    /// First dimension of every graph input that has it unknown.
    std::int64_t batch = 1;
    /// Types of all graph inputs; replaces `batch` where not empty.
    std::vector<TensorType> inputs = {};
    /// Values whose contents run_capturing() hands out; nothing is fused across them.
    std::vector<ValueId> keep = {};
    /// As if every value computed at run time were in `keep`.
    bool keep_all = false;
    /// False: one step per node (batch normalisation stays, activations run by themselves).
    bool fuse = true;
    /// False: values with 8-bit codes are rounded floats, as in reference_run(), never integers.
    bool integers = true;
    /// True: the whole batch in the calling thread, one thread only; for callers that cut work into
    /// parallel pieces themselves.
    bool single_thread = false;
};

/// One step of the plan as it was compiled.
struct StepInfo {
    std::string node;   ///< name of the first node it covers
    std::string op;     ///< "Conv+Relu", "Reorder" ...
    std::string kernel; ///< oneDNN's implementation name, or ours
    double ms = 0;      ///< median over the runs of profile(); 0 from steps()
};

class Executable {
public:
    /// Errors: Unsupported operators (all of them at once), BadInput where types do not fit.
    [[nodiscard]] static Executable compile(const Graph& graph, const CompileOptions& options = {});

    Executable(Executable&&) noexcept;
    Executable& operator=(Executable&&) noexcept;
    ~Executable();

    /// One that can run at the same time as this one: memory of its own, shared packed weights.
    [[nodiscard]] Executable clone() const;

    [[nodiscard]] const std::vector<TensorType>& input_types() const;
    [[nodiscard]] const std::vector<TensorType>& output_types() const;

    /// Outputs in the order of graph.outputs. Inputs must have exactly input_types().
    [[nodiscard]] std::vector<Tensor> run(std::span<const Tensor> inputs);

    [[nodiscard]] std::vector<Tensor> run(std::initializer_list<Tensor> inputs) {
        return run(std::span<const Tensor>(inputs.begin(), inputs.size()));
    }

    /// The same into existing tensors; those of another type are replaced. Allocates nothing when
    /// their types fit and nobody shares their buffers.
    void run(std::span<const Tensor> inputs, std::span<Tensor> outputs);

    /// Called for each kept value, in the order of the graph, after the run. The tensor is reused
    /// by the next run: copy what has to last.
    using Capture = std::function<void(ValueId, const Tensor&)>;
    /// Runs and hands out the kept values (`keep`, `keep_all`). Returns the outputs.
    std::vector<Tensor> run_capturing(std::span<const Tensor> inputs, const Capture& capture);

    /// Steps of the plan (of one shard, where the batch is cut).
    [[nodiscard]] std::vector<StepInfo> steps() const;
    /// The same with measured times: median of `runs` runs of one shard in the calling thread.
    [[nodiscard]] std::vector<StepInfo> profile(std::span<const Tensor> inputs, int runs);
    /// Activation memory of one shard, in bytes.
    [[nodiscard]] std::size_t arena_bytes() const;
    /// Images in each shard but the last; the whole batch where it is not cut.
    [[nodiscard]] std::int64_t shard_images() const;
    /// Fills all activation memory with NaN: the next run must not care.
    void poison();

private:
    struct Impl;

    explicit Executable(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> impl_;
};

/// The network on the operators' plain loops alone, one node after the other: slow, and the oracle
/// for everything faster. Applies the codes of parameters and values. Outputs as run() returns.
[[nodiscard]] std::vector<Tensor> reference_run(const Graph& graph, std::span<const Tensor> inputs);
/// The same, with every value computed on the way handed out.
[[nodiscard]] std::vector<Tensor> reference_run(const Graph& graph, std::span<const Tensor> inputs,
                                                const Executable::Capture& capture);

} // namespace espalier
