// SPDX-License-Identifier: GPL-3.0-or-later
// LSTM, GRU, RNN: the table (gradients through twenty steps among it), and what follows from the
// definition. The numbers themselves are those of the ONNX backend tests (tests/core/formats).
#include "tests/core/ops/op_case.h"

#include "core/base/error.h"

#include <cmath>

namespace espalier::test {

namespace {

using Names = std::vector<std::string>;

Tensor int32s(std::vector<std::int32_t> values) {
    return Tensor::of<std::int32_t>({static_cast<std::int64_t>(values.size())}, values);
}

std::vector<OpCase> recurrent_cases() {
    const Input none = Input::absent();
    return {
        {"lstm_twenty_steps",
         "LSTM",
         {{"hidden_size", std::int64_t{3}}},
         {{20, 2, 2}, {1, 12, 2}, {1, 12, 3}, {1, 24}},
         {{20, 1, 2, 3}, {1, 2, 3}, {1, 2, 3}},
         20 * 2 * 12 * (2 + 3)},
        {"lstm_without_bias", "LSTM", {}, {{3, 2, 2}, {1, 8, 2}, {1, 8, 2}}, {{3, 1, 2, 2}}, 192},
        {"lstm_everything",
         "LSTM",
         {{"direction", std::string("bidirectional")}},
         {{5, 3, 2},
          {2, 8, 2},
          {2, 8, 2},
          {2, 16},
          int32s({5, 2, 3}),
          {2, 3, 2},
          {2, 3, 2},
          {2, 6}},
         {{5, 2, 3, 2}, {2, 3, 2}, {2, 3, 2}},
         2 * 5 * 3 * 8 * 4},
        {"lstm_coupled_reverse_batch_first",
         "LSTM",
         {{"direction", std::string("reverse")},
          {"input_forget", std::int64_t{1}},
          {"layout", std::int64_t{1}}},
         {{2, 4, 3}, {1, 8, 3}, {1, 8, 2}, {1, 16}, none, {2, 1, 2}, {2, 1, 2}, {1, 6}},
         {{2, 4, 1, 2}, {2, 1, 2}, {2, 1, 2}},
         2 * 4 * 8 * 5},
        {"lstm_clipped",
         "LSTM",
         {{"clip", 0.45F}},
         {{6, 2, 2}, {1, 8, 2}, {1, 8, 2}, {1, 16}},
         {{6, 1, 2, 2}, {1, 2, 2}, {1, 2, 2}},
         6 * 2 * 8 * 4},
        {"lstm_other_activations",
         "LSTM",
         {{"activations", Names{"HardSigmoid", "Softsign", "ScaledTanh"}},
          {"activation_alpha", std::vector<float>{0.3F, 1.5F}},
          {"activation_beta", std::vector<float>{0.4F, 0.7F}}},
         {{4, 2, 2}, {1, 8, 2}, {1, 8, 2}, {1, 16}},
         {{4, 1, 2, 2}, {1, 2, 2}, {1, 2, 2}},
         4 * 2 * 8 * 4},
        {"gru_twenty_steps",
         "GRU",
         {},
         {{20, 2, 2}, {1, 9, 2}, {1, 9, 3}, {1, 18}},
         {{20, 1, 2, 3}, {1, 2, 3}},
         20 * 2 * 9 * 5},
        {"gru_reset_after_twenty_steps",
         "GRU",
         {{"linear_before_reset", std::int64_t{1}}},
         {{20, 2, 2}, {1, 9, 2}, {1, 9, 3}, {1, 18}},
         {{20, 1, 2, 3}, {1, 2, 3}},
         20 * 2 * 9 * 5},
        {"gru_bidirectional_lengths",
         "GRU",
         {{"direction", std::string("bidirectional")}, {"layout", std::int64_t{1}}},
         {{3, 5, 2}, {2, 6, 2}, {2, 6, 2}, {2, 12}, int32s({1, 5, 4}), {3, 2, 2}},
         {{3, 5, 2, 2}, {3, 2, 2}},
         2 * 3 * 5 * 6 * 4},
        {"gru_reset_after_reverse_clipped",
         "GRU",
         {{"direction", std::string("reverse")},
          {"linear_before_reset", std::int64_t{1}},
          {"clip", 0.5F}},
         {{4, 2, 2}, {1, 6, 2}, {1, 6, 2}, {1, 12}, none, {1, 2, 2}},
         {{4, 1, 2, 2}, {1, 2, 2}},
         4 * 2 * 6 * 4},
        {"gru_other_activations",
         "GRU",
         {{"direction", std::string("bidirectional")},
          {"activations", Names{"sigmoid", "Elu", "HardSigmoid", "Softplus"}},
          {"activation_alpha", std::vector<float>{0.8F, 0.25F}}},
         {{3, 1, 2}, {2, 6, 2}, {2, 6, 2}, {2, 12}},
         {{3, 2, 1, 2}, {2, 1, 2}},
         2 * 3 * 6 * 4},
        {"rnn_twenty_steps",
         "RNN",
         {},
         {{20, 2, 2}, {1, 3, 2}, {1, 3, 3}, {1, 6}},
         {{20, 1, 2, 3}, {1, 2, 3}},
         20 * 2 * 3 * 5},
        {"rnn_bidirectional_other_activations",
         "RNN",
         {{"direction", std::string("bidirectional")},
          {"activations", Names{"LeakyRelu", "Affine"}},
          {"activation_alpha", std::vector<float>{0.2F, 0.9F}},
          {"activation_beta", std::vector<float>{0.1F}}},
         {{4, 2, 2}, {2, 2, 2}, {2, 2, 2}, {2, 4}, int32s({4, 3}), {2, 2, 2}},
         {{4, 2, 2, 2}, {2, 2, 2}},
         2 * 4 * 2 * 2 * 4},
        {"rnn_rectified",
         "RNN",
         {{"activations", Names{"Relu"}}},
         {{4, 2, 3}, {1, 4, 3}, {1, 4, 4}, {1, 8}},
         {{4, 1, 2, 4}},
         4 * 2 * 4 * 7},
        {"rnn_thresholded",
         "RNN",
         {{"activations", Names{"ThresholdedRelu"}},
          {"activation_alpha", std::vector<float>{0.2F}}},
         {{3, 2, 3}, {1, 4, 3}, {1, 4, 4}},
         {{3, 1, 2, 4}},
         3 * 2 * 4 * 7},
    };
}

/// All outputs of an LSTM with `attributes`.
std::vector<Tensor> run_lstm(const AttributeList& attributes, const std::vector<Tensor>& inputs) {
    std::vector<const Tensor*> pointers;
    for (const Tensor& input : inputs) {
        pointers.push_back(input.defined() ? &input : nullptr);
    }
    Node node = make_node("LSTM", attributes, inputs.size(), 3);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        node.inputs[i] = inputs[i].defined() ? node.inputs[i] : kNoValue;
    }
    return run_node(node, pointers);
}

Tensor row_of(const Tensor& tensor, int axis, std::int64_t index) {
    return select(tensor, axis, {index});
}

} // namespace

