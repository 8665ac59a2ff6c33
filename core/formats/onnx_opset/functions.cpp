// SPDX-License-Identifier: GPL-3.0-or-later
// Operators that ONNX itself defines by others.
#include "core/base/error.h"
#include "core/formats/onnx_opset/upgrade.h"
#include "core/formats/onnx_tensor.h"

#include <array>

namespace espalier::onnx_opset {

namespace {

/// The second input only lends its type.
void cast_like(Step& step) {
    const int to = dtype_to_onnx(step.type(1).dtype);
    step.become("Cast", {step.node.input(0)});
    step.node.attributes.set("to", std::int64_t{to});
}

/// (x - mean) / (standard deviation + 1e-9), over the axes.
void mean_variance_normalisation(Step& step) {
    const DType type = step.type(0).dtype;
    const ValueId x = step.node.input(0);
    Attributes axes;
    axes.set("axes", step.node.attributes.integers("axes", {0, 2, 3}));
    const ValueId mean = step.before_node("ReduceMean", "mean", {x}, axes);
    const ValueId centred = step.before_node("Sub", "centred", {x, mean});
    const ValueId squared = step.before_node("Mul", "squared", {centred, centred});
    const ValueId variance = step.before_node("ReduceMean", "variance", {squared}, axes);
    const ValueId deviation = step.before_node("Sqrt", "deviation", {variance});
    const ValueId divisor = step.before_node(
        "Add", "divisor",
        {deviation, step.add_constant("epsilon", Tensor::scalar(1e-9F).cast(type))});
    step.become("Div", {centred, divisor});
}

/// Groups of channels normalised as the channels of an InstanceNormalization are. Scale and bias
/// belong to the groups before opset 21, to the channels since.
void group_normalisation(Step& step) {
    Node& node = step.node;
    const TensorType x = step.type(0);
    const std::int64_t groups = node.attributes.integer("num_groups", 0);
    expect(x.shape.rank() >= 3, "X has {} dimensions, expected at least 3 [N,C,spatial]",
           x.shape.rank());
    expect(groups >= 1 && x.shape[1] % groups == 0,
           "num_groups is {}, expected a divisor of {} channels", groups, x.shape[1]);
    const ValueId data = node.input(0);
    ValueId scale = node.input(1);
    ValueId bias = node.input(2);
    const bool per_channel = step.opset >= 21;
    if (per_channel) {
        const auto all = [&](const char* suffix, float value) {
            const std::vector<float> values(static_cast<std::size_t>(groups), value);
            return step.add_constant(suffix, Tensor::of<float>({groups}, values).cast(x.dtype));
        };
        scale = all("ones", 1);
        bias = all("zeros", 0);
    }
    Attributes epsilon;
    epsilon.set("epsilon", node.attributes.real("epsilon", 1e-5F));
    const ValueId grouped = step.before_node("Reshape", "grouped",
                                             {data, step.add_integers("groups", {0, groups, -1})});
    const ValueId normal =
        step.before_node("InstanceNormalization", "normalised", {grouped, scale, bias}, epsilon);
    const ValueId sizes = step.before_node("Shape", "sizes", {data});
    if (!per_channel) {
        step.become("Reshape", {normal, sizes});
        return;
    }
    std::vector<std::int64_t> spatial;
    for (int axis = 2; axis < x.shape.rank(); ++axis) {
        spatial.push_back(axis - 1);
    }
    const ValueId axes = step.add_integers("spatial", spatial);
    const ValueId back = step.before_node("Reshape", "back", {normal, sizes});
    const ValueId factors = step.before_node("Unsqueeze", "factors", {node.input(1), axes});
    const ValueId shifts = step.before_node("Unsqueeze", "shifts", {node.input(2), axes});
    const ValueId scaled = step.before_node("Mul", "scaled", {back, factors});
    step.become("Add", {scaled, shifts});
}

constexpr std::array<Rule, 3> kRules{{
    {"CastLike", cast_like, true},
    {"MeanVarianceNormalization", mean_variance_normalisation, true},
    {"GroupNormalization", group_normalisation, true},
}};

} // namespace

std::span<const Rule> function_rules() {
    return kRules;
}

} // namespace espalier::onnx_opset
