// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/detail/indexed.h"

#include "core/base/error.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/integers.h"
#include "core/ops/detail/types.h"

#include <type_traits>

namespace espalier::ops::detail {

namespace {

const TensorType& index_type(const InferArgs& args) {
    const TensorType& indices = args.required(1, "indices").type;
    expect(indices.dtype == DType::Int64 || indices.dtype == DType::Int32,
           "indices hold {}, expected int64 or int32", dtype_name(indices.dtype));
    return indices;
}

template <typename T>
T reduced(Reduction reduction, T held, T update) {
    if constexpr (std::is_arithmetic_v<T> && !std::is_same_v<T, bool>) {
        switch (reduction) {
        case Reduction::Add:
            return plus(held, update);
        case Reduction::Mul:
            return times(held, update);
        case Reduction::Max:
            return larger(held, update);
        case Reduction::Min:
            return smaller(held, update);
        case Reduction::None:
            break;
        }
    } else if (reduction != Reduction::None) {
        fail(ErrorCode::Unsupported, "{} values are reduced, expected numbers",
             dtype_name(DTypeOf<T>::value));
    }
    return update;
}

} // namespace

std::int64_t checked_index(std::int64_t index, std::int64_t size, std::int64_t position) {
    expect(index >= -size && index < size, "index {} is {}, expected a value in [{}, {})", position,
           index, -size, size);
    return index < 0 ? index + size : index;
}

void check_element_indices(const InferArgs& args, const Shape& data) {
    const Shape& indices = index_type(args).shape;
    const int axis = data.normalised_axis(args.node.attributes.integer("axis", 0), "axis");
    expect(indices.rank() == data.rank(), "indices have {} dimensions, expected {} as the data",
           indices.rank(), data.rank());
    for (int i = 0; i < data.rank(); ++i) {
        expect(i == axis || data[i] < 0 || indices[i] <= data[i],
               "indices have shape {}, expected one that fits into {}", indices.str(), data.str());
    }
}

Shape indexed_slices_shape(const InferArgs& args, const Shape& data, int batch) {
    const Shape& indices = index_type(args).shape;
    expect(batch >= 0 && batch < indices.rank() && batch <= data.rank(),
           "batch_dims is {}, expected less than the indices' {} dimensions and at most the "
           "data's {}",
           batch, indices.rank(), data.rank());
    for (int i = 0; i < batch; ++i) {
        expect_dim(indices[i], data[i], "a batch dimension of the indices");
    }
    const std::int64_t tuple = indices[-1];
    if (tuple == kUnknownDim) {
        fail(ErrorCode::Unsupported, "the last dimension of the indices is not known beforehand");
    }
    expect(tuple >= 1 && tuple <= data.rank() - batch,
           "the indices name {} dimensions, expected 1 to {}", tuple, data.rank() - batch);
    std::vector<std::int64_t> dims(indices.begin(), indices.end() - 1);
    dims.insert(dims.end(), data.begin() + batch + tuple, data.end());
    return Shape(std::move(dims));
}

std::vector<std::int64_t> slice_offsets(const Shape& data, const Tensor& indices, int batch) {
    const Shape& shape = indices.shape();
    const std::vector<std::int64_t> values = indices.to_int64();
    const std::vector<std::int64_t> strides = data.strides();
    const std::int64_t tuple = shape[-1];
    const std::int64_t tuples = shape.elements(0, shape.rank() - 1);
    const std::int64_t each = shape.elements(batch, shape.rank() - 1);
    const std::int64_t volume = data.elements(batch, data.rank());
    std::vector<std::int64_t> offsets;
    for (std::int64_t i = 0; i < tuples; ++i) {
        std::int64_t offset = i / each * volume;
        for (std::int64_t k = 0; k < tuple; ++k) {
            const std::int64_t position = i * tuple + k;
            const auto axis = static_cast<std::size_t>(batch + k);
            offset += strides[axis] * checked_index(values[static_cast<std::size_t>(position)],
                                                    data.dims()[axis], position);
        }
        offsets.push_back(offset);
    }
    return offsets;
}

Reduction reduction_of(const Node& node) {
    const std::string name = node.attributes.text("reduction", "none");
    if (name == "add") {
        return Reduction::Add;
    }
    if (name == "mul") {
        return Reduction::Mul;
    }
    if (name == "max") {
        return Reduction::Max;
    }
    if (name == "min") {
        return Reduction::Min;
    }
    expect(name == "none", "reduction is {}, expected none, add, mul, max or min", name);
    return Reduction::None;
}

void scatter(Reduction reduction, const std::vector<std::int64_t>& places, const Tensor& updates,
             Tensor& output) {
    visit_dtype(updates.dtype(), [&](auto sample) {
        using T = decltype(sample);
        const auto from = updates.data<T>();
        const auto to = output.writable<T>();
        for (std::size_t i = 0; i < places.size(); ++i) {
            T& held = to[static_cast<std::size_t>(places[i])];
            held = reduced<T>(reduction, held, from[i]);
        }
    });
}

void scatter_gradient(Reduction reduction, const std::vector<std::int64_t>& places,
                      const GradientArgs& args) {
    if (reduction != Reduction::None && reduction != Reduction::Add) {
        fail(ErrorCode::Unsupported, "the gradient of {} with reduction {}", args.node.op,
             args.node.attributes.text("reduction", "none"));
    }
    if (args.output_grads[0] == nullptr) {
        return;
    }
    const Tensor& output_grad = *args.output_grads[0];
    // Which update was written last; -1 where the data shows through.
    std::vector<std::int64_t> writer(static_cast<std::size_t>(output_grad.elements()), -1);
    for (std::size_t i = 0; i < places.size(); ++i) {
        writer[static_cast<std::size_t>(places[i])] = static_cast<std::int64_t>(i);
    }
    const bool adds = reduction == Reduction::Add;
    visit_float(output_grad.dtype(), [&](auto sample) {
        using T = decltype(sample);
        const auto dy = output_grad.data<T>();
        if (Tensor* data = args.input_grads[0]) {
            const auto target = data->writable<T>();
            for (std::size_t i = 0; i < dy.size(); ++i) {
                target[i] += adds || writer[i] < 0 ? dy[i] : T{0};
            }
        }
        if (Tensor* updates = args.input_grads[2]) {
            const auto target = updates->writable<T>();
            for (std::size_t i = 0; i < places.size(); ++i) {
                const auto place = static_cast<std::size_t>(places[i]);
                const bool shows = adds || writer[place] == static_cast<std::int64_t>(i);
                target[i] += shows ? dy[place] : T{0};
            }
        }
    });
}

} // namespace espalier::ops::detail
