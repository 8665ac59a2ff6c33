// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/zoo/recurrent_units.h"

#include <fmt/core.h>

#include <cmath>
#include <functional>

namespace espalier {

namespace {

Attributes axis_attribute(std::int64_t axis) {
    Attributes attributes;
    attributes.set("axis", axis);
    return attributes;
}

/// Writes the nodes of one layer.
class Unroller {
public:
    Unroller(NetBuilder& net, std::string name, const Sequence& x, const UnrolledLayer& layer)
        : net_(net)
        , name_(std::move(name))
        , x_(x)
        , layer_(layer)
        , range_(1 / std::sqrt(static_cast<double>(layer.hidden))) {}

    States build() {
        switch (layer_.unit) {
        case Unit::Lstm:
        case Unit::PhasedLstm:
            return lstm();
        case Unit::Mgu:
            return mgu();
        case Unit::SimplifiedLstm:
        case Unit::Janet:
            return forget_only();
        case Unit::Qrnn:
            return qrnn();
        case Unit::Unitary:
            return unitary();
        case Unit::Rnn:
            break;
        }
        return rnn();
    }

private:
    ValueId op(const std::string& type, const std::string& suffix, std::vector<ValueId> inputs,
               Attributes attributes = {}) {
        return net_.node(type, name_ + "." + suffix, std::move(inputs), std::move(attributes));
    }

    [[nodiscard]] static std::string at(std::int64_t step, const char* what) {
        return fmt::format("{}.{}", step, what);
    }

    ValueId number(const std::string& suffix, double value) {
        return net_.parameter(name_ + "." + suffix, Tensor::scalar(static_cast<float>(value)));
    }

    /// Pieces of equal size along `axis`, which keeps its place.
    std::vector<ValueId> split(const std::string& suffix, ValueId value, std::int64_t axis,
                               std::int64_t pieces) {
        return net_.nodes("Split", name_ + "." + suffix, {value}, static_cast<std::size_t>(pieces),
                          axis_attribute(axis));
    }

    /// Element t of [N,T,K] (or of [N,K,T]) for every t, each [N,K].
    std::vector<ValueId> steps(const std::string& suffix, ValueId value, std::int64_t axis = 1) {
        std::vector<ValueId> result = split(suffix + ".steps", value, axis, x_.steps);
        const ValueId axes = net_.integers(name_ + "." + suffix + ".axis", {axis});
        for (std::size_t t = 0; t < result.size(); ++t) {
            result[t] = op("Squeeze", fmt::format("{}.{}", suffix, t), {result[t], axes});
        }
        return result;
    }

    /// value * [in, out], through `rank` in the middle where that is not 0.
    ValueId product(const std::string& suffix, const std::string& weight, ValueId value,
                    std::int64_t in, std::int64_t out) {
        const auto matrix = [&](const std::string& which, std::int64_t rows, std::int64_t columns) {
            const std::string key = name_ + "." + which;
            const ValueId known = net_.find(key);
            return known != kNoValue ? known : net_.uniform(key, {rows, columns}, range_);
        };
        if (layer_.rank == 0) {
            return op("MatMul", suffix, {value, matrix(weight, in, out)});
        }
        const ValueId thin =
            op("MatMul", suffix + ".thin", {value, matrix(weight + "1", in, layer_.rank)});
        return op("MatMul", suffix, {thin, matrix(weight + "2", layer_.rank, out)});
    }

    /// x W + b for all steps: [N,out] each.
    std::vector<ValueId> projected(const std::string& weight, std::int64_t out, Tensor bias) {
        const ValueId sums = product(weight + ".product", weight, x_.value, x_.inputs, out);
        return steps(weight + ".input",
                     op("Add", weight + ".sum",
                        {sums, net_.parameter(name_ + ".b" + weight.substr(1), std::move(bias))}));
    }

    /// Zeros, but `value` for the units of gate `gate`.
    [[nodiscard]] Tensor bias(std::int64_t gates, std::int64_t gate, double value) const {
        Tensor result(DType::Float32, {gates * layer_.hidden});
        const auto values = result.writable<float>();
        for (std::int64_t j = 0; j < layer_.hidden && gate >= 0; ++j) {
            values[static_cast<std::size_t>(gate * layer_.hidden + j)] = static_cast<float>(value);
        }
        return result;
    }

    /// The state `skip` steps back; kNoValue before the first.
    [[nodiscard]] ValueId back(const std::vector<ValueId>& states, std::int64_t t) const {
        return t < layer_.skip ? kNoValue : states[static_cast<std::size_t>(t - layer_.skip)];
    }

