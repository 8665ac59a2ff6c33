// SPDX-License-Identifier: GPL-3.0-or-later
// One layer's work as the hardware sees it: loop bounds, widths and densities. Plain data, so that
// thousands of what-if estimates per second stay cheap; no tensor is needed to describe one.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace espalier::hw {

/// The eight loops of a grouped convolution: for every image n, group g, filter k (of the group),
/// channel c (of the group), output row p and column q, filter row r and column s.
enum class Dim : std::uint8_t { N, G, K, C, P, Q, R, S };
inline constexpr std::size_t kDims = 8;

enum class OpKind : std::uint8_t {
    Conv,      ///< any convolution, grouped ones included
    Depthwise, ///< a convolution with C = 1 in each of G groups
    Gemm,      ///< matrix product or fully connected layer: P rows, Q = R = S = 1
    Pool,      ///< no weights, no MACs: R x S values of the same channel make one
    Eltwise,   ///< no weights, no MACs: one or more inputs of the output's shape
};

enum class Operand : std::uint8_t { Weight, Input, Output };
inline constexpr std::size_t kOperands = 3;

enum class Number : std::uint8_t { Integer, Float };

enum class DensityKind : std::uint8_t {
    Dense,      ///< every value is stored and computed; density is 1
    Uniform,    ///< a fraction assumed, or without knowledge of where the zeros lie
    Actual,     ///< counted in the tensor itself
    Structured, ///< N:M: of every `block` neighbours exactly `kept` are not zero
};

class Mask;

struct OperandInfo {
    std::uint8_t bits = 8;
    Number number = Number::Integer;
    DensityKind kind = DensityKind::Dense;
    double density = 1.0;  ///< share of values that are not zero, in [0, 1]
    std::uint8_t kept = 0; ///< of a structured density; both 0 for the others
    std::uint8_t block = 0;
};

struct Workload {
    OpKind kind = OpKind::Conv;
    std::array<std::int32_t, kDims> dims{1, 1, 1, 1, 1, 1, 1, 1};
    std::int32_t stride_h = 1;
    std::int32_t stride_w = 1;
    std::int32_t dilation_h = 1;
    std::int32_t dilation_w = 1;
    /// The input as it is stored: without padding. 0 means "what the windows reach over", which is
    /// right for a layer without padding.
    std::int32_t input_h = 0;
    std::int32_t input_w = 0;
    std::int32_t input_tensors = 1; ///< of an element-wise layer: how many tensors it reads
    std::array<OperandInfo, kOperands> operands{};
    std::uint8_t accumulator_bits = 32;
    /// Where the weights' zeros lie, [filters][C * R * S]; null where unknown. For the machines
    /// that wait for their slowest element. Filters of all groups, or a part that they repeat.
    std::shared_ptr<const Mask> weight_mask;

    [[nodiscard]] std::int64_t dim(Dim which) const {
        return dims[static_cast<std::size_t>(which)];
    }

    void set(Dim which, std::int32_t extent) { dims[static_cast<std::size_t>(which)] = extent; }

    [[nodiscard]] const OperandInfo& operand(Operand which) const {
        return operands[static_cast<std::size_t>(which)];
    }

    [[nodiscard]] OperandInfo& operand(Operand which) {
        return operands[static_cast<std::size_t>(which)];
    }

    /// Whether the layer multiplies (Conv, Depthwise, Gemm).
    [[nodiscard]] bool has_macs() const {
        return kind == OpKind::Conv || kind == OpKind::Depthwise || kind == OpKind::Gemm;
    }
};

/// A layer and the names it goes by; `op` is the operator's name as the network has it.
struct NamedWorkload {
    std::string name;
    std::string op;
    Workload work;
};

struct Network {
    std::string name;
    std::vector<NamedWorkload> layers;
};

/// Dense multiply-accumulates: the product of all eight dims; 0 where the layer does not multiply.
[[nodiscard]] double macs(const Workload& work);
/// The mask where it fits the workload, else null.
[[nodiscard]] const Mask* mask_of_weights(const Workload& work);
/// How often the mask's rows come to make the filters of all groups.
[[nodiscard]] double mask_repeats(const Workload& work);
/// MACs times the densities of weights and inputs: those with no zero operand, were the zeros
/// independent of each other.
[[nodiscard]] double effectual_macs(const Workload& work);
/// Values of a tensor as it is stored (an input without its padding, all groups and images).
[[nodiscard]] double elements(const Workload& work, Operand which);
/// Rows and columns of input that the windows reach over, padding included.
[[nodiscard]] std::int64_t reach_h(const Workload& work);
[[nodiscard]] std::int64_t reach_w(const Workload& work);

/// Throws BadInput where a dim is not in [1, 2^31), a width not in [1, 64], a density not in [0,
/// 1], or the MACs exceed 2^53 (beyond which counts would not be exact).
void validate(const Workload& work);

/// "conv", "depthwise", "gemm", "pool", "eltwise".
[[nodiscard]] const char* to_string(OpKind kind);
/// "weight", "input", "output".
[[nodiscard]] const char* to_string(Operand which);

} // namespace espalier::hw
