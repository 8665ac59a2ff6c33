// SPDX-License-Identifier: GPL-3.0-or-later
// Constant: the tensor in attribute value, or in value_float(s), value_int(s).
#include "core/base/error.h"
#include "core/ops/detail/check.h"

#include <algorithm>

namespace espalier::ops::constant {

namespace {

Tensor value_of(const Node& node) {
    const Attributes& attributes = node.attributes;
    if (const Attribute* value = attributes.find("value")) {
        const Tensor* tensor = std::get_if<Tensor>(value);
        expect(tensor != nullptr && tensor->defined(), "attribute value holds no tensor");
        return *tensor;
    }
    if (attributes.has("value_float")) {
        return Tensor::scalar(attributes.real("value_float", 0));
    }
    if (attributes.has("value_int")) {
        return Tensor::scalar(attributes.integer("value_int", 0));
    }
    if (attributes.has("value_floats")) {
        const auto list = attributes.reals("value_floats", {});
        return Tensor::of<float>({static_cast<std::int64_t>(list.size())}, list);
    }
    if (attributes.has("value_ints")) {
        const auto list = attributes.integers("value_ints", {});
        return Tensor::of<std::int64_t>({static_cast<std::int64_t>(list.size())}, list);
    }
    fail(ErrorCode::Unsupported,
         "no attribute value, value_float, value_floats, value_int or value_ints is given");
}

class Constant final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "Constant"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const Tensor value = value_of(args.node);
        return {{value.dtype(), value.shape()}};
    }

    void reference(const ReferenceArgs& args) const override {
        const Tensor value = value_of(args.node);
        std::ranges::copy(value.raw(), args.outputs[0].writable_raw().begin());
    }

    [[nodiscard]] bool differentiable() const override { return false; }
};

} // namespace

const Op& op() {
    static const Constant instance;
    return instance;
}

} // namespace espalier::ops::constant
