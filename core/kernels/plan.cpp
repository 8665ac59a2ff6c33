// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/plan.h"

#include <algorithm>
#include <cstring>
#include <numeric>

namespace espalier {

namespace {

constexpr std::size_t kAlignment = 64;

std::size_t aligned(std::size_t bytes) {
    return (bytes + kAlignment - 1) / kAlignment * kAlignment;
}

bool alive_together(const Buffer& a, const Buffer& b) {
    return a.first_step <= b.last_step && b.first_step <= a.last_step;
}

/// Lowest offset at which `buffer` overlaps nothing of `placed` that lives at the same time.
std::size_t lowest_offset(const Buffer& buffer, const std::vector<const Buffer*>& placed) {
    std::vector<const Buffer*> rivals;
    std::copy_if(placed.begin(), placed.end(), std::back_inserter(rivals),
                 [&](const Buffer* other) { return alive_together(buffer, *other); });
    std::sort(rivals.begin(), rivals.end(),
              [](const Buffer* a, const Buffer* b) { return a->offset < b->offset; });
    std::size_t offset = 0;
    for (const Buffer* rival : rivals) {
        if (offset + aligned(buffer.bytes) <= rival->offset) {
            break;
        }
        offset = std::max(offset, rival->offset + aligned(rival->bytes));
    }
    return offset;
}

} // namespace

std::optional<Operand> view_of(const Operand& whole, const dnn::Dims& dims,
                               const dnn::Dims& offsets, const dnn::Dims& steps) {
    const int block = dnn::channel_block(whole.desc);
    if (block == 0 || whole.constant) {
        return std::nullopt;
    }
    Operand result = whole;
    dnnl_memory_desc_t& md = result.desc.data;
    auto& strides = md.format_desc.blocking.strides;
    dnnl_dim_t skip = 0;
    for (int i = 0; i < md.ndims; ++i) {
        const auto axis = static_cast<std::size_t>(i);
        const bool whole_axis = dims[axis] == md.dims[i];
        if (i == 1 && block > 1 && !whole_axis) {
            if (offsets[axis] % block != 0 || dims[axis] % block != 0 || steps[axis] != 1) {
                return std::nullopt;
            }
            skip += offsets[axis] / block * strides[i];
        } else {
            skip += offsets[axis] * strides[i];
            strides[i] *= steps[axis];
        }
        md.padded_dims[i] = whole_axis ? md.padded_dims[i] : dims[axis];
        md.dims[i] = dims[axis];
    }
    // The stride of a dimension of size 1 means nothing; the dense one makes descriptors compare
    // equal to what primitives ask for.
    if (md.dims[0] == 1 && md.ndims > 1) {
        strides[0] = 1;
        for (int i = 1; i < md.ndims; ++i) {
            strides[0] *= md.padded_dims[i];
        }
    }
    result.offset +=
        static_cast<std::size_t>(skip) * dnnl::memory::data_type_size(result.desc.data_type());
    return result;
}

void Plan::place_buffers() {
    for (std::size_t i = 0; i < steps.size(); ++i) {
        scratch_bytes = std::max(scratch_bytes, steps[i].scratch_bytes);
        for (const Operand& operand : steps[i].operands) {
            if (operand.buffer >= 0) {
                Buffer& buffer = buffers[static_cast<std::size_t>(operand.buffer)];
                buffer.first_step = buffer.first_step < 0 ? static_cast<int>(i) : buffer.first_step;
                buffer.last_step = static_cast<int>(i);
            }
        }
    }
    std::vector<Buffer*> order;
    for (Buffer& buffer : buffers) {
        if (buffer.kind == Buffer::Kind::Arena && buffer.first_step >= 0) {
            order.push_back(&buffer);
        }
    }
    std::stable_sort(order.begin(), order.end(),
                     [](const Buffer* a, const Buffer* b) { return a->bytes > b->bytes; });
    std::vector<const Buffer*> placed;
    for (Buffer* buffer : order) {
        buffer->offset = lowest_offset(*buffer, placed);
        placed.push_back(buffer);
        arena_bytes = std::max(arena_bytes, buffer->offset + aligned(buffer->bytes));
    }
}

struct PlanState::Bound {
    std::unique_ptr<dnn::Call> call;
    Kernel kernel;
    std::vector<std::byte*> pointers;
};

PlanState::PlanState(std::shared_ptr<const Plan> plan, const PlanState* sharing)
    : plan_(std::move(plan))
    , arena_bytes_(plan_->arena_bytes)
    , scratch_(dnn::aligned_bytes(plan_->scratch_bytes))
    , stream_(dnn::engine()) {
    if (sharing != nullptr && sharing->arena_bytes_ >= plan_->arena_bytes) {
        arena_ = sharing->arena_;
    } else {
        arena_ = dnn::aligned_bytes(plan_->arena_bytes);
        std::memset(arena_.get(), 0, plan_->arena_bytes);
    }
    for (const Buffer& buffer : plan_->buffers) {
        buffers_.push_back(buffer.kind == Buffer::Kind::Arena ? arena_.get() + buffer.offset
                                                              : nullptr);
    }
    readers_.resize(buffers_.size());
    for (std::size_t i = 0; i < plan_->steps.size(); ++i) {
        const PlanStep& step = plan_->steps[i];
        Bound bound;
        if (!step.make_kernel) {
            bound.call = std::make_unique<dnn::Call>(step.primitive);
        } else {
            bound.kernel = step.make_kernel();
        }
        for (std::size_t k = 0; k < step.operands.size(); ++k) {
            const Operand& operand = step.operands[k];
            std::byte* base = nullptr;
            if (operand.constant) {
                base = static_cast<std::byte*>(operand.constant->get_data_handle());
            } else if (operand.buffer >= 0) {
                const auto index = static_cast<std::size_t>(operand.buffer);
                base = buffers_[index];
                if (plan_->buffers[index].kind != Buffer::Kind::Arena &&
                    (readers_[index].empty() || readers_[index].back() != i)) {
                    readers_[index].push_back(i);
                }
            }
            if (base != nullptr) {
                base += operand.offset;
            }
            if (!bound.call) {
                bound.pointers.push_back(base);
            } else if (operand.constant) {
                bound.call->bind(step.args[k], *operand.constant);
            } else {
                bound.call->bind(step.args[k], operand.desc, base);
            }
        }
        if (bound.call && step.scratch_bytes > 0) {
            const dnnl::memory::dim bytes = static_cast<dnnl::memory::dim>(step.scratch_bytes);
            bound.call->bind(DNNL_ARG_SCRATCHPAD,
                             dnn::plain(dnn::Dims{bytes}, dnnl::memory::data_type::u8),
                             scratch_.get());
        }
        bound_.push_back(std::move(bound));
    }
}

PlanState::~PlanState() = default;
PlanState::PlanState(PlanState&&) noexcept = default;
PlanState& PlanState::operator=(PlanState&&) noexcept = default;

void PlanState::rebind(std::span<const std::byte* const> inputs,
                       std::span<std::byte* const> outputs) {
    for (std::size_t index = 0; index < buffers_.size(); ++index) {
        const Buffer& buffer = plan_->buffers[index];
        if (buffer.kind == Buffer::Kind::Arena) {
            continue;
        }
        // Steps never write to an input's buffer.
        std::byte* const pointer = buffer.kind == Buffer::Kind::Input
                                       ? const_cast<std::byte*>(inputs[buffer.external])
                                       : outputs[buffer.external];
        if (pointer == buffers_[index]) {
            continue;
        }
        buffers_[index] = pointer;
        for (const std::size_t i : readers_[index]) {
            const PlanStep& step = plan_->steps[i];
            for (std::size_t k = 0; k < step.operands.size(); ++k) {
                const Operand& operand = step.operands[k];
                if (operand.buffer != static_cast<int>(index)) {
                    continue;
                }
                if (bound_[i].call) {
                    bound_[i].call->rebind(step.args[k], pointer + operand.offset);
                } else {
                    bound_[i].pointers[k] = pointer + operand.offset;
                }
            }
        }
    }
}

void PlanState::run(std::span<const std::byte* const> inputs, std::span<std::byte* const> outputs) {
    rebind(inputs, outputs);
    const dnn::OpenMpThreads openmp(plan_->threads);
    for (const Bound& bound : bound_) {
        if (bound.call) {
            bound.call->run(stream_);
        } else {
            bound.kernel(bound.pointers.data());
        }
    }
}

void PlanState::run(std::span<const std::byte* const> inputs, std::span<std::byte* const> outputs,
                    const std::function<void(std::size_t)>& after_step) {
    rebind(inputs, outputs);
    const dnn::OpenMpThreads openmp(plan_->threads);
    for (std::size_t i = 0; i < bound_.size(); ++i) {
        if (bound_[i].call) {
            bound_[i].call->run(stream_);
        } else {
            bound_[i].kernel(bound_[i].pointers.data());
        }
        after_step(i);
    }
}

void PlanState::poison() {
    std::memset(arena_.get(), 0xff, plan_->arena_bytes);
    std::memset(scratch_.get(), 0xff, plan_->scratch_bytes);
}

} // namespace espalier
