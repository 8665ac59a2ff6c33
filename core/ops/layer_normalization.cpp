// SPDX-License-Identifier: GPL-3.0-or-later
// LayerNormalization (Ba, Kiros, Hinton 2016): over all dimensions from `axis` on,
// y = (x - mean) / sqrt(variance + epsilon) * scale + bias; outputs 1 and 2 are the mean and
// 1 / sqrt(variance + epsilon).
#include "core/base/error.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/strided.h"
#include "core/ops/detail/types.h"

#include <cmath>
#include <vector>

namespace espalier::ops::layer_normalization {

namespace {

using namespace detail;

int axis_of(const Node& node, const Shape& shape) {
    return shape.normalised_axis(node.attributes.integer("axis", -1), "axis");
}

/// One normalised row: mean and 1 / sqrt(variance + epsilon).
struct Moments {
    double mean = 0;
    double inverse = 0;
};

template <typename T>
Moments moments(std::span<const T> row, double epsilon) {
    double sum = 0;
    for (const T x : row) {
        sum += static_cast<double>(x);
    }
    const double mean = sum / static_cast<double>(row.size());
    double squares = 0;
    for (const T x : row) {
        squares += (static_cast<double>(x) - mean) * (static_cast<double>(x) - mean);
    }
    return {mean, 1 / std::sqrt(squares / static_cast<double>(row.size()) + epsilon)};
}

/// For each element of a row, which element of a tensor stretched over it acts on it.
std::vector<std::size_t> stretched_places(const Shape& shape, const Shape& row) {
    std::vector<std::size_t> places(static_cast<std::size_t>(row.elements()));
    for_each_row<2>(row, {stretched(shape, row), contiguous(row)},
                    [&](const auto& offsets, const auto& steps, std::int64_t count) {
                        for (std::int64_t i = 0; i < count; ++i) {
                            places[static_cast<std::size_t>(offsets[1] + i * steps[1])] =
                                static_cast<std::size_t>(offsets[0] + i * steps[0]);
                        }
                    });
    return places;
}

/// A scale or bias stretched over one row; `otherwise` where absent.
std::vector<double> stretched_row(const Tensor* tensor, const Shape& row, double otherwise) {
    std::vector<double> values(static_cast<std::size_t>(row.elements()), otherwise);
    if (tensor == nullptr) {
        return values;
    }
    const Tensor wide = tensor->cast(DType::Float64);
    const auto places = stretched_places(wide.shape(), row);
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = wide.data<double>()[places[i]];
    }
    return values;
}

/// Adds what each element of a row gathered to the tensor that was stretched over it.
template <typename T>
void add_to_stretched(const std::vector<double>& sums, const Shape& row, Tensor* gradient) {
    if (gradient == nullptr) {
        return;
    }
    const auto places = stretched_places(gradient->shape(), row);
    std::vector<double> totals(static_cast<std::size_t>(gradient->elements()), 0);
    for (std::size_t i = 0; i < sums.size(); ++i) {
        totals[places[i]] += sums[i];
    }
    const auto values = gradient->writable<T>();
    for (std::size_t i = 0; i < totals.size(); ++i) {
        values[i] += static_cast<T>(totals[i]);
    }
}

double epsilon_of(const Node& node) {
    return static_cast<double>(node.attributes.real("epsilon", 1e-5F));
}

Shape row_shape(const Node& node, const Shape& shape) {
    const int axis = axis_of(node, shape);
    return Shape(std::vector<std::int64_t>(shape.begin() + axis, shape.end()));
}

class LayerNormalization final : public Op {
public:
    [[nodiscard]] std::string_view type() const override { return "LayerNormalization"; }

    [[nodiscard]] std::vector<TensorType> infer(const InferArgs& args) const override {
        const TensorType& x = float_input(args, 0, "X").type;
        const int axis = axis_of(args.node, x.shape);
        const Shape row = row_shape(args.node, x.shape);
        const InputType& scale = float_input(args, 1, "Scale");
        expect_dtype(scale, "Scale", x.dtype);
        expect_broadcasts_to(scale.type.shape, row, "Scale");
        if (const InputType* bias = args.optional(2)) {
            expect_dtype(*bias, "B", x.dtype);
            expect_broadcasts_to(bias->type.shape, row, "B");
        }
        Shape statistics = x.shape;
        for (int i = axis; i < statistics.rank(); ++i) {
            statistics[i] = 1;
        }
        std::vector<TensorType> types{x, {x.dtype, statistics}, {x.dtype, statistics}};
        types.resize(std::min(output_count(args.node), types.size()));
        return types;
    }

