// SPDX-License-Identifier: GPL-3.0-or-later
// Clip: y = min(max(x, low), high); inputs min and max are optional scalars. The slope is 1 inside
// and at the bounds, 0 beyond.
#include "core/base/error.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/lower.h"
#include "core/ops/detail/types.h"
#include "core/ops/detail/unary.h"

#include <algorithm>
#include <limits>

namespace espalier::ops::clip {

namespace {

using namespace detail;

template <typename T>
struct Bounds {
    T low = std::numeric_limits<T>::lowest();
    T high = std::numeric_limits<T>::max();

    explicit Bounds(std::span<const Tensor* const> inputs) {
        if constexpr (std::is_floating_point_v<T>) {
            low = -std::numeric_limits<T>::infinity();
            high = std::numeric_limits<T>::infinity();
        }
        if (inputs.size() > 1 && inputs[1] != nullptr) {
            low = inputs[1]->data<T>()[0];
        }
        if (inputs.size() > 2 && inputs[2] != nullptr) {
            high = inputs[2]->data<T>()[0];
        }
    }
};

class Clip final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "Clip"; }

    void lower(Lowering& lowering) const override { detail::lower_activation(lowering); }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& x = number_input(args, 0, "X").type;
        const char* const names[] = {"X", "min", "max"};
        for (std::size_t i = 1; i < 3; ++i) {
            if (const InputType* bound = args.optional(i)) {
                expect_dtype(*bound, names[i], x.dtype);
                const Shape& shape = bound->type.shape;
                expect(!shape.known() || shape.elements() == 1,
                       "{} has shape {}, expected one element", names[i], shape.str());
            }
        }
        return {x};
    }

    void reference(const ReferenceArgs& args) const override {
        visit_number(args.inputs[0]->dtype(), [&](auto sample) {
            using T = decltype(sample);
            const Bounds<T> bounds(args.inputs);
            const auto x = args.inputs[0]->data<T>();
            const auto y = args.outputs[0].writable<T>();
            parallel_chunks(x.size(), kElementGrain, [&](std::size_t begin, std::size_t end) {
                for (std::size_t i = begin; i < end; ++i) {
                    const T raised = x[i] < bounds.low ? bounds.low : x[i];
                    y[i] = raised > bounds.high ? bounds.high : raised;
                }
            });
        });
    }

    /// Nothing flows to the bounds: they are constants of the network.
    void gradient(const GradientArgs& args) const override {
        if (args.output_grads[0] == nullptr || args.input_grads[0] == nullptr) {
            return;
        }
        visit_float(args.inputs[0]->dtype(), [&](auto sample) {
            using T = decltype(sample);
            const Bounds<T> bounds(args.inputs);
            const auto x = args.inputs[0]->data<T>();
            const auto dy = args.output_grads[0]->data<T>();
            const auto dx = args.input_grads[0]->writable<T>();
            for (std::size_t i = 0; i < x.size(); ++i) {
                dx[i] += x[i] >= bounds.low && x[i] <= bounds.high ? dy[i] : T{0};
            }
        });
    }
};

} // namespace

const Op& op() {
    static const Clip instance;
    return instance;
}

} // namespace espalier::ops::clip
