// SPDX-License-Identifier: GPL-3.0-or-later
// Size: the number of elements, as an int64 scalar.
#include "core/graph/op.h"

namespace espalier::ops::size {

namespace {

class Size final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "Size"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        static_cast<void>(args.required(0, "data"));
        return {{DType::Int64, Shape{}}};
    }

    void reference(const ReferenceArgs& args) const override {
        args.outputs[0].writable<std::int64_t>()[0] = args.inputs[0]->elements();
    }

    [[nodiscard]] bool differentiable() const override { return false; }
};

} // namespace

const Op& op() {
    static const Size instance;
    return instance;
}

} // namespace espalier::ops::size