    /// a + h R, or a where there is no h yet.
    ValueId with_recurrent(std::int64_t t, const std::string& weight, ValueId sum, ValueId h,
                           std::int64_t in, std::int64_t out) {
        if (h == kNoValue) {
            return sum;
        }
        const ValueId turned = product(at(t, (weight + ".product").c_str()), weight, h, in, out);
        return op("Add", at(t, (weight + ".sum").c_str()), {sum, turned});
    }

    States finish(const std::vector<ValueId>& states) {
        std::vector<ValueId> parts;
        const ValueId axes = net_.integers(name_ + ".time_axis", {1});
        for (std::size_t t = 0; t < states.size(); ++t) {
            parts.push_back(op("Unsqueeze", fmt::format("{}.time", t), {states[t], axes}));
        }
        return {op("Concat", "states", parts, axis_attribute(1)), states.back()};
    }

    /// keep * old + take * fresh; without `old` only the second.
    ValueId mix(std::int64_t t, const char* what, ValueId keep, ValueId old, ValueId take,
                ValueId fresh) {
        const ValueId taken = op("Mul", at(t, what) + ".taken", {take, fresh});
        if (old == kNoValue) {
            return taken;
        }
        return op("Add", at(t, what), {op("Mul", at(t, what) + ".kept", {keep, old}), taken});
    }

    ValueId one_minus(std::int64_t t, const char* what, ValueId value) {
        if (one_ == kNoValue) {
            one_ = number("one", 1);
        }
        return op("Sub", at(t, what), {one_, value});
    }

    States lstm() {
        const std::int64_t hidden = layer_.hidden;
        const std::int64_t state = layer_.projection > 0 ? layer_.projection : hidden;
        const auto sums = projected("W", 4 * hidden, bias(4, 2, 1));
        std::vector<ValueId> h;
        std::vector<ValueId> c;
        std::vector<ValueId> open;
        if (layer_.unit == Unit::PhasedLstm) {
            open = time_gates();
        }
        ValueId projection = kNoValue;
        if (layer_.projection > 0) {
            projection = net_.uniform(name_ + ".P", {hidden, state}, range_);
        }
        for (std::int64_t t = 0; t < x_.steps; ++t) {
            const auto now = static_cast<std::size_t>(t);
            const auto gates =
                split(at(t, "gates"),
                      with_recurrent(t, "R", sums[now], back(h, t), state, 4 * hidden), 1, 4);
            const ValueId i = op("Sigmoid", at(t, "i"), {gates[0]});
            const ValueId o = op("Sigmoid", at(t, "o"), {gates[1]});
            const ValueId f = op("Sigmoid", at(t, "f"), {gates[2]});
            const ValueId g = op("Tanh", at(t, "g"), {gates[3]});
            ValueId cell = mix(t, "c", f, back(c, t), i, g);
            ValueId out = op("Mul", at(t, "h"), {o, op("Tanh", at(t, "squashed"), {cell})});
            if (!open.empty()) {
                const ValueId shut = one_minus(t, "shut", open[now]);
                cell = mix(t, "phased_c", shut, back(c, t), open[now], cell);
                out = mix(t, "phased_h", shut, back(h, t), open[now], out);
            }
            if (projection != kNoValue) {
                out = op("MatMul", at(t, "projected"), {out, projection});
            }
            c.push_back(cell);
            h.push_back(out);
        }
        return finish(h);
    }

