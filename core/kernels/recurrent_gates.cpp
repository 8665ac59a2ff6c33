// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/recurrent_gates.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/recurrent_gates.cpp"
#include <hwy/foreach_target.h>
// After foreach_target, as Highway wants it.
#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();

namespace espalier::recurrent::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// Calls body(tag, j) for j in [0, count), vector by vector and what is left one by one.
template <class Body>
void for_lanes(std::size_t count, const Body& body) {
    const hn::ScalableTag<float> wide;
    const hn::CappedTag<float, 1> single;
    const std::size_t width = hn::Lanes(wide);
    std::size_t j = 0;
    for (; j + width <= count; j += width) {
        body(wide, j);
    }
    for (; j < count; ++j) {
        body(single, j);
    }
}

/// 1 / (1 + exp(-x)); exp is only asked for what is not positive, so nothing overflows.
template <class D, class V>
V sigmoid(D d, V x) {
    const V one = hn::Set(d, 1.0F);
    const V small = hn::Exp(d, hn::Neg(hn::Abs(x)));
    const V low = hn::Div(small, hn::Add(one, small));
    const V result = hn::IfThenElse(hn::Lt(x, hn::Zero(d)), low, hn::Sub(one, low));
    // Exp makes a number of what is none.
    return hn::IfThenElse(hn::Eq(x, x), result, x);
}

/// (1 - exp(-2|x|)) / (1 + exp(-2|x|)) with the sign of x. Near 0 the difference would cancel, so
/// there the first terms of the series are taken.
template <class D, class V>
V tanh(D d, V x) {
    const V one = hn::Set(d, 1.0F);
    const V size = hn::Abs(x);
    const V small = hn::Exp(d, hn::Mul(size, hn::Set(d, -2.0F)));
    const V far = hn::CopySign(hn::Div(hn::Sub(one, small), hn::Add(one, small)), x);
    // x - x^3/3 + 2x^5/15 - 17x^7/315: off by less than 1e-8 x below 0.15.
    const V square = hn::Mul(x, x);
    V series = hn::MulAdd(square, hn::Set(d, -17.0F / 315.0F), hn::Set(d, 2.0F / 15.0F));
    series = hn::MulAdd(square, series, hn::Set(d, -1.0F / 3.0F));
    const V near = hn::MulAdd(hn::Mul(square, series), x, x);
    const V result = hn::IfThenElse(hn::Lt(size, hn::Set(d, 0.15F)), near, far);
    return hn::IfThenElse(hn::Eq(x, x), result, x);
}

template <class D, class V>
V clipped(D d, V x, float clip) {
    return clip > 0 ? hn::Clamp(x, hn::Set(d, -clip), hn::Set(d, clip)) : x;
}

void LstmWith(const LstmExtras& extras, const Size& size, float* gates, const float* c,
              float* next_c, float* next_h) {
    const std::size_t hidden = size.hidden;
    for (std::size_t n = 0; n < size.rows; ++n) {
        float* gate = gates + 4 * n * hidden;
        const std::size_t row = n * hidden;
        for_lanes(hidden, [&](auto d, std::size_t j) {
            // The sum of gate `which` with what it sees of a cell.
            const auto sum = [&](std::size_t which, std::size_t peephole, auto cell) {
                auto x = hn::LoadU(d, gate + which * hidden + j);
                if (extras.peepholes != nullptr) {
                    x = hn::MulAdd(hn::LoadU(d, extras.peepholes + peephole * hidden + j), cell, x);
                }
                return clipped(d, x, extras.clip);
            };
            const auto before = hn::LoadU(d, c + row + j);
            const auto i = sigmoid(d, sum(0, 0, before));
            const auto f =
                extras.coupled ? hn::Sub(hn::Set(d, 1.0F), i) : sigmoid(d, sum(2, 2, before));
            const auto g = tanh(d, clipped(d, hn::LoadU(d, gate + 3 * hidden + j), extras.clip));
            const auto cell = hn::MulAdd(f, before, hn::Mul(i, g));
            const auto o = sigmoid(d, sum(1, 1, cell));
            hn::StoreU(cell, d, next_c + row + j);
            hn::StoreU(hn::Mul(o, tanh(d, clipped(d, cell, extras.clip))), d, next_h + row + j);
        });
    }
}

void Lstm(const Size& size, float* gates, const float* c, float* next_c, float* next_h) {
    const std::size_t hidden = size.hidden;
    for (std::size_t n = 0; n < size.rows; ++n) {
        float* gate = gates + 4 * n * hidden;
        const std::size_t row = n * hidden;
        for_lanes(hidden, [&](auto d, std::size_t j) {
            const auto i = sigmoid(d, hn::LoadU(d, gate + j));
            const auto o = sigmoid(d, hn::LoadU(d, gate + hidden + j));
            const auto f = sigmoid(d, hn::LoadU(d, gate + 2 * hidden + j));
            const auto g = tanh(d, hn::LoadU(d, gate + 3 * hidden + j));
            const auto cell = hn::MulAdd(f, hn::LoadU(d, c + row + j), hn::Mul(i, g));
            hn::StoreU(i, d, gate + j);
            hn::StoreU(o, d, gate + hidden + j);
            hn::StoreU(f, d, gate + 2 * hidden + j);
            hn::StoreU(g, d, gate + 3 * hidden + j);
            hn::StoreU(cell, d, next_c + row + j);
            hn::StoreU(hn::Mul(o, tanh(d, cell)), d, next_h + row + j);
        });
    }
}