INSTANTIATE_TEST_SUITE_P(Recurrent, OpTable, testing::ValuesIn(recurrent_cases()), case_name);

TEST(Lstm, OneUnitOneStepByHand) {
    // i, o, f, c sums are 0.5 x + 0.1 h = 1.1, 0.9, -1, 0.3 with x = 2, h = 1 and these weights.
    const Tensor x = floats({1, 1, 1}, {2});
    const Tensor w = floats({1, 4, 1}, {0.5F, 0.4F, -0.5F, 0.1F});
    const Tensor r = floats({1, 4, 1}, {0.1F, 0.1F, 0, 0.1F});
    const Tensor h = floats({1, 1, 1}, {1});
    const Tensor c = floats({1, 1, 1}, {-2});
    const auto sigmoid = [](double v) { return 1 / (1 + std::exp(-v)); };
    const double cell = sigmoid(-1) * -2 + sigmoid(1.1) * std::tanh(0.3);
    const auto outputs = run_lstm({}, {x, w, r, {}, {}, h, c});
    EXPECT_NEAR(outputs[2].at(0), cell, 1e-6);
    EXPECT_NEAR(outputs[1].at(0), sigmoid(0.9) * std::tanh(cell), 1e-6);
    EXPECT_EQ(outputs[0].at(0), outputs[1].at(0));
}

TEST(Lstm, BidirectionalIsForwardBesideReverse) {
    const Tensor x = grid({5, 2, 3}, -1, 1, 1);
    const Tensor w = grid({2, 8, 3}, -1, 1, 2);
    const Tensor r = grid({2, 8, 2}, -1, 1, 3);
    const Tensor b = grid({2, 16}, -1, 1, 4);
    const auto both = run_lstm({{"direction", std::string("bidirectional")}}, {x, w, r, b});
    for (std::int64_t d = 0; d < 2; ++d) {
        const auto one = run_lstm({{"direction", std::string(d == 0 ? "forward" : "reverse")}},
                                  {x, row_of(w, 0, d), row_of(r, 0, d), row_of(b, 0, d)});
        EXPECT_TRUE(row_of(both[0], 1, d).equals(one[0]));
        EXPECT_TRUE(row_of(both[1], 0, d).equals(one[1]));
        EXPECT_TRUE(row_of(both[2], 0, d).equals(one[2]));
    }
}

TEST(Lstm, ReverseIsForwardOnTheReversedSequence) {
    const Tensor x = grid({5, 2, 3}, -1, 1, 1);
    const Tensor w = grid({1, 8, 3}, -1, 1, 2);
    const Tensor r = grid({1, 8, 2}, -1, 1, 3);
    const std::vector<std::int64_t> order{4, 3, 2, 1, 0};
    const auto backwards = run_lstm({{"direction", std::string("reverse")}}, {x, w, r});
    const auto forwards = run_lstm({}, {select(x, 0, order), w, r});
    EXPECT_TRUE(select(backwards[0], 0, order).equals(forwards[0]));
    EXPECT_TRUE(backwards[1].equals(forwards[1]));
}

