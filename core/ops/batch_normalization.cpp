// SPDX-License-Identifier: GPL-3.0-or-later
// BatchNormalization in its inference form (Ioffe & Szegedy 2015, algorithm 2, line 11):
// y = scale * (x - mean) / sqrt(var + epsilon) + B, all four of shape [C], X [N,C,...].
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/lower.h"
#include "core/ops/detail/types.h"

#include <cmath>

namespace espalier::ops::batch_normalization {

namespace {

using namespace detail;

struct Sizes {
    std::size_t images;
    std::size_t channels;
    std::size_t plane;

    explicit Sizes(const Shape& x)
        : images(static_cast<std::size_t>(x[0]))
        , channels(x.rank() > 1 ? static_cast<std::size_t>(x[1]) : 1)
        , plane(x.rank() > 1 ? static_cast<std::size_t>(x.elements(2, x.rank())) : 1) {}
};

double epsilon_of(const Node& node) {
    return static_cast<double>(node.attributes.real("epsilon", 1e-5F));
}

class BatchNormalization final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "BatchNormalization"; }

    void lower(Lowering& lowering) const override { detail::lower_batch_norm(lowering); }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& x = float_input(args, 0, "X").type;
        expect(x.shape.rank() >= 1, "X has shape [], expected [N,C,...]");
        if (args.node.attributes.integer("training_mode", 0) != 0 || has_output(args.node, 1)) {
            fail(ErrorCode::Unsupported,
                 "training_mode is on, expected the inference form with one output");
        }
        const double epsilon = epsilon_of(args.node);
        expect(epsilon >= 0, "epsilon is {}, expected at least 0", epsilon);
        const std::int64_t channels = x.shape.rank() > 1 ? x.shape[1] : 1;
        const char* const names[] = {"X", "scale", "B", "mean", "var"};
        for (std::size_t i = 1; i < 5; ++i) {
            const InputType& input = args.required(i, names[i]);
            expect_dtype(input, names[i], x.dtype);
            expect_rank(input.type.shape, 1, names[i], "[C]");
            expect_dim(input.type.shape[0], channels, std::string(names[i]) + "'s length");
        }
        return {x};
    }

    void reference(const ReferenceArgs& args) const override {
        const Sizes sizes(args.inputs[0]->shape());
        const double epsilon = epsilon_of(args.node);
        visit_float(args.inputs[0]->dtype(), [&](auto sample) {
            using T = decltype(sample);
            const T* x = args.inputs[0]->data<T>().data();
            T* y = args.outputs[0].writable<T>().data();
            parallel_for(sizes.images * sizes.channels, [&](std::size_t job) {
                const std::size_t c = job % sizes.channels;
                const auto at = [&](std::size_t input) {
                    return static_cast<double>(args.inputs[input]->data<T>()[c]);
                };
                const double factor = at(1) / std::sqrt(at(4) + epsilon);
                const double mean = at(3);
                const double shift = at(2);
                for (std::size_t i = job * sizes.plane; i < (job + 1) * sizes.plane; ++i) {
                    y[i] = static_cast<T>((static_cast<double>(x[i]) - mean) * factor + shift);
                }
            });
        });
    }

    /// With regard to x, scale, B, and to mean and var as the constants they are here.
    void gradient(const GradientArgs& args) const override {
        if (args.output_grads[0] == nullptr) {
            return;
        }
        visit_float(args.inputs[0]->dtype(),
                    [&](auto sample) { add_gradients<decltype(sample)>(args); });
    }

private:
    template <typename T>
    static void add_gradients(const GradientArgs& args) {
        const Sizes sizes(args.inputs[0]->shape());
        const double epsilon = epsilon_of(args.node);
        const T* x = args.inputs[0]->data<T>().data();
        const T* dy = args.output_grads[0]->data<T>().data();
        T* dx = args.input_grads[0] ? args.input_grads[0]->writable<T>().data() : nullptr;
        for (std::size_t c = 0; c < sizes.channels; ++c) {
            const auto at = [&](std::size_t input) {
                return static_cast<double>(args.inputs[input]->data<T>()[c]);
            };
            const double inverse = 1 / std::sqrt(at(4) + epsilon);
            const double scale = at(1);
            const double mean = at(3);
            double sum = 0;
            double weighted = 0; // sum of dy * normalised x
            for (std::size_t image = 0; image < sizes.images; ++image) {
                const std::size_t first = (image * sizes.channels + c) * sizes.plane;
                for (std::size_t i = first; i < first + sizes.plane; ++i) {
                    const auto grad = static_cast<double>(dy[i]);
                    sum += grad;
                    weighted += grad * (static_cast<double>(x[i]) - mean) * inverse;
                    if (dx != nullptr) {
                        dx[i] += static_cast<T>(grad * scale * inverse);
                    }
                }
            }
            const double totals[] = {0, weighted, sum, -sum * scale * inverse,
                                     -0.5 * weighted * scale * inverse * inverse};
            for (std::size_t input = 1; input < 5; ++input) {
                if (Tensor* grad = args.input_grads[input]) {
                    grad->writable<T>()[c] += static_cast<T>(totals[input]);
                }
            }
        }
    }
};

} // namespace

const Op& op() {
    static const BatchNormalization instance;
    return instance;
}

} // namespace espalier::ops::batch_normalization