    void reference(const ReferenceArgs& args) const override {
        const Shape row = row_shape(args.node, args.inputs[0]->shape());
        const auto length = static_cast<std::size_t>(row.elements());
        const auto scale = stretched_row(args.inputs[1], row, 1);
        const auto bias = stretched_row(args.inputs.size() > 2 ? args.inputs[2] : nullptr, row, 0);
        visit_float(args.inputs[0]->dtype(), [&](auto sample) {
            using T = decltype(sample);
            const auto x = args.inputs[0]->data<T>();
            const auto y = args.outputs[0].writable<T>();
            for (std::size_t first = 0, r = 0; first < x.size(); first += length, ++r) {
                const Moments m = moments<T>(x.subspan(first, length), epsilon_of(args.node));
                for (std::size_t i = 0; i < length; ++i) {
                    const double centred = static_cast<double>(x[first + i]) - m.mean;
                    y[first + i] = static_cast<T>(centred * m.inverse * scale[i] + bias[i]);
                }
                if (args.outputs.size() > 1) {
                    args.outputs[1].writable<T>()[r] = static_cast<T>(m.mean);
                }
                if (args.outputs.size() > 2) {
                    args.outputs[2].writable<T>()[r] = static_cast<T>(m.inverse);
                }
            }
        });
    }

    void gradient(const GradientArgs& args) const override {
        visit_float(args.inputs[0]->dtype(),
                    [&](auto sample) { add_gradients<decltype(sample)>(args); });
    }

private:
    /// With n = (x - mean) / deviation and g = dy * scale, over each row:
    /// dx = (g - mean(g) - n mean(g n)) / deviation.
    template <typename T>
    static void add_gradients(const GradientArgs& args) {
        const auto x = args.inputs[0]->data<T>();
        const Shape row = row_shape(args.node, args.inputs[0]->shape());
        const auto length = static_cast<std::size_t>(row.elements());
        const auto count = static_cast<double>(length);
        const auto scale = stretched_row(args.inputs[1], row, 1);
        const auto given = [&](std::size_t output, std::size_t i) {
            const bool wanted =
                output < args.output_grads.size() && args.output_grads[output] != nullptr;
            return wanted ? static_cast<double>(args.output_grads[output]->data<T>()[i]) : 0.0;
        };
        std::vector<double> scale_sums(length, 0);
        std::vector<double> bias_sums(length, 0);
        for (std::size_t first = 0, r = 0; first < x.size(); first += length, ++r) {
            const Moments m = moments<T>(x.subspan(first, length), epsilon_of(args.node));
            const auto normal = [&](std::size_t i) {
                return (static_cast<double>(x[first + i]) - m.mean) * m.inverse;
            };
            double mean = 0;
            double along = 0;
            for (std::size_t i = 0; i < length; ++i) {
                const double dy = given(0, first + i);
                scale_sums[i] += dy * normal(i);
                bias_sums[i] += dy;
                mean += dy * scale[i] / count;
                along += dy * scale[i] * normal(i) / count;
            }
            if (args.input_grads[0] == nullptr) {
                continue;
            }
            const auto dx = args.input_grads[0]->template writable<T>();
            for (std::size_t i = 0; i < length; ++i) {
                const double through = given(0, first + i) * scale[i] - mean - normal(i) * along;
                // The deviation's own output is 1 / deviation.
                const double of_statistics =
                    (given(1, r) - given(2, r) * m.inverse * m.inverse * normal(i)) / count;
                dx[first + i] += static_cast<T>(through * m.inverse + of_statistics);
            }
        }
        add_to_stretched<T>(scale_sums, row, args.input_grads[1]);
        add_to_stretched<T>(bias_sums, row,
                            args.input_grads.size() > 2 ? args.input_grads[2] : nullptr);
    }
};

} // namespace

const Op& op() {
    static const LayerNormalization instance;
    return instance;
}

} // namespace espalier::ops::layer_normalization
