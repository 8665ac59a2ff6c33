// SPDX-License-Identifier: GPL-3.0-or-later
// LRN (Krizhevsky et al. 2012, section 3.3), across channels: with s_c = bias + alpha / size * the
// sum of x^2 over channels c - floor((size-1)/2) ... c + ceil((size-1)/2), y_c = x_c * s_c^-beta.
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/types.h"

#include <algorithm>
#include <cmath>

namespace espalier::ops::lrn {

namespace {

using namespace detail;

struct Attributes {
    std::int64_t before;
    std::int64_t after;
    double alpha; ///< already divided by the size
    double beta;
    double bias;

    explicit Attributes(const Node& node) {
        const std::int64_t size = node.attributes.integer("size", 0);
        expect(size >= 1 && size <= kMaxExtent, "size is {}, expected at least 1", size);
        before = (size - 1) / 2;
        after = size - 1 - before;
        alpha =
            static_cast<double>(node.attributes.real("alpha", 1e-4F)) / static_cast<double>(size);
        beta = static_cast<double>(node.attributes.real("beta", 0.75F));
        bias = static_cast<double>(node.attributes.real("bias", 1));
    }

    /// s of every channel of one column; x has `step` between channels.
    template <typename T>
    [[nodiscard]] std::vector<double> scales(const T* x, std::int64_t channels,
                                             std::int64_t step) const {
        std::vector<double> result;
        for (std::int64_t c = 0; c < channels; ++c) {
            double sum = 0;
            for (std::int64_t k = std::max<std::int64_t>(c - before, 0);
                 k <= std::min(c + after, channels - 1); ++k) {
                const auto value = static_cast<double>(x[k * step]);
                sum += value * value;
            }
            result.push_back(bias + alpha * sum);
        }
        return result;
    }
};

/// Calls body(first element, step between channels) for every column of channels.
template <typename Body>
void for_each_column(const Shape& x, Body&& body) {
    const std::int64_t inner = x.elements(2, x.rank());
    parallel_chunks(static_cast<std::size_t>(x[0] * inner), 256,
                    [&](std::size_t begin, std::size_t end) {
                        for (auto i = static_cast<std::int64_t>(begin);
                             i < static_cast<std::int64_t>(end); ++i) {
                            body(i / inner * inner * x[1] + i % inner, inner);
                        }
                    });
}

class LRN final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "LRN"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& x = float_input(args, 0, "X").type;
        expect(x.shape.rank() >= 2, "X has {} dimensions, expected at least 2 [N,C,...]",
               x.shape.rank());
        [[maybe_unused]] const Attributes attributes(args.node);
        return {x};
    }

    void reference(const ReferenceArgs& args) const override {
        const Attributes attributes(args.node);
        const Shape& shape = args.inputs[0]->shape();
        visit_float(args.inputs[0]->dtype(), [&](auto sample) {
            using T = decltype(sample);
            const T* x = args.inputs[0]->data<T>().data();
            T* y = args.outputs[0].writable<T>().data();
            for_each_column(shape, [&](std::int64_t first, std::int64_t step) {
                const auto scales = attributes.scales(x + first, shape[1], step);
                for (std::int64_t c = 0; c < shape[1]; ++c) {
                    const std::int64_t at = first + c * step;
                    y[at] = static_cast<T>(
                        static_cast<double>(x[at]) *
                        std::pow(scales[static_cast<std::size_t>(c)], -attributes.beta));
                }
            });
        });
    }

    /// dx_k = dy_k s_k^-beta - 2 alpha beta x_k * the sum over channels c that see k of
    /// dy_c x_c s_c^(-beta-1).
    void gradient(const GradientArgs& args) const override {
        if (args.output_grads[0] == nullptr || args.input_grads[0] == nullptr) {
            return;
        }
        const Attributes a(args.node);
        const Shape& shape = args.inputs[0]->shape();
        visit_float(args.inputs[0]->dtype(), [&](auto sample) {
            using T = decltype(sample);
            const T* x = args.inputs[0]->data<T>().data();
            const T* dy = args.output_grads[0]->data<T>().data();
            T* dx = args.input_grads[0]->writable<T>().data();
            for_each_column(shape, [&](std::int64_t first, std::int64_t step) {
                const auto scales = a.scales(x + first, shape[1], step);
                std::vector<double> carried;
                for (std::int64_t c = 0; c < shape[1]; ++c) {
                    const std::int64_t at = first + c * step;
                    carried.push_back(static_cast<double>(dy[at]) * static_cast<double>(x[at]) *
                                      std::pow(scales[static_cast<std::size_t>(c)], -a.beta - 1));
                }
                for (std::int64_t k = 0; k < shape[1]; ++k) {
                    double sum = 0;
                    for (std::int64_t c = std::max<std::int64_t>(k - a.after, 0);
                         c <= std::min(k + a.before, shape[1] - 1); ++c) {
                        sum += carried[static_cast<std::size_t>(c)];
                    }
                    const std::int64_t at = first + k * step;
                    const double own = static_cast<double>(dy[at]) *
                                       std::pow(scales[static_cast<std::size_t>(k)], -a.beta);
                    dx[at] += static_cast<T>(own - 2 * a.alpha * a.beta *
                                                       static_cast<double>(x[at]) * sum);
                }
            });
        });
    }
};

} // namespace

const Op& op() {
    static const LRN instance;
    return instance;
}

} // namespace espalier::ops::lrn
