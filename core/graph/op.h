// SPDX-License-Identifier: GPL-3.0-or-later
// The operator interface. One object per operator type, stateless; found by op_for(). A new
// operator is one file in core/ops (see there) that defines everything below for one ONNX operator
// with the meaning of opset 17.
#pragma once

#include "core/graph/graph.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace espalier {

class Lowering;

/// What shape inference knows of one input.
struct InputType {
    bool present = false;             ///< false for an absent optional input
    TensorType type;                  ///< dimensions may be unknown
    const Tensor* constant = nullptr; ///< its value, where it is a constant
};

struct InferArgs {
    const Node& node;
    std::span<const InputType> inputs;

    /// Input `index`, or BadInput "conv1: input 1 (W) is missing".
    [[nodiscard]] const InputType& required(std::size_t index, std::string_view what) const;
    /// nullptr where absent.
    [[nodiscard]] const InputType* optional(std::size_t index) const;
};

/// Inputs and outputs of one evaluation on plain row-major tensors. Absent optional inputs are
/// nullptr. Outputs are allocated with the inferred types.
struct ReferenceArgs {
    const Node& node;
    std::span<const Tensor* const> inputs;
    std::span<Tensor> outputs;
};

/// One backward evaluation: from the gradients of the outputs to those of the inputs.
struct GradientArgs {
    const Node& node;
    std::span<const Tensor* const> inputs;
    std::span<const Tensor* const> outputs;      ///< what reference() computed
    std::span<const Tensor* const> output_grads; ///< nullptr where nobody needs that output
    /// To be added to, not overwritten; nullptr where the gradient is not wanted. Allocated with
    /// the shape of the input.
    std::span<Tensor* const> input_grads;
};

class Op {
public:
    virtual ~Op() = default;

    /// ONNX operator type ("Conv").
    [[nodiscard]] virtual std::string_view type() const = 0;
    /// Output types. Checks ranks, sizes and attributes; errors are BadInput (malformed) or
    /// Unsupported (legal ONNX that we do not do), with found and expected.
    [[nodiscard]] virtual std::vector<TensorType> infer(const InferArgs& args) const = 0;
    /// Multiply-accumulates for these shapes (whole batch); 0 for everything but Conv, Gemm, MatMul
    /// and their like.
    [[nodiscard]] virtual std::int64_t macs(const Node& node, std::span<const TensorType> inputs,
                                            std::span<const TensorType> outputs) const;
    /// Plain loops, the oracle for every faster path.
    virtual void reference(const ReferenceArgs& args) const = 0;

    /// False where no gradient flows (Shape, integer Cast ...); then gradient() is never called.
    [[nodiscard]] virtual bool differentiable() const { return true; }

    virtual void gradient(const GradientArgs& args) const;
    /// Puts the node into an execution plan (core/kernels/lowering.h). The default runs
    /// reference() on plain tensors.
    virtual void lower(Lowering& lowering) const;
};

/// nullptr where the operator is unknown.
[[nodiscard]] const Op* find_op(std::string_view type);
/// The operator, or Error{Unsupported}.
[[nodiscard]] const Op& op_for(const Node& node);

} // namespace espalier