/// g y (1 - y)
template <class D, class V>
V sigmoid_back(D d, V g, V y) {
    return hn::Mul(g, hn::Mul(y, hn::Sub(hn::Set(d, 1.0F), y)));
}

/// g (1 - y^2)
template <class D, class V>
V tanh_back(D d, V g, V y) {
    return hn::Mul(g, hn::NegMulAdd(y, y, hn::Set(d, 1.0F)));
}

void LstmBack(const Size& size, float* gates, const float* c, const float* next_c, const float* dh,
              float* dc) {
    const std::size_t hidden = size.hidden;
    for (std::size_t n = 0; n < size.rows; ++n) {
        float* gate = gates + 4 * n * hidden;
        const std::size_t row = n * hidden;
        for_lanes(hidden, [&](auto d, std::size_t j) {
            const auto i = hn::LoadU(d, gate + j);
            const auto o = hn::LoadU(d, gate + hidden + j);
            const auto f = hn::LoadU(d, gate + 2 * hidden + j);
            const auto g = hn::LoadU(d, gate + 3 * hidden + j);
            const auto squashed = tanh(d, hn::LoadU(d, next_c + row + j));
            const auto out = hn::LoadU(d, dh + row + j);
            const auto cell =
                hn::Add(hn::LoadU(d, dc + row + j), tanh_back(d, hn::Mul(out, o), squashed));
            hn::StoreU(sigmoid_back(d, hn::Mul(out, squashed), o), d, gate + hidden + j);
            hn::StoreU(sigmoid_back(d, hn::Mul(cell, g), i), d, gate + j);
            hn::StoreU(sigmoid_back(d, hn::Mul(cell, hn::LoadU(d, c + row + j)), f), d,
                       gate + 2 * hidden + j);
            hn::StoreU(tanh_back(d, hn::Mul(cell, i), g), d, gate + 3 * hidden + j);
            hn::StoreU(hn::Mul(cell, f), d, dc + row + j);
        });
    }
}

void GruGates(const Size& size, float* gates, const float* h, float* reset, float clip) {
    const std::size_t hidden = size.hidden;
    for (std::size_t n = 0; n < size.rows; ++n) {
        float* gate = gates + 3 * n * hidden;
        for_lanes(hidden, [&](auto d, std::size_t j) {
            const auto r = sigmoid(d, clipped(d, hn::LoadU(d, gate + hidden + j), clip));
            hn::StoreU(sigmoid(d, clipped(d, hn::LoadU(d, gate + j), clip)), d, gate + j);
            hn::StoreU(r, d, gate + hidden + j);
            if (reset != nullptr) {
                hn::StoreU(hn::Mul(r, hn::LoadU(d, h + n * hidden + j)), d, reset + n * hidden + j);
            }
        });
    }
}

void GruCandidate(const Size& size, float* gates, const float* recurrent, const float* h,
                  float* next_h, float clip) {
    const std::size_t hidden = size.hidden;
    for (std::size_t n = 0; n < size.rows; ++n) {
        float* gate = gates + 3 * n * hidden;
        const std::size_t row = n * hidden;
        for_lanes(hidden, [&](auto d, std::size_t j) {
            auto sum = hn::LoadU(d, gate + 2 * hidden + j);
            if (recurrent != nullptr) {
                sum = hn::MulAdd(hn::LoadU(d, gate + hidden + j), hn::LoadU(d, recurrent + row + j),
                                 sum);
            }
            const auto q = tanh(d, clipped(d, sum, clip));
            const auto z = hn::LoadU(d, gate + j);
            hn::StoreU(q, d, gate + 2 * hidden + j);
            // (1 - z) q + z h
            hn::StoreU(hn::MulAdd(z, hn::Sub(hn::LoadU(d, h + row + j), q), q), d,
                       next_h + row + j);
        });
    }
}

void GruCandidateBack(const Size& size, float* gates, float* recurrent, const float* h, float* dh) {
    const std::size_t hidden = size.hidden;
    for (std::size_t n = 0; n < size.rows; ++n) {
        float* gate = gates + 3 * n * hidden;
        const std::size_t row = n * hidden;
        for_lanes(hidden, [&](auto d, std::size_t j) {
            const auto z = hn::LoadU(d, gate + j);
            const auto r = hn::LoadU(d, gate + hidden + j);
            const auto q = hn::LoadU(d, gate + 2 * hidden + j);
            const auto out = hn::LoadU(d, dh + row + j);
            const auto dq = tanh_back(d, hn::Mul(out, hn::Sub(hn::Set(d, 1.0F), z)), q);
            const auto dz = hn::Mul(out, hn::Sub(hn::LoadU(d, h + row + j), q));
            hn::StoreU(sigmoid_back(d, dz, z), d, gate + j);
            hn::StoreU(dq, d, gate + 2 * hidden + j);
            if (recurrent != nullptr) {
                const auto product = hn::LoadU(d, recurrent + row + j);
                hn::StoreU(sigmoid_back(d, hn::Mul(dq, product), r), d, gate + hidden + j);
                hn::StoreU(hn::Mul(dq, r), d, recurrent + row + j);
            }
            hn::StoreU(hn::Mul(out, z), d, dh + row + j);
        });
    }
}