    /// k of every step, [N,H]: with phase = frac((t - s) / tau), 2 phase / r_on and its mirror
    /// image while the gate is open, leak * phase while it is shut.
    std::vector<ValueId> time_gates() {
        Tensor periods(DType::Float32, {layer_.hidden});
        Tensor shifts(DType::Float32, {layer_.hidden});
        // Periods spread evenly on a logarithmic scale up to the length of the sequence.
        const auto length = static_cast<double>(x_.steps);
        for (std::int64_t j = 0; j < layer_.hidden; ++j) {
            const double period = std::exp(net_.rng().uniform() * std::log(std::max(length, 2.0)));
            periods.writable<float>()[static_cast<std::size_t>(j)] = static_cast<float>(period);
            shifts.writable<float>()[static_cast<std::size_t>(j)] =
                static_cast<float>(net_.rng().uniform() * period);
        }
        const ValueId zero = zero_like(net_, name_, x_.value);
        const ValueId period =
            op("Add", "periods", {zero, net_.parameter(name_ + ".tau", std::move(periods))});
        const ValueId shift =
            op("Add", "shifts", {zero, net_.parameter(name_ + ".s", std::move(shifts))});
        const ValueId slope = number("open_slope", 2 / layer_.open);
        const ValueId two = number("two", 2);
        const ValueId leak = number("leak", layer_.leak);
        const ValueId margin = number("margin", 1 - layer_.open);
        const ValueId nothing = number("nothing", 0);
        std::vector<ValueId> result;
        for (std::int64_t t = 0; t < x_.steps; ++t) {
            const ValueId time = number(at(t, "time"), static_cast<double>(t));
            const ValueId turns =
                op("Div", at(t, "turns"), {op("Sub", at(t, "since"), {time, shift}), period});
            const ValueId phase =
                op("Sub", at(t, "phase"), {turns, op("Floor", at(t, "whole"), {turns})});
            const ValueId rising = op("Mul", at(t, "rising"), {phase, slope});
            const ValueId falling = op("Sub", at(t, "falling"), {two, rising});
            const ValueId peak =
                op("Max", at(t, "peak"), {op("Min", at(t, "tent"), {rising, falling}), nothing});
            // 1 where the phase has left the open part, else 0.
            const ValueId outside =
                op("Floor", at(t, "outside"), {op("Add", at(t, "beyond"), {phase, margin})});
            const ValueId leaking =
                op("Mul", at(t, "leaking"), {op("Mul", at(t, "trickle"), {phase, leak}), outside});
            result.push_back(op("Add", at(t, "k"), {peak, leaking}));
        }
        return result;
    }

    States mgu() {
        const std::int64_t hidden = layer_.hidden;
        const auto forget = projected("W_f", hidden, bias(1, 0, 1));
        const auto fresh = projected("W_h", hidden, bias(1, -1, 0));
        std::vector<ValueId> h;
        for (std::int64_t t = 0; t < x_.steps; ++t) {
            const auto now = static_cast<std::size_t>(t);
            const ValueId old = back(h, t);
            const ValueId f = op("Sigmoid", at(t, "f"),
                                 {with_recurrent(t, "R_f", forget[now], old, hidden, hidden)});
            const ValueId kept =
                old == kNoValue ? kNoValue : op("Mul", at(t, "forgotten"), {f, old});
            const ValueId candidate =
                op("Tanh", at(t, "candidate"),
                   {with_recurrent(t, "R_h", fresh[now], kept, hidden, hidden)});
            h.push_back(mix(t, "h", one_minus(t, "stay", f), old, f, candidate));
        }
        return finish(h);
    }

    /// S-LSTM and JANET.
    States forget_only() {
        const std::int64_t hidden = layer_.hidden;
        const bool janet = layer_.unit == Unit::Janet;
        Tensor start = bias(2, 0, 1);
        if (janet) {
            // Chrono initialisation (Tallec and Ollivier 2018): memories as long as the sequence.
            const double longest = std::max<double>(static_cast<double>(x_.steps) - 1, 2);
            for (std::int64_t j = 0; j < hidden; ++j) {
                start.writable<float>()[static_cast<std::size_t>(j)] =
                    static_cast<float>(std::log(1 + net_.rng().uniform() * (longest - 1)));
            }
        }
        const auto sums = projected("W", 2 * hidden, std::move(start));
        const ValueId beta = janet ? number("beta", layer_.beta) : kNoValue;
        std::vector<ValueId> h;
        std::vector<ValueId> c;
        for (std::int64_t t = 0; t < x_.steps; ++t) {
            const auto now = static_cast<std::size_t>(t);
            const auto gates =
                split(at(t, "gates"),
                      with_recurrent(t, "R", sums[now], back(h, t), hidden, 2 * hidden), 1, 2);
            const ValueId f = op("Sigmoid", at(t, "f"), {gates[0]});
            const ValueId g = op("Tanh", at(t, "g"), {gates[1]});
            ValueId shut = f;
            if (janet) {
                shut = op("Sigmoid", at(t, "f_shifted"),
                          {op("Sub", at(t, "shifted"), {gates[0], beta})});
            }
            c.push_back(mix(t, "c", f, back(c, t), one_minus(t, "take", shut), g));
            const bool squash = !janet && layer_.squash;
            h.push_back(squash ? op("Tanh", at(t, "h"), {c.back()}) : c.back());
        }
        return finish(h);
    }

