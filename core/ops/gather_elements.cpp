// SPDX-License-Identifier: GPL-3.0-or-later
// GatherElements: y[i][j] = data[indices[i][j]][j] for axis 0, and so on for the others.
#include "core/ops/detail/indexed.h"
#include "core/ops/detail/types.h"

namespace espalier::ops::gather_elements {

namespace {

using namespace detail;

class GatherElements final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "GatherElements"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& data = args.required(0, "data").type;
        check_element_indices(args, data.shape);
        return {{data.dtype, args.inputs[1].type.shape}};
    }

    void reference(const ReferenceArgs& args) const override {
        visit_dtype(args.inputs[0]->dtype(), [&](auto sample) {
            using T = decltype(sample);
            const T* data = args.inputs[0]->data<T>().data();
            T* y = args.outputs[0].writable<T>().data();
            for_each_indexed_element(args.node, args.inputs[0]->shape(), *args.inputs[1],
                                     [&](std::int64_t at, std::int64_t i) { y[i] = data[at]; });
        });
    }

    void gradient(const GradientArgs& args) const override {
        if (args.output_grads[0] == nullptr || args.input_grads[0] == nullptr) {
            return;
        }
        visit_float(args.inputs[0]->dtype(), [&](auto sample) {
            using T = decltype(sample);
            const T* dy = args.output_grads[0]->data<T>().data();
            T* dx = args.input_grads[0]->writable<T>().data();
            for_each_indexed_element(args.node, args.inputs[0]->shape(), *args.inputs[1],
                                     [&](std::int64_t at, std::int64_t i) { dx[at] += dy[i]; });
        });
    }
};

} // namespace

const Op& op() {
    static const GatherElements instance;
    return instance;
}

} // namespace espalier::ops::gather_elements
