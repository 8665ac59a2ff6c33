// SPDX-License-Identifier: GPL-3.0-or-later
// One line of a table stands for one node; everything that can be asked of an operator in general
// is checked from it: shapes known and unknown, types, multiply-accumulates, the same bits for any
// number of threads, and gradients against central differences in float64.
#pragma once

#include "core/graph/op.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace espalier::test {

/// An input: a constant as it is, or a float shape filled with distinct values of [low, high] in
/// random order (never closer to one another, or to the middle, than half a cell).
struct Input {
    Shape shape;
    double low = -1;
    double high = 1;
    std::optional<Tensor> constant;
    bool present = true;

    Input(std::initializer_list<std::int64_t> dims)
        : shape(dims) {}

    Input(Shape dims, double from, double to)
        : shape(std::move(dims))
        , low(from)
        , high(to) {}

    Input(Tensor value)
        : shape(value.shape())
        , constant(std::move(value)) {}

    static Input absent() {
        Input input{};
        input.present = false;
        return input;
    }
};

using AttributeList = std::vector<std::pair<std::string, Attribute>>;

struct OpCase {
    std::string name; ///< letters, digits and underscores
    std::string op;
    AttributeList attributes;
    std::vector<Input> inputs;
    std::vector<Shape> outputs;
    std::int64_t macs = 0;
};

/// "Conv conv2d_bias", in messages; registry_test.cpp reads the operator.
void PrintTo(const OpCase& op_case, std::ostream* out);

/// Integer lists, as attributes and as constant inputs.
Attribute ints(std::vector<std::int64_t> values);
Tensor int64s(std::vector<std::int64_t> values);
Tensor floats(Shape shape, std::vector<float> values);

/// A node of this operator with made-up value ids.
Node make_node(const std::string& op, const AttributeList& attributes, std::size_t inputs,
               std::size_t outputs);

/// infer() and reference() of one node on these tensors (nullptr: absent). All constant.
std::vector<Tensor> run_node(const Node& node, const std::vector<const Tensor*>& inputs);
Tensor run_op(const std::string& op, const AttributeList& attributes,
              const std::vector<Tensor>& inputs);

/// Distinct values in [low, high], deterministic in `stream`.
Tensor grid(const Shape& shape, double low, double high, std::uint64_t stream,
            DType type = DType::Float32);

class OpTable : public testing::TestWithParam<OpCase> {};

std::string case_name(const testing::TestParamInfo<OpCase>& info);

} // namespace espalier::test
