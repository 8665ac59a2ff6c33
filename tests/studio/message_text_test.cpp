// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/studio/support.h"

#include "app/studio/shell/language.h"
#include "app/studio/shell/message_text.h"

#include <gtest/gtest.h>

#include <set>

namespace espalier::studio::testing {
namespace {

class StudioMessages : public ::testing::Test {
protected:
    void SetUp() override { apply_language(QStringLiteral("ko")); }

    void TearDown() override { apply_language(QStringLiteral("en")); }
};

bool has_hangul(const QString& text) {
    return std::ranges::any_of(
        text, [](QChar letter) { return letter >= QChar(0xac00) && letter <= QChar(0xd7a3); });
}

TEST_F(StudioMessages, PartsGoToTheirPlacesAndAreTranslatedThemselves) {
    EXPECT_EQ(message_text("conv2 stays: its weights are not float32"),
              QStringLiteral("conv2은(는) 그대로 둠: 가중치가 float32가 아님"));
    EXPECT_EQ(message_text("fc1 stays whole: its weights are shared with another layer"),
              QStringLiteral("fc1은(는) 나누지 않음: 가중치를 다른 층과 함께 씀"));
    // The order of the places is the language's own.
    EXPECT_EQ(
        message_text("conv_%1 keeps 3 of its 40 weights, the least that one layer may keep; "
                     "other layers make up for it"),
        QStringLiteral("conv_%1은(는) 가중치 40개 가운데 층이 지켜야 할 최소인 3개를 남기고, 다른 "
                       "층이 그만큼 더 줄임"));
    EXPECT_EQ(message_text("a sentence that nobody listed"),
              QStringLiteral("a sentence that nobody listed"));
    EXPECT_EQ(message_text(""), QString());
}

TEST_F(StudioMessages, EnglishIsLeftAsCoreWroteIt) {
    apply_language(QStringLiteral("en"));
    const std::string note = "conv2 stays: its weights are not float32";
    EXPECT_EQ(message_text(note).toStdString(), note);
    EXPECT_EQ(error_text(Error(ErrorCode::Io, "reading failed", {}, "a.onnx")),
              QStringLiteral("a.onnx: reading failed"));
}

TEST_F(StudioMessages, AnErrorWithoutWordsNamesItsKindAndWhatToDo) {
    const Error error(ErrorCode::BadInput, "something only core can say", {}, "a.onnx");
    EXPECT_TRUE(has_hangul(error_text(error)));
    EXPECT_TRUE(error_text(error).contains(QStringLiteral("something only core can say")));
    EXPECT_TRUE(has_hangul(advice_text(error)));
    EXPECT_EQ(advice_text(Error(ErrorCode::Usage, "no", "end it in .onnx or .espz")),
              QStringLiteral("이름을 .onnx나 .espz로 끝내기"));
}

/// What steps really say, of networks with everything that gives them something to say.
TEST_F(StudioMessages, EveryNoteOfEveryTechniqueHasWords) {
    std::set<std::string> said;
    const auto window = open_window(QStringLiteral("mobilenet-v2-small-shapes"));
    Document& document = window->studio().document;
    apply_language(QStringLiteral("ko"));
    for (const char* stack :
         {"prune.magnitude:sparsity=0.97,cap=0.9", "prune.channels:ratio=0.3", "fold.batchnorm",
          "decompose.svd:energy=0.999", "quantise.uniform:weight_bits=4,skip_ends=true",
          "quantise.uniform:weight_bits=0", "materialise"}) {
        add_step(*window, stack);
        for (const StepStanding& step : document.working()->steps) {
            if (step.kind != StepStanding::Kind::Done) {
                continue;
            }
            const StepOutcome& outcome = *step.outcome;
            said.insert(outcome.notes.begin(), outcome.notes.end());
            said.insert(outcome.preview.notes.begin(), outcome.preview.notes.end());
            for (const LayerChange& layer : outcome.preview.layers) {
                said.insert(layer.what);
            }
        }
    }
    EXPECT_GT(said.size(), 20U);
    for (const std::string& note : said) {
        EXPECT_TRUE(note.empty() || has_hangul(message_text(note))) << note;
    }
}

} // namespace
} // namespace espalier::studio::testing
