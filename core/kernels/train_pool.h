// SPDX-License-Identifier: GPL-3.0-or-later
// 2-D maximum and average pooling in training, shard by shard with single-threaded primitives.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

namespace espalier {

struct TrainPoolShape {
    enum class Kind { Max, AverageInside, AverageWithPadding };

    Kind kind = Kind::Max;
    std::int64_t samples = 1; ///< of one shard
    std::int64_t channels = 1;
    std::int64_t in[2] = {1, 1}; ///< rows, columns
    std::int64_t out[2] = {1, 1};
    std::int64_t kernel[2] = {1, 1};
    std::int64_t stride[2] = {1, 1};
    std::int64_t pad_begin[2] = {0, 0};
    std::int64_t pad_end[2] = {0, 0};
};

class TrainPool {
public:
    /// Input and output lie alike, `block` channels a block (1, 8 or 16).
    TrainPool(const TrainPoolShape& shape, int block, std::size_t shards);
    ~TrainPool();
    TrainPool(const TrainPool&) = delete;
    TrainPool& operator=(const TrainPool&) = delete;

    /// Pointers are to the first shard; shards follow each other.
    void plan_forward(const float* x, float* y);
    void plan_backward(const float* dy, float* dx, bool add_to_dx);
    [[nodiscard]] std::size_t scratch_bytes() const;
    void bind(std::size_t shard, std::byte* scratch);
    void forward(std::size_t shard) const;
    void backward(std::size_t shard) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace espalier
