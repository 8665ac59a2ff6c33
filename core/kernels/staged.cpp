// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/norm.h"
#include "core/kernels/staged_internal.h"

#include <utility>

namespace espalier {

namespace {

std::size_t aligned(std::size_t bytes) {
    constexpr std::size_t kAlignment = 64;
    return (bytes + kAlignment - 1) / kAlignment * kAlignment;
}

} // namespace

dnn::Desc activation_desc(const dnn::Dims& dims, int block) {
    using Tag = dnnl::memory::format_tag;
    constexpr auto kFloat = dnnl::memory::data_type::f32;
    switch (block) {
    case 16:
        return {dims, kFloat, Tag::nChw16c};
    case 8:
        return {dims, kFloat, Tag::nChw8c};
    default:
        return dnn::plain(dims, kFloat);
    }
}

int storage_block(const dnn::Desc& desc) {
    const int block = dnn::channel_block(desc);
    const bool known = block == 8 || block == 16 || (block == 1 && dnn::is_plain(desc));
    return known && desc == activation_desc(desc.dims(), block) ? block : 16;
}

Staged::Staged(dnnl::primitive primitive, const dnn::Desc& scratchpad)
    : primitive_(std::move(primitive))
    , scratchpad_(scratchpad) {}

void Staged::input(int arg, const dnn::Desc& have, const float* pointer, const dnn::Desc& want) {
    // oneDNN takes inputs as non-const and does not write to them.
    operands_.push_back({arg, have, want, const_cast<float*>(pointer), false, false});
}

void Staged::output(int arg, const dnn::Desc& have, float* pointer, const dnn::Desc& want,
                    Mode mode) {
    operands_.push_back({arg, have, want, pointer, true, mode == Mode::Add});
}

void Staged::fixed(int arg, const dnn::Desc& desc, void* pointer) {
    fixed_.emplace_back(arg, desc, pointer);
}

std::size_t Staged::scratch_bytes() const {
    std::size_t bytes = aligned(scratchpad_.get_size());
    for (const Operand& operand : operands_) {
        const bool differs = operand.have != operand.want;
        bytes += differs || operand.add ? aligned(operand.want.get_size()) : 0;
        bytes += differs && operand.add ? aligned(operand.have.get_size()) : 0;
    }
    return bytes;
}

void Staged::bind(std::byte* scratch) {
    const auto reorder = [&](const dnn::Desc& from, float* source, const dnn::Desc& to,
                             float* target) {
        const dnnl::reorder::primitive_desc pd(dnn::engine(), from, dnn::engine(), to,
                                               dnn::attributes());
        dnn::Call call{dnnl::reorder(pd)};
        call.bind(DNNL_ARG_FROM, from, source);
        call.bind(DNNL_ARG_TO, to, target);
        // Plain float reorders need no scratchpad; an empty one is bound as the mode asks for it.
        call.bind(DNNL_ARG_SCRATCHPAD, pd.scratchpad_desc(), scratch);
        return call;
    };
    std::byte* next = scratch + aligned(scratchpad_.get_size());
    const auto take = [&](const dnn::Desc& desc) {
        auto* block = reinterpret_cast<float*>(next);
        next += aligned(desc.get_size());
        return block;
    };
    dnn::Call main(primitive_);
    std::vector<dnn::Call> after;
    for (const Operand& operand : operands_) {
        const bool differs = operand.have != operand.want;
        if (!differs && !operand.add) {
            main.bind(operand.arg, operand.want, operand.pointer);
            continue;
        }
        float* stage = take(operand.want);
        main.bind(operand.arg, operand.want, stage);
        if (!operand.is_output) {
            calls_.push_back(reorder(operand.have, operand.pointer, operand.want, stage));
            continue;
        }
        float* result = stage;
        if (differs) {
            result = operand.add ? take(operand.have) : operand.pointer;
            after.push_back(reorder(operand.want, stage, operand.have, result));
        }
        if (operand.add) {
            additions_.push_back(
                {result, operand.pointer, operand.have.get_size() / sizeof(float)});
        }
    }
    for (const auto& [arg, desc, pointer] : fixed_) {
        main.bind(arg, desc, pointer);
    }
    main.bind(DNNL_ARG_SCRATCHPAD, scratchpad_, scratch);
    calls_.push_back(std::move(main));
    for (dnn::Call& call : after) {
        calls_.push_back(std::move(call));
    }
}

void Staged::run() const {
    for (const dnn::Call& call : calls_) {
        call.run(dnn::thread_stream());
    }
    for (const Addition& addition : additions_) {
        norm::accumulate(addition.count, addition.from, true, addition.to);
    }
}

} // namespace espalier
