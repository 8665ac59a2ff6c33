// SPDX-License-Identifier: GPL-3.0-or-later
// The passes over memory that batch normalisation in training consists of, one shard at a time.
// What lies between them (sums over shards, statistics) is the caller's.
#pragma once

#include <cstddef>

namespace espalier::norm {

/// How a shard lies in memory: [samples][groups][positions][lanes]; channel = group * lanes + lane.
/// lanes is 1 (row-major), 8 or 16 (blocked).
struct View {
    std::size_t samples = 0;
    std::size_t groups = 0;
    std::size_t positions = 0;
    std::size_t lanes = 1;

    [[nodiscard]] std::size_t channels() const { return groups * lanes; }

    [[nodiscard]] std::size_t elements() const { return samples * groups * positions * lanes; }
};

/// Sums over the shard of x - pivot and its square, per channel (overwritten). A pivot near the
/// mean keeps the variance from cancelling out.
void sums(const View& view, const float* x, const float* pivot, double* sum, double* square_sum);

/// y = clamp(x * factor + offset (+ other), low, high), per channel; `other` may be nullptr.
void apply(const View& view, const float* x, const float* factor, const float* offset,
           const float* other, float low, float high, float* y);

/// g = dy where low < y < high, else 0, written over dy; sums over the shard of g and of
/// g * (x - mean), per channel (overwritten). `y` is nullptr where nothing was clamped: g = dy
/// then, and dy stays untouched.
void gradient_sums(const View& view, const float* x, const float* mean, const float* y, float low,
                   float high, float* dy, double* sum, double* product_sum);

/// dx = a * g + b * (x - mean) + c per channel, added to dx where `add`. `g` and `dx` may be the
/// same memory where not `add`.
void gradient(const View& view, const float* x, const float* mean, const float* g, const float* a,
              const float* b, const float* c, bool add, float* dx);

/// to += from (or to = from).
void accumulate(std::size_t count, const float* from, bool add, float* to);

} // namespace espalier::norm
