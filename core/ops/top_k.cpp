// SPDX-License-Identifier: GPL-3.0-or-later
// TopK: the k (input 1, a constant) largest or smallest elements along an axis in order, and where
// they lay; of equal ones the first comes first, NaN counts as the largest.
#include "core/base/error.h"
#include "core/ops/detail/along_axis.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/types.h"

#include <algorithm>
#include <numeric>

namespace espalier::ops::top_k {

namespace {

using namespace detail;

int axis_of(const Node& node, const Shape& x) {
    return x.normalised_axis(node.attributes.integer("axis", -1), "axis");
}

/// Positions on a line of `count` elements `step` apart, best first, `k` of them.
template <typename T>
std::vector<std::int64_t> chosen(const T* line, std::int64_t step, std::int64_t count,
                                 std::int64_t k, bool largest) {
    std::vector<std::int64_t> order(static_cast<std::size_t>(count));
    std::iota(order.begin(), order.end(), std::int64_t{0});
    const auto above = [](T a, T b) { return a > b || (a != a && b == b); };
    std::partial_sort(order.begin(), order.begin() + k, order.end(),
                      [&](std::int64_t a, std::int64_t b) {
                          const T x = line[a * step];
                          const T y = line[b * step];
                          if (above(x, y) || above(y, x)) {
                              return largest ? above(x, y) : above(y, x);
                          }
                          return a < b;
                      });
    order.resize(static_cast<std::size_t>(k));
    return order;
}

/// Calls body(from, to) with the offsets of every element that is taken, in the input and the
/// output, in any order, and its position on its line.
template <typename T, typename Body>
void for_each_taken(const Node& node, const Tensor& x, const Shape& y, Body&& body) {
    const int axis = axis_of(node, x.shape());
    const bool largest = node.attributes.integer("largest", 1) != 0;
    const T* data = x.data<T>().data();
    const std::int64_t k = y[axis];
    std::int64_t line = 0;
    for_each_line(x.shape(), axis, [&](std::int64_t first, std::int64_t step, std::int64_t count) {
        const std::int64_t to = line / step * step * k + line % step;
        ++line;
        const auto positions = chosen(data + first, step, count, k, largest);
        for (std::int64_t i = 0; i < k; ++i) {
            const std::int64_t position = positions[static_cast<std::size_t>(i)];
            body(first + position * step, to + i * step, position);
        }
    });
}

class TopK final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "TopK"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& x = number_input(args, 0, "X").type;
        const auto k = constant_integers(args.required(1, "K"), "K");
        expect(k.size() == 1, "K has {} elements, expected one", k.size());
        Shape shape = x.shape;
        const int axis = axis_of(args.node, shape);
        const std::int64_t most = shape[axis] == kUnknownDim ? kMaxDim : shape[axis];
        expect(k[0] >= 0 && k[0] <= most, "K is {}, expected at most the axis's {} elements", k[0],
               most);
        shape[axis] = k[0];
        return {{x.dtype, shape}, {DType::Int64, shape}};
    }

    void reference(const ReferenceArgs& args) const override {
        visit_number(args.inputs[0]->dtype(), [&](auto sample) {
            using T = decltype(sample);
            const T* x = args.inputs[0]->data<T>().data();
            T* y = args.outputs[0].writable<T>().data();
            std::int64_t* where = has_output(args.node, 1)
                                      ? args.outputs[1].writable<std::int64_t>().data()
                                      : nullptr;
            for_each_taken<T>(args.node, *args.inputs[0], args.outputs[0].shape(),
                              [&](std::int64_t from, std::int64_t to, std::int64_t position) {
                                  y[to] = x[from];
                                  if (where != nullptr) {
                                      where[to] = position;
                                  }
                              });
        });
    }

    void gradient(const GradientArgs& args) const override {
        if (args.output_grads[0] == nullptr || args.input_grads[0] == nullptr) {
            return;
        }
        visit_float(args.inputs[0]->dtype(), [&](auto sample) {
            using T = decltype(sample);
            const T* dy = args.output_grads[0]->data<T>().data();
            T* dx = args.input_grads[0]->writable<T>().data();
            for_each_taken<T>(
                args.node, *args.inputs[0], args.output_grads[0]->shape(),
                [&](std::int64_t from, std::int64_t to, std::int64_t) { dx[from] += dy[to]; });
        });
    }
};

} // namespace

const Op& op() {
    static const TopK instance;
    return instance;
}

} // namespace espalier::ops::top_k
