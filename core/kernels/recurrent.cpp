// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/recurrent.h"

#include "core/kernels/sgemm.h"

#include <algorithm>

namespace espalier::recurrent {

namespace {

bool is_gru(Kind kind) {
    return kind == Kind::Gru || kind == Kind::GruResetAfter;
}

/// The blocks of a trace, all in the order of the steps.
struct Trace {
    float* x;      ///< [T, rows, I]
    float* gates;  ///< [T, rows, gates * H]: sums, then activations, then gradients of the sums
    float* h;      ///< [T + 1, rows, H]: before each step, and in the end
    float* c;      ///< the same, of LSTM
    float* middle; ///< [T, rows, H], of GRU: r h, or h R_h' + Rb_h

    Trace(const Layer& layer, std::int64_t rows, float* memory)
        : x(memory)
        , gates(x + layer.steps * rows * layer.inputs)
        , h(gates + layer.steps * rows * layer.width())
        , c(h + (layer.steps + 1) * rows * layer.hidden)
        , middle(c) {}
};

std::int64_t time_of(const Layer& layer, std::int64_t step) {
    return layer.backwards ? layer.steps - 1 - step : step;
}

/// Rows of one width between a sequence elsewhere and a block of [rows, width].
void gather(Rows<const float> from, std::int64_t time, std::int64_t rows, std::int64_t width,
            float* to) {
    for (std::int64_t n = 0; n < rows; ++n) {
        if (from.data == nullptr) {
            std::fill_n(to + n * width, width, 0.0F);
        } else {
            std::copy_n(from.at(time, n), width, to + n * width);
        }
    }
}

void scatter(const float* from, std::int64_t rows, std::int64_t width, bool add, std::int64_t time,
             Rows<float> to) {
    for (std::int64_t n = 0; n < rows && to.data != nullptr; ++n) {
        float* target = to.at(time, n);
        for (std::int64_t i = 0; i < width; ++i) {
            target[i] = add ? target[i] + from[n * width + i] : from[n * width + i];
        }
    }
}

void add_rows(Rows<const float> from, std::int64_t time, std::int64_t rows, std::int64_t width,
              float* to) {
    for (std::int64_t n = 0; n < rows && from.data != nullptr; ++n) {
        const float* source = from.at(time, n);
        for (std::int64_t i = 0; i < width; ++i) {
            to[n * width + i] += source[i];
        }
    }
}

/// Fills the sums with what does not depend on the data.
void begin_sums(const Layer& layer, std::int64_t rows, const float* bias, float* sums) {
    const std::int64_t width = layer.width();
    // With the reset behind the product, the recurrent bias of the candidate is reset as well.
    const std::int64_t both = layer.kind == Kind::GruResetAfter ? 2 * layer.hidden : width;
    for (std::int64_t k = 0; k < width; ++k) {
        const float recurrent = bias != nullptr && k < both ? bias[width + k] : 0.0F;
        sums[k] = bias != nullptr ? bias[k] + recurrent : 0.0F;
    }
    for (std::int64_t row = 1; row < layer.steps * rows; ++row) {
        std::copy_n(sums, width, sums + row * width);
    }
}

/// sums[rows, columns] (`ld` apart) += h[rows, H] * r[columns, H]'
void add_product(std::int64_t rows, std::int64_t columns, std::int64_t hidden, const float* h,
                 const float* r, float* sums, std::int64_t ld) {
    sgemm(Transposed::No, Transposed::Yes, rows, columns, hidden, h, hidden, r, hidden, 1.0F, sums,
          ld);
}

/// What makes one step's state out of the sums.
class Stepper {
public:
    Stepper(const Layer& layer, std::int64_t rows, const Weights& weights)
        : layer_(layer)
        , rows_(rows)
        , weights_(weights)
        , size_{static_cast<std::size_t>(rows), static_cast<std::size_t>(layer.hidden)} {}