TEST(Lstm, AShorterSequenceIsTheSameAsOneCutOff) {
    const Tensor x = grid({6, 2, 3}, -1, 1, 1);
    const Tensor w = grid({2, 8, 3}, -1, 1, 2);
    const Tensor r = grid({2, 8, 2}, -1, 1, 3);
    const AttributeList both{{"direction", std::string("bidirectional")}};
    const auto given = run_lstm(both, {x, w, r, {}, int32s({6, 4})});
    const auto cut = run_lstm(both, {select(x, 0, {0, 1, 2, 3}), w, r});
    EXPECT_TRUE(row_of(given[1], 1, 1).equals(row_of(cut[1], 1, 1)));
    EXPECT_TRUE(row_of(given[2], 1, 1).equals(row_of(cut[2], 1, 1)));
    EXPECT_TRUE(row_of(select(given[0], 0, {0, 1, 2, 3}), 2, 1).equals(row_of(cut[0], 2, 1)));
    const Tensor behind = row_of(select(given[0], 0, {4, 5}), 2, 1);
    for (std::int64_t i = 0; i < behind.elements(); ++i) {
        EXPECT_EQ(behind.at(i), 0);
    }
}

TEST(Lstm, TheLayoutsAreTransposesOfEachOther) {
    const Tensor x = grid({4, 3, 2}, -1, 1, 1);
    const Tensor w = grid({1, 8, 2}, -1, 1, 2);
    const Tensor r = grid({1, 8, 2}, -1, 1, 3);
    const auto swap = [](const Tensor& tensor, std::vector<std::int64_t> perm) {
        return run_op("Transpose", {{"perm", ints(std::move(perm))}}, {tensor});
    };
    const auto first = run_lstm({{"layout", std::int64_t{1}}}, {swap(x, {1, 0, 2}), w, r});
    const auto second = run_lstm({}, {x, w, r});
    EXPECT_TRUE(first[0].equals(swap(second[0], {2, 0, 1, 3})));
    EXPECT_TRUE(first[1].equals(swap(second[1], {1, 0, 2})));
}

TEST(Gru, TheResetModesAgreeWithoutRecurrentWeights) {
    // With R_h = 0 and no recurrent bias nothing is left that could be reset before or after.
    const Tensor x = grid({3, 2, 2}, -1, 1, 1);
    const Tensor w = grid({1, 6, 2}, -1, 1, 2);
    Tensor r = grid({1, 6, 2}, -1, 1, 3);
    const auto values = r.writable<float>();
    std::fill(values.begin() + 8, values.end(), 0.0F);
    EXPECT_TRUE(run_op("GRU", {}, {x, w, r})
                    .equals(run_op("GRU", {{"linear_before_reset", std::int64_t{1}}}, {x, w, r})));
    const Tensor other = grid({1, 6, 2}, -1, 1, 3);
    EXPECT_FALSE(
        run_op("GRU", {}, {x, w, other})
            .equals(run_op("GRU", {{"linear_before_reset", std::int64_t{1}}}, {x, w, other})));
}

TEST(Recurrent, SaysWhatDoesNotFit) {
    const Tensor x = grid({3, 2, 2}, -1, 1, 1);
    const auto message = [&](const std::string& op, const AttributeList& attributes,
                             const std::vector<Tensor>& inputs) -> std::string {
        try {
            run_op(op, attributes, inputs);
        } catch (const Error& error) {
            return error.what();
        }
        return {};
    };
    const Tensor w = grid({1, 8, 2}, -1, 1, 2);
    const Tensor r = grid({1, 8, 2}, -1, 1, 3);
    EXPECT_NE(message("LSTM", {}, {x, grid({1, 6, 2}, -1, 1, 2), r}).find("W is 6, expected 8"),
              std::string::npos);
    EXPECT_NE(message("LSTM", {{"hidden_size", std::int64_t{3}}}, {x, w, r})
                  .find("the last dimension of R is 2, expected 3"),
              std::string::npos);
    EXPECT_NE(message("LSTM", {{"direction", std::string("sideways")}}, {x, w, r})
                  .find("direction is sideways"),
              std::string::npos);
    EXPECT_NE(message("LSTM", {{"activations", Names{"Tanh"}}}, {x, w, r})
                  .find("found 1 activations, expected 3"),
              std::string::npos);
    EXPECT_NE(message("LSTM", {{"activations", Names{"Tanh", "Gelu", "Tanh"}}}, {x, w, r})
                  .find("activation Gelu"),
              std::string::npos);
    EXPECT_NE(message("LSTM", {}, {x, w, r, grid({1, 16}, -1, 1, 4), int32s({4, 1})})
                  .find("a sequence of length 4, expected 0 to 3"),
              std::string::npos);
}

} // namespace espalier::test
