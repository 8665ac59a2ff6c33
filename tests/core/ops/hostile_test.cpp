// SPDX-License-Identifier: GPL-3.0-or-later
// Random nonsense for every operator: attributes and constants at the ends of their types, shapes
// that fit nothing. It must end in a result or an Error (and, under the sanitizers, in silence).
#include "tests/core/ops/op_case.h"

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/ops/registry.h"

#include <array>
#include <limits>

namespace espalier::test {

namespace {

std::int64_t strange_number(Rng& rng) {
    constexpr std::array kEnds = {std::numeric_limits<std::int64_t>::min(),
                                  std::numeric_limits<std::int64_t>::max(),
                                  std::int64_t{1} << 62,
                                  -(std::int64_t{1} << 62),
                                  std::int64_t{1} << 31,
                                  (std::int64_t{1} << 31) - 1,
                                  std::int64_t{1} << 46};
    return rng.below(6) == 0 ? kEnds[rng.below(kEnds.size())]
                             : static_cast<std::int64_t>(rng.below(8)) - 2;
}

std::vector<std::int64_t> strange_list(Rng& rng) {
    std::vector<std::int64_t> list(rng.below(6));
    for (std::int64_t& value : list) {
        value = strange_number(rng);
    }
    return list;
}

Node strange_node(const Op& op, Rng& rng) {
    Node node = make_node(std::string(op.type()), {}, 1 + rng.below(5), 1 + rng.below(3));
    for (const char* name : {"axis", "group", "ceil_mode", "count_include_pad", "keepdims", "to",
                             "size", "transA", "transB", "allowzero", "start", "end",
                             "storage_order", "num_outputs", "noop_with_empty_axes", "antialias"}) {
        if (rng.below(3) == 0) {
            node.attributes.set(name, strange_number(rng));
        }
    }
    for (const char* name : {"kernel_shape", "strides", "dilations", "pads", "axes", "perm",
                             "split", "output_padding", "output_shape"}) {
        if (rng.below(3) == 0) {
            node.attributes.set(name, strange_list(rng));
        }
    }
    const auto text = [&](const char* name, std::initializer_list<const char*> values) {
        if (rng.below(2) == 0) {
            node.attributes.set(name, std::string(values.begin()[rng.below(values.size())]));
        }
    };
    text("auto_pad", {"SAME_UPPER", "SAME_LOWER", "VALID", "NOTSET"});
    text("mode", {"edge", "reflect", "wrap", "linear", "cubic", "nearest"});
    text("coordinate_transformation_mode", {"align_corners", "tf_crop_and_resize", "asymmetric"});
    text("keep_aspect_ratio_policy", {"not_larger", "not_smaller"});
    for (const char* name : {"alpha", "beta", "epsilon", "cubic_coeff_a", "bias", "value_float"}) {
        if (rng.below(4) == 0) {
            node.attributes.set(name, rng.below(2) == 0 ? std::numeric_limits<float>::infinity()
                                                        : std::numeric_limits<float>::quiet_NaN());
        }
    }
    return node;
}

Tensor strange_tensor(Rng& rng) {
    if (rng.below(3) == 0) {
        return int64s(strange_list(rng));
    }
    std::vector<std::int64_t> dims(rng.below(6));
    for (std::int64_t& dim : dims) {
        dim = static_cast<std::int64_t>(rng.below(5));
    }
    Tensor tensor(DType::Float32, Shape(std::move(dims)));
    for (float& value : tensor.writable<float>()) {
        value = static_cast<float>(rng.below(20) == 0 ? rng.uniform() * 1e38 : rng.normal());
    }
    constexpr std::array kTypes = {DType::Float32, DType::Float32, DType::Float32, DType::Float64,
                                   DType::Int64,   DType::Int32,   DType::Int8,    DType::UInt8,
                                   DType::Bool,    DType::Float16};
    return tensor.cast(kTypes[rng.below(kTypes.size())]);
}

/// True when the node had a meaning after all and was computed.
bool attempt(const Op& op, Rng& rng) {
    const Node node = strange_node(op, rng);
    std::vector<Tensor> inputs;
    for (std::size_t i = 0; i < node.inputs.size(); ++i) {
        inputs.push_back(strange_tensor(rng));
    }
    std::vector<const Tensor*> pointers;
    std::vector<InputType> types;
    for (const Tensor& tensor : inputs) {
        pointers.push_back(&tensor);
        types.push_back({true, {tensor.dtype(), tensor.shape()}, &tensor});
    }
    try {
        const auto inferred = op.infer({node, types});
        std::vector<Tensor> outputs;
        for (const TensorType& type : inferred) {
            if (!type.shape.known() || type.shape.elements() > 100'000) {
                return false;
            }
            outputs.emplace_back(type.dtype, type.shape);
        }
        if (outputs.size() < node.outputs.size()) {
            return false;
        }
        op.reference({node, pointers, outputs});
        return true;
    } catch (const Error&) {
        return false;
    }
}

class Hostile : public testing::TestWithParam<const Op*> {};

std::vector<const Op*> everything() {
    const auto all = ops::all_ops();
    return {all.begin(), all.end()};
}

} // namespace

TEST_P(Hostile, NodesEndInAResultOrAnError) {
    Rng rng(11, GetParam()->type().size() * 131U +
                    static_cast<unsigned char>(GetParam()->type().back()));
    for (int i = 0; i < 1000; ++i) {
        ASSERT_NO_THROW((void)attempt(*GetParam(), rng)) << "attempt " << i;
    }
}

INSTANTIATE_TEST_SUITE_P(Contract, Hostile, testing::ValuesIn(everything()),
                         [](const testing::TestParamInfo<const Op*>& test) {
                             return std::string(test.param->type());
                         });

} // namespace espalier::test
