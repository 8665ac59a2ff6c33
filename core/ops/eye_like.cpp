// SPDX-License-Identifier: GPL-3.0-or-later
// EyeLike: a matrix of the input's shape with ones on diagonal k (above the main one where k > 0)
// and zeros elsewhere.
#include "core/base/error.h"
#include "core/ops/detail/check.h"

#include <algorithm>

namespace espalier::ops::eye_like {

namespace {

using namespace detail;

class EyeLike final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "EyeLike"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& input = args.required(0, "input").type;
        expect_rank(input.shape, 2, "the input", "[rows,columns]");
        const bool given = args.node.attributes.has("dtype");
        return {
            {given ? element_type(args.node.attributes.integer("dtype", 1), "dtype") : input.dtype,
             input.shape}};
    }

    void reference(const ReferenceArgs& args) const override {
        const std::int64_t k = args.node.attributes.integer("k", 0);
        const Shape& shape = args.outputs[0].shape();
        Tensor eye(DType::Float32, shape);
        const auto values = eye.writable<float>();
        for (std::int64_t row = 0; row < shape[0]; ++row) {
            if (k >= -row && k < shape[1] - row) {
                values[static_cast<std::size_t>(row * shape[1] + row + k)] = 1;
            }
        }
        const Tensor result = eye.cast(args.outputs[0].dtype());
        std::ranges::copy(result.raw(), args.outputs[0].writable_raw().begin());
    }

    [[nodiscard]] bool differentiable() const override { return false; }
};

} // namespace

const Op& op() {
    static const EyeLike instance;
    return instance;
}

} // namespace espalier::ops::eye_like
