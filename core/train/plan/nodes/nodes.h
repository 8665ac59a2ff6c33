// SPDX-License-Identifier: GPL-3.0-or-later
// The kinds of steps a training plan has. Each maker returns nullptr where the node is not its
// kind; generic_node takes everything that has a reference and a gradient.
#pragma once

#include "core/graph/graph.h"
#include "core/train/hooks/numerics.h"
#include "core/train/plan/plan_node.h"

#include <memory>
#include <optional>
#include <vector>

namespace espalier {

/// Operator type of the steps that stand for the code of a value; one input, one output, which
/// holds the code. Exists inside plans only.
inline constexpr const char* kFakeQuantise = "espalier.FakeQuantise";
/// The same for a uniform code with one step; the second input is what may learn of it, the step
/// or, with the attribute kBoundLearns, its upper bound.
inline constexpr const char* kUniformGrid = "espalier.UniformGrid";
inline constexpr const char* kBoundLearns = "bound";
/// The same for the places where numbers are restricted: values forward, gradients backward.
inline constexpr const char* kActivationHook = "espalier.ActivationHook";
inline constexpr const char* kErrorHook = "espalier.ErrorHook";

/// True for a step that stands for no node of the network.
inline bool is_inserted(const Node& node) {
    return node.op == kFakeQuantise || node.op == kUniformGrid || node.op == kActivationHook ||
           node.op == kErrorHook;
}

/// Op::reference and Op::gradient on row-major tensors of one shard.
std::unique_ptr<PlanNode> generic_node(const PlanContext& context, const Node& node);
/// x' = code(x); the gradient passes where x lies within the code's range (straight through,
/// clipped).
std::unique_ptr<PlanNode> fake_quantise_node(const PlanContext& context, const Node& node);
/// kUniformGrid.
std::unique_ptr<PlanNode> uniform_grid_node(const PlanContext& context, const Node& node);
/// kActivationHook and kErrorHook; `numerics` outlives the node.
std::unique_ptr<PlanNode> numeric_node(const Numerics& numerics, const Node& node);
/// Scaled random zeros (Srivastava et al. 2014), a different draw for every step and sample.
std::unique_ptr<PlanNode> dropout_node(const PlanContext& context, const Node& node);
/// Whatever only moves elements: Reshape, Flatten, Slice, Pad with zeros, Concat, Transpose ...
std::unique_ptr<PlanNode> gather_node(const PlanContext& context, const Node& node);
/// Relu and Clip.
std::unique_ptr<PlanNode> clamp_node(const PlanContext& context, const Node& node);
/// Add of two activations of one shape.
std::unique_ptr<PlanNode> add_node(const PlanContext& context, const Node& node);
std::unique_ptr<PlanNode> global_average_node(const PlanContext& context, const Node& node);
/// Gemm and MatMul of rows with a matrix parameter, and Einsum that is such a product.
std::unique_ptr<PlanNode> linear_node(const PlanContext& context, const Node& node);
/// Gather of rows of a parameter.
std::unique_ptr<PlanNode> embedding_node(const PlanContext& context, const Node& node);
/// LSTM, GRU and RNN with the batch in front.
std::unique_ptr<PlanNode> recurrent_node(const PlanContext& context, const Node& node);
/// Sigmoid and Tanh.
std::unique_ptr<PlanNode> squash_node(const PlanContext& context, const Node& node);
/// Add, Sub, Mul, Div, Max and Min of two activations of one shape, or of one and a number.
std::unique_ptr<PlanNode> binary_node(const PlanContext& context, const Node& node);
/// Floor and Sqrt.
std::unique_ptr<PlanNode> unary_node(const PlanContext& context, const Node& node);
/// ReduceSum of samples that are rows.
std::unique_ptr<PlanNode> sample_sum_node(const PlanContext& context, const Node& node);
/// Add of a parameter [K] to an activation [.., K].
std::unique_ptr<PlanNode> bias_node(const PlanContext& context, const Node& node);
std::unique_ptr<PlanNode> conv_node(const PlanContext& context, const Node& node);
std::unique_ptr<PlanNode> pool_node(const PlanContext& context, const Node& node);

struct BatchNormMode {
    bool frozen = false;           ///< running statistics are used and stay
    const bool* late = nullptr;    ///< becomes true once they are to stay; nullptr: never
    std::optional<float> momentum; ///< instead of the nodes' own
    NumericHook statistics;        ///< what happens to mean and variance of a batch
};

/// Batch normalisation by the mean absolute deviation instead of the standard deviation (Wu et al.,
/// L1-Norm Batch Normalization, 2018): no squares and no root. The running variance is the square
/// of what stands for the deviation, so that a plain batch normalisation runs the network later.
std::unique_ptr<PlanNode> l1_batch_norm_node(const Node& node, const BatchNormMode& mode);

/// Batch normalisation, with the addition and the Relu or Clip that follow it where `chain` has
/// them: the nodes of [BatchNormalization, Add?, Relu or Clip?].
std::unique_ptr<PlanNode> batch_norm_node(const PlanContext& context,
                                          const std::vector<const Node*>& chain,
                                          BatchNormMode mode);

} // namespace espalier
