// SPDX-License-Identifier: GPL-3.0-or-later
// What lies between the matrix products of a recurrent step, on `rows` sequences with `hidden`
// units each. Arrays are [rows, hidden]; `gates` is [rows, 4 * hidden] for LSTM (i, o, f, c),
// [rows, 3 * hidden] for GRU (z, r, q). The forward functions turn sums into activations in place;
// the backward ones turn activations into the gradients of the sums.
#pragma once

#include <cstddef>

namespace espalier::recurrent {

struct Size {
    std::size_t rows = 0;
    std::size_t hidden = 0;
};

void lstm(const Size& size, float* gates, const float* c, float* next_c, float* next_h);

/// What an LSTM may have beside its matrices.
struct LstmExtras {
    const float* peepholes = nullptr; ///< [3 * hidden]: i, o, f
    float clip = 0;                   ///< sums are held within [-clip, clip]; 0: they are not
    bool coupled = false;             ///< f is 1 - i
};

/// The same with extras, forward only.
void lstm_with(const LstmExtras& extras, const Size& size, float* gates, const float* c,
               float* next_c, float* next_h);
/// `dc` is the gradient of next_c on the way in and that of c on the way out.
void lstm_back(const Size& size, float* gates, const float* c, const float* next_c, const float* dh,
               float* dc);

/// z and r; and r * h, where `reset` is not nullptr. Sums are held within [-clip, clip] where clip
/// is above 0, here and below.
void gru_gates(const Size& size, float* gates, const float* h, float* reset, float clip = 0);
/// q and next_h. `recurrent` is h R_h' + Rb_h where the reset comes after the product, nullptr
/// where the sum is complete.
void gru_candidate(const Size& size, float* gates, const float* recurrent, const float* h,
                   float* next_h, float clip = 0);
/// Gradients of the sums of z and q; dh becomes its share that goes past the products. With
/// `recurrent` also that of r, and `recurrent` becomes its own gradient.
void gru_candidate_back(const Size& size, float* gates, float* recurrent, const float* h,
                        float* dh);
/// The gradient of the sum of r from `d_reset`, that of r * h; adds to dh.
void gru_reset_back(const Size& size, float* gates, const float* d_reset, const float* h,
                    float* dh);

enum class Squash { Tanh, Relu, Sigmoid };

void squash(Squash function, std::size_t count, float* sums, float clip = 0);
/// sums = dh * slope, or sums += where `add`; `values` is what squash() made.
void squash_back(Squash function, std::size_t count, const float* values, const float* dh, bool add,
                 float* sums);

} // namespace espalier::recurrent
