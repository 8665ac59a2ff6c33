// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ops/op_case.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/rng.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace espalier::test {

void PrintTo(const OpCase& op_case, std::ostream* out) {
    *out << op_case.op << ' ' << op_case.name;
}

std::string case_name(const testing::TestParamInfo<OpCase>& info) {
    return info.param.name;
}

Attribute ints(std::vector<std::int64_t> values) {
    return values;
}

Tensor int64s(std::vector<std::int64_t> values) {
    return Tensor::of<std::int64_t>({static_cast<std::int64_t>(values.size())}, values);
}

Tensor floats(Shape shape, std::vector<float> values) {
    return Tensor::of<float>(std::move(shape), values);
}

Node make_node(const std::string& op, const AttributeList& attributes, std::size_t inputs,
               std::size_t outputs) {
    Node node;
    node.name = "node1";
    node.op = op;
    for (const auto& [name, value] : attributes) {
        node.attributes.set(name, value);
    }
    std::uint32_t next = 0;
    for (std::size_t i = 0; i < inputs; ++i) {
        node.inputs.push_back(ValueId{next++});
    }
    for (std::size_t i = 0; i < outputs; ++i) {
        node.outputs.push_back(ValueId{next++});
    }
    return node;
}

Tensor grid(const Shape& shape, double low, double high, std::uint64_t stream, DType type) {
    std::vector<double> values(static_cast<std::size_t>(shape.elements()));
    const double cell = (high - low) / static_cast<double>(std::max<std::size_t>(values.size(), 1));
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = low + (static_cast<double>(i) + 0.5) * cell;
    }
    // An odd number of cells has its middle at the middle, where many functions have a kink.
    if (values.size() % 2 == 1) {
        values[values.size() / 2] += 0.25 * cell;
    }
    Rng rng(7, stream);
    rng.shuffle(values);
    // float32 values, so that both types see the same point.
    return Tensor::of<double>(shape, values).cast(DType::Float32).cast(type);
}

namespace {

std::vector<InputType> types_of(const std::vector<const Tensor*>& inputs) {
    std::vector<InputType> types;
    for (const Tensor* input : inputs) {
        types.push_back(input == nullptr
                            ? InputType{}
                            : InputType{true, {input->dtype(), input->shape()}, input});
    }
    return types;
}

std::vector<const Tensor*> pointers(const std::vector<Tensor>& tensors) {
    std::vector<const Tensor*> result;
    for (const Tensor& tensor : tensors) {
        result.push_back(tensor.defined() ? &tensor : nullptr);
    }
    return result;
}

Node node_of(const OpCase& c) {
    Node node = make_node(c.op, c.attributes, c.inputs.size(), c.outputs.size());
    for (std::size_t i = 0; i < c.inputs.size(); ++i) {
        if (!c.inputs[i].present) {
            node.inputs[i] = kNoValue;
        }
    }
    return node;
}

/// The inputs of a case with its float inputs in `type`; float constants follow.
std::vector<Tensor> inputs_of(const OpCase& c, DType type) {
    std::vector<Tensor> inputs;
    for (std::size_t i = 0; i < c.inputs.size(); ++i) {
        const Input& input = c.inputs[i];
        if (!input.present) {
            inputs.emplace_back();
        } else if (input.constant) {
            const bool follows =
                input.constant->dtype() == DType::Float32 && find_op(c.op)->differentiable();
            inputs.push_back(follows ? input.constant->cast(type) : *input.constant);
        } else {
            inputs.push_back(grid(input.shape, input.low, input.high, i, type));
        }
    }
    return inputs;
}

/// The sum over all outputs of weight * output.
double loss(const Node& node, const std::vector<Tensor>& inputs,
            const std::vector<Tensor>& weights) {
    const std::vector<Tensor> outputs = run_node(node, pointers(inputs));
    double sum = 0;
    for (std::size_t n = 0; n < outputs.size(); ++n) {
        for (std::int64_t i = 0; weights[n].defined() && i < outputs[n].elements(); ++i) {
            sum += weights[n].at(i) * outputs[n].at(i);
        }
    }
    return sum;
}

/// The gradients gradient() adds to tensors filled with `start`; undefined where not `wanted`.
std::vector<Tensor> gradients(const Node& node, const std::vector<Tensor>& inputs,
                              const std::vector<Tensor>& weights, const std::vector<bool>& wanted,
                              double start) {
    const std::vector<Tensor> outputs = run_node(node, pointers(inputs));
    std::vector<Tensor> grads(inputs.size());
    std::vector<Tensor*> targets(inputs.size(), nullptr);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        if (wanted[i]) {
            std::vector<double> fill(static_cast<std::size_t>(inputs[i].elements()), start);
            grads[i] = Tensor::of<double>(inputs[i].shape(), fill).cast(inputs[i].dtype());
            targets[i] = &grads[i];
        }
    }
    std::vector<Tensor> output_grads;
    for (const Tensor& weight : weights) {
        output_grads.push_back(weight.defined() ? weight.cast(outputs[0].dtype()) : Tensor());
    }
    const auto inputs_view = pointers(inputs);
    const auto outputs_view = pointers(outputs);
    const auto grads_view = pointers(output_grads);
    op_for(node).gradient({node, inputs_view, outputs_view, grads_view, targets});
    return grads;
}

double largest(const std::vector<double>& values) {
    double result = 1e-6;
    for (const double value : values) {
        result = std::max(result, std::abs(value));
    }
    return result;
}

