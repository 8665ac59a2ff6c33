// SPDX-License-Identifier: GPL-3.0-or-later
// Texts, their tokens, and networks that guess the next one.
#include "core/base/error.h"
#include "core/data/preprocess.h"
#include "core/data/text_dataset.h"
#include "core/train/evaluate.h"
#include "core/train/losses/cross_entropy.h"
#include "core/train/text_score.h"
#include "core/train/text_source.h"
#include "core/train/train_plan.h"
#include "core/train/trainer.h"
#include "core/train/zoo/language_model.h"
#include "core/train/zoo/recurrent_units.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <cmath>

namespace espalier {
namespace {

constexpr std::int64_t kLength = 8;

TextSet text_from(const std::string& text, TokenKind kind = TokenKind::Character) {
    TextSet set;
    set.name = "test";
    set.vocabulary = Vocabulary(text, kind);
    set.tokens = set.vocabulary.encode(text);
    set.fingerprint = text;
    return set;
}

/// Tokens -> vectors -> LSTM -> scores.
Graph small_model(std::int64_t words, std::uint64_t seed, std::int64_t length = kLength,
                  const std::string& op = "LSTM") {
    NetBuilder net("model", "tokens", {kUnknownDim, length}, seed);
    Attributes integer;
    integer.set("to", std::int64_t{7});
    const ValueId numbers = net.node("Cast", "numbers", {net.input()}, integer);
    const ValueId vectors =
        net.node("Gather", "embedding", {net.uniform("table", {words, 6}, 0.5), numbers});
    const States states =
        standard_layer(net, "rnn", {vectors, length, 6}, {.op = op, .hidden = 12});
    return net.finish(
        net.node("MatMul", "scores", {states.all, net.uniform("scores.weight", {12, words}, 0.3)}));
}

TEST(Vocabulary, NumbersCharactersByTheirBytes) {
    const Vocabulary letters("banana", TokenKind::Character);
    EXPECT_EQ(letters.list(), (std::vector<std::string>{"a", "b", "n"}));
    EXPECT_EQ(letters.encode("nab"), (std::vector<int>{2, 0, 1}));
    EXPECT_THROW(static_cast<void>(letters.encode("x")), Error);
}

TEST(Vocabulary, NumbersWordsByHowOftenTheyAreThere) {
    const Vocabulary words("the cat\nthe dog the dog\n", TokenKind::Word, 2);
    ASSERT_EQ(words.size(), 4U);
    EXPECT_EQ(words.list()[0], "the");
    // "cat" is there once: unknown, as is what was never seen.
    const auto numbers = words.encode("the cat bird\n");
    EXPECT_EQ(numbers[0], 0);
    EXPECT_EQ(numbers[1], numbers[2]);
    EXPECT_EQ(words.list()[static_cast<std::size_t>(numbers[1])], "<unk>");
    EXPECT_EQ(words.list()[static_cast<std::size_t>(numbers[3])], "<eos>");
}

TEST(TextSource, LabelsAreTheTokensThatFollow) {
    std::string text;
    for (int i = 0; i < 100; ++i) {
        text += static_cast<char>('a' + i % 7);
    }
    const TextSet set = text_from(text);
    TextSource source(set, kLength, 1);
    source.bind({2, kLength}, {2, kLength, 7});
    EXPECT_EQ(source.size(), 99 / 8 - 1U);
    std::vector<float> x(2 * kLength);
    std::vector<int> labels(2 * kLength);
    source.fill(std::vector<std::size_t>{3, 0}, 0, x, labels);
    for (std::size_t i = 0; i < x.size(); ++i) {
        EXPECT_EQ(labels[i], (static_cast<int>(x[i]) + 1) % 7);
    }
    EXPECT_THROW(source.bind({2, kLength}, {2, kLength, 9}), Error);
    EXPECT_THROW(source.bind({2, 1, 28, 28}, {2, 10}), Error);
}

TEST(LanguageModel, GuessingIsAsGoodAsTheVocabularyIsLarge) {
    // Scores that are all alike: the perplexity is the number of tokens.
    const TextSet set = text_from(fmt::format("{:a>40}bcdefgh{:c>30}", "", ""));
    Graph graph = small_model(8, 1);
    const ValueId weight = graph.find_value("scores.weight");
    graph.set_parameter(weight, Parameter(Tensor(DType::Float32, {12, 8})));
    const TextScore score = evaluate_text(graph, set);
    EXPECT_NEAR(score.perplexity, 8, 1e-5);
    EXPECT_EQ(score.tokens, set.tokens.size() - 1);
}

TEST(LanguageModel, CarriesItsMemoryFromStretchToStretch) {
    std::string text = "a";
    for (int i = 0; i < 40; ++i) {
        text += static_cast<char>('a' + i * i % 11 % 5);
    }
    const TextSet set = text_from(text);
    for (const char* op : {"LSTM", "GRU", "RNN"}) {
        const auto words = static_cast<std::int64_t>(set.vocabulary.size());
        const TextScore whole = evaluate_text(small_model(words, 3, 40, op), set);
        const TextScore pieces = evaluate_text(small_model(words, 3, kLength, op), set);
        EXPECT_TRUE(pieces.carried);
        EXPECT_EQ(pieces.tokens, 40U);
        EXPECT_NEAR(pieces.loss, whole.loss, 1e-6) << op;
        EXPECT_EQ(pieces.accuracy, whole.accuracy);
    }
}

TEST(LanguageModel, AsksForEveryTokenOnceWhateverTheStreams) {
    // 8 tokens, 8 stretches a stream: two streams and a bit, the last one shorter.
    std::string text;
    for (int i = 0; i < 150; ++i) {
        text += static_cast<char>('a' + i % 4);
    }
    const TextSet set = text_from(text);
    EXPECT_EQ(evaluate_text(small_model(4, 1), set).tokens, 149U);
}

TEST(LanguageModel, EmbeddingGradientsMatchDifferences) {
    const Graph graph = small_model(5, 1);
    TrainPlan plan(graph, 4, {});
    std::vector<int> labels;
    Rng rng(2);
    for (float& token : plan.input()) {
        token = static_cast<float>(rng.below(4)); // token 4 is never read
        labels.push_back(static_cast<int>(rng.below(5)));
    }
    const auto loss = [&] { return plan.forward(CrossEntropy(), {.labels = labels}).loss; };
    static_cast<void>(loss());
    plan.backward();
    for (const auto& parameter : plan.parameters()) {
        if (parameter->name != "table") {
            continue;
        }
        const Tensor gradient = parameter->gradient;
        for (std::size_t i = 0; i < 30; ++i) {
            const float before = parameter->latent.data<float>()[i];
            constexpr float kStep = 1.0F / 256;
            parameter->latent.writable<float>()[i] = before + kStep;
            plan.parameters_changed();
            const double above = loss();
            parameter->latent.writable<float>()[i] = before - kStep;
            plan.parameters_changed();
            const double below = loss();
            parameter->latent.writable<float>()[i] = before;
            plan.parameters_changed();
            EXPECT_NEAR(gradient.at(static_cast<std::int64_t>(i)),
                        (above - below) / (2 * static_cast<double>(kStep)), 2e-4);
        }
        for (std::int64_t k = 24; k < 30; ++k) {
            EXPECT_EQ(gradient.at(k), 0);
        }
    }
}

TEST(LanguageModel, LearnsATextThatRepeats) {
    std::string text;
    for (int i = 0; i < 300; ++i) {
        text += "abcdeabf";
    }
    const TextSet set = text_from(text);
    const Graph graph = small_model(static_cast<std::int64_t>(set.vocabulary.size()), 1);
    TextSource source(set, kLength, 1);
    TrainOptions options;
    options.epochs = 25;
    options.batch = 16;
    options.optimiser.kind = OptimiserKind::Adam;
    options.schedule.rate = 0.01;
    const TrainResult result = train(graph, source, CrossEntropy(), options);
    const TextScore score = evaluate_text(result.graph, set);
    EXPECT_LT(score.perplexity, 1.4); // the first token of a stretch can not be known
    EXPECT_LT(result.epochs.back().loss, result.epochs.front().loss);
}

TEST(LanguageModel, CarriesItsVocabulary) {
    const Vocabulary letters("hello world", TokenKind::Character);
    const Graph graph = make_language_model("char-lstm", letters, 1);
    const auto found = vocabulary_of(graph);
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->list(), letters.list());
    EXPECT_EQ(graph.value(graph.outputs[0]).type.shape,
              (Shape{kUnknownDim, 64, static_cast<std::int64_t>(letters.size())}));
    EXPECT_THROW(static_cast<void>(make_language_model("word-lstm", letters, 1)), Error);
    EXPECT_THROW(static_cast<void>(make_language_model("gpt", letters, 1)), Error);
}

/// A text goes wherever pictures go.
TEST(TextDataset, IsMeasuredAndTrainedOnAsASet) {
    std::string verse;
    for (int i = 0; i < 60; ++i) {
        verse += "the cat sat on the mat. ";
    }
    const TextSet text = text_from(verse);
    const DatasetPtr set = text_dataset(text);
    ASSERT_EQ(text_of(*set)->tokens, text.tokens);
    EXPECT_EQ(set->size(), text.tokens.size() - 1);
    EXPECT_EQ(set->label(4), text.tokens[5]);
    EXPECT_THROW(static_cast<void>(set->image(0)), Error);

    const auto words = static_cast<std::int64_t>(text.vocabulary.size());
    const Graph model = small_model(words, 1);
    const TextScore score = evaluate_text(model, text);
    const Accuracy before = evaluate(model, *set, {});
    EXPECT_EQ(before.images, score.tokens);
    EXPECT_EQ(before.hits, score.hits);
    EXPECT_DOUBLE_EQ(before.loss, score.loss);
    EXPECT_DOUBLE_EQ(perplexity_of(before).value(), score.perplexity);
    EXPECT_GE(before.top5, before.top1);

    TrainOptions options;
    options.epochs = 20;
    options.batch = 16;
    options.schedule.rate = 0.5;
    const TrainResult trained = train(model, *set, {}, options);
    EXPECT_LT(evaluate(trained.graph, *set, {}).loss, 0.5 * before.loss);
}

TEST(TextDataset, GivesStretchesAndItsBeginning) {
    const TextSet text = text_from("abcdefghijklmnopqrstuvwxyz");
    const DatasetPtr set = text_dataset(text);
    const std::vector<std::size_t> indices{0, 2, 3};
    const Tensor batch = load_batch(*set, indices, {}, Shape({kUnknownDim, 8}));
    EXPECT_EQ(batch.shape(), Shape({3, 8}));
    const auto tokens = batch.data<float>();
    for (std::size_t t = 0; t < 8; ++t) {
        EXPECT_EQ(tokens[t], static_cast<float>(t));
        EXPECT_EQ(tokens[8 + t], static_cast<float>(16 + t));
        EXPECT_EQ(tokens[16 + t], static_cast<float>(24 % 18 + t));
    }
    const DatasetPtr part = limited(set, 10);
    EXPECT_EQ(part->size(), 10U);
    ASSERT_NE(text_of(*part), nullptr);
    EXPECT_NE(part->fingerprint(), set->fingerprint());
    EXPECT_THROW(static_cast<void>(load_batch(*set, indices, {}, Shape({kUnknownDim, 3, 8, 8}))),
                 Error);
    EXPECT_THROW(static_cast<void>(load_batch(*part, indices, {}, Shape({kUnknownDim, 32}))),
                 Error);
}

TEST(TextDataset, RefusesANetworkWithOtherTokens) {
    const TextSet text = text_from("banana bread");
    Graph model =
        make_language_model("char-lstm-small", Vocabulary("xyz", TokenKind::Character), 1);
    EXPECT_THROW(static_cast<void>(evaluate(model, *text_dataset(text), {})), Error);
}

} // namespace
} // namespace espalier
