// SPDX-License-Identifier: GPL-3.0-or-later
// Squeeze: drops the named dimensions of size 1, or all of them.
#include "core/base/error.h"
#include "core/ops/detail/relabel.h"

#include <algorithm>

namespace espalier::ops::squeeze {

namespace {

class Squeeze final : public detail::RelabelOp {
public:
    [[nodiscard]] std::string_view type() const override { return "Squeeze"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& x = args.required(0, "data").type;
        const auto axes = detail::axes_of(args, 1, x.shape);
        if (!axes && !x.shape.known()) {
            fail(ErrorCode::Unsupported, "no axes are given and the input's shape is {}",
                 x.shape.str());
        }
        std::vector<std::int64_t> dims;
        for (int axis = 0; axis < x.shape.rank(); ++axis) {
            const std::int64_t dim = x.shape[axis];
            const bool named = axes && std::ranges::binary_search(*axes, axis);
            expect(!named || dim == 1 || dim == kUnknownDim, "dimension {} is {}, expected 1", axis,
                   dim);
            if (axes ? !named : dim != 1) {
                dims.push_back(dim);
            }
        }
        return {{x.dtype, Shape(std::move(dims))}};
    }
};

} // namespace

const Op& op() {
    static const Squeeze instance;
    return instance;
}

} // namespace espalier::ops::squeeze