    void run(const Trace& trace, std::int64_t step) const {
        const std::int64_t hidden = layer_.hidden;
        const std::int64_t width = layer_.width();
        const std::int64_t plane = rows_ * hidden;
        float* gates = trace.gates + step * rows_ * width;
        const float* h = trace.h + step * plane;
        float* next_h = trace.h + (step + 1) * plane;
        const std::int64_t direct = is_gru(layer_.kind) ? 2 * hidden : width;
        add_product(rows_, direct, hidden, h, weights_.r, gates, width);
        switch (layer_.kind) {
        case Kind::Lstm:
            if (weights_.peepholes != nullptr || layer_.clip > 0 || layer_.coupled) {
                lstm_with({weights_.peepholes, layer_.clip, layer_.coupled}, size_, gates,
                          trace.c + step * plane, trace.c + (step + 1) * plane, next_h);
            } else {
                lstm(size_, gates, trace.c + step * plane, trace.c + (step + 1) * plane, next_h);
            }
            break;
        case Kind::Gru:
            gru_gates(size_, gates, h, trace.middle + step * plane, layer_.clip);
            add_product(rows_, hidden, hidden, trace.middle + step * plane,
                        weights_.r + direct * hidden, gates + direct, width);
            gru_candidate(size_, gates, nullptr, h, next_h, layer_.clip);
            break;
        case Kind::GruResetAfter:
            gru_gates(size_, gates, h, nullptr, layer_.clip);
            candidate_product(h, trace.middle + step * plane);
            gru_candidate(size_, gates, trace.middle + step * plane, h, next_h, layer_.clip);
            break;
        case Kind::Tanh:
        case Kind::Relu:
            squash(layer_.kind == Kind::Tanh ? Squash::Tanh : Squash::Relu,
                   size_.rows * size_.hidden, gates, layer_.clip);
            std::copy_n(gates, plane, next_h);
            break;
        }
    }

private:
    /// h R_h' + Rb_h
    void candidate_product(const float* h, float* to) const {
        const std::int64_t hidden = layer_.hidden;
        for (std::int64_t n = 0; n < rows_; ++n) {
            if (weights_.bias != nullptr) {
                std::copy_n(weights_.bias + layer_.width() + 2 * hidden, hidden, to + n * hidden);
            } else {
                std::fill_n(to + n * hidden, hidden, 0.0F);
            }
        }
        add_product(rows_, hidden, hidden, h, weights_.r + 2 * hidden * hidden, to, hidden);
    }

    const Layer& layer_;
    std::int64_t rows_;
    const Weights& weights_;
    Size size_;
};

/// Which time step `step` of each sequence is; nullopt behind its end.
class Times {
public:
    Times(const Layer& layer, const std::int32_t* lengths)
        : layer_(layer)
        , lengths_(lengths) {}

