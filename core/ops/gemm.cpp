// SPDX-License-Identifier: GPL-3.0-or-later
// Gemm: Y = alpha * A' * B' + beta * C with A' [M,K], B' [K,N] (transposed where transA, transB
// say), and C stretched to [M,N].
#include "core/base/error.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/lower.h"
#include "core/ops/detail/matrix.h"
#include "core/ops/detail/strided.h"
#include "core/ops/detail/types.h"

namespace espalier::ops::gemm {

namespace {

using namespace detail;

struct Attributes {
    double alpha;
    double beta;
    bool transpose_a;
    bool transpose_b;

    explicit Attributes(const Node& node)
        : alpha(static_cast<double>(node.attributes.real("alpha", 1)))
        , beta(static_cast<double>(node.attributes.real("beta", 1)))
        , transpose_a(node.attributes.integer("transA", 0) != 0)
        , transpose_b(node.attributes.integer("transB", 0) != 0) {}
};

template <typename T>
MatrixView<T> view(const Tensor& matrix, bool transpose) {
    const MatrixView<T> plain{matrix.data<T>().data(), matrix.shape()[1], 1};
    return transpose ? plain.transposed() : plain;
}

class Gemm final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "Gemm"; }

    void lower(Lowering& lowering) const override { detail::lower_gemm(lowering); }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& a = float_input(args, 0, "A").type;
        const InputType& weight = float_input(args, 1, "B");
        const Shape& b = weight.type.shape;
        expect_dtype(weight, "B", a.dtype);
        const Attributes attributes(args.node);
        expect_rank(a.shape, 2, "A", attributes.transpose_a ? "[K,M]" : "[M,K]");
        expect_rank(b, 2, "B", attributes.transpose_b ? "[N,K]" : "[K,N]");
        expect_dim(a.shape[attributes.transpose_a ? 0 : 1], b[attributes.transpose_b ? 1 : 0],
                   "the inner dimension of A");
        const Shape y{a.shape[attributes.transpose_a ? 1 : 0], b[attributes.transpose_b ? 0 : 1]};
        if (const InputType* c = args.optional(2)) {
            expect_dtype(*c, "C", a.dtype);
            expect_broadcasts_to(c->type.shape, y, "C");
        }
        return {{a.dtype, y}};
    }

    [[nodiscard]] std::int64_t macs(const Node& node, std::span<const TensorType> inputs,
                                    std::span<const TensorType> outputs) const override {
        const std::int64_t depth = inputs[0].shape[Attributes(node).transpose_a ? 0 : 1];
        return checked_product({outputs[0].shape.elements(), depth});
    }

    void reference(const ReferenceArgs& args) const override {
        const Attributes attributes(args.node);
        const Tensor& a = *args.inputs[0];
        const Tensor& b = *args.inputs[1];
        const Tensor* c = args.inputs.size() > 2 ? args.inputs[2] : nullptr;
        Tensor& y = args.outputs[0];
        if (c != nullptr) {
            copy_elements(y.shape(), *c, stretched(c->shape(), y.shape()), y,
                          contiguous(y.shape()));
        }
        visit_float(a.dtype(), [&](auto sample) {
            using T = decltype(sample);
            multiply<T>(y.shape()[0], y.shape()[1], a.shape()[attributes.transpose_a ? 0 : 1],
                        view<T>(a, attributes.transpose_a), view<T>(b, attributes.transpose_b),
                        y.writable<T>().data(), attributes.alpha,
                        c == nullptr ? 0 : attributes.beta);
        });
    }

    void gradient(const GradientArgs& args) const override {
        if (args.output_grads[0] == nullptr) {
            return;
        }
        const Attributes attributes(args.node);
        const Tensor& a = *args.inputs[0];
        const Tensor& b = *args.inputs[1];
        const Tensor& grad = *args.output_grads[0];
        const std::int64_t m = grad.shape()[0];
        const std::int64_t n = grad.shape()[1];
        const std::int64_t k = a.shape()[attributes.transpose_a ? 0 : 1];
        visit_float(a.dtype(), [&](auto sample) {
            using T = decltype(sample);
            const MatrixView<T> dy{grad.data<T>().data(), n, 1};
            const auto a_view = view<T>(a, attributes.transpose_a);
            const auto b_view = view<T>(b, attributes.transpose_b);
            if (Tensor* da = args.input_grads[0]) {
                T* target = da->writable<T>().data();
                if (attributes.transpose_a) {
                    multiply<T>(k, m, n, b_view, dy.transposed(), target, attributes.alpha, 1);
                } else {
                    multiply<T>(m, k, n, dy, b_view.transposed(), target, attributes.alpha, 1);
                }
            }
            if (Tensor* db = args.input_grads[1]) {
                T* target = db->writable<T>().data();
                if (attributes.transpose_b) {
                    multiply<T>(n, k, m, dy.transposed(), a_view, target, attributes.alpha, 1);
                } else {
                    multiply<T>(k, n, m, a_view.transposed(), dy, target, attributes.alpha, 1);
                }
            }
            if (args.input_grads.size() > 2 && args.input_grads[2] != nullptr) {
                add_bias_gradient<T>(grad, attributes.beta, *args.input_grads[2]);
            }
        });
    }

private:
    template <typename T>
    static void add_bias_gradient(const Tensor& grad, double beta, Tensor& dc) {
        std::vector<double> sums(static_cast<std::size_t>(dc.elements()), 0.0);
        const T* dy = grad.data<T>().data();
        for_each_row<2>(grad.shape(),
                        {contiguous(grad.shape()), stretched(dc.shape(), grad.shape())},
                        [&](const auto& offsets, const auto& steps, std::int64_t count) {
                            for (std::int64_t i = 0; i < count; ++i) {
                                sums[static_cast<std::size_t>(offsets[1] + i * steps[1])] +=
                                    static_cast<double>(dy[offsets[0] + i * steps[0]]);
                            }
                        });
        const auto target = dc.writable<T>();
        for (std::size_t i = 0; i < sums.size(); ++i) {
            target[i] += static_cast<T>(beta * sums[i]);
        }
    }
};

} // namespace

const Op& op() {
    static const Gemm instance;
    return instance;
}

} // namespace espalier::ops::gemm
