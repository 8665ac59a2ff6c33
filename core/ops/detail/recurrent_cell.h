// SPDX-License-Identifier: GPL-3.0-or-later
// One direction of a recurrent layer in float64, step by step as the ONNX specification writes it,
// with everything kept that back-propagation through time needs. With a = x W' + h R' + Wb + Rb:
//
//     LSTM  i = f(a_i + P_i c)   o = f(a_o + P_o C)   F = f(a_f + P_f c)   g = g(a_c)
//           C = F c + i g        H = o h(C)
//     GRU   z = f(a_z)           r = f(a_r)           H = (1 - z) q + z h
//           q = g(x W_h' + Wb_h + (r h) R_h' + Rb_h), or with linear_before_reset
//           q = g(x W_h' + Wb_h + r (h R_h' + Rb_h))
//     RNN   H = f(a)
//
// Steps count in the order in which they are computed: step s of sequence n is time s, or
// length(n) - 1 - s where the direction runs backwards. A sequence that has ended keeps its state.
#pragma once

#include "core/ops/detail/recurrent.h"

namespace espalier::ops::detail {

class RecurrentDirection {
public:
    /// `inputs` as the node has them, absent ones nullptr.
    RecurrentDirection(const Recurrent& layer, std::span<const Tensor* const> inputs,
                       std::int64_t direction);

    void forward();
    /// Writes this direction's share of Y, Y_h and Y_c where they are wanted (defined).
    void store(std::span<Tensor> outputs) const;

    /// After forward(): from the gradients of the outputs to those of the inputs, as in
    /// Op::gradient.
    void backward(std::span<const Tensor* const> output_grads, std::span<Tensor* const> grads);

private:
    using Values = std::vector<double>;

    [[nodiscard]] std::int64_t time(std::int64_t step, std::int64_t n) const;

    [[nodiscard]] bool runs(std::int64_t step, std::int64_t n) const {
        return step < lengths_[static_cast<std::size_t>(n)];
    }

    /// Element 0 of row (step, n) of an array with `width` elements for each of them.
    [[nodiscard]] std::size_t row(std::int64_t step, std::int64_t n, std::int64_t width) const {
        return static_cast<std::size_t>((step * layer_.batch + n) * width);
    }

    [[nodiscard]] double clipped(double x) const;
    /// The slope of activation `which` at the clipped x, 0 where it was clipped.
    [[nodiscard]] double slope(std::size_t which, double x, double y) const;

    void lstm_step(std::int64_t step, std::int64_t n);
    void gru_gates(std::int64_t step, std::int64_t n);
    void gru_candidate(std::int64_t step, std::int64_t n);
    void rnn_step(std::int64_t step, std::int64_t n);
    void lstm_step_back(std::int64_t step, std::int64_t n, double* dh, double* dc);
    void gru_candidate_back(std::int64_t step, std::int64_t n, double* dh);
    void gru_gates_back(std::int64_t step, std::int64_t n, const double* reset_grad, double* dh);
    void rnn_step_back(std::int64_t step, std::int64_t n, double* dh);
    void multiply_by_r(std::int64_t step);
    void store_parameter_grads(std::span<Tensor* const> grads) const;
    void store_input_grads(std::span<Tensor* const> grads, const Values& dh,
                           const Values& dc) const;

    const Recurrent& layer_;
    const std::vector<RecurrentActivation>& act_;
    std::int64_t direction_;
    std::int64_t width_; ///< gates * H
    bool reset_first_;   ///< GRU that multiplies by r before the product
    std::vector<std::int64_t> lengths_;
    Values x_;         ///< [T,N,I] in order of steps; 0 behind a sequence's end
    Values w_;         ///< [gates*H, I]
    Values r_;         ///< [gates*H, H]
    Values wb_, rb_;   ///< [gates*H]
    Values peepholes_; ///< [3H]: i, o, f
    // Traces, [T,N,...].
    Values input_;     ///< x W' + Wb: gates*H
    Values recurrent_; ///< h R' + Rb: gates*H
    Values before_;    ///< inputs of the gates' activations, not clipped: gates*H
    Values gates_;     ///< their values: gates*H
    Values reset_;     ///< r h: H, where reset_first_
    Values h_;         ///< [T+1,N,H]: before each step, and in the end
    Values c_;         ///< the same
    Values squashed_;  ///< h(C): H
    // Gradients with respect to the products.
    Values d_input_;
    Values d_recurrent_;
    Values d_peepholes_;
};

} // namespace espalier::ops::detail
