// SPDX-License-Identifier: GPL-3.0-or-later
// AveragePool: X [N,C,spatial] -> Y. The divisor counts the kernel positions on the input, or, with
// count_include_pad, on the padded input; what ceil_mode lets stick out never counts.
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/lower.h"
#include "core/ops/detail/types.h"
#include "core/ops/detail/window.h"

namespace espalier::ops::average_pool {

namespace {

using namespace detail;

/// How many of the kernel's positions count at `position` of this axis.
std::int64_t counted(const WindowAxis& axis, std::int64_t position, bool include_pad) {
    std::int64_t count = 0;
    for (std::int64_t tap = 0; tap < axis.kernel; ++tap) {
        const std::int64_t index = position * axis.stride + tap * axis.dilation - axis.pad_begin;
        const std::int64_t begin = include_pad ? -axis.pad_begin : 0;
        const std::int64_t end = include_pad ? axis.in + axis.pad_end : axis.in;
        count += index >= begin && index < end ? 1 : 0;
    }
    return count;
}

/// 1 / divisor for every output position of a plane; 0 where nothing counts.
std::vector<double> factors(const Window& window, bool include_pad) {
    std::vector<double> result(static_cast<std::size_t>(window.positions()));
    for (std::size_t i = 0; i < result.size(); ++i) {
        const auto position = window.position(static_cast<std::int64_t>(i));
        std::int64_t count = 1;
        for (std::size_t axis = 0; axis < 3; ++axis) {
            count *= counted(window.axes[axis], position[axis], include_pad);
        }
        result[i] = count == 0 ? 0.0 : 1.0 / static_cast<double>(count);
    }
    return result;
}

class AveragePool final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "AveragePool"; }

    void lower(Lowering& lowering) const override { detail::lower_pool(lowering); }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& x = float_input(args, 0, "X").type;
        const Window window = window_at(args.node, x.shape);
        return {{x.dtype, window_output(x.shape[0], x.shape[1], window, x.shape.rank() - 2)}};
    }

    void reference(const ReferenceArgs& args) const override {
        const Tensor& x = *args.inputs[0];
        const Window window = window_at(args.node, x.shape());
        const std::vector<double> scale = factors(window, include_pad(args.node));
        const std::int64_t plane = window.inputs();
        visit_float(x.dtype(), [&](auto sample) {
            using T = decltype(sample);
            const T* from = x.data<T>().data();
            T* to = args.outputs[0].writable<T>().data();
            parallel_for(static_cast<std::size_t>(x.shape()[0] * x.shape()[1]), [&](std::size_t i) {
                const T* source = from + static_cast<std::int64_t>(i) * plane;
                std::vector<double> sums(scale.size(), 0.0);
                for (std::int64_t tap = 0; tap < window.taps(); ++tap) {
                    window.for_each_position(tap, [&](std::int64_t position, std::int64_t at) {
                        sums[static_cast<std::size_t>(position)] +=
                            at < 0 ? 0.0 : static_cast<double>(source[at]);
                    });
                }
                for (std::size_t p = 0; p < sums.size(); ++p) {
                    to[i * sums.size() + p] = static_cast<T>(sums[p] * scale[p]);
                }
            });
        });
    }

    void gradient(const GradientArgs& args) const override {
        if (args.output_grads[0] == nullptr || args.input_grads[0] == nullptr) {
            return;
        }
        const Shape& x = args.inputs[0]->shape();
        const Window window = window_at(args.node, x);
        const std::vector<double> scale = factors(window, include_pad(args.node));
        const std::int64_t plane = window.inputs();
        visit_float(args.inputs[0]->dtype(), [&](auto sample) {
            using T = decltype(sample);
            const T* dy = args.output_grads[0]->data<T>().data();
            T* dx = args.input_grads[0]->writable<T>().data();
            parallel_for(static_cast<std::size_t>(x[0] * x[1]), [&](std::size_t i) {
                const T* grads = dy + i * scale.size();
                T* target = dx + static_cast<std::int64_t>(i) * plane;
                for (std::int64_t tap = 0; tap < window.taps(); ++tap) {
                    window.for_each_position(tap, [&](std::int64_t position, std::int64_t at) {
                        const auto p = static_cast<std::size_t>(position);
                        if (at >= 0) {
                            target[at] += static_cast<T>(scale[p] * static_cast<double>(grads[p]));
                        }
                    });
                }
            });
        });
    }

private:
    static bool include_pad(const Node& node) {
        return node.attributes.integer("count_include_pad", 0) != 0;
    }

    static Window window_at(const Node& node, const Shape& x) {
        return window_of(node, x, kernel_attribute(node, x), Rounding::AsAttribute);
    }
};

} // namespace

const Op& op() {
    static const AveragePool instance;
    return instance;
}

} // namespace espalier::ops::average_pool
