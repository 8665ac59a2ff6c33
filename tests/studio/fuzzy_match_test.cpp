// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/dialogs/fuzzy_match.h"

#include <gtest/gtest.h>

namespace espalier::studio {
namespace {

QString u(const char* text) {
    return QString::fromUtf8(text);
}

TEST(FuzzyMatch, FindsLettersInOrderWithGaps) {
    EXPECT_TRUE(fuzzy_score(u("prmag"), u("Prune small weights (prune.magnitude)")));
    EXPECT_TRUE(fuzzy_score(u("EXPORT"), u("Export network…")));
    EXPECT_FALSE(fuzzy_score(u("xyz"), u("Export network…")));
    EXPECT_FALSE(fuzzy_score(u("oo"), u("Export")));
    EXPECT_TRUE(fuzzy_score(u(""), u("anything")));
    EXPECT_FALSE(fuzzy_score(u("a"), u("")));
}

TEST(FuzzyMatch, TakesWordsInAnyOrder) {
    EXPECT_TRUE(fuzzy_score(u("weights prune"), u("Prune small weights")));
    EXPECT_FALSE(fuzzy_score(u("weights fold"), u("Prune small weights")));
}

TEST(FuzzyMatch, PrefersWholeWordsAndStarts) {
    const auto better = [](const char* query, const char* first, const char* second) {
        return fuzzy_score(u(query), u(first)).value() > fuzzy_score(u(query), u(second)).value();
    };
    EXPECT_TRUE(better("undo", "Undo", "Fold batch normalisation until done"));
    EXPECT_TRUE(better("rs", "Remove step", "Write report as PDF"));
    EXPECT_TRUE(better("conv1", "Go to layer conv1", "Go to layer conv2.conv1"));
    EXPECT_TRUE(better("find", "Find layer…", "Finished individual"));
}

TEST(FuzzyMatch, KnowsHowHangulIsTyped) {
    const QString pruning = u("단계 추가: 가지치기");
    EXPECT_TRUE(fuzzy_score(u("가지치기"), pruning));
    EXPECT_TRUE(fuzzy_score(u("ㄱㅈㅊㄱ"), pruning)); // initial consonants alone
    EXPECT_TRUE(fuzzy_score(u("가짗"), pruning));     // the next consonant still hangs below
    EXPECT_TRUE(fuzzy_score(u("단계 가지"), pruning));
    EXPECT_FALSE(fuzzy_score(u("양자화"), pruning));
    EXPECT_GT(fuzzy_score(u("ㄱㅈ"), u("가지치기")).value(),
              fuzzy_score(u("ㄱㅈ"), u("거리를 재기")).value());
}

} // namespace
} // namespace espalier::studio
