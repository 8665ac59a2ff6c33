// SPDX-License-Identifier: GPL-3.0-or-later
// One direction of a recurrent layer over a piece of the batch, forward and backward, on the
// calling thread: one matrix product with the input weights for all steps, then step by step one
// with the recurrent weights and the gates in one pass. Pieces that do not depend on the number of
// threads give bits that do not either. Weights lie as ONNX has them.
#pragma once

#include "core/kernels/recurrent_gates.h"

#include <cstddef>
#include <cstdint>

namespace espalier::recurrent {

/// Activations are sigmoid and tanh unless the kind says otherwise.
enum class Kind {
    Tanh, ///< RNN
    Relu, ///< RNN
    Gru,
    GruResetAfter, ///< linear_before_reset
    Lstm,
};

struct Layer {
    Kind kind = Kind::Tanh;
    bool backwards = false; ///< from the last time to the first
    std::int64_t steps = 0;
    std::int64_t inputs = 0;
    std::int64_t hidden = 0;
    float clip = 0;       ///< sums are held within [-clip, clip]; 0: they are not; forward only
    bool coupled = false; ///< LSTM: the forget gate is 1 - i; forward only

    /// 4 for LSTM, 3 for GRU, else 1.
    [[nodiscard]] std::int64_t gates() const;

    [[nodiscard]] std::int64_t width() const { return gates() * hidden; }
};

/// Rows of a sequence: row (time, n) begins at data + time * step + n * row. nullptr: absent.
template <typename T>
struct Rows {
    T* data = nullptr;
    std::int64_t step = 0;
    std::int64_t row = 0;

    [[nodiscard]] T* at(std::int64_t time, std::int64_t n) const {
        return data + time * step + n * row;
    }
};

struct Weights {
    const float* w = nullptr;    ///< [gates * hidden, inputs]
    const float* r = nullptr;    ///< [gates * hidden, hidden]
    const float* bias = nullptr; ///< [2 * gates * hidden]; nullptr: zeros
    /// LSTM: [3 * hidden], what the gates i, o, f see of the cell; nullptr: nothing; forward only
    const float* peepholes = nullptr;
};

/// States have no step.
struct Outputs {
    Rows<float> y;
    Rows<float> last_h;
    Rows<float> last_c;
};

/// Floats that forward() needs for `rows` sequences; backward() reads and overwrites them.
[[nodiscard]] std::size_t trace_floats(const Layer& layer, std::int64_t rows);

/// With `lengths`, sequence n has lengths[n] <= steps times: behind them y is 0, and its last
/// states are those of its end; backward() does not know of that.
void forward(const Layer& layer, std::int64_t rows, const Weights& weights, Rows<const float> x,
             Rows<const float> first_h, Rows<const float> first_c, float* trace,
             const Outputs& outputs, const std::int32_t* lengths = nullptr);

/// Absent gradients count as zero.
struct OutputGradients {
    Rows<const float> y;
    Rows<const float> last_h;
    Rows<const float> last_c;
};

/// Each overwritten, or added to where it says so; nullptr where it is not wanted.
struct InputGradients {
    Rows<float> x;
    bool add_x = false;
    Rows<float> first_h;
    bool add_h = false;
    Rows<float> first_c;
    bool add_c = false;
    float* w = nullptr;    ///< as Weights, overwritten
    float* r = nullptr;    ///< the same
    float* bias = nullptr; ///< the same
};

/// Floats of scratch memory for backward().
[[nodiscard]] std::size_t scratch_floats(const Layer& layer, std::int64_t rows);

void backward(const Layer& layer, std::int64_t rows, const Weights& weights,
              const OutputGradients& outputs, float* trace, float* scratch,
              const InputGradients& inputs);

} // namespace espalier::recurrent
