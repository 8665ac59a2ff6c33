// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/norm.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/norm.cpp"
#include <hwy/foreach_target.h>
// After foreach_target, as Highway wants it.
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();

namespace espalier::norm::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// One run of vectors `stride` floats apart. In a blocked layout that is one slice of a block's
/// channels over all positions; in a row-major one, neighbouring positions of one channel.
struct Run {
    std::size_t begin;   ///< first float
    std::size_t channel; ///< of the first lane
    std::size_t steps;
    std::size_t stride;
};

/// Calls body(tag, run) over the whole view. Where lanes == 1 all lanes of a vector belong to
/// run.channel; else lane i belongs to run.channel + i.
template <class Body>
void for_runs(const View& view, const Body& body) {
    const hn::ScalableTag<float> wide;
    const hn::CappedTag<float, 16> block16;
    const hn::CappedTag<float, 8> block8;
    const hn::CappedTag<float, 1> single;
    const std::size_t row = view.positions * view.lanes;
    for (std::size_t n = 0; n < view.samples; ++n) {
        for (std::size_t g = 0; g < view.groups; ++g) {
            const std::size_t begin = (n * view.groups + g) * row;
            if (view.lanes == 16) {
                for (std::size_t l = 0; l < 16; l += hn::Lanes(block16)) {
                    body(block16, Run{begin + l, g * 16 + l, view.positions, 16});
                }
            } else if (view.lanes == 8) {
                for (std::size_t l = 0; l < 8; l += hn::Lanes(block8)) {
                    body(block8, Run{begin + l, g * 8 + l, view.positions, 8});
                }
            } else {
                const std::size_t width = hn::Lanes(wide);
                const std::size_t steps = view.positions / width;
                body(wide, Run{begin, g, steps, width});
                body(single, Run{begin + steps * width, g, view.positions - steps * width, 1});
            }
        }
    }
}

/// The channel constants of a run's lanes.
template <class D>
hn::Vec<D> constants(D d, bool per_lane, const float* values, std::size_t channel) {
    return per_lane ? hn::LoadU(d, values + channel) : hn::Set(d, values[channel]);
}

/// Adds a vector of sums to the channels it belongs to.
template <class D>
void add_up(D d, bool per_lane, hn::Vec<D> sums, std::size_t channel, double* totals) {
    HWY_ALIGN float lanes[hn::MaxLanes(d)];
    hn::Store(sums, d, lanes);
    for (std::size_t i = 0; i < hn::Lanes(d); ++i) {
        totals[per_lane ? channel + i : channel] += static_cast<double>(lanes[i]);
    }
}

void Sums(const View& view, const float* x, const float* pivot, double* sum, double* square_sum) {
    const bool per_lane = view.lanes > 1;
    for (std::size_t c = 0; c < view.channels(); ++c) {
        sum[c] = 0;
        square_sum[c] = 0;
    }
    for_runs(view, [&](auto d, const Run& run) {
        const auto centre = constants(d, per_lane, pivot, run.channel);
        auto s0 = hn::Zero(d);
        auto s1 = hn::Zero(d);
        auto q0 = hn::Zero(d);
        auto q1 = hn::Zero(d);
        const float* from = x + run.begin;
        std::size_t i = 0;
        for (; i + 2 <= run.steps; i += 2, from += 2 * run.stride) {
            const auto a = hn::Sub(hn::LoadU(d, from), centre);
            const auto b = hn::Sub(hn::LoadU(d, from + run.stride), centre);
            s0 = hn::Add(s0, a);
            s1 = hn::Add(s1, b);
            q0 = hn::MulAdd(a, a, q0);
            q1 = hn::MulAdd(b, b, q1);
        }
        if (i < run.steps) {
            const auto a = hn::Sub(hn::LoadU(d, from), centre);
            s0 = hn::Add(s0, a);
            q0 = hn::MulAdd(a, a, q0);
        }
        add_up(d, per_lane, hn::Add(s0, s1), run.channel, sum);
        add_up(d, per_lane, hn::Add(q0, q1), run.channel, square_sum);
    });
}

void Apply(const View& view, const float* x, const float* factor, const float* offset,
           const float* other, float low, float high, float* y) {
    const bool per_lane = view.lanes > 1;
    for_runs(view, [&](auto d, const Run& run) {
        const auto a = constants(d, per_lane, factor, run.channel);
        const auto b = constants(d, per_lane, offset, run.channel);
        const auto floor = hn::Set(d, low);
        const auto ceiling = hn::Set(d, high);
        const float* from = x + run.begin;
        float* to = y + run.begin;
        if (other == nullptr) {
            for (std::size_t i = 0; i < run.steps; ++i) {
                const auto v = hn::MulAdd(hn::LoadU(d, from + i * run.stride), a, b);
                hn::StoreU(hn::Min(hn::Max(v, floor), ceiling), d, to + i * run.stride);
            }
            return;
        }
        const float* added = other + run.begin;
        for (std::size_t i = 0; i < run.steps; ++i) {
            const auto v = hn::Add(hn::MulAdd(hn::LoadU(d, from + i * run.stride), a, b),
                                   hn::LoadU(d, added + i * run.stride));
            hn::StoreU(hn::Min(hn::Max(v, floor), ceiling), d, to + i * run.stride);
        }
    });
}

