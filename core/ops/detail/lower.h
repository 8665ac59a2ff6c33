// SPDX-License-Identifier: GPL-3.0-or-later
// How operators go into an execution plan: what an Op::lower override calls. Each falls back to
// the plain loops of the operator where no faster way exists, so each is correct for every node.
#pragma once

namespace espalier {
class Lowering;
} // namespace espalier

namespace espalier::ops::detail {

void lower_conv(Lowering& lowering);
void lower_gemm(Lowering& lowering);
void lower_mat_mul(Lowering& lowering);
void lower_batch_norm(Lowering& lowering);
/// MaxPool and AveragePool.
void lower_pool(Lowering& lowering);
/// GlobalAveragePool and GlobalMaxPool.
void lower_global_pool(Lowering& lowering);
/// ReduceMean and ReduceMax over all spatial axes, which are global pools.
void lower_reduce(Lowering& lowering);
/// Operators on each element that oneDNN knows: Relu, LeakyRelu, Clip, Sigmoid, Tanh, HardSwish ...
void lower_activation(Lowering& lowering);
/// Add, Sub, Mul, Div, Max, Min of two tensors.
void lower_binary(Lowering& lowering);
/// Softmax and LogSoftmax.
void lower_softmax(Lowering& lowering);
void lower_concat(Lowering& lowering);
/// Operators that keep the row-major order: Reshape, Flatten, Squeeze, Unsqueeze, Identity,
/// Dropout.
void lower_reshape(Lowering& lowering);
void lower_transpose(Lowering& lowering);
void lower_slice(Lowering& lowering);
void lower_split(Lowering& lowering);
void lower_pad(Lowering& lowering);
/// LSTM, GRU and RNN.
void lower_recurrent(Lowering& lowering);

} // namespace espalier::ops::detail
