// SPDX-License-Identifier: GPL-3.0-or-later
// Reshape: a constant target shape in which 0 keeps the input's dimension (unless allowzero) and
// one -1 is whatever remains.
#include "core/base/error.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/relabel.h"

#include <algorithm>

namespace espalier::ops::reshape {

namespace {

/// Product of the known dimensions of `dims`.
std::int64_t known_product(std::vector<std::int64_t> dims) {
    std::erase(dims, kUnknownDim);
    return Shape(std::move(dims)).elements();
}

class Reshape final : public detail::RelabelOp {
public:
    [[nodiscard]] std::string_view type() const override { return "Reshape"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& x = args.required(0, "data").type;
        const auto wanted = detail::constant_integers(args.required(1, "shape"), "shape");
        return {
            {x.dtype, target(x.shape, wanted, args.node.attributes.integer("allowzero", 0) != 0)}};
    }

private:
    static void expect_small(const std::vector<std::int64_t>& wanted) {
        for (const std::int64_t dim : wanted) {
            expect(dim <= detail::kMaxDim, "shape {} holds {}, expected at most 2^46",
                   Shape(wanted).str(), dim);
        }
    }

    static Shape target(const Shape& from, const std::vector<std::int64_t>& wanted,
                        bool allow_zero) {
        std::vector<std::int64_t> dims = wanted;
        std::vector<std::int64_t> rest = from.dims(); // dimensions not copied by a 0
        std::optional<std::size_t> open;
        expect_small(wanted);
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            expect(wanted[i] >= -1, "shape {} holds {}, expected -1 or more", Shape(wanted).str(),
                   wanted[i]);
            if (wanted[i] == -1) {
                expect(!open.has_value(), "shape {} holds -1 twice, expected at most once",
                       Shape(wanted).str());
                open = i;
            } else if (wanted[i] == 0 && !allow_zero) {
                expect(i < from.dims().size(),
                       "shape {} keeps dimension {}, but the input has shape {}",
                       Shape(wanted).str(), i, from.str());
                dims[i] = from.dims()[i];
                rest[i] = 1;
            }
        }
        // What is not copied: all of it on one side must be all of it on the other.
        std::int64_t made = 1;
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            const bool copied = wanted[i] == 0 && !allow_zero;
            made = detail::checked_product({made, copied || open == i ? 1 : wanted[i]});
        }
        const bool rest_known = std::ranges::find(rest, kUnknownDim) == rest.end();
        if (!rest_known) {
            return Shape(std::move(dims)); // -1 stays unknown, everything else is stated
        }
        const std::int64_t have = known_product(rest);
        if (open.has_value()) {
            expect(made != 0 && have % made == 0, "shape {} does not divide the input's shape {}",
                   Shape(wanted).str(), from.str());
            dims[*open] = have / made;
        } else {
            expect(made == have ||
                       (have == 0 && Shape(dims).known() && Shape(dims).elements() == 0),
                   "the input of shape {} has {} elements, expected as many as {} has", from.str(),
                   from.known() ? from.elements() : have, Shape(wanted).str());
        }
        return Shape(std::move(dims));
    }
};

} // namespace

const Op& op() {
    static const Reshape instance;
    return instance;
}

} // namespace espalier::ops::reshape
