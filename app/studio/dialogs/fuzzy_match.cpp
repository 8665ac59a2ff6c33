// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/dialogs/fuzzy_match.h"

#include <QStringList>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace espalier::studio {

namespace {

constexpr int kLetter = 4;
constexpr int kConsecutive = 6;
constexpr int kWordStart = 8;
constexpr int kGap = 1;
constexpr int kMostGap = 6;
constexpr int kNone = -1000000;

/// Compatibility letters, which keyboards type, for final consonants of a syllable; each of a
/// double one by itself ("ㄳ" is "ㄱㅅ").
constexpr std::array<std::u16string_view, 28> kFinals = {
    u"",     u"ㄱ",   u"ㄲ",   u"ㄱㅅ", u"ㄴ",   u"ㄴㅈ", u"ㄴㅎ", u"ㄷ", u"ㄹ",   u"ㄹㄱ",
    u"ㄹㅁ", u"ㄹㅂ", u"ㄹㅅ", u"ㄹㅌ", u"ㄹㅍ", u"ㄹㅎ", u"ㅁ",   u"ㅂ", u"ㅂㅅ", u"ㅅ",
    u"ㅆ",   u"ㅇ",   u"ㅈ",   u"ㅊ",   u"ㅋ",   u"ㅌ",   u"ㅍ",   u"ㅎ"};
constexpr std::u16string_view kInitials = u"ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";

/// What a keyboard makes of two consonants typed in a row.
constexpr std::u16string_view kDoubles = u"ㄳㄵㄶㄺㄻㄼㄽㄾㄿㅀㅄ";
constexpr std::array<std::size_t, 11> kFinalOfDouble = {3, 5, 6, 9, 10, 11, 12, 13, 14, 15, 18};

/// Letters to compare, and which of them begin a word.
struct Letters {
    std::vector<char16_t> letters;
    std::vector<bool> starts;
};

Letters letters_of(const QString& text) {
    Letters result;
    bool begins = true;
    const auto add = [&](char16_t letter, bool start) {
        result.letters.push_back(letter);
        result.starts.push_back(start);
    };
    for (const QChar c : text.normalized(QString::NormalizationForm_C)) {
        constexpr char16_t kFirst = 0xac00;
        constexpr char16_t kLast = 0xd7a3;
        const char16_t code = c.unicode();
        if (code >= kFirst && code <= kLast) {
            const unsigned at = code - kFirst;
            add(kInitials[at / 588], true); // each syllable is as good a start as a word
            add(static_cast<char16_t>(0x314f + at % 588 / 28), false);
            for (const char16_t part : kFinals[at % 28]) {
                add(part, false);
            }
            begins = false;
            continue;
        }
        if (const auto at = kDoubles.find(code); at != std::u16string_view::npos) {
            for (const char16_t part : kFinals[kFinalOfDouble[at]]) {
                add(part, false);
            }
            continue;
        }
        for (const QChar part : QString(c).normalized(QString::NormalizationForm_D)) {
            if (part.isMark()) {
                continue;
            }
            if (!part.isLetterOrNumber()) {
                add(part.unicode(), false);
                begins = true;
                continue;
            }
            const bool hump = part.isUpper();
            add(part.toLower().unicode(), begins || hump);
            begins = false;
        }
    }
    return result;
}

/// Best placing of all letters of `word` in `text`, by dynamic programming.
std::optional<int> word_score(const Letters& word, const Letters& text) {
    const std::size_t n = text.letters.size();
    // best[j]: score of a placing whose last letter lies at j.
    std::vector<int> best(n, kNone);
    for (std::size_t i = 0; i < word.letters.size(); ++i) {
        std::vector<int> next(n, kNone);
        int reach = kNone; // best of the placings that end well before j, gap counted
        for (std::size_t j = 0; j < n; ++j) {
            if (j >= 2 && best[j - 2] > kNone) {
                reach = std::max(reach, best[j - 2] - kMostGap);
            }
            if (text.letters[j] != word.letters[i]) {
                continue;
            }
            const int own = kLetter + (text.starts[j] ? kWordStart : 0);
            if (i == 0) {
                next[j] = own - std::min<int>(static_cast<int>(j) * kGap, kMostGap);
                continue;
            }
            int before = reach;
            for (std::size_t gap = 1; gap <= static_cast<std::size_t>(kMostGap) && gap < j; ++gap) {
                const int close = best[j - 1 - gap];
                before =
                    close > kNone ? std::max(before, close - static_cast<int>(gap) * kGap) : before;
            }
            if (j >= 1 && best[j - 1] > kNone) {
                before = std::max(before, best[j - 1] + kConsecutive);
            }
            next[j] = before > kNone ? before + own : kNone;
        }
        best = std::move(next);
    }
    const auto top = std::max_element(best.begin(), best.end());
    return top == best.end() || *top <= kNone / 2 ? std::nullopt : std::optional(*top);
}

} // namespace

std::optional<int> fuzzy_score(const QString& query, const QString& text) {
    const Letters letters = letters_of(text);
    int total = 0;
    for (const QString& part : query.split(u' ', Qt::SkipEmptyParts)) {
        const auto score = word_score(letters_of(part), letters);
        if (!score) {
            return std::nullopt;
        }
        total += *score;
    }
    // Of equal matches the shorter text is the nearer one.
    return total * 64 - std::min<int>(static_cast<int>(letters.letters.size()), 63);
}

} // namespace espalier::studio
