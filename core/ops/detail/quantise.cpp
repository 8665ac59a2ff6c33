// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/detail/quantise.h"

#include "core/base/error.h"

#include <algorithm>

namespace espalier::ops::detail {

namespace {

bool one_for_all(const Shape& scale) {
    return scale.rank() == 0 || (scale.rank() == 1 && scale[0] == 1);
}

} // namespace

DType check_scales(const InferArgs& args, const Shape& x, DType otherwise) {
    const InputType& scale = args.required(1, "scale");
    const Shape& shape = scale.type.shape;
    expect_dtype(scale, "scale", DType::Float32);
    expect(shape.rank() <= 1, "scale has shape {}, expected a scalar or one dimension",
           shape.str());
    if (!one_for_all(shape)) {
        const int axis =
            x.normalised_axis(args.node.attributes.integer("axis", 1), "attribute axis");
        expect_dim(shape[0], x[axis], "the number of scales");
    }
    const InputType* zero = args.optional(2);
    if (zero == nullptr) {
        return otherwise;
    }
    expect(zero->type.shape == shape || (one_for_all(shape) && one_for_all(zero->type.shape)),
           "the zero point has shape {}, expected the scale's {}", zero->type.shape.str(),
           shape.str());
    return zero->type.dtype;
}

ScaleLayout::ScaleLayout(const Node& node, const Shape& x, const Tensor& scale) {
    if (!one_for_all(scale.shape())) {
        const int axis = x.normalised_axis(node.attributes.integer("axis", 1), "attribute axis");
        count = scale.elements();
        inner = std::max<std::int64_t>(x.elements(axis + 1, x.rank()), 1);
    }
}

} // namespace espalier::ops::detail
