// SPDX-License-Identifier: GPL-3.0-or-later
// Plumbing around oneDNN, for kernels, operator lowerings and the engine; no other header includes
// dnnl.hpp. What it takes care of, and why:
//
//  - One dnnl::engine for the process: a stream of another engine object can not run a primitive.
//  - A primitive's thread count is fixed when it is created, by the OpenMP setting of the creating
//    thread: create inside an OpenMpThreads guard, and run inside an equal one.
//  - Layouts: give descriptors made by any() and ask the primitive which layout it chose; a forced
//    layout can fall back to a reference kernel, hundreds of times slower. is_reference() tells.
//  - Scratchpads are the caller's (attributes()): one block per thread, so that one primitive can
//    run in several threads at once.
//  - Call is a primitive with its arguments bound once; run() allocates nothing of ours.
//
//     dnn::OpenMpThreads one(1);
//     auto pd = dnn::guarded("conv1", [&] { return dnnl::convolution_forward::primitive_desc(
//         {..., dnn::any(src), dnn::any(weights), dnn::any(dst), ...}, attributes, engine()); });
//     auto packed = dnn::pack(weights_tensor, dims, pd.weights_desc());
//     dnn::Call call(pd, dnnl::convolution_forward(pd));
//     call.bind(DNNL_ARG_SRC, pd.src_desc(), pointer); ...
//     call.run(stream);
#pragma once

#include "core/base/error.h"
#include "core/graph/graph.h"

#include <oneapi/dnnl/dnnl.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace espalier::dnn {

using Desc = dnnl::memory::desc;
using Dims = dnnl::memory::dims;

/// The process's CPU engine.
[[nodiscard]] dnnl::engine& engine();
/// A stream of this thread alone.
[[nodiscard]] dnnl::stream& thread_stream();

/// Sets the OpenMP thread count of the calling thread for its own lifetime.
class OpenMpThreads {
public:
    explicit OpenMpThreads(int count);
    ~OpenMpThreads();
    OpenMpThreads(const OpenMpThreads&) = delete;
    OpenMpThreads& operator=(const OpenMpThreads&) = delete;

private:
    int before_;
};

/// Runs `body`, turning dnnl::error into Error{Failed} that names `what`.
template <typename Body>
decltype(auto) guarded(std::string_view what, Body&& body) {
    try {
        return std::forward<Body>(body)();
    } catch (const dnnl::error& error) {
        fail(ErrorCode::Failed, "{}: oneDNN: {} (status {})", what, error.message,
             static_cast<int>(error.status));
    }
}

/// Primitive attributes with the scratchpad in the caller's hands.
[[nodiscard]] dnnl::primitive_attr attributes();

/// True for float32, int32, int8 and uint8: the element types that descriptors can carry.
[[nodiscard]] bool has_data_type(DType type);
[[nodiscard]] dnnl::memory::data_type data_type(DType type);

/// Dimensions as oneDNN wants them: a scalar becomes [1].
[[nodiscard]] Dims dims_of(const Shape& shape);
/// Row-major; of an element type without has_data_type, the bytes as a vector of uint8.
[[nodiscard]] Desc plain(const TensorType& type);
[[nodiscard]] Desc plain(const Dims& dims,
                         dnnl::memory::data_type type = dnnl::memory::data_type::f32);
/// The same dimensions and type, the layout left to the primitive.
[[nodiscard]] Desc any(const Desc& desc);
[[nodiscard]] Desc any(const Dims& dims,
                       dnnl::memory::data_type type = dnnl::memory::data_type::f32);
/// True when the bytes are row-major, dense, without padding or offset; strides of dimensions of
/// size 1 do not matter. This also holds for blocked layouts that happen to coincide.
[[nodiscard]] bool is_plain(const Desc& desc);
/// Channels per block of a layout blocked over dimension 1 only; 1 where it is not blocked; 0 where
/// it is blocked otherwise.
[[nodiscard]] int channel_block(const Desc& desc);
/// Dense in channels-last order (nhwc and its like for other ranks).
[[nodiscard]] Desc channels_last(const Dims& dims, dnnl::memory::data_type type);

/// Channels per block of the layouts this processor's float kernels like: 16 (AVX-512) or 8.
[[nodiscard]] int preferred_block();
/// Blocks of `block` channels (8 or 16) innermost: nCw16c, nChw16c ...; 3 to 5 dimensions.
[[nodiscard]] Desc blocked(const Dims& dims, int block);

/// True for a kernel name of oneDNN's reference loops ("ref:any", "simple:any" is none).
[[nodiscard]] bool is_reference(std::string_view implementation);

/// Memory of its own, filled by a reorder of `values` (row-major float32, seen as `dims`).
[[nodiscard]] std::shared_ptr<dnnl::memory> pack(const Tensor& values, const Dims& dims,
                                                 const Desc& layout);
/// 64-byte aligned, released with its last owner.
[[nodiscard]] std::shared_ptr<std::byte> aligned_bytes(std::size_t size);

/// A primitive and its bound arguments. Movable; not to be run by two threads at once.
class Call {
public:
    explicit Call(dnnl::primitive primitive);

    /// Adds argument `arg`; the pointer may be exchanged later by rebind().
    void bind(int arg, const Desc& desc, void* pointer);
    void bind(int arg, const dnnl::memory& memory);
    void rebind(int arg, void* pointer);
    void run(const dnnl::stream& stream) const;

private:
    dnnl::primitive primitive_;
    std::vector<dnnl::memory> memories_;
    std::vector<dnnl_exec_arg_t> args_;
};

} // namespace espalier::dnn
