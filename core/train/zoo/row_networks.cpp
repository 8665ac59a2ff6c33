// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/zoo/row_networks.h"

#include <fmt/core.h>

#include <vector>

namespace espalier {

namespace {

constexpr std::int64_t kHidden = 128;

/// Makes the layers and says how wide the last state is.
class LayerBuilder {
public:
    LayerBuilder(NetBuilder& net, Sequence rows)
        : net_(net)
        , rows_(rows) {}

    struct Last {
        ValueId state;
        std::int64_t size;
    };

    Last operator()(const StandardLayer& layer) {
        return {standard_layer(net_, "rnn", rows_, layer).last,
                layer.hidden * (layer.bidirectional ? 2 : 1)};
    }

    Last operator()(const UnrolledLayer& layer) {
        const std::int64_t size = layer.projection > 0          ? layer.projection
                                  : layer.unit == Unit::Unitary ? 2 * layer.hidden
                                                                : layer.hidden;
        return {unrolled_layer(net_, "rnn", rows_, layer).last, size};
    }

    Last operator()(const LstmStack& stack) {
        Sequence x = rows_;
        for (int i = 0; i < stack.depth; ++i) {
            const std::string name = fmt::format("rnn{}", i + 1);
            const States states = standard_layer(net_, name, x, {.hidden = kHidden});
            const bool adds = stack.residual && i > 0;
            x.value = adds ? net_.add(name + ".add", states.all, x.value) : states.all;
            x.inputs = kHidden;
        }
        return {last_state(net_, "last", x), kHidden};
    }

private:
    NetBuilder& net_;
    Sequence rows_;
};

std::vector<RowNetwork> make_networks() {
    const auto unrolled = [](Unit unit) {
        UnrolledLayer layer;
        layer.unit = unit;
        layer.hidden = kHidden;
        return layer;
    };
    UnrolledLayer projected = unrolled(Unit::Lstm);
    projected.projection = 64;
    UnrolledLayer factorised = unrolled(Unit::Lstm);
    factorised.rank = 32;
    UnrolledLayer phased = unrolled(Unit::PhasedLstm);
    phased.open = 0.5; // with the paper's 0.05, no row of 28 finds most gates open
    UnrolledLayer unitary = unrolled(Unit::Unitary);
    unitary.hidden = 64;
    UnrolledLayer skip_rnn = unrolled(Unit::Rnn);
    skip_rnn.skip = 2;
    UnrolledLayer skip_lstm = unrolled(Unit::Lstm);
    skip_lstm.skip = 2;
    return {
        {"lstm-rows", "LSTM over the rows of a picture",
         "Hochreiter and Schmidhuber, Neural Computation 9(8), 1997",
         StandardLayer{.op = "LSTM", .hidden = kHidden}},
        {"lstm-256-rows", "LSTM of 256 units over the rows of a picture",
         "Hochreiter and Schmidhuber, Neural Computation 9(8), 1997",
         StandardLayer{.op = "LSTM", .hidden = 256}},
        {"gru-rows", "GRU over the rows of a picture", "Cho et al., arXiv:1406.1078",
         StandardLayer{.op = "GRU", .hidden = kHidden}},
        {"rnn-rows", "Plain recurrent layer over the rows of a picture",
         "Elman, Cognitive Science 14(2), 1990", StandardLayer{.op = "RNN", .hidden = kHidden}},
        {"bilstm-rows", "LSTM over the rows, downwards and upwards",
         "Schuster and Paliwal, IEEE Trans. Signal Processing 45(11), 1997",
         StandardLayer{.op = "LSTM", .hidden = 64, .bidirectional = true}},
        {"stacked-lstm-rows", "Two LSTMs, one on the states of the other",
         "Graves et al., arXiv:1303.5778", LstmStack{2, false}},
        {"residual-lstm-rows", "Three LSTMs, two of them with a shortcut around them",
         "Wu et al., arXiv:1609.08144, section 3.1", LstmStack{3, true}},
        {"lstmp-rows", "LSTM with a recurrent projection to 64", "Sak et al., Interspeech 2014",
         projected},
        {"factorised-lstm-rows", "LSTM whose matrices are products of rank 32",
         "Kuchaiev and Ginsburg, arXiv:1703.10722", factorised},
        {"mgu-rows", "Minimal gated unit over the rows of a picture",
         "Zhou et al., arXiv:1603.09420", unrolled(Unit::Mgu)},
        {"s-lstm-rows", "Simplified LSTM with a forget gate alone", "Wu and King, ICASSP 2016",
         unrolled(Unit::SimplifiedLstm)},
        {"janet-rows", "JANET, a forget gate with chrono initialisation",
         "van der Westhuizen and Lasenby, arXiv:1804.04849", unrolled(Unit::Janet)},
        {"phased-lstm-rows", "Phased LSTM with a learnt rhythm for each unit",
         "Neil et al., arXiv:1610.09513", phased},
        {"qrnn-rows", "Quasi-recurrent layer: convolution and pooling over time",
         "Bradbury et al., arXiv:1611.01576", unrolled(Unit::Qrnn)},
        {"urnn-rows", "Unitary recurrent layer of 64 complex units",
         "Arjovsky et al., arXiv:1511.06464", unitary},
        {"skip-rnn-rows", "Recurrent layer that reads its state of two rows before",
         "Zhang et al., arXiv:1602.08210", skip_rnn},
        {"skip-lstm-rows", "LSTM that reads its state of two rows before",
         "Zhang et al., arXiv:1602.08210", skip_lstm},
    };
}

} // namespace

std::span<const RowNetwork> row_networks() {
    static const std::vector<RowNetwork> networks = make_networks();
    return networks;
}

ValueId build_row_network(NetBuilder& net, const RowNetwork& network, std::int64_t height,
                          std::int64_t width, std::int64_t classes) {
    const auto last =
        std::visit(LayerBuilder(net, rows_of_picture(net, height, width)), network.layer);
    return net.linear("fc", last.state, last.size, classes);
}

} // namespace espalier
