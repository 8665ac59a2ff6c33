// SPDX-License-Identifier: GPL-3.0-or-later
// A oneDNN primitive of a training plan, bound for one shard, with reorders before and after it
// where its layouts are not those of the memory it works on. Included by kernels only.
#pragma once

#include "core/kernels/dnn_internal.h"

#include <cstddef>
#include <vector>

namespace espalier {

/// How float32 activations lie: blocked over the channels, or row-major for block 1.
[[nodiscard]] dnn::Desc activation_desc(const dnn::Dims& dims, int block);
/// The block to store a primitive's result in: its own where it is 1, 8 or 16, else 16.
[[nodiscard]] int storage_block(const dnn::Desc& desc);

class Staged {
public:
    enum class Mode { Write, Add };

    explicit Staged(dnnl::primitive primitive, const dnn::Desc& scratchpad);

    /// Memory at `pointer` lies as `have`; the primitive reads it as `want`.
    void input(int arg, const dnn::Desc& have, const float* pointer, const dnn::Desc& want);
    /// The primitive writes `want`; the result goes to `pointer` as `have`, added there or not.
    void output(int arg, const dnn::Desc& have, float* pointer, const dnn::Desc& want,
                Mode mode = Mode::Write);
    /// Memory that is used as it is (packed weights, workspaces).
    void fixed(int arg, const dnn::Desc& desc, void* pointer);

    /// Bytes bind() needs.
    [[nodiscard]] std::size_t scratch_bytes() const;
    /// Makes the calls. After all operands, before run(); on a thread with one OpenMP thread.
    void bind(std::byte* scratch);
    void run() const;

private:
    struct Operand {
        int arg;
        dnn::Desc have;
        dnn::Desc want;
        float* pointer;
        bool is_output;
        bool add;
    };

    struct Addition {
        const float* from;
        float* to;
        std::size_t count;
    };

    dnnl::primitive primitive_;
    dnn::Desc scratchpad_;
    std::vector<Operand> operands_;
    std::vector<std::tuple<int, dnn::Desc, void*>> fixed_;
    std::vector<dnn::Call> calls_;
    std::vector<Addition> additions_;
};

} // namespace espalier
