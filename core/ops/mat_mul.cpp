// SPDX-License-Identifier: GPL-3.0-or-later
// MatMul as numpy.matmul: [..., M, K] x [..., K, N] -> [..., M, N] with broadcast batch dimensions;
// a 1-D operand counts as a row (left) or a column (right), and its dimension is dropped again.
#include "core/base/error.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/lower.h"
#include "core/ops/detail/matrix.h"
#include "core/ops/detail/strided.h"
#include "core/ops/detail/types.h"

namespace espalier::ops::mat_mul {

namespace {

using namespace detail;

/// Both operands with at least two dimensions.
struct Operands {
    Shape a;
    Shape b;
    Shape batch;
    bool row = false;    ///< A was 1-D
    bool column = false; ///< B was 1-D

    Operands(const Shape& left, const Shape& right)
        : a(left)
        , b(right) {
        expect(a.rank() >= 1 && b.rank() >= 1, "A has shape {} and B {}, expected at least 1-D",
               a.str(), b.str());
        if (a.rank() == 1) {
            a = Shape{1, a[0]};
            row = true;
        }
        if (b.rank() == 1) {
            b = Shape{b[0], 1};
            column = true;
        }
        expect_dim(a[-1], b[-2], "the last dimension of A");
        batch = broadcast_shapes(head(a), head(b));
    }

    static Shape head(const Shape& shape) {
        return Shape(std::vector<std::int64_t>(shape.begin(), shape.end() - 2));
    }

    [[nodiscard]] Shape output() const {
        std::vector<std::int64_t> dims = batch.dims();
        if (!row) {
            dims.push_back(a[-2]);
        }
        if (!column) {
            dims.push_back(b[-1]);
        }
        return Shape(std::move(dims));
    }

    /// Calls body(a_matrix, b_matrix, y_matrix) with the numbers of the matrices that meet.
    template <typename Body>
    void for_each_matrix(Body&& body) const {
        for_each_row<3>(batch,
                        {stretched(head(a), batch), stretched(head(b), batch), contiguous(batch)},
                        [&](const auto& offsets, const auto& steps, std::int64_t count) {
                            for (std::int64_t i = 0; i < count; ++i) {
                                body(offsets[0] + i * steps[0], offsets[1] + i * steps[1],
                                     offsets[2] + i * steps[2]);
                            }
                        });
    }
};

class MatMul final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "MatMul"; }

    void lower(Lowering& lowering) const override { detail::lower_mat_mul(lowering); }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& a = float_input(args, 0, "A").type;
        const InputType& b = float_input(args, 1, "B");
        expect_dtype(b, "B", a.dtype);
        return {{a.dtype, Operands(a.shape, b.type.shape).output()}};
    }

    [[nodiscard]] std::int64_t macs(const Node&, std::span<const TensorType> inputs,
                                    std::span<const TensorType> outputs) const override {
        return checked_product({outputs[0].shape.elements(), inputs[0].shape[-1]});
    }

    void reference(const ReferenceArgs& args) const override {
        const Operands ops(args.inputs[0]->shape(), args.inputs[1]->shape());
        const std::int64_t m = ops.a[-2];
        const std::int64_t n = ops.b[-1];
        const std::int64_t k = ops.a[-1];
        visit_float(args.inputs[0]->dtype(), [&](auto sample) {
            using T = decltype(sample);
            const T* a = args.inputs[0]->data<T>().data();
            const T* b = args.inputs[1]->data<T>().data();
            T* y = args.outputs[0].writable<T>().data();
            ops.for_each_matrix([&](std::int64_t ia, std::int64_t ib, std::int64_t iy) {
                multiply<T>(m, n, k, {a + ia * m * k, k, 1}, {b + ib * k * n, n, 1},
                            y + iy * m * n);
            });
        });
    }

    void gradient(const GradientArgs& args) const override {
        if (args.output_grads[0] == nullptr) {
            return;
        }
        const Operands ops(args.inputs[0]->shape(), args.inputs[1]->shape());
        const std::int64_t m = ops.a[-2];
        const std::int64_t n = ops.b[-1];
        const std::int64_t k = ops.a[-1];
        visit_float(args.inputs[0]->dtype(), [&](auto sample) {
            using T = decltype(sample);
            const T* a = args.inputs[0]->data<T>().data();
            const T* b = args.inputs[1]->data<T>().data();
            const T* dy = args.output_grads[0]->data<T>().data();
            T* da = args.input_grads[0] ? args.input_grads[0]->writable<T>().data() : nullptr;
            T* db = args.input_grads[1] ? args.input_grads[1]->writable<T>().data() : nullptr;
            ops.for_each_matrix([&](std::int64_t ia, std::int64_t ib, std::int64_t iy) {
                const MatrixView<T> a_view{a + ia * m * k, k, 1};
                const MatrixView<T> b_view{b + ib * k * n, n, 1};
                const MatrixView<T> dy_view{dy + iy * m * n, n, 1};
                if (da != nullptr) {
                    multiply<T>(m, k, n, dy_view, b_view.transposed(), da + ia * m * k, 1, 1);
                }
                if (db != nullptr) {
                    multiply<T>(k, n, m, a_view.transposed(), dy_view, db + ib * k * n, 1, 1);
                }
            });
        });
    }
};

} // namespace

const Op& op() {
    static const MatMul instance;
    return instance;
}

} // namespace espalier::ops::mat_mul
