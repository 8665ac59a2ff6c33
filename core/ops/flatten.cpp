// SPDX-License-Identifier: GPL-3.0-or-later
// Flatten: [d0, ..., d(axis-1), d(axis), ...] -> [d0 * ... * d(axis-1), d(axis) * ...].
#include "core/base/error.h"
#include "core/ops/detail/relabel.h"

namespace espalier::ops::flatten {

namespace {

/// Product of dimensions [from, to), unknown where one of them is.
std::int64_t product(const Shape& shape, std::int64_t from, std::int64_t to) {
    const Shape part(std::vector<std::int64_t>(shape.begin() + from, shape.begin() + to));
    return part.known() ? part.elements() : kUnknownDim;
}

class Flatten final : public detail::RelabelOp {
public:
    [[nodiscard]] std::string_view type() const override { return "Flatten"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& x = args.required(0, "input").type;
        const std::int64_t rank = x.shape.rank();
        const std::int64_t given = args.node.attributes.integer("axis", 1);
        expect(given >= -rank && given <= rank, "axis is {}, expected a value in [{}, {}]", given,
               -rank, rank);
        const std::int64_t axis = given < 0 ? given + rank : given;
        return {{x.dtype, {product(x.shape, 0, axis), product(x.shape, axis, rank)}}};
    }
};

} // namespace

const Op& op() {
    static const Flatten instance;
    return instance;
}

} // namespace espalier::ops::flatten
