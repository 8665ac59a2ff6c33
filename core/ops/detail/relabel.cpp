// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/detail/relabel.h"

#include "core/base/error.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/strided.h"

#include <algorithm>
#include <cstring>

namespace espalier::ops::detail {

void RelabelOp::reference(const ReferenceArgs& args) const {
    const auto from = args.inputs[0]->raw();
    const auto to = args.outputs[0].writable_raw();
    expect(from.size() == to.size(), "shape {} can not be seen as {}",
           args.inputs[0]->shape().str(), args.outputs[0].shape().str());
    if (!from.empty()) {
        std::memcpy(to.data(), from.data(), from.size());
    }
}

void RelabelOp::gradient(const GradientArgs& args) const {
    if (args.output_grads[0] != nullptr && args.input_grads[0] != nullptr) {
        const Shape flat{args.input_grads[0]->elements()};
        add_elements(flat, *args.output_grads[0], contiguous(flat), *args.input_grads[0],
                     contiguous(flat));
    }
}

std::optional<std::vector<int>> axes_of(const InferArgs& args, std::size_t index,
                                        const Shape& shape) {
    std::vector<std::int64_t> given;
    if (const InputType* input = args.optional(index)) {
        given = constant_integers(*input, "axes");
    } else if (args.node.attributes.has("axes")) {
        given = args.node.attributes.integers("axes", {});
    } else {
        return std::nullopt;
    }
    std::vector<int> axes;
    for (const std::int64_t axis : given) {
        axes.push_back(shape.normalised_axis(axis, "axis"));
    }
    std::ranges::sort(axes);
    expect(std::ranges::adjacent_find(axes) == axes.end(), "an axis is named twice in {}",
           Shape(given).str());
    return axes;
}

} // namespace espalier::ops::detail
