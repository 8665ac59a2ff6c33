// SPDX-License-Identifier: GPL-3.0-or-later
// Recurrent layers on a sequence [N,T,I] as standard ONNX operators: LSTM, GRU and RNN as the
// operators of that name, all others unrolled step by step.
//
// With a = x W + h R + b, one part for each gate:
//
//     LSTM    c' = f c + i g, h' = o tanh(c')          i, f, o = sigmoid(a), g = tanh(a)
//             with a projection h' = (o tanh(c')) P        (Sak et al. 2014)
//             with a rank, W = W1 W2 and R = R1 R2         (Kuchaiev and Ginsburg 2017)
//     MGU     h' = (1 - f) h + f tanh(x W_h + (f h) R_h + b_h)              (Zhou et al. 2016)
//     S-LSTM  c' = f c + (1 - f) g, h' = tanh(c')                      (Wu and King 2016)
//     JANET   c' = sigmoid(a_f) c + (1 - sigmoid(a_f - beta)) g, h' = c'
//                                              (van der Westhuizen and Lasenby 2018)
//     Phased  LSTM whose c' and h' are taken over by the share k of a time gate that opens for
//             the part r_on of each period tau, shifted by s; both learnt for each unit, and a
//             leak while it is closed                                    (Neil et al. 2016)
//     QRNN    z, f, o from a causal convolution over k steps; c' = f c + (1 - f) z, h' = o c'
//                                                                    (Bradbury et al. 2017)
//     uRNN    z' = modReLU(D3 R2 F^-1 D2 P R1 F D1 z + V x), complex, D phases, R reflections,
//             F the Fourier transform, P a fixed permutation         (Arjovsky et al. 2016)
#pragma once

#include "core/train/zoo/net_builder.h"

namespace espalier {

/// What a layer reads: [N, steps, inputs].
struct Sequence {
    ValueId value{};
    std::int64_t steps = 0;
    std::int64_t inputs = 0;
};

/// The rows of a picture of one channel, from top to bottom: [N,1,H,W] as [N,H,W].
Sequence rows_of_picture(NetBuilder& net, std::int64_t height, std::int64_t width);

/// What it makes: all states [N, steps, size], and the last one [N, size].
struct States {
    ValueId all{};
    ValueId last{};
};

struct StandardLayer {
    std::string op = "LSTM"; ///< LSTM, GRU or RNN
    std::int64_t hidden = 128;
    bool bidirectional = false; ///< states of both directions side by side: 2 * hidden
    bool reset_after = true;    ///< GRU: the reset acts on the product (linear_before_reset)
};

/// The last of [N, steps, size] states.
ValueId last_state(NetBuilder& net, const std::string& name, const Sequence& states);

/// One ONNX node with the time in front, as other programs expect it, between two Transposes.
States standard_layer(NetBuilder& net, const std::string& name, const Sequence& x,
                      const StandardLayer& layer);

enum class Unit { Lstm, Mgu, SimplifiedLstm, Janet, PhasedLstm, Qrnn, Unitary, Rnn };

struct UnrolledLayer {
    Unit unit = Unit::Lstm;
    std::int64_t hidden = 128;
    std::int64_t projection = 0; ///< LSTM: size of the projected state; 0: not projected
    std::int64_t rank = 0;       ///< LSTM: of both matrices; 0: they are whole
    std::int64_t skip = 1;       ///< a step reads the state this many steps back
    bool squash = true;          ///< S-LSTM: h' = tanh(c'), else c'
    double beta = 1;             ///< JANET
    double open = 0.05;          ///< Phased LSTM: r_on
    double leak = 0.001;         ///< Phased LSTM: alpha
    std::int64_t kernel = 2;     ///< QRNN: steps the convolution sees
};

/// States are [N, steps, hidden]; [.., projection] where projected; [.., 2 * hidden] of uRNN, the
/// real parts before the imaginary ones. The weights are parameters NAME.W, NAME.R, NAME.b and so
/// on, matrices as [inputs, outputs].
States unrolled_layer(NetBuilder& net, const std::string& name, const Sequence& x,
                      const UnrolledLayer& layer);

/// A zero [N, 1] that flows from `like` [N, ...]; parameters added to it become values of each
/// sample.
ValueId zero_like(NetBuilder& net, const std::string& name, ValueId like);

/// W z of a uRNN: a pair of real and imaginary parts [N, hidden], `like` any value [N, ...] that
/// flows from the input (the parameters hang on it).
struct Complex {
    ValueId re{};
    ValueId im{};
};

class UnitaryMatrix {
public:
    UnitaryMatrix(NetBuilder& net, std::string name, ValueId like, std::int64_t size);

    Complex times(const std::string& step, Complex z);

private:
    /// A parameter [size] as [N, size].
    ValueId hung(const std::string& suffix, const Tensor& values);
    Complex rotate(const std::string& step, Complex z, int which);
    Complex reflect(const std::string& step, Complex z, int which);
    Complex fourier(const std::string& step, Complex z, bool inverse);

    NetBuilder& net_;
    std::string name_;
    ValueId zero_; ///< [N, 1]
    std::int64_t size_;
    std::vector<Complex> phases_; ///< cosine and sine
    std::vector<Complex> mirrors_;
    std::vector<ValueId> lengths_; ///< 2 / |v|^2, [N, 1]
    ValueId cosines_{};
    ValueId sines_{};
    ValueId order_{};
};

} // namespace espalier
