// SPDX-License-Identifier: GPL-3.0-or-later
// Pad: constant, edge, reflect or wrap around; negative pads cut. Pads are a constant input
// [begin of each axis..., end of each axis...], restricted to `axes` (input 3) where given.
#include "core/base/error.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/lower.h"
#include "core/ops/detail/types.h"

#include <algorithm>
#include <optional>

namespace espalier::ops::pad {

namespace {

using namespace detail;

constexpr std::int64_t kMaxPad = std::int64_t{1} << 40;

struct Pads {
    std::vector<std::int64_t> begin;
    std::vector<std::int64_t> end;

    Pads(const Shape& x, const std::vector<std::int64_t>& pads,
         const std::optional<std::vector<std::int64_t>>& axes)
        : begin(x.dims().size(), 0)
        , end(x.dims().size(), 0) {
        const std::size_t count = axes ? axes->size() : x.dims().size();
        expect(pads.size() == 2 * count, "pads has {} values, expected {}", pads.size(), 2 * count);
        expect_values(pads, "pads", -kMaxPad, kMaxPad);
        for (std::size_t i = 0; i < count; ++i) {
            const auto axis = static_cast<std::size_t>(axes ? x.normalised_axis((*axes)[i], "axis")
                                                            : static_cast<int>(i));
            begin[axis] = pads[i];
            end[axis] = pads[i + count];
        }
    }

    static Pads of(std::span<const Tensor* const> inputs) {
        const bool has_axes = inputs.size() > 3 && inputs[3] != nullptr;
        return {inputs[0]->shape(), inputs[1]->to_int64(),
                has_axes ? std::optional(inputs[3]->to_int64()) : std::nullopt};
    }
};

std::string mode_of(const Node& node) {
    const std::string mode = node.attributes.text("mode", "constant");
    expect(mode == "constant" || mode == "edge" || mode == "reflect" || mode == "wrap",
           "mode is {}, expected constant, edge, reflect or wrap", mode);
    return mode;
}

/// Input index for output index `at` of an axis; -1 where the constant goes.
std::int64_t source_index(std::int64_t at, std::int64_t begin, std::int64_t dim,
                          const std::string& mode) {
    const std::int64_t index = at - begin;
    if (index >= 0 && index < dim) {
        return index;
    }
    if (mode == "edge") {
        return std::clamp<std::int64_t>(index, 0, dim - 1);
    }
    if (mode == "wrap") {
        return (index % dim + dim) % dim;
    }
    if (mode == "reflect") {
        const std::int64_t period = std::max<std::int64_t>(2 * (dim - 1), 1);
        const std::int64_t phase = (index % period + period) % period;
        return phase < dim ? phase : period - phase;
    }
    return -1;
}

/// Calls body(output_index, input_index or -1) for every output element.
template <typename Body>
void for_each_element(const Node& node, const Shape& x, const Shape& y, const Pads& pads,
                      Body&& body) {
    const std::string mode = mode_of(node);
    const std::vector<std::int64_t> strides = x.strides();
    std::vector<std::vector<std::int64_t>> offsets(y.dims().size());
    for (std::size_t axis = 0; axis < offsets.size(); ++axis) {
        for (std::int64_t at = 0; at < y.dims()[axis]; ++at) {
            const std::int64_t from = source_index(at, pads.begin[axis], x.dims()[axis], mode);
            offsets[axis].push_back(from < 0 ? -1 : from * strides[axis]);
        }
    }
    std::vector<std::size_t> counter(offsets.size(), 0);
    for (std::int64_t i = 0; i < y.elements(); ++i) {
        std::int64_t from = 0;
        for (std::size_t axis = 0; from >= 0 && axis < offsets.size(); ++axis) {
            const std::int64_t offset = offsets[axis][counter[axis]];
            from = offset < 0 ? -1 : from + offset;
        }
        body(static_cast<std::size_t>(i), from);
        for (std::size_t axis = offsets.size(); axis-- > 0;) {
            if (++counter[axis] < offsets[axis].size()) {
                break;
            }
            counter[axis] = 0;
        }
    }
}

class Pad final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "Pad"; }

    void lower(Lowering& lowering) const override { detail::lower_pad(lowering); }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& x = args.required(0, "data").type;
        const std::string mode = mode_of(args.node);
        if (const InputType* value = args.optional(2)) {
            expect_dtype(*value, "constant_value", x.dtype);
            expect(!value->type.shape.known() || value->type.shape.elements() == 1,
                   "constant_value has shape {}, expected one element", value->type.shape.str());
        }
        const InputType* axes = args.optional(3);
        const Pads pads(x.shape, constant_integers(args.required(1, "pads"), "pads"),
                        axes == nullptr ? std::nullopt
                                        : std::optional(constant_integers(*axes, "axes")));
        std::vector<std::int64_t> dims = x.shape.dims();
        for (std::size_t axis = 0; axis < dims.size(); ++axis) {
            const std::int64_t dim = dims[axis];
            if (dim == kUnknownDim) {
                continue;
            }
            dims[axis] = dim + pads.begin[axis] + pads.end[axis];
            expect(dims[axis] >= 0, "pads {} and {} cut more than dimension {} has, {}",
                   pads.begin[axis], pads.end[axis], axis, dim);
            const bool grows = pads.begin[axis] > 0 || pads.end[axis] > 0;
            expect(mode == "constant" || !grows || dim > 0,
                   "dimension {} is empty, expected something to pad with", axis);
            const std::int64_t largest = std::max(pads.begin[axis], pads.end[axis]);
            expect(mode != "reflect" || largest < dim || !grows,
                   "reflect pads dimension {} by {}, expected less than its size {}", axis, largest,
                   dim);
        }
        return {{x.dtype, Shape(std::move(dims))}};
    }

    void reference(const ReferenceArgs& args) const override {
        const Tensor& x = *args.inputs[0];
        const Tensor* value = args.inputs.size() > 2 ? args.inputs[2] : nullptr;
        visit_dtype(x.dtype(), [&](auto sample) {
            using T = decltype(sample);
            const auto from = x.data<T>();
            const auto y = args.outputs[0].writable<T>();
            const T fill = value == nullptr ? T{} : value->data<T>()[0];
            for_each_element(args.node, x.shape(), args.outputs[0].shape(), Pads::of(args.inputs),
                             [&](std::size_t i, std::int64_t at) {
                                 y[i] = at < 0 ? fill : from[static_cast<std::size_t>(at)];
                             });
        });
    }

    void gradient(const GradientArgs& args) const override {
        if (args.output_grads[0] == nullptr || args.input_grads[0] == nullptr) {
            return;
        }
        visit_float(args.inputs[0]->dtype(), [&](auto sample) {
            using T = decltype(sample);
            const auto dy = args.output_grads[0]->data<T>();
            const auto dx = args.input_grads[0]->writable<T>();
            for_each_element(args.node, args.inputs[0]->shape(), args.outputs[0]->shape(),
                             Pads::of(args.inputs), [&](std::size_t i, std::int64_t at) {
                                 if (at >= 0) {
                                     dx[static_cast<std::size_t>(at)] += dy[i];
                                 }
                             });
        });
    }
};

} // namespace

const Op& op() {
    static const Pad instance;
    return instance;
}

} // namespace espalier::ops::pad
