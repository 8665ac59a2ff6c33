// SPDX-License-Identifier: GPL-3.0-or-later
// What the float and the integer lowering of Conv have in common.
#pragma once

#include "core/kernels/lowering.h"

namespace espalier::ops::detail {

/// The convolution of a node alone, as oneDNN wants it, with constants as they are.
struct ConvProblem {
    dnn::Dims source, weights, target, stride, dilation, pad_begin, pad_end;
    Tensor weight_values;
    Tensor bias_values; ///< undefined where there is none
};

/// Of lowering.node(), whose weights and bias are constants.
[[nodiscard]] ConvProblem conv_problem(const Lowering& lowering);

/// An inference primitive; nullopt where oneDNN has none.
[[nodiscard]] std::optional<dnnl::convolution_forward::primitive_desc>
make_conv(const ConvProblem& conv, const dnn::Desc& source, const dnn::Desc& weights,
          const dnn::Desc& target, const dnnl::primitive_attr& attr);

/// It exists and is none of oneDNN's reference loops.
[[nodiscard]] bool usable(const std::optional<dnnl::convolution_forward::primitive_desc>& pd);

} // namespace espalier::ops::detail