void GradientSums(const View& view, const float* x, const float* mean, const float* y, float low,
                  float high, float* dy, double* sum, double* product_sum) {
    const bool per_lane = view.lanes > 1;
    for (std::size_t c = 0; c < view.channels(); ++c) {
        sum[c] = 0;
        product_sum[c] = 0;
    }
    for_runs(view, [&](auto d, const Run& run) {
        const auto centre = constants(d, per_lane, mean, run.channel);
        const auto floor = hn::Set(d, low);
        const auto ceiling = hn::Set(d, high);
        auto s = hn::Zero(d);
        auto p = hn::Zero(d);
        for (std::size_t i = 0; i < run.steps; ++i) {
            const std::size_t at = run.begin + i * run.stride;
            auto g = hn::LoadU(d, dy + at);
            if (y != nullptr) {
                const auto out = hn::LoadU(d, y + at);
                const auto open = hn::And(hn::Gt(out, floor), hn::Lt(out, ceiling));
                g = hn::IfThenElseZero(open, g);
                hn::StoreU(g, d, dy + at);
            }
            s = hn::Add(s, g);
            p = hn::MulAdd(g, hn::Sub(hn::LoadU(d, x + at), centre), p);
        }
        add_up(d, per_lane, s, run.channel, sum);
        add_up(d, per_lane, p, run.channel, product_sum);
    });
}

void Gradient(const View& view, const float* x, const float* mean, const float* g, const float* a,
              const float* b, const float* c, bool add, float* dx) {
    const bool per_lane = view.lanes > 1;
    for_runs(view, [&](auto d, const Run& run) {
        const auto centre = constants(d, per_lane, mean, run.channel);
        const auto va = constants(d, per_lane, a, run.channel);
        const auto vb = constants(d, per_lane, b, run.channel);
        const auto vc = constants(d, per_lane, c, run.channel);
        for (std::size_t i = 0; i < run.steps; ++i) {
            const std::size_t at = run.begin + i * run.stride;
            auto v = hn::MulAdd(vb, hn::Sub(hn::LoadU(d, x + at), centre), vc);
            v = hn::MulAdd(va, hn::LoadU(d, g + at), v);
            if (add) {
                v = hn::Add(v, hn::LoadU(d, dx + at));
            }
            hn::StoreU(v, d, dx + at);
        }
    });
}

void Accumulate(std::size_t count, const float* from, bool add, float* to) {
    const hn::ScalableTag<float> d;
    const std::size_t width = hn::Lanes(d);
    std::size_t i = 0;
    for (; i + width <= count; i += width) {
        const auto v = hn::LoadU(d, from + i);
        hn::StoreU(add ? hn::Add(v, hn::LoadU(d, to + i)) : v, d, to + i);
    }
    for (; i < count; ++i) {
        to[i] = add ? to[i] + from[i] : from[i];
    }
}

} // namespace espalier::norm::HWY_NAMESPACE

HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace espalier::norm {

HWY_EXPORT(Sums);
HWY_EXPORT(Apply);
HWY_EXPORT(GradientSums);
HWY_EXPORT(Gradient);
HWY_EXPORT(Accumulate);

void sums(const View& view, const float* x, const float* pivot, double* sum, double* square_sum) {
    HWY_DYNAMIC_DISPATCH(Sums)(view, x, pivot, sum, square_sum);
}

void apply(const View& view, const float* x, const float* factor, const float* offset,
           const float* other, float low, float high, float* y) {
    HWY_DYNAMIC_DISPATCH(Apply)(view, x, factor, offset, other, low, high, y);
}

void gradient_sums(const View& view, const float* x, const float* mean, const float* y, float low,
                   float high, float* dy, double* sum, double* product_sum) {
    HWY_DYNAMIC_DISPATCH(GradientSums)(view, x, mean, y, low, high, dy, sum, product_sum);
}

void gradient(const View& view, const float* x, const float* mean, const float* g, const float* a,
              const float* b, const float* c, bool add, float* dx) {
    HWY_DYNAMIC_DISPATCH(Gradient)(view, x, mean, g, a, b, c, add, dx);
}

void accumulate(std::size_t count, const float* from, bool add, float* to) {
    HWY_DYNAMIC_DISPATCH(Accumulate)(count, from, add, to);
}

} // namespace espalier::norm

#endif
