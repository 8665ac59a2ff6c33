// SPDX-License-Identifier: GPL-3.0-or-later
// Einsum: "bij,bjk->bik" and the like: every letter is a dimension, letters missing on the right
// are summed over, a letter twice in one term takes the diagonal, "..." stands for dimensions that
// broadcast. Without "->" the letters that occur once are the output, in alphabetical order.
#include "core/ops/detail/einsum.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/types.h"

namespace espalier::ops::einsum {

namespace {

using namespace detail;

std::vector<Shape> shapes_of(std::span<const Tensor* const> inputs) {
    std::vector<Shape> shapes;
    for (const Tensor* input : inputs) {
        shapes.push_back(input->shape());
    }
    return shapes;
}

class Einsum final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "Einsum"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const DType type = float_input(args, 0, "input 0").type.dtype;
        std::vector<Shape> shapes;
        for (std::size_t i = 0; i < args.inputs.size(); ++i) {
            const std::string what = "input " + std::to_string(i);
            const InputType& input = args.required(i, what);
            expect_dtype(input, what, type);
            shapes.push_back(input.type.shape);
        }
        return {{type, EinsumPlan(args.node, shapes).output()}};
    }

    /// Every combination of all letters, where there is something to multiply.
    [[nodiscard]] std::int64_t macs(const Node& node, std::span<const TensorType> inputs,
                                    std::span<const TensorType> /*outputs*/) const override {
        std::vector<Shape> shapes;
        for (const TensorType& input : inputs) {
            shapes.push_back(input.shape);
        }
        const EinsumPlan plan(node, shapes);
        return inputs.size() < 2 ? 0 : checked_product({plan.results(), plan.terms()});
    }

    void reference(const ReferenceArgs& args) const override {
        const EinsumPlan plan(args.node, shapes_of(args.inputs));
        visit_float(args.outputs[0].dtype(), [&](auto sample) {
            using T = decltype(sample);
            std::vector<const T*> x;
            for (const Tensor* input : args.inputs) {
                x.push_back(input->data<T>().data());
            }
            const auto y = args.outputs[0].writable<T>();
            parallel_chunks(y.size(), 1024, [&](std::size_t begin, std::size_t end) {
                for (std::size_t i = begin; i < end; ++i) {
                    double sum = 0;
                    plan.for_each_term(static_cast<std::int64_t>(i), [&](const auto& offsets) {
                        double product = 1;
                        for (std::size_t n = 0; n < x.size(); ++n) {
                            product *= static_cast<double>(x[n][offsets[n]]);
                        }
                        sum += product;
                    });
                    y[i] = static_cast<T>(sum);
                }
            });
        });
    }

    /// Each factor gets dy times the product of the others.
    void gradient(const GradientArgs& args) const override {
        if (args.output_grads[0] == nullptr) {
            return;
        }
        const EinsumPlan plan(args.node, shapes_of(args.inputs));
        visit_float(args.output_grads[0]->dtype(), [&](auto sample) {
            using T = decltype(sample);
            const auto dy = args.output_grads[0]->data<T>();
            for (std::size_t wanted = 0; wanted < args.inputs.size(); ++wanted) {
                if (args.input_grads[wanted] == nullptr) {
                    continue;
                }
                const auto target = args.input_grads[wanted]->writable<T>();
                std::vector<double> sums(target.size(), 0.0);
                for (std::size_t i = 0; i < dy.size(); ++i) {
                    plan.for_each_term(static_cast<std::int64_t>(i), [&](const auto& offsets) {
                        auto product = static_cast<double>(dy[i]);
                        for (std::size_t n = 0; n < args.inputs.size(); ++n) {
                            const auto at = static_cast<std::size_t>(offsets[n]);
                            product *= n == wanted
                                           ? 1.0
                                           : static_cast<double>(args.inputs[n]->data<T>()[at]);
                        }
                        sums[static_cast<std::size_t>(offsets[wanted])] += product;
                    });
                }
                for (std::size_t i = 0; i < sums.size(); ++i) {
                    target[i] += static_cast<T>(sums[i]);
                }
            }
        });
    }
};

} // namespace

const Op& op() {
    static const Einsum instance;
    return instance;
}

} // namespace espalier::ops::einsum
