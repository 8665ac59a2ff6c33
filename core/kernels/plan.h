// SPDX-License-Identifier: GPL-3.0-or-later
// A network as a list of steps over numbered buffers. A Plan is immutable once finished and shared;
// a PlanState is what one thread needs to run it: memory and bound arguments.
#pragma once

#include "core/kernels/dnn_internal.h"

#include <functional>
#include <optional>
#include <span>

namespace espalier {

/// Memory that holds values during a run: a piece of the arena, or a tensor of the caller.
struct Buffer {
    enum class Kind { Arena, Input, Output };

    Kind kind = Kind::Arena;
    std::size_t bytes = 0;
    std::size_t external = 0; ///< which input or output, unless in the arena
    std::size_t offset = 0;   ///< in the arena, a multiple of 64
    int first_step = -1;      ///< steps [first, last] touch it; -1 where none does
    int last_step = -1;
};

/// One argument of a step: a layout in a buffer, or a constant prepared at compile time. Views have
/// their offset here, never in the descriptor, so that equal layouts have equal descriptors.
struct Operand {
    dnn::Desc desc;
    int buffer = -1;
    std::shared_ptr<dnnl::memory> constant;
    std::size_t offset = 0; ///< bytes from the start of the buffer
};

/// The elements offsets[i] + k * steps[i], k < dims[i], of what `whole` shows, without copying.
/// nullopt where that cuts a block of channels or the layout has other blocks.
[[nodiscard]] std::optional<Operand> view_of(const Operand& whole, const dnn::Dims& dims,
                                             const dnn::Dims& offsets, const dnn::Dims& steps);

/// pointers[i] is where operand i's element 0 (or first block) lies.
using Kernel = std::function<void(std::byte* const* pointers)>;
/// Called once for each state, so that a kernel can own memory that is not shared.
using KernelMaker = std::function<Kernel()>;

/// Either a oneDNN primitive or a kernel of ours.
struct PlanStep {
    std::string node;           ///< name of the node it starts with
    std::string op;             ///< operator types it covers ("Conv+Relu")
    std::string implementation; ///< impl_info_str of the primitive, or the name of our kernel
    std::vector<Operand> operands;
    std::vector<int> args; ///< DNNL_ARG_ of each operand, for a primitive
    dnnl::primitive primitive;
    std::size_t scratch_bytes = 0;
    KernelMaker make_kernel; ///< empty for a primitive
};

struct Plan {
    std::vector<Buffer> buffers;
    std::vector<PlanStep> steps;
    std::size_t arena_bytes = 0;
    std::size_t scratch_bytes = 0;
    int threads = 1; ///< OpenMP threads the primitives were created for

    /// Finds out how long each buffer lives and gives it its place in the arena, so that buffers
    /// alive at the same time never overlap (largest first, lowest free offset).
    void place_buffers();
};

class PlanState {
public:
    /// Memory of its own, or that of `sharing`, which then must never run at the same time.
    explicit PlanState(std::shared_ptr<const Plan> plan, const PlanState* sharing = nullptr);
    ~PlanState();
    PlanState(PlanState&&) noexcept;
    PlanState& operator=(PlanState&&) noexcept;

    /// Runs all steps; pointers of the graph's inputs and outputs, row-major. Inputs are only read.
    void run(std::span<const std::byte* const> inputs, std::span<std::byte* const> outputs);
    /// The same, calling after_step(i) behind each step.
    void run(std::span<const std::byte* const> inputs, std::span<std::byte* const> outputs,
             const std::function<void(std::size_t)>& after_step);
    /// Fills arena and scratchpad with NaN, so that a test sees what is read before it is written.
    void poison();

private:
    struct Bound;

    void rebind(std::span<const std::byte* const> inputs, std::span<std::byte* const> outputs);

    std::shared_ptr<const Plan> plan_;
    std::shared_ptr<std::byte> arena_;
    std::size_t arena_bytes_;
    std::shared_ptr<std::byte> scratch_;
    dnnl::stream stream_;
    std::vector<std::byte*> buffers_;
    std::vector<Bound> bound_;
    std::vector<std::vector<std::size_t>> readers_; ///< steps of each external buffer
};

} // namespace espalier
