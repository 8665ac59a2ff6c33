// SPDX-License-Identifier: GPL-3.0-or-later
// MaxPool: X [N,C,spatial] -> Y, and optionally Indices: where in the flattened X each maximum lies
// (within its plane in column-major order where storage_order is 1). The gradient goes to the first
// maximum of a window.
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/lower.h"
#include "core/ops/detail/types.h"
#include "core/ops/detail/window.h"

#include <algorithm>
#include <limits>

namespace espalier::ops::max_pool {

namespace {

using namespace detail;

template <typename T>
T lowest() {
    return std::is_floating_point_v<T> ? -std::numeric_limits<T>::infinity()
                                       : std::numeric_limits<T>::lowest();
}

/// Of one plane: the maxima and their indices in it (-1 where a window lies in the padding).
template <typename T>
void plane_maxima(const Window& window, const T* x, std::vector<T>& best,
                  std::vector<std::int64_t>& where) {
    std::fill(best.begin(), best.end(), lowest<T>());
    std::fill(where.begin(), where.end(), -1);
    for (std::int64_t tap = 0; tap < window.taps(); ++tap) {
        window.for_each_position(tap, [&](std::int64_t position, std::int64_t at) {
            const auto p = static_cast<std::size_t>(position);
            // The second clause lets a NaN win, the third takes the first of all -inf.
            if (at >= 0 && (x[at] > best[p] || x[at] != x[at] || where[p] < 0)) {
                best[p] = x[at];
                where[p] = at;
            }
        });
    }
}

std::int64_t column_major(const Window& window, std::int64_t at) {
    const std::int64_t h = window.axes[1].in;
    const std::int64_t w = window.axes[2].in;
    const std::int64_t d = window.axes[0].in;
    return at / (h * w) + d * (at / w % h + h * (at % w));
}

class MaxPool final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "MaxPool"; }

    void lower(Lowering& lowering) const override { detail::lower_pool(lowering); }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& x = number_input(args, 0, "X").type;
        const Window window = window_at(args.node, x.shape);
        const Shape y = window_output(x.shape[0], x.shape[1], window, x.shape.rank() - 2);
        std::vector<TensorType> types{{x.dtype, y}};
        if (output_count(args.node) > 1) {
            types.push_back({DType::Int64, y});
        }
        return types;
    }

    void reference(const ReferenceArgs& args) const override {
        const Tensor& x = *args.inputs[0];
        const Window window = window_at(args.node, x.shape());
        const bool by_column = args.node.attributes.integer("storage_order", 0) == 1;
        std::int64_t* indices =
            has_output(args.node, 1) ? args.outputs[1].writable<std::int64_t>().data() : nullptr;
        const std::int64_t count = window.positions();
        const std::int64_t plane = window.inputs();
        visit_number(x.dtype(), [&](auto sample) {
            using T = decltype(sample);
            const T* from = x.data<T>().data();
            T* to = args.outputs[0].writable<T>().data();
            parallel_for(static_cast<std::size_t>(x.shape()[0] * x.shape()[1]), [&](std::size_t i) {
                const auto job = static_cast<std::int64_t>(i);
                std::vector<T> best(static_cast<std::size_t>(count));
                std::vector<std::int64_t> where(static_cast<std::size_t>(count));
                plane_maxima(window, from + job * plane, best, where);
                std::copy(best.begin(), best.end(), to + job * count);
                for (std::int64_t p = 0; indices != nullptr && p < count; ++p) {
                    const std::int64_t at = where[static_cast<std::size_t>(p)];
                    indices[job * count + p] =
                        job * plane + (by_column && at >= 0 ? column_major(window, at) : at);
                }
            });
        });
    }

    void gradient(const GradientArgs& args) const override {
        if (args.output_grads[0] == nullptr || args.input_grads[0] == nullptr) {
            return;
        }
        const Tensor& x = *args.inputs[0];
        const Window window = window_at(args.node, x.shape());
        const std::int64_t count = window.positions();
        const std::int64_t plane = window.inputs();
        visit_float(x.dtype(), [&](auto sample) {
            using T = decltype(sample);
            const T* from = x.data<T>().data();
            const T* dy = args.output_grads[0]->data<T>().data();
            T* dx = args.input_grads[0]->writable<T>().data();
            parallel_for(static_cast<std::size_t>(x.shape()[0] * x.shape()[1]), [&](std::size_t i) {
                const auto job = static_cast<std::int64_t>(i);
                std::vector<T> best(static_cast<std::size_t>(count));
                std::vector<std::int64_t> where(static_cast<std::size_t>(count));
                plane_maxima(window, from + job * plane, best, where);
                for (std::int64_t p = 0; p < count; ++p) {
                    const std::int64_t at = where[static_cast<std::size_t>(p)];
                    if (at >= 0) {
                        dx[job * plane + at] += dy[job * count + p];
                    }
                }
            });
        });
    }

private:
    static Window window_at(const Node& node, const Shape& x) {
        return window_of(node, x, kernel_attribute(node, x), Rounding::AsAttribute);
    }
};

} // namespace

const Op& op() {
    static const MaxPool instance;
    return instance;
}

} // namespace espalier::ops::max_pool
