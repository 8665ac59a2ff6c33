// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/ops/detail/matrix.h"
#include "core/ops/detail/recurrent_cell.h"
#include "core/ops/detail/types.h"

#include <algorithm>

namespace espalier::ops::detail {

namespace {

/// Adds `count` elements to the gradient of input `index` at `begin`, where it is wanted.
void add(std::span<Tensor* const> grads, std::size_t index, std::int64_t begin, const double* from,
         std::size_t count) {
    if (index >= grads.size() || grads[index] == nullptr) {
        return;
    }
    visit_float(grads[index]->dtype(), [&](auto sample) {
        using T = decltype(sample);
        T* to = grads[index]->writable<T>().data() + begin;
        for (std::size_t i = 0; i < count; ++i) {
            to[i] = static_cast<T>(static_cast<double>(to[i]) + from[i]);
        }
    });
}

/// Adds elements of the gradient of an output, where somebody needs that output.
void take(std::span<const Tensor* const> grads, std::size_t index, std::int64_t begin, double* to,
          std::int64_t count) {
    if (index >= grads.size() || grads[index] == nullptr) {
        return;
    }
    visit_float(grads[index]->dtype(), [&](auto sample) {
        const auto* from = grads[index]->data<decltype(sample)>().data() + begin;
        for (std::int64_t i = 0; i < count; ++i) {
            to[i] += static_cast<double>(from[i]);
        }
    });
}

} // namespace

void RecurrentDirection::lstm_step_back(std::int64_t step, std::int64_t n, double* dh, double* dc) {
    const auto hidden = static_cast<std::size_t>(layer_.hidden);
    const double* a = &before_[row(step, n, width_)];
    const double* gate = &gates_[row(step, n, width_)];
    const double* c = &c_[row(step, n, layer_.hidden)];
    const double* next_c = &c_[row(step + 1, n, layer_.hidden)];
    const double* squashed = &squashed_[row(step, n, layer_.hidden)];
    double* da = &d_input_[row(step, n, width_)];
    for (std::size_t j = 0; j < hidden; ++j) {
        const std::size_t i = j;
        const std::size_t o = hidden + j;
        const std::size_t f = 2 * hidden + j;
        const std::size_t g = 3 * hidden + j;
        da[o] = dh[j] * squashed[j] * slope(0, a[o], gate[o]);
        const double d_next = dc[j] + dh[j] * gate[o] * slope(2, next_c[j], squashed[j]) +
                              da[o] * peepholes_[hidden + j];
        const double d_forget = d_next * c[j];
        double d_in = d_next * gate[g];
        if (layer_.input_forget) {
            d_in -= d_forget;
        } else {
            da[f] = d_forget * slope(0, a[f], gate[f]);
        }
        da[i] = d_in * slope(0, a[i], gate[i]);
        da[g] = d_next * gate[i] * slope(1, a[g], gate[g]);
        dc[j] = d_next * gate[f] + da[i] * peepholes_[j] + da[f] * peepholes_[2 * hidden + j];
        dh[j] = 0;
        d_peepholes_[j] += da[i] * c[j];
        d_peepholes_[hidden + j] += da[o] * next_c[j];
        d_peepholes_[2 * hidden + j] += da[f] * c[j];
    }
    std::copy_n(da, width_, &d_recurrent_[row(step, n, width_)]);
}

/// Leaves in dh what reaches the state before the step past the products.
void RecurrentDirection::gru_candidate_back(std::int64_t step, std::int64_t n, double* dh) {
    const auto hidden = static_cast<std::size_t>(layer_.hidden);
    const std::size_t at = row(step, n, width_);
    const double* h = &h_[row(step, n, layer_.hidden)];
    for (std::size_t j = 0; j < hidden; ++j) {
        const std::size_t q = at + 2 * hidden + j;
        const double z = gates_[at + j];
        const double r = gates_[at + hidden + j];
        d_input_[at + j] = dh[j] * (h[j] - gates_[q]) * slope(0, before_[at + j], z);
        d_input_[q] = dh[j] * (1 - z) * slope(1, before_[q], gates_[q]);
        if (reset_first_) {
            d_recurrent_[q] = d_input_[q];
        } else {
            d_recurrent_[q] = d_input_[q] * r;
            d_input_[at + hidden + j] =
                d_input_[q] * recurrent_[q] * slope(0, before_[at + hidden + j], r);
        }
        dh[j] *= z;
    }
}

/// `reset_grad`: gradient of r h where the reset comes before the product, else nullptr.
void RecurrentDirection::gru_gates_back(std::int64_t step, std::int64_t n, const double* reset_grad,
                                        double* dh) {
    const auto hidden = static_cast<std::size_t>(layer_.hidden);
    const std::size_t at = row(step, n, width_);
    const double* h = &h_[row(step, n, layer_.hidden)];
    for (std::size_t j = 0; j < hidden && reset_grad != nullptr; ++j) {
        const std::size_t k = at + hidden + j;
        d_input_[k] = reset_grad[j] * h[j] * slope(0, before_[k], gates_[k]);
        dh[j] += reset_grad[j] * gates_[k];
    }
    std::copy_n(&d_input_[at], 2 * hidden, &d_recurrent_[at]);
}

void RecurrentDirection::rnn_step_back(std::int64_t step, std::int64_t n, double* dh) {
    const std::size_t at = row(step, n, width_);
    for (std::size_t j = 0; j < static_cast<std::size_t>(layer_.hidden); ++j) {
        d_input_[at + j] = dh[j] * slope(0, before_[at + j], gates_[at + j]);
        d_recurrent_[at + j] = d_input_[at + j];
        dh[j] = 0;
    }
}

void RecurrentDirection::backward(std::span<const Tensor* const> output_grads,
                                  std::span<Tensor* const> grads) {
    const std::int64_t hidden = layer_.hidden;
    const std::int64_t batch = layer_.batch;
    d_input_.assign(input_.size(), 0.0);
    d_recurrent_.assign(input_.size(), 0.0);
    d_peepholes_.assign(peepholes_.size(), 0.0);
    Values dh(row(1, 0, hidden), 0.0);
    Values dc(dh.size(), 0.0);
    for (std::int64_t n = 0; n < batch; ++n) {
        const std::int64_t state = layer_.state_offset(direction_, n);
        take(output_grads, 1, state, &dh[row(0, n, hidden)], hidden);
        take(output_grads, 2, state, &dc[row(0, n, hidden)], hidden);
    }
    const MatrixView<double> r{r_.data(), hidden, 1};
    const MatrixView<double> r_candidate{r_.data() + 2 * hidden * hidden, hidden, 1};
    Values reset_grad(dh.size(), 0.0);
    for (std::int64_t s = layer_.steps; s-- > 0;) {
        const auto each = [&](auto body) {
            for (std::int64_t n = 0; n < batch; ++n) {
                if (runs(s, n)) {
                    body(n, &dh[row(0, n, hidden)]);
                }
            }
        };
        each([&](std::int64_t n, double* own) {
            take(output_grads, 0, layer_.y_offset(time(s, n), direction_, n), own, hidden);
        });
        std::int64_t columns = width_;
        switch (layer_.cell) {
        case RecurrentCell::Lstm:
            each([&](std::int64_t n, double* own) {
                lstm_step_back(s, n, own, &dc[row(0, n, hidden)]);
            });
            break;
        case RecurrentCell::Rnn:
            each([&](std::int64_t n, double* own) { rnn_step_back(s, n, own); });
            break;
        case RecurrentCell::Gru:
            each([&](std::int64_t n, double* own) { gru_candidate_back(s, n, own); });
            if (reset_first_) {
                columns = 2 * hidden;
                multiply<double>(
                    batch, hidden, hidden,
                    {&d_recurrent_[row(s, 0, width_) + static_cast<std::size_t>(2 * hidden)],
                     width_, 1},
                    r_candidate, reset_grad.data());
            }
            each([&](std::int64_t n, double* own) {
                gru_gates_back(s, n, reset_first_ ? &reset_grad[row(0, n, hidden)] : nullptr, own);
            });
            break;
        }
        multiply<double>(batch, hidden, columns, {&d_recurrent_[row(s, 0, width_)], width_, 1}, r,
                         dh.data(), 1, 1);
    }
    store_parameter_grads(grads);
    store_input_grads(grads, dh, dc);
}

void RecurrentDirection::store_parameter_grads(std::span<Tensor* const> grads) const {
    const std::int64_t hidden = layer_.hidden;
    const std::int64_t rows = layer_.steps * layer_.batch;
    const MatrixView<double> d_input{d_input_.data(), width_, 1};
    const MatrixView<double> d_recurrent{d_recurrent_.data(), width_, 1};
    Values dw(w_.size(), 0.0);
    multiply<double>(width_, layer_.inputs, rows, d_input.transposed(),
                     {x_.data(), layer_.inputs, 1}, dw.data());
    add(grads, kW, direction_ * width_ * layer_.inputs, dw.data(), dw.size());

    Values dr(r_.size(), 0.0);
    const std::int64_t straight = reset_first_ ? 2 * hidden : width_;
    multiply<double>(straight, hidden, rows, d_recurrent.transposed(), {h_.data(), hidden, 1},
                     dr.data());
    if (reset_first_) {
        const MatrixView<double> candidate{d_recurrent_.data() + straight, width_, 1};
        multiply<double>(hidden, hidden, rows, candidate.transposed(), {reset_.data(), hidden, 1},
                         dr.data() + straight * hidden);
    }
    add(grads, kR, direction_ * width_ * hidden, dr.data(), dr.size());

    Values db(static_cast<std::size_t>(2 * width_), 0.0);
    for (std::size_t i = 0; i < d_input_.size(); ++i) {
        const std::size_t k = i % static_cast<std::size_t>(width_);
        db[k] += d_input_[i];
        db[static_cast<std::size_t>(width_) + k] += d_recurrent_[i];
    }
    add(grads, kB, direction_ * 2 * width_, db.data(), db.size());
    add(grads, kPeepholes, direction_ * 3 * hidden, d_peepholes_.data(), d_peepholes_.size());
}

void RecurrentDirection::store_input_grads(std::span<Tensor* const> grads, const Values& dh,
                                           const Values& dc) const {
    const auto hidden = static_cast<std::size_t>(layer_.hidden);
    Values dx(x_.size(), 0.0);
    multiply<double>(layer_.steps * layer_.batch, layer_.inputs, width_,
                     {d_input_.data(), width_, 1}, {w_.data(), layer_.inputs, 1}, dx.data());
    for (std::int64_t n = 0; n < layer_.batch; ++n) {
        for (std::int64_t s = 0; s < layer_.steps && runs(s, n); ++s) {
            add(grads, kX, layer_.x_offset(time(s, n), n), &dx[row(s, n, layer_.inputs)],
                static_cast<std::size_t>(layer_.inputs));
        }
        const std::int64_t state = layer_.state_offset(direction_, n);
        add(grads, kInitialH, state, &dh[row(0, n, layer_.hidden)], hidden);
        add(grads, kInitialC, state, &dc[row(0, n, layer_.hidden)], hidden);
    }
}

void recurrent_gradient(RecurrentCell cell, const GradientArgs& args) {
    const Recurrent layer(cell, args.node, args.inputs);
    for (std::int64_t d = 0; d < layer.directions; ++d) {
        RecurrentDirection direction(layer, args.inputs, d);
        direction.forward();
        direction.backward(args.output_grads, args.input_grads);
    }
}

} // namespace espalier::ops::detail