    /// Calls body(n, time) for every sequence that goes on in this step, over(n) for the others.
    template <typename Body, typename Over>
    void each(std::int64_t step, std::int64_t rows, const Body& body, const Over& over) const {
        for (std::int64_t n = 0; n < rows; ++n) {
            const std::int64_t length = lengths_ != nullptr ? lengths_[n] : layer_.steps;
            if (step >= length) {
                over(n);
            } else {
                body(n, layer_.backwards ? length - 1 - step : step);
            }
        }
    }

private:
    const Layer& layer_;
    const std::int32_t* lengths_;
};

/// Sums over rows of [count, width], `ld` apart.
void column_sums(const float* from, std::int64_t count, std::int64_t width, std::int64_t ld,
                 float* to) {
    std::fill_n(to, width, 0.0F);
    for (std::int64_t row = 0; row < count; ++row) {
        for (std::int64_t k = 0; k < width; ++k) {
            to[k] += from[row * ld + k];
        }
    }
}

} // namespace

std::int64_t Layer::gates() const {
    return kind == Kind::Lstm ? 4 : is_gru(kind) ? 3 : 1;
}

std::size_t trace_floats(const Layer& layer, std::int64_t rows) {
    const std::int64_t per_step = layer.inputs + layer.width() + layer.hidden;
    const std::int64_t more = layer.kind == Kind::Lstm ? layer.steps + 1
                              : is_gru(layer.kind)     ? layer.steps
                                                       : 0;
    return static_cast<std::size_t>(rows *
                                    (layer.steps * per_step + layer.hidden + more * layer.hidden));
}

void forward(const Layer& layer, std::int64_t rows, const Weights& weights, Rows<const float> x,
             Rows<const float> first_h, Rows<const float> first_c, float* memory,
             const Outputs& outputs, const std::int32_t* lengths) {
    const Trace trace(layer, rows, memory);
    const std::int64_t hidden = layer.hidden;
    const std::int64_t plane = rows * hidden;
    const Times times(layer, lengths);
    for (std::int64_t s = 0; s < layer.steps; ++s) {
        float* to = trace.x + s * rows * layer.inputs;
        times.each(
            s, rows,
            [&](std::int64_t n, std::int64_t time) {
                std::copy_n(x.at(time, n), layer.inputs, to + n * layer.inputs);
            },
            [&](std::int64_t n) { std::fill_n(to + n * layer.inputs, layer.inputs, 0.0F); });
    }
    gather(first_h, 0, rows, hidden, trace.h);
    if (layer.kind == Kind::Lstm) {
        gather(first_c, 0, rows, hidden, trace.c);
    }
    if (layer.steps > 0) {
        begin_sums(layer, rows, weights.bias, trace.gates);
        sgemm(Transposed::No, Transposed::Yes, layer.steps * rows, layer.width(), layer.inputs,
              trace.x, layer.inputs, weights.w, layer.inputs, 1.0F, trace.gates, layer.width());
    }
    const Stepper stepper(layer, rows, weights);
    for (std::int64_t s = 0; s < layer.steps; ++s) {
        stepper.run(trace, s);
        float* h = trace.h + (s + 1) * plane;
        times.each(
            s, rows,
            [&](std::int64_t n, std::int64_t time) {
                if (outputs.y.data != nullptr) {
                    std::copy_n(h + n * hidden, hidden, outputs.y.at(time, n));
                }
            },
            [&](std::int64_t n) { // it has ended: what it knows stays
                std::copy_n(h - plane + n * hidden, hidden, h + n * hidden);
                if (layer.kind == Kind::Lstm) {
                    float* c = trace.c + (s + 1) * plane + n * hidden;
                    std::copy_n(c - plane, hidden, c);
                }
                if (outputs.y.data != nullptr) {
                    std::fill_n(outputs.y.at(s, n), hidden, 0.0F);
                }
            });
    }
    scatter(trace.h + layer.steps * plane, rows, hidden, false, 0, outputs.last_h);
    if (layer.kind == Kind::Lstm) {
        scatter(trace.c + layer.steps * plane, rows, hidden, false, 0, outputs.last_c);
    }
}

std::size_t scratch_floats(const Layer& layer, std::int64_t rows) {
    // The gradients of h and c (or of r h), and that of x.
    return static_cast<std::size_t>(rows * (2 * layer.hidden + layer.steps * layer.inputs));
}

namespace {

/// One step back: gates become gradients of their sums, dh that of the state before.
class BackStepper {
public:
    BackStepper(const Layer& layer, std::int64_t rows, const Weights& weights)
        : layer_(layer)
        , rows_(rows)
        , weights_(weights)
        , size_{static_cast<std::size_t>(rows), static_cast<std::size_t>(layer.hidden)} {}

