// SPDX-License-Identifier: GPL-3.0-or-later
// InstanceNormalization (Ulyanov et al. 2016): y = scale_c * (x - mean) / sqrt(var + epsilon) + B_c
// with mean and (biased) variance of each plane, X [N,C,spatial].
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/types.h"

#include <cmath>
#include <span>

namespace espalier::ops::instance_normalization {

namespace {

using namespace detail;

struct Moments {
    double mean = 0;
    double inverse = 0; ///< 1 / sqrt(variance + epsilon)
};

template <typename T>
Moments moments(std::span<const T> plane, double epsilon) {
    Moments result;
    const auto count = static_cast<double>(plane.size());
    for (const T value : plane) {
        result.mean += static_cast<double>(value) / count;
    }
    double variance = 0;
    for (const T value : plane) {
        const double centred = static_cast<double>(value) - result.mean;
        variance += centred * centred / count;
    }
    result.inverse = 1 / std::sqrt(variance + epsilon);
    return result;
}

class InstanceNormalization final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "InstanceNormalization"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& x = float_input(args, 0, "input").type;
        expect(x.shape.rank() >= 3, "input has {} dimensions, expected at least 3 [N,C,spatial]",
               x.shape.rank());
        expect(epsilon_of(args.node) >= 0, "epsilon is {}, expected at least 0",
               epsilon_of(args.node));
        const char* const names[] = {"input", "scale", "B"};
        for (std::size_t i = 1; i < 3; ++i) {
            const InputType& input = args.required(i, names[i]);
            expect_dtype(input, names[i], x.dtype);
            expect_rank(input.type.shape, 1, names[i], "[C]");
            expect_dim(input.type.shape[0], x.shape[1], std::string(names[i]) + "'s length");
        }
        return {x};
    }

    void reference(const ReferenceArgs& args) const override {
        const Shape& shape = args.inputs[0]->shape();
        const double epsilon = epsilon_of(args.node);
        const auto plane = static_cast<std::size_t>(shape.elements(2, shape.rank()));
        const auto channels = static_cast<std::size_t>(shape[1]);
        visit_float(args.inputs[0]->dtype(), [&](auto sample) {
            using T = decltype(sample);
            const auto x = args.inputs[0]->data<T>();
            const auto scale = args.inputs[1]->data<T>();
            const auto shift = args.inputs[2]->data<T>();
            const auto y = args.outputs[0].writable<T>();
            parallel_for(static_cast<std::size_t>(shape[0]) * channels, [&](std::size_t job) {
                const auto from = x.subspan(job * plane, plane);
                const Moments m = moments<T>(from, epsilon);
                const auto factor = static_cast<double>(scale[job % channels]) * m.inverse;
                for (std::size_t i = 0; i < plane; ++i) {
                    y[job * plane + i] =
                        static_cast<T>((static_cast<double>(from[i]) - m.mean) * factor +
                                       static_cast<double>(shift[job % channels]));
                }
            });
        });
    }

    /// With n = (x - mean) * inverse: dx = scale * inverse * (dy - mean(dy) - n * mean(dy n)).
    void gradient(const GradientArgs& args) const override {
        if (args.output_grads[0] == nullptr) {
            return;
        }
        visit_float(args.inputs[0]->dtype(),
                    [&](auto sample) { add_gradients<decltype(sample)>(args); });
    }

private:
    static double epsilon_of(const Node& node) {
        return static_cast<double>(node.attributes.real("epsilon", 1e-5F));
    }

    template <typename T>
    static void add_gradients(const GradientArgs& args) {
        const Shape& shape = args.inputs[0]->shape();
        const double epsilon = epsilon_of(args.node);
        const auto plane = static_cast<std::size_t>(shape.elements(2, shape.rank()));
        const auto channels = static_cast<std::size_t>(shape[1]);
        std::vector<double> scale_sums(channels, 0.0);
        std::vector<double> shift_sums(channels, 0.0);
        for (std::size_t job = 0; job < static_cast<std::size_t>(shape[0]) * channels; ++job) {
            const auto x = args.inputs[0]->data<T>().subspan(job * plane, plane);
            const auto dy = args.output_grads[0]->data<T>().subspan(job * plane, plane);
            const Moments m = moments<T>(x, epsilon);
            const auto normalised = [&](std::size_t i) {
                return (static_cast<double>(x[i]) - m.mean) * m.inverse;
            };
            double sum = 0;
            double weighted = 0;
            for (std::size_t i = 0; i < plane; ++i) {
                sum += static_cast<double>(dy[i]);
                weighted += static_cast<double>(dy[i]) * normalised(i);
            }
            shift_sums[job % channels] += sum;
            scale_sums[job % channels] += weighted;
            if (Tensor* grad = args.input_grads[0]) {
                const auto dx = grad->writable<T>().subspan(job * plane, plane);
                const auto count = static_cast<double>(plane);
                const double factor =
                    static_cast<double>(args.inputs[1]->data<T>()[job % channels]) * m.inverse;
                for (std::size_t i = 0; i < plane; ++i) {
                    dx[i] += static_cast<T>(factor * (static_cast<double>(dy[i]) - sum / count -
                                                      normalised(i) * weighted / count));
                }
            }
        }
        for (std::size_t c = 0; c < channels; ++c) {
            if (args.input_grads[1] != nullptr) {
                args.input_grads[1]->writable<T>()[c] += static_cast<T>(scale_sums[c]);
            }
            if (args.input_grads[2] != nullptr) {
                args.input_grads[2]->writable<T>()[c] += static_cast<T>(shift_sums[c]);
            }
        }
    }
};

} // namespace

const Op& op() {
    static const InstanceNormalization instance;
    return instance;
}

} // namespace espalier::ops::instance_normalization