void expect_close(const Tensor& found, const std::vector<double>& expected, double offset,
                  double tolerance, const std::string& what) {
    const double scale = largest(expected);
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_NEAR(found.at(static_cast<std::int64_t>(i)) - offset, expected[i], tolerance * scale)
            << what << ", element " << i;
    }
}

void check_gradients(const OpCase& c, const Node& node) {
    std::vector<Tensor> inputs = inputs_of(c, DType::Float64);
    std::vector<Tensor> weights;
    for (std::size_t n = 0; n < c.outputs.size(); ++n) {
        // Not symmetric about 0: a sum of all of them must not vanish.
        weights.push_back(grid(c.outputs[n], -0.4, 1, 100 + n, DType::Float64));
    }
    std::vector<bool> wanted;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        wanted.push_back(inputs[i].defined() && !c.inputs[i].constant);
    }
    const auto wide = gradients(node, inputs, weights, wanted, 0.5);
    const auto narrow = gradients(node, inputs_of(c, DType::Float32), weights, wanted, 0);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        if (!wanted[i]) {
            continue;
        }
        constexpr double kStep = 1e-5;
        std::vector<double> expected;
        for (std::size_t e = 0; e < static_cast<std::size_t>(inputs[i].elements()); ++e) {
            const double centre = inputs[i].data<double>()[e];
            inputs[i].writable<double>()[e] = centre + kStep;
            const double above = loss(node, inputs, weights);
            inputs[i].writable<double>()[e] = centre - kStep;
            const double below = loss(node, inputs, weights);
            inputs[i].writable<double>()[e] = centre;
            expected.push_back((above - below) / (2 * kStep));
        }
        const std::string what = "gradient of input " + std::to_string(i);
        // Truncation of the difference is of order step^2, cancellation of order 1e-16 / step.
        expect_close(wide[i], expected, 0.5, 1e-6, what + " in float64");
        expect_close(narrow[i], expected, 0, 1e-3, what + " in float32");
        std::vector<bool> alone(inputs.size(), false);
        alone[i] = true;
        EXPECT_TRUE(gradients(node, inputs, weights, alone, 0.5)[i].equals(wide[i]))
            << what << " changes when no other is asked for";
    }
}

/// With one dimension of one input unknown, what is inferred must not contradict the truth.
void check_unknown_dimensions(const OpCase& c, const Node& node,
                              const std::vector<Tensor>& inputs) {
    for (std::size_t i = 0; i < inputs.size() && i < 1; ++i) {
        if (!inputs[i].defined() || c.inputs[i].constant) {
            continue;
        }
        for (int axis = 0; axis < inputs[i].shape().rank(); ++axis) {
            auto types = types_of(pointers(inputs));
            for (std::size_t k = 0; k < types.size(); ++k) {
                if (!c.inputs[k].constant) {
                    types[k].constant = nullptr;
                }
            }
            types[i].type.shape[axis] = kUnknownDim;
            const auto found = op_for(node).infer({node, types});
            ASSERT_EQ(found.size(), c.outputs.size());
            for (std::size_t n = 0; n < found.size(); ++n) {
                const Shape& shape = found[n].shape;
                ASSERT_EQ(shape.rank(), c.outputs[n].rank());
                for (int d = 0; d < shape.rank(); ++d) {
                    EXPECT_TRUE(shape[d] == kUnknownDim || shape[d] == c.outputs[n][d])
                        << "input " << i << " dimension " << axis << " unknown gives "
                        << shape.str() << " for " << c.outputs[n].str();
                }
            }
        }
    }
}

} // namespace

std::vector<Tensor> run_node(const Node& node, const std::vector<const Tensor*>& inputs) {
    const Op& op = op_for(node);
    const auto types = types_of(inputs);
    std::vector<Tensor> outputs;
    for (const TensorType& type : op.infer({node, types})) {
        outputs.emplace_back(type.dtype, type.shape);
    }
    op.reference({node, inputs, outputs});
    return outputs;
}

Tensor run_op(const std::string& op, const AttributeList& attributes,
              const std::vector<Tensor>& inputs) {
    return run_node(make_node(op, attributes, inputs.size(), 1), pointers(inputs)).at(0);
}

TEST_P(OpTable, Holds) {
    const OpCase& c = GetParam();
    const Node node = node_of(c);
    const Op& op = op_for(node);
    const std::vector<Tensor> inputs = inputs_of(c, DType::Float32);
    const auto types = types_of(pointers(inputs));
    const std::vector<TensorType> inferred = op.infer({node, types});
    ASSERT_EQ(inferred.size(), c.outputs.size());
    std::vector<TensorType> input_types;
    for (const InputType& type : types) {
        input_types.push_back(type.type);
    }
    for (std::size_t n = 0; n < inferred.size(); ++n) {
        EXPECT_EQ(inferred[n].shape, c.outputs[n])
            << inferred[n].shape.str() << " for " << c.outputs[n].str();
    }
    EXPECT_EQ(op.macs(node, input_types, inferred), c.macs);
    check_unknown_dimensions(c, node, inputs);

    const int before = threads();
    set_threads(1);
    const auto one = run_node(node, pointers(inputs));
    set_threads(2);
    const auto two = run_node(node, pointers(inputs));
    set_threads(before);
    for (std::size_t n = 0; n < inferred.size(); ++n) {
        EXPECT_EQ(one[n].dtype(), inferred[n].dtype);
        EXPECT_EQ(one[n].shape(), inferred[n].shape);
        EXPECT_TRUE(one[n].equals(two[n])) << "bits depend on the number of threads";
    }
    if (op.differentiable()) {
        check_gradients(c, node);
    }
}

} // namespace espalier::test
