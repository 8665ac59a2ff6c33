// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/dnn_internal.h"

#include <omp.h>

#include <algorithm>
#include <new>
#include <numeric>

namespace espalier::dnn {

dnnl::engine& engine() {
    static dnnl::engine instance(dnnl::engine::kind::cpu, 0);
    return instance;
}

dnnl::stream& thread_stream() {
    thread_local dnnl::stream instance(engine());
    return instance;
}

OpenMpThreads::OpenMpThreads(int count)
    : before_(omp_get_max_threads()) {
    omp_set_num_threads(std::max(count, 1));
}

OpenMpThreads::~OpenMpThreads() {
    omp_set_num_threads(before_);
}

dnnl::primitive_attr attributes() {
    dnnl::primitive_attr result;
    result.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    return result;
}

bool has_data_type(DType type) {
    return type == DType::Float32 || type == DType::Int32 || type == DType::Int8 ||
           type == DType::UInt8;
}

dnnl::memory::data_type data_type(DType type) {
    using Kind = dnnl::memory::data_type;
    switch (type) {
    case DType::Float32:
        return Kind::f32;
    case DType::Int32:
        return Kind::s32;
    case DType::Int8:
        return Kind::s8;
    default:
        return Kind::u8;
    }
}

Dims dims_of(const Shape& shape) {
    return shape.rank() == 0 ? Dims{1} : Dims(shape.begin(), shape.end());
}

Desc plain(const TensorType& type) {
    if (!has_data_type(type.dtype) || type.shape.rank() > DNNL_MAX_NDIMS) {
        const auto bytes =
            type.shape.elements() * static_cast<std::int64_t>(element_bytes(type.dtype));
        return plain(Dims{bytes}, dnnl::memory::data_type::u8);
    }
    return plain(dims_of(type.shape), data_type(type.dtype));
}

Desc plain(const Dims& dims, dnnl::memory::data_type type) {
    Dims strides(dims.size(), 1);
    for (std::size_t i = dims.size() - 1; i > 0; --i) {
        strides[i - 1] = strides[i] * std::max<std::int64_t>(dims[i], 1);
    }
    return {dims, type, strides};
}

Desc any(const Desc& desc) {
    return any(desc.dims(), desc.data_type());
}

Desc any(const Dims& dims, dnnl::memory::data_type type) {
    return {dims, type, dnnl::memory::format_tag::any};
}

bool is_plain(const Desc& desc) {
    const dnnl_memory_desc_t& md = desc.data;
    if (md.format_kind != dnnl_blocked || md.offset0 != 0) {
        return false;
    }
    const auto& blocking = md.format_desc.blocking;
    for (int i = 0; i < md.ndims; ++i) {
        if (md.padded_dims[i] != md.dims[i]) {
            return false;
        }
    }
    // Where one dimension is cut into blocks, its rest counts in the strides and its blocks are
    // innermost: that is row-major only when nothing lies behind that dimension.
    dnnl_dims_t outer;
    std::copy_n(md.dims, md.ndims, outer);
    dnnl_dim_t expected = 1;
    int blocked_dim = -1;
    if (blocking.inner_nblks > 1) {
        return false;
    }
    if (blocking.inner_nblks == 1) {
        blocked_dim = static_cast<int>(blocking.inner_idxs[0]);
        outer[blocked_dim] /= blocking.inner_blks[0];
        expected = blocking.inner_blks[0];
    }
    for (int i = md.ndims - 1; i >= 0; --i) {
        if (i > blocked_dim && blocked_dim >= 0 && md.dims[i] != 1) {
            return false;
        }
        if (outer[i] != 1 && blocking.strides[i] != expected) {
            return false;
        }
        expected *= outer[i];
    }
    return true;
}

int channel_block(const Desc& desc) {
    const dnnl_memory_desc_t& md = desc.data;
    if (md.format_kind != dnnl_blocked) {
        return 0;
    }
    const auto& blocking = md.format_desc.blocking;
    if (blocking.inner_nblks == 0) {
        return 1;
    }
    return blocking.inner_nblks == 1 && blocking.inner_idxs[0] == 1
               ? static_cast<int>(blocking.inner_blks[0])
               : 0;
}

Desc channels_last(const Dims& dims, dnnl::memory::data_type type) {
    Dims strides(dims.size(), 1);
    std::int64_t step = dims[1];
    for (std::size_t i = dims.size() - 1; i >= 2; --i) {
        strides[i] = step;
        step *= dims[i];
    }
    strides[0] = step;
    return {dims, type, strides};
}

int preferred_block() {
    static const bool wide = (static_cast<unsigned>(dnnl::get_effective_cpu_isa()) &
                              static_cast<unsigned>(dnnl::cpu_isa::avx512_core)) ==
                             static_cast<unsigned>(dnnl::cpu_isa::avx512_core);
    return wide ? 16 : 8;
}

Desc blocked(const Dims& dims, int block) {
    using Tag = dnnl::memory::format_tag;
    const bool wide = block == 16;
    const Tag tag = dims.size() == 3   ? (wide ? Tag::nCw16c : Tag::nCw8c)
                    : dims.size() == 4 ? (wide ? Tag::nChw16c : Tag::nChw8c)
                                       : (wide ? Tag::nCdhw16c : Tag::nCdhw8c);
    return {dims, dnnl::memory::data_type::f32, tag};
}

bool is_reference(std::string_view implementation) {
    return implementation.find("ref") != std::string_view::npos;
}

std::shared_ptr<dnnl::memory> pack(const Tensor& values, const Dims& dims, const Desc& layout) {
    return guarded("packing a constant", [&] {
        // The memory object does not own its bytes, so the deleter keeps them with it.
        auto bytes = aligned_bytes(layout.get_size());
        auto* packed = new dnnl::memory(layout, engine(), bytes.get());
        std::shared_ptr<dnnl::memory> result(packed,
                                             [bytes](dnnl::memory* memory) { delete memory; });
        Tensor copy = values;
        dnnl::memory source(plain(dims, data_type(values.dtype())), engine(),
                            const_cast<std::byte*>(copy.raw().data()));
        const OpenMpThreads one(1);
        dnnl::reorder(source, *result).execute(thread_stream(), source, *result);
        return result;
    });
}

std::shared_ptr<std::byte> aligned_bytes(std::size_t size) {
    constexpr std::align_val_t kAlignment{64};
    auto* bytes =
        static_cast<std::byte*>(::operator new(std::max<std::size_t>(size, 64), kAlignment));
    return {bytes, [](std::byte* pointer) { ::operator delete (pointer, std::align_val_t{64}); }};
}

Call::Call(dnnl::primitive primitive)
    : primitive_(std::move(primitive)) {}

void Call::bind(int arg, const Desc& desc, void* pointer) {
    bind(arg, dnnl::memory(desc, engine(), pointer));
}

void Call::bind(int arg, const dnnl::memory& memory) {
    memories_.push_back(memory);
    args_.push_back({arg, memories_.back().get()});
}

void Call::rebind(int arg, void* pointer) {
    for (std::size_t i = 0; i < args_.size(); ++i) {
        if (args_[i].arg == arg) {
            memories_[i].set_data_handle(pointer);
        }
    }
}

void Call::run(const dnnl::stream& stream) const {
    const dnnl_status_t status = dnnl_primitive_execute(
        primitive_.get(), stream.get(), static_cast<int>(args_.size()), args_.data());
    if (status != dnnl_success) {
        fail(ErrorCode::Failed, "oneDNN could not run a primitive (status {})",
             static_cast<int>(status));
    }
}

} // namespace espalier::dnn