    States qrnn() {
        const std::int64_t hidden = layer_.hidden;
        Attributes turn;
        turn.set("perm", std::vector<std::int64_t>{0, 2, 1});
        Attributes causal;
        causal.set("kernel_shape", std::vector<std::int64_t>{layer_.kernel});
        causal.set("pads", std::vector<std::int64_t>{layer_.kernel - 1, 0});
        const double fan_in = static_cast<double>(x_.inputs * layer_.kernel);
        const ValueId sums = op("Conv", "convolution",
                                {op("Transpose", "channels_first", {x_.value}, turn),
                                 net_.uniform(name_ + ".W", {3 * hidden, x_.inputs, layer_.kernel},
                                              1 / std::sqrt(fan_in)),
                                 net_.parameter(name_ + ".b", bias(3, 1, 1))},
                                causal);
        const auto gates = split("gates", sums, 1, 3);
        const auto z = steps("z", op("Tanh", "z_all", {gates[0]}), 2);
        const auto f = steps("f", op("Sigmoid", "f_all", {gates[1]}), 2);
        const auto o = steps("o", op("Sigmoid", "o_all", {gates[2]}), 2);
        std::vector<ValueId> h;
        std::vector<ValueId> c;
        for (std::int64_t t = 0; t < x_.steps; ++t) {
            const auto now = static_cast<std::size_t>(t);
            c.push_back(mix(t, "c", f[now], back(c, t), one_minus(t, "take", f[now]), z[now]));
            h.push_back(op("Mul", at(t, "h"), {o[now], c.back()}));
        }
        return finish(h);
    }

    States rnn() {
        const std::int64_t hidden = layer_.hidden;
        const auto sums = projected("W", hidden, bias(1, -1, 0));
        std::vector<ValueId> h;
        for (std::int64_t t = 0; t < x_.steps; ++t) {
            h.push_back(op("Tanh", at(t, "h"),
                           {with_recurrent(t, "R", sums[static_cast<std::size_t>(t)], back(h, t),
                                           hidden, hidden)}));
        }
        return finish(h);
    }

    States unitary() {
        const std::int64_t hidden = layer_.hidden;
        const auto re = projected("W_re", hidden, bias(1, -1, 0));
        const auto im = projected("W_im", hidden, bias(1, -1, 0));
        UnitaryMatrix matrix(net_, name_, x_.value, hidden);
        const ValueId offset =
            net_.parameter(name_ + ".modulus_bias", Tensor(DType::Float32, {hidden}));
        const ValueId tiny = number("tiny", 1e-8);
        std::vector<Complex> z;
        std::vector<ValueId> h;
        for (std::int64_t t = 0; t < x_.steps; ++t) {
            const auto now = static_cast<std::size_t>(t);
            Complex sum{re[now], im[now]};
            if (t >= layer_.skip) {
                const Complex turned =
                    matrix.times(std::to_string(t), z[static_cast<std::size_t>(t - layer_.skip)]);
                sum = {op("Add", at(t, "re"), {sum.re, turned.re}),
                       op("Add", at(t, "im"), {sum.im, turned.im})};
            }
            // modReLU: the modulus moved by a bias and rectified, the phase kept.
            const ValueId power = op("Add", at(t, "power"),
                                     {op("Mul", at(t, "re_square"), {sum.re, sum.re}),
                                      op("Mul", at(t, "im_square"), {sum.im, sum.im})});
            const ValueId modulus =
                op("Sqrt", at(t, "modulus"), {op("Add", at(t, "power_above_zero"), {power, tiny})});
            const ValueId kept =
                op("Relu", at(t, "kept"), {op("Add", at(t, "moved"), {modulus, offset})});
            const ValueId scale = op("Div", at(t, "scale"), {kept, modulus});
            z.push_back({op("Mul", at(t, "z_re"), {sum.re, scale}),
                         op("Mul", at(t, "z_im"), {sum.im, scale})});
            h.push_back(op("Concat", at(t, "h"), {z.back().re, z.back().im}, axis_attribute(1)));
        }
        return finish(h);
    }

    NetBuilder& net_;
    std::string name_;
    const Sequence& x_;
    const UnrolledLayer& layer_;
    double range_; ///< of the uniform weights at first
    ValueId one_ = kNoValue;
};

} // namespace

States unrolled_layer(NetBuilder& net, const std::string& name, const Sequence& x,
                      const UnrolledLayer& layer) {
    return Unroller(net, name, x, layer).build();
}

} // namespace espalier
