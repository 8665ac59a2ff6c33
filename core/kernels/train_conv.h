// SPDX-License-Identifier: GPL-3.0-or-later
// A 2-D convolution in training: forward, backward to its input and to its weights, each on one
// shard of the batch with single-threaded primitives, so that the bits do not depend on the number
// of threads.
#pragma once

#include "core/kernels/train_conv_shape.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace espalier {

class TrainConv {
public:
    /// `in_block` says how the input lies (1, 8 or 16 channels a block). Throws Failed where oneDNN
    /// has no such convolution.
    TrainConv(const TrainConvShape& shape, int in_block, bool has_bias, std::size_t shards);
    ~TrainConv();
    TrainConv(const TrainConv&) = delete;
    TrainConv& operator=(const TrainConv&) = delete;

    /// How the output is to lie.
    [[nodiscard]] int out_block() const;

    /// Pointers are to the first shard; shards follow each other.
    void plan_forward(const float* x, const float* bias, float* y);
    /// `dx` may be nullptr.
    void plan_backward(const float* x, const float* dy, float* dx, bool add_to_dx,
                       bool wants_weights);
    /// Both after planning: bytes of scratch memory for one shard, and that memory.
    [[nodiscard]] std::size_t scratch_bytes() const;
    void bind(std::size_t shard, std::byte* scratch);

    /// Takes over row-major weights [O, I / groups, kH, kW].
    void pack(const float* weights);
    void forward(std::size_t shard) const;
    void backward_input(std::size_t shard) const;
    void backward_weights(std::size_t shard) const;

    /// The shards' weight and bias gradients, to be summed into the first.
    [[nodiscard]] std::vector<float*> weight_parts() const;
    [[nodiscard]] std::size_t weight_part_size() const;
    [[nodiscard]] std::vector<float*> bias_parts() const;
    /// Adds the first part to a row-major gradient.
    void add_weight_gradient(std::span<float> gradient) const;

    /// Names of the kernels oneDNN chose.
    [[nodiscard]] std::vector<std::string> kernels() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace espalier
