// SPDX-License-Identifier: GPL-3.0-or-later
// Unsqueeze: puts dimensions of size 1 where `axes` says, counted in the output.
#include "core/base/error.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/relabel.h"

#include <algorithm>

namespace espalier::ops::unsqueeze {

namespace {

class Unsqueeze final : public detail::RelabelOp {
public:
    [[nodiscard]] std::string_view type() const override { return "Unsqueeze"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& x = args.required(0, "data").type;
        const std::size_t added = args.optional(1) != nullptr
                                      ? detail::constant_integers(*args.optional(1), "axes").size()
                                      : args.node.attributes.integers("axes", {}).size();
        const Shape frame(std::vector<std::int64_t>(x.shape.dims().size() + added, 1));
        const auto axes = detail::axes_of(args, 1, frame);
        expect(axes.has_value(), "axes are missing");
        std::vector<std::int64_t> dims = x.shape.dims();
        for (const int axis : *axes) {
            dims.insert(dims.begin() + axis, 1);
        }
        return {{x.dtype, Shape(std::move(dims))}};
    }
};

} // namespace

const Op& op() {
    static const Unsqueeze instance;
    return instance;
}

} // namespace espalier::ops::unsqueeze
