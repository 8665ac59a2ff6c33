// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/detail/recurrent_cell.h"

#include "core/base/error.h"
#include "core/ops/detail/check.h"
#include "core/ops/detail/matrix.h"
#include "core/ops/detail/types.h"

#include <algorithm>

namespace espalier::ops::detail {

namespace {

/// `count` elements from `begin` on; zeros where the input is absent.
std::vector<double> slice(std::span<const Tensor* const> inputs, std::size_t index,
                          std::int64_t begin, std::int64_t count) {
    std::vector<double> values(static_cast<std::size_t>(count), 0.0);
    if (index < inputs.size() && inputs[index] != nullptr) {
        visit_float(inputs[index]->dtype(), [&](auto sample) {
            const auto from = inputs[index]->data<decltype(sample)>().subspan(
                static_cast<std::size_t>(begin), values.size());
            std::ranges::transform(from, values.begin(),
                                   [](auto value) { return static_cast<double>(value); });
        });
    }
    return values;
}

/// `count` elements of `from` into `to` at `begin`.
void put(const double* from, std::int64_t count, Tensor& to, std::int64_t begin) {
    visit_float(to.dtype(), [&](auto sample) {
        using T = decltype(sample);
        T* target = to.writable<T>().data() + begin;
        std::transform(from, from + count, target, [](double x) { return static_cast<T>(x); });
    });
}

} // namespace

RecurrentDirection::RecurrentDirection(const Recurrent& layer,
                                       std::span<const Tensor* const> inputs,
                                       std::int64_t direction)
    : layer_(layer)
    , act_(layer.activations[static_cast<std::size_t>(direction)])
    , direction_(direction)
    , width_(layer.gates() * layer.hidden)
    , reset_first_(layer.cell == RecurrentCell::Gru && !layer.linear_before_reset) {
    const std::int64_t steps = layer.steps;
    const std::int64_t batch = layer.batch;
    const std::int64_t hidden = layer.hidden;
    lengths_.assign(static_cast<std::size_t>(batch), steps);
    if (kSequenceLens < inputs.size() && inputs[kSequenceLens] != nullptr) {
        lengths_ = inputs[kSequenceLens]->to_int64();
        for (const std::int64_t length : lengths_) {
            expect(length >= 0 && length <= steps, "a sequence of length {}, expected 0 to {}",
                   length, steps);
        }
    }
    w_ = slice(inputs, kW, direction * width_ * layer.inputs, width_ * layer.inputs);
    r_ = slice(inputs, kR, direction * width_ * hidden, width_ * hidden);
    wb_ = slice(inputs, kB, direction * 2 * width_, width_);
    rb_ = slice(inputs, kB, (direction * 2 + 1) * width_, width_);
    peepholes_ = slice(inputs, kPeepholes, direction * 3 * hidden, 3 * hidden);
    x_.assign(row(steps, 0, layer.inputs), 0.0);
    h_.assign(row(steps + 1, 0, hidden), 0.0);
    c_.assign(h_.size(), 0.0);
    const Values x = slice(inputs, kX, 0, steps * batch * layer.inputs);
    for (std::int64_t n = 0; n < batch; ++n) {
        for (std::int64_t s = 0; s < steps && runs(s, n); ++s) {
            std::copy_n(x.begin() + layer.x_offset(time(s, n), n), layer.inputs,
                        x_.begin() + static_cast<std::ptrdiff_t>(row(s, n, layer.inputs)));
        }
        const std::int64_t state = layer.state_offset(direction, n);
        std::ranges::copy(slice(inputs, kInitialH, state, hidden),
                          h_.begin() + static_cast<std::ptrdiff_t>(row(0, n, hidden)));
        std::ranges::copy(slice(inputs, kInitialC, state, hidden),
                          c_.begin() + static_cast<std::ptrdiff_t>(row(0, n, hidden)));
    }
}

std::int64_t RecurrentDirection::time(std::int64_t step, std::int64_t n) const {
    return layer_.runs_backwards(direction_) ? lengths_[static_cast<std::size_t>(n)] - 1 - step
                                             : step;
}

double RecurrentDirection::clipped(double x) const {
    return layer_.clip > 0 ? std::clamp(x, -layer_.clip, layer_.clip) : x;
}

double RecurrentDirection::slope(std::size_t which, double x, double y) const {
    if (layer_.clip > 0 && (x < -layer_.clip || x > layer_.clip)) {
        return 0;
    }
    return act_[which].slope(x, y);
}

void RecurrentDirection::multiply_by_r(std::int64_t step) {
    const std::int64_t hidden = layer_.hidden;
    // With the reset before the product, the candidate's part waits for the gates.
    const std::int64_t columns = reset_first_ ? 2 * hidden : width_;
    const MatrixView<double> r{r_.data(), hidden, 1};
    Values products(static_cast<std::size_t>(layer_.batch * columns));
    multiply<double>(layer_.batch, columns, hidden, {&h_[row(step, 0, hidden)], hidden, 1},
                     r.transposed(), products.data());
    for (std::int64_t n = 0; n < layer_.batch; ++n) {
        for (std::int64_t k = 0; k < columns; ++k) {
            recurrent_[row(step, n, width_) + static_cast<std::size_t>(k)] =
                products[static_cast<std::size_t>(n * columns + k)] +
                rb_[static_cast<std::size_t>(k)];
        }
    }
}

void RecurrentDirection::forward() {
    const std::int64_t hidden = layer_.hidden;
    const std::int64_t batch = layer_.batch;
    const std::size_t all = row(layer_.steps, 0, width_);
    input_.assign(all, 0.0);
    recurrent_.assign(all, 0.0);
    before_.assign(all, 0.0);
    gates_.assign(all, 0.0);
    squashed_.assign(row(layer_.steps, 0, hidden), 0.0);
    reset_.assign(squashed_.size(), 0.0);
    const MatrixView<double> w{w_.data(), layer_.inputs, 1};
    multiply<double>(layer_.steps * batch, width_, layer_.inputs, {x_.data(), layer_.inputs, 1},
                     w.transposed(), input_.data());
    for (std::size_t i = 0; i < all; ++i) {
        input_[i] += wb_[i % static_cast<std::size_t>(width_)];
    }
    for (std::int64_t s = 0; s < layer_.steps; ++s) {
        // A sequence that has ended keeps its state.
        std::copy_n(h_.begin() + static_cast<std::ptrdiff_t>(row(s, 0, hidden)), batch * hidden,
                    h_.begin() + static_cast<std::ptrdiff_t>(row(s + 1, 0, hidden)));
        std::copy_n(c_.begin() + static_cast<std::ptrdiff_t>(row(s, 0, hidden)), batch * hidden,
                    c_.begin() + static_cast<std::ptrdiff_t>(row(s + 1, 0, hidden)));
        multiply_by_r(s);
        const auto each = [&](auto step) {
            for (std::int64_t n = 0; n < batch; ++n) {
                if (runs(s, n)) {
                    (this->*step)(s, n);
                }
            }
        };
        if (layer_.cell == RecurrentCell::Lstm) {
            each(&RecurrentDirection::lstm_step);
        } else if (layer_.cell == RecurrentCell::Rnn) {
            each(&RecurrentDirection::rnn_step);
        } else {
            each(&RecurrentDirection::gru_gates);
            if (reset_first_) {
                const MatrixView<double> r{&r_[static_cast<std::size_t>(2 * hidden * hidden)],
                                           hidden, 1};
                Values products(static_cast<std::size_t>(batch * hidden));
                multiply<double>(batch, hidden, hidden, {&reset_[row(s, 0, hidden)], hidden, 1},
                                 r.transposed(), products.data());
                for (std::size_t i = 0; i < products.size(); ++i) {
                    const auto j = i % static_cast<std::size_t>(hidden);
                    const auto n = static_cast<std::int64_t>(i) / hidden;
                    const auto k = static_cast<std::size_t>(2 * hidden) + j;
                    recurrent_[row(s, n, width_) + k] = products[i] + rb_[k];
                }
            }
            each(&RecurrentDirection::gru_candidate);
        }
    }
}

void RecurrentDirection::lstm_step(std::int64_t step, std::int64_t n) {
    const auto hidden = static_cast<std::size_t>(layer_.hidden);
    const double* in = &input_[row(step, n, width_)];
    const double* rec = &recurrent_[row(step, n, width_)];
    double* a = &before_[row(step, n, width_)];
    double* gate = &gates_[row(step, n, width_)];
    const double* c = &c_[row(step, n, layer_.hidden)];
    double* next_c = &c_[row(step + 1, n, layer_.hidden)];
    double* next_h = &h_[row(step + 1, n, layer_.hidden)];
    double* squashed = &squashed_[row(step, n, layer_.hidden)];
    for (std::size_t j = 0; j < hidden; ++j) {
        const std::size_t i = j;
        const std::size_t o = hidden + j;
        const std::size_t f = 2 * hidden + j;
        const std::size_t g = 3 * hidden + j;
        a[i] = in[i] + rec[i] + peepholes_[j] * c[j];
        a[f] = in[f] + rec[f] + peepholes_[2 * hidden + j] * c[j];
        a[g] = in[g] + rec[g];
        gate[i] = act_[0].value(clipped(a[i]));
        gate[f] = layer_.input_forget ? 1 - gate[i] : act_[0].value(clipped(a[f]));
        gate[g] = act_[1].value(clipped(a[g]));
        next_c[j] = gate[f] * c[j] + gate[i] * gate[g];
        a[o] = in[o] + rec[o] + peepholes_[hidden + j] * next_c[j];
        gate[o] = act_[0].value(clipped(a[o]));
        squashed[j] = act_[2].value(clipped(next_c[j]));
        next_h[j] = gate[o] * squashed[j];
    }
}

void RecurrentDirection::gru_gates(std::int64_t step, std::int64_t n) {
    const auto hidden = static_cast<std::size_t>(layer_.hidden);
    const std::size_t at = row(step, n, width_);
    const double* h = &h_[row(step, n, layer_.hidden)];
    double* reset = &reset_[row(step, n, layer_.hidden)];
    for (std::size_t k = 0; k < 2 * hidden; ++k) {
        before_[at + k] = input_[at + k] + recurrent_[at + k];
        gates_[at + k] = act_[0].value(clipped(before_[at + k]));
    }
    for (std::size_t j = 0; j < hidden; ++j) {
        reset[j] = gates_[at + hidden + j] * h[j];
    }
}

void RecurrentDirection::gru_candidate(std::int64_t step, std::int64_t n) {
    const auto hidden = static_cast<std::size_t>(layer_.hidden);
    const std::size_t at = row(step, n, width_);
    const double* h = &h_[row(step, n, layer_.hidden)];
    double* next_h = &h_[row(step + 1, n, layer_.hidden)];
    for (std::size_t j = 0; j < hidden; ++j) {
        const std::size_t q = at + 2 * hidden + j;
        const double z = gates_[at + j];
        const double r = gates_[at + hidden + j];
        before_[q] = input_[q] + (reset_first_ ? 1 : r) * recurrent_[q];
        gates_[q] = act_[1].value(clipped(before_[q]));
        next_h[j] = (1 - z) * gates_[q] + z * h[j];
    }
}

void RecurrentDirection::rnn_step(std::int64_t step, std::int64_t n) {
    const std::size_t at = row(step, n, width_);
    double* next_h = &h_[row(step + 1, n, layer_.hidden)];
    for (std::size_t j = 0; j < static_cast<std::size_t>(layer_.hidden); ++j) {
        before_[at + j] = input_[at + j] + recurrent_[at + j];
        gates_[at + j] = act_[0].value(clipped(before_[at + j]));
        next_h[j] = gates_[at + j];
    }
}

void RecurrentDirection::store(std::span<Tensor> outputs) const {
    const std::int64_t hidden = layer_.hidden;
    const auto wanted = [&](std::size_t i) { return i < outputs.size() && outputs[i].defined(); };
    for (std::int64_t n = 0; n < layer_.batch; ++n) {
        // Y is 0 behind the end of a sequence; outputs may come with anything in them.
        const Values zeros(static_cast<std::size_t>(hidden), 0.0);
        for (std::int64_t s = 0; s < layer_.steps && wanted(0); ++s) {
            const std::int64_t t = runs(s, n) ? time(s, n) : s;
            put(runs(s, n) ? &h_[row(s + 1, n, hidden)] : zeros.data(), hidden, outputs[0],
                layer_.y_offset(t, direction_, n));
        }
        const std::int64_t state = layer_.state_offset(direction_, n);
        if (wanted(1)) {
            put(&h_[row(layer_.steps, n, hidden)], hidden, outputs[1], state);
        }
        if (wanted(2)) {
            put(&c_[row(layer_.steps, n, hidden)], hidden, outputs[2], state);
        }
    }
}

void recurrent_reference(RecurrentCell cell, const ReferenceArgs& args) {
    const Recurrent layer(cell, args.node, args.inputs);
    for (std::int64_t d = 0; d < layer.directions; ++d) {
        RecurrentDirection direction(layer, args.inputs, d);
        direction.forward();
        direction.store(args.outputs);
    }
}

} // namespace espalier::ops::detail
