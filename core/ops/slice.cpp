// SPDX-License-Identifier: GPL-3.0-or-later
// Slice: x[start:end:step] along the given axes, with NumPy's rules for negative and out-of-range
// bounds. starts, ends, axes and steps are constants.
#include "core/base/error.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/lower.h"
#include "core/ops/detail/strided.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>

namespace espalier::ops::slice {

namespace {

using namespace detail;

/// What is taken of each dimension; count is unknown where the dimension is.
struct Cut {
    std::int64_t start = 0;
    std::int64_t step = 1;
    std::int64_t count = 0;
};

Cut cut_of(std::int64_t dim, std::int64_t start, std::int64_t end, std::int64_t step) {
    if (dim == kUnknownDim) {
        return {0, step, kUnknownDim};
    }
    const auto bound = [dim](std::int64_t at, std::int64_t low, std::int64_t high) {
        return std::clamp(at < 0 ? at + dim : at, low, high);
    };
    if (step > 0) {
        const std::int64_t from = bound(start, 0, dim);
        const std::int64_t to = bound(end, 0, dim);
        const std::int64_t room = std::max<std::int64_t>(to - from, 0);
        return {from, step, room / step + (room % step != 0 ? 1 : 0)};
    }
    const std::int64_t from = bound(start, -1, dim - 1);
    const std::int64_t to = bound(end, -1, dim - 1);
    const std::int64_t room = std::max<std::int64_t>(from - to, 0);
    // -step would overflow for the smallest integer; it takes one element like any huge step.
    const std::int64_t stride = step == std::numeric_limits<std::int64_t>::min()
                                    ? std::numeric_limits<std::int64_t>::max()
                                    : -step;
    return {from, -stride, room / stride + (room % stride != 0 ? 1 : 0)};
}

std::vector<Cut> cuts_of(const Shape& x, const std::vector<std::int64_t>& starts,
                         const std::vector<std::int64_t>& ends,
                         const std::optional<std::vector<std::int64_t>>& given_axes,
                         const std::optional<std::vector<std::int64_t>>& given_steps) {
    std::vector<std::int64_t> axes(starts.size());
    std::iota(axes.begin(), axes.end(), 0);
    axes = given_axes.value_or(axes);
    const auto steps = given_steps.value_or(std::vector<std::int64_t>(starts.size(), 1));
    expect(ends.size() == starts.size() && axes.size() == starts.size() &&
               steps.size() == starts.size(),
           "starts, ends, axes and steps have {}, {}, {} and {} values, expected as many each",
           starts.size(), ends.size(), axes.size(), steps.size());
    std::vector<Cut> cuts;
    for (const std::int64_t dim : x) {
        cuts.push_back({0, 1, dim});
    }
    for (std::size_t i = 0; i < starts.size(); ++i) {
        const int axis = x.normalised_axis(axes[i], "axis");
        expect(steps[i] != 0, "step {} is 0, expected another value", i);
        cuts[static_cast<std::size_t>(axis)] = cut_of(x[axis], starts[i], ends[i], steps[i]);
    }
    return cuts;
}

/// The cuts of a node whose inputs are tensors.
std::vector<Cut> cuts_of(std::span<const Tensor* const> inputs) {
    const auto list = [&](std::size_t index) -> std::optional<std::vector<std::int64_t>> {
        if (index < inputs.size() && inputs[index] != nullptr) {
            return inputs[index]->to_int64();
        }
        return std::nullopt;
    };
    return cuts_of(inputs[0]->shape(), *list(1), *list(2), list(3), list(4));
}

View view_of(const Shape& x, const std::vector<Cut>& cuts) {
    View view = contiguous(x);
    for (std::size_t axis = 0; axis < cuts.size(); ++axis) {
        if (cuts[axis].count > 0) {
            view.base += cuts[axis].start * view.strides[axis];
        }
        // With one element the step is never taken, and may be too large to multiply by.
        view.strides[axis] *= cuts[axis].count > 1 ? cuts[axis].step : 1;
    }
    return view;
}

class Slice final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "Slice"; }

    void lower(Lowering& lowering) const override { detail::lower_slice(lowering); }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& x = args.required(0, "data").type;
        const auto list = [&](std::size_t index, const char* what) {
            const InputType* input = args.optional(index);
            return input == nullptr ? std::optional<std::vector<std::int64_t>>()
                                    : std::optional(constant_integers(*input, what));
        };
        std::vector<std::int64_t> dims;
        for (const Cut& cut :
             cuts_of(x.shape, constant_integers(args.required(1, "starts"), "starts"),
                     constant_integers(args.required(2, "ends"), "ends"), list(3, "axes"),
                     list(4, "steps"))) {
            dims.push_back(cut.count);
        }
        return {{x.dtype, Shape(std::move(dims))}};
    }

    void reference(const ReferenceArgs& args) const override {
        const Shape& y = args.outputs[0].shape();
        copy_elements(y, *args.inputs[0], view_of(args.inputs[0]->shape(), cuts_of(args.inputs)),
                      args.outputs[0], contiguous(y));
    }

    void gradient(const GradientArgs& args) const override {
        if (args.output_grads[0] == nullptr || args.input_grads[0] == nullptr) {
            return;
        }
        const Shape& y = args.outputs[0]->shape();
        add_elements(y, *args.output_grads[0], contiguous(y), *args.input_grads[0],
                     view_of(args.inputs[0]->shape(), cuts_of(args.inputs)));
    }
};

} // namespace

const Op& op() {
    static const Slice instance;
    return instance;
}

} // namespace espalier::ops::slice