    /// `other` is the gradient of c for LSTM, else scratch; both [rows, H].
    void run(const Trace& trace, std::int64_t step, float* dh, float* other) const {
        const std::int64_t hidden = layer_.hidden;
        const std::int64_t width = layer_.width();
        const std::int64_t plane = rows_ * hidden;
        float* gates = trace.gates + step * rows_ * width;
        const float* h = trace.h + step * plane;
        const std::int64_t direct = is_gru(layer_.kind) ? 2 * hidden : width;
        const float* r_candidate = weights_.r + 2 * hidden * hidden;
        float keep = 1.0F; // what is in dh stays
        switch (layer_.kind) {
        case Kind::Lstm:
            lstm_back(size_, gates, trace.c + step * plane, trace.c + (step + 1) * plane, dh,
                      other);
            keep = 0.0F;
            break;
        case Kind::Gru:
            gru_candidate_back(size_, gates, nullptr, h, dh);
            sgemm(Transposed::No, Transposed::No, rows_, hidden, hidden, gates + direct, width,
                  r_candidate, hidden, 0.0F, other, hidden);
            gru_reset_back(size_, gates, other, h, dh);
            break;
        case Kind::GruResetAfter: {
            float* product = trace.middle + step * plane;
            gru_candidate_back(size_, gates, product, h, dh);
            sgemm(Transposed::No, Transposed::No, rows_, hidden, hidden, product, hidden,
                  r_candidate, hidden, 1.0F, dh, hidden);
            break;
        }
        case Kind::Tanh:
        case Kind::Relu:
            squash_back(layer_.kind == Kind::Tanh ? Squash::Tanh : Squash::Relu,
                        size_.rows * size_.hidden, trace.h + (step + 1) * plane, dh, false, gates);
            keep = 0.0F;
            break;
        }
        sgemm(Transposed::No, Transposed::No, rows_, hidden, direct, gates, width, weights_.r,
              hidden, keep, dh, hidden);
    }

private:
    const Layer& layer_;
    std::int64_t rows_;
    const Weights& weights_;
    Size size_;
};

void weight_gradients(const Layer& layer, std::int64_t rows, const Trace& trace,
                      const InputGradients& inputs) {
    const std::int64_t hidden = layer.hidden;
    const std::int64_t width = layer.width();
    const std::int64_t count = layer.steps * rows;
    if (inputs.w != nullptr) {
        sgemm(Transposed::Yes, Transposed::No, width, layer.inputs, count, trace.gates, width,
              trace.x, layer.inputs, 0.0F, inputs.w, layer.inputs);
    }
    const std::int64_t direct = is_gru(layer.kind) ? 2 * hidden : width;
    const bool reset_after = layer.kind == Kind::GruResetAfter;
    // The gradients of the candidate's recurrent product, and what was multiplied.
    const float* candidate = reset_after ? trace.middle : trace.gates + direct;
    const std::int64_t ld = reset_after ? hidden : width;
    if (inputs.r != nullptr) {
        sgemm(Transposed::Yes, Transposed::No, direct, hidden, count, trace.gates, width, trace.h,
              hidden, 0.0F, inputs.r, hidden);
        if (is_gru(layer.kind)) {
            sgemm(Transposed::Yes, Transposed::No, hidden, hidden, count, candidate, ld,
                  reset_after ? trace.h : trace.middle, hidden, 0.0F, inputs.r + direct * hidden,
                  hidden);
        }
    }
    if (inputs.bias != nullptr) {
        column_sums(trace.gates, count, width, width, inputs.bias);
        std::copy_n(inputs.bias, direct, inputs.bias + width);
        if (is_gru(layer.kind)) {
            column_sums(candidate, count, hidden, ld, inputs.bias + width + direct);
        }
    }
}

} // namespace

void backward(const Layer& layer, std::int64_t rows, const Weights& weights,
              const OutputGradients& outputs, float* memory, float* scratch,
              const InputGradients& inputs) {
    const Trace trace(layer, rows, memory);
    const std::int64_t hidden = layer.hidden;
    float* dh = scratch;
    float* other = dh + rows * hidden;
    float* dx = other + rows * hidden;
    gather(outputs.last_h, 0, rows, hidden, dh);
    gather(outputs.last_c, 0, rows, hidden, other);
    const BackStepper stepper(layer, rows, weights);
    for (std::int64_t s = layer.steps; s-- > 0;) {
        add_rows(outputs.y, time_of(layer, s), rows, hidden, dh);
        stepper.run(trace, s, dh, other);
    }
    scatter(dh, rows, hidden, inputs.add_h, 0, inputs.first_h);
    if (layer.kind == Kind::Lstm) {
        scatter(other, rows, hidden, inputs.add_c, 0, inputs.first_c);
    }
    weight_gradients(layer, rows, trace, inputs);
    if (inputs.x.data != nullptr && layer.steps > 0) {
        sgemm(Transposed::No, Transposed::No, layer.steps * rows, layer.inputs, layer.width(),
              trace.gates, layer.width(), weights.w, layer.inputs, 0.0F, dx, layer.inputs);
        for (std::int64_t s = 0; s < layer.steps; ++s) {
            scatter(dx + s * rows * layer.inputs, rows, layer.inputs, inputs.add_x,
                    time_of(layer, s), inputs.x);
        }
    }
}

} // namespace espalier::recurrent
