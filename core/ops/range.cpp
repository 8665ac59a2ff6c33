// SPDX-License-Identifier: GPL-3.0-or-later
// Range: start, start + delta, ... while before limit; max(ceil((limit - start) / delta), 0)
// values. All three are constant scalars.
#include "core/base/error.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/types.h"

#include <cmath>

namespace espalier::ops::range {

namespace {

using namespace detail;

class Range final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "Range"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const InputType& start = number_input(args, 0, "start");
        const InputType& limit = number_input(args, 1, "limit");
        const InputType& delta = number_input(args, 2, "delta");
        expect_dtype(limit, "limit", start.type.dtype);
        expect_dtype(delta, "delta", start.type.dtype);
        const double step = scalar(delta, "delta");
        expect(step != 0, "delta is 0, expected another number");
        const double count =
            std::max(0.0, std::ceil((scalar(limit, "limit") - scalar(start, "start")) / step));
        expect(count <= static_cast<double>(std::int64_t{1} << 40), "a range of {} values", count);
        return {{start.type.dtype, Shape{static_cast<std::int64_t>(count)}}};
    }

    void reference(const ReferenceArgs& args) const override {
        visit_number(args.outputs[0].dtype(), [&](auto sample) {
            using T = decltype(sample);
            const T start = args.inputs[0]->data<T>()[0];
            const T delta = args.inputs[2]->data<T>()[0];
            const auto y = args.outputs[0].writable<T>();
            for (std::size_t i = 0; i < y.size(); ++i) {
                y[i] = static_cast<T>(start + static_cast<T>(i) * delta);
            }
        });
    }

    [[nodiscard]] bool differentiable() const override { return false; }

private:
    static double scalar(const InputType& input, const char* what) {
        if (input.constant == nullptr) {
            fail(ErrorCode::Unsupported, "{} is not known beforehand", what);
        }
        expect(input.constant->elements() == 1, "{} has {} elements, expected one", what,
               input.constant->elements());
        const double value = input.constant->at(0);
        expect(std::isfinite(value), "{} is {}, expected a finite number", what, value);
        return value;
    }
};

} // namespace

const Op& op() {
    static const Range instance;
    return instance;
}

} // namespace espalier::ops::range