void GruResetBack(const Size& size, float* gates, const float* d_reset, const float* h, float* dh) {
    const std::size_t hidden = size.hidden;
    for (std::size_t n = 0; n < size.rows; ++n) {
        float* gate = gates + 3 * n * hidden;
        const std::size_t row = n * hidden;
        for_lanes(hidden, [&](auto d, std::size_t j) {
            const auto r = hn::LoadU(d, gate + hidden + j);
            const auto g = hn::LoadU(d, d_reset + row + j);
            hn::StoreU(sigmoid_back(d, hn::Mul(g, hn::LoadU(d, h + row + j)), r), d,
                       gate + hidden + j);
            hn::StoreU(hn::MulAdd(g, r, hn::LoadU(d, dh + row + j)), d, dh + row + j);
        });
    }
}

void SquashSums(Squash function, std::size_t count, float* sums, float clip) {
    for_lanes(count, [&](auto d, std::size_t i) {
        const auto x = clipped(d, hn::LoadU(d, sums + i), clip);
        hn::StoreU(function == Squash::Tanh   ? tanh(d, x)
                   : function == Squash::Relu ? hn::Max(x, hn::Zero(d))
                                              : sigmoid(d, x),
                   d, sums + i);
    });
}

void SquashBack(Squash function, std::size_t count, const float* values, const float* dh, bool add,
                float* sums) {
    for_lanes(count, [&](auto d, std::size_t i) {
        const auto y = hn::LoadU(d, values + i);
        const auto g = hn::LoadU(d, dh + i);
        const auto slope = function == Squash::Tanh ? tanh_back(d, g, y)
                           : function == Squash::Relu
                               ? hn::IfThenElseZero(hn::Gt(y, hn::Zero(d)), g)
                               : sigmoid_back(d, g, y);
        hn::StoreU(add ? hn::Add(hn::LoadU(d, sums + i), slope) : slope, d, sums + i);
    });
}

} // namespace espalier::recurrent::HWY_NAMESPACE

HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace espalier::recurrent {

HWY_EXPORT(Lstm);
HWY_EXPORT(LstmWith);
HWY_EXPORT(LstmBack);
HWY_EXPORT(GruGates);
HWY_EXPORT(GruCandidate);
HWY_EXPORT(GruCandidateBack);
HWY_EXPORT(GruResetBack);
HWY_EXPORT(SquashSums);
HWY_EXPORT(SquashBack);

void lstm(const Size& size, float* gates, const float* c, float* next_c, float* next_h) {
    HWY_DYNAMIC_DISPATCH(Lstm)(size, gates, c, next_c, next_h);
}

void lstm_with(const LstmExtras& extras, const Size& size, float* gates, const float* c,
               float* next_c, float* next_h) {
    HWY_DYNAMIC_DISPATCH(LstmWith)(extras, size, gates, c, next_c, next_h);
}

void lstm_back(const Size& size, float* gates, const float* c, const float* next_c, const float* dh,
               float* dc) {
    HWY_DYNAMIC_DISPATCH(LstmBack)(size, gates, c, next_c, dh, dc);
}

void gru_gates(const Size& size, float* gates, const float* h, float* reset, float clip) {
    HWY_DYNAMIC_DISPATCH(GruGates)(size, gates, h, reset, clip);
}

void gru_candidate(const Size& size, float* gates, const float* recurrent, const float* h,
                   float* next_h, float clip) {
    HWY_DYNAMIC_DISPATCH(GruCandidate)(size, gates, recurrent, h, next_h, clip);
}

void gru_candidate_back(const Size& size, float* gates, float* recurrent, const float* h,
                        float* dh) {
    HWY_DYNAMIC_DISPATCH(GruCandidateBack)(size, gates, recurrent, h, dh);
}

void gru_reset_back(const Size& size, float* gates, const float* d_reset, const float* h,
                    float* dh) {
    HWY_DYNAMIC_DISPATCH(GruResetBack)(size, gates, d_reset, h, dh);
}

void squash(Squash function, std::size_t count, float* sums, float clip) {
    HWY_DYNAMIC_DISPATCH(SquashSums)(function, count, sums, clip);
}

void squash_back(Squash function, std::size_t count, const float* values, const float* dh, bool add,
                 float* sums) {
    HWY_DYNAMIC_DISPATCH(SquashBack)(function, count, values, dh, add, sums);
}

} // namespace espalier::recurrent

#endif // HWY_ONCE
