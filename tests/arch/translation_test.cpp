// SPDX-License-Identifier: GPL-3.0-or-later
// Korean is complete: every text of the translation file is translated, and keeps its places.
#include "core/base/files.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>

namespace espalier {
namespace {

std::multiset<std::string> places(const std::string& text) {
    static const std::regex place("%(n|L?[0-9]+)");
    return {std::sregex_token_iterator(text.begin(), text.end(), place),
            std::sregex_token_iterator()};
}

/// The string literals of a source file, those that follow each other as one, a line each.
std::string joined_literals(const std::string& source) {
    std::string texts;
    for (std::size_t at = 0; at < source.size(); ++at) {
        const char letter = source[at];
        const auto has = [&](std::size_t ahead, char wanted) {
            return at + ahead < source.size() && source[at + ahead] == wanted;
        };
        if (letter == '\'' && has(1, '\\') && has(3, '\'')) {
            at += 3;
        } else if (letter == '\'' && has(2, '\'')) {
            at += 2;
        } else if (letter == '/' && has(1, '/')) {
            at = std::min(source.find('\n', at), source.size()) - 1;
        } else if (letter == '"') {
            for (++at; at < source.size() && source[at] != '"'; ++at) {
                at += source[at] == '\\' ? 1 : 0;
                texts += source[at];
            }
        } else if (std::isspace(static_cast<unsigned char>(letter)) == 0 && !texts.empty() &&
                   texts.back() != '\n') {
            texts += '\n';
        }
    }
    return texts;
}

TEST(Translation, KoreanIsCompleteAndKeepsEveryPlace) {
    const std::string file = read_text(std::filesystem::path(ESPALIER_SOURCE_DIR) /
                                       "resources/translations/espalier_ko.ts");
    std::size_t count = 0;
    std::size_t at = 0;
    const auto next = [&](std::string_view open, std::string_view close) {
        const std::size_t from = file.find(open, at) + open.size();
        const std::size_t to = file.find(close, from);
        at = to + close.size();
        return file.substr(from, to - from);
    };
    while (file.find("<source>", at) != std::string::npos) {
        const std::string source = next("<source>", "</source>");
        const std::string translation = next("<translation", "</translation>");
        EXPECT_EQ(translation.find("type=\"unfinished\""), std::string::npos) << source;
        EXPECT_GT(translation.size(), 1U) << source;
        EXPECT_EQ(places(source), places(translation)) << source;
        ++count;
    }
    EXPECT_GT(count, 500U);
}

/// A sentence that core no longer says would stay in the list for ever.
TEST(Translation, ListedMessagesAreStillSaid) {
    const std::filesystem::path root(ESPALIER_SOURCE_DIR);
    std::string said;
    for (const char* room : {"core", "hwmodel", "app"}) {
        for (const auto& file : std::filesystem::recursive_directory_iterator(root / room)) {
            const std::string name = file.path().extension().string();
            if (name == ".cpp" || name == ".h") {
                said += joined_literals(read_text(file.path()));
            }
        }
    }
    for (const char* room : {"accelerators", "recipes"}) {
        for (const auto& file : std::filesystem::directory_iterator(root / "resources" / room)) {
            said += joined_literals(read_text(file.path()));
        }
    }
    static const std::regex place("%[1-9]");
    std::istringstream lines(read_text(root / "resources/translations/messages.txt"));
    for (std::string line; std::getline(lines, line);) {
        std::sregex_token_iterator piece(line.begin(), line.end(), place, -1);
        for (; piece != std::sregex_token_iterator(); ++piece) {
            EXPECT_NE(said.find(piece->str()), std::string::npos)
                << "\"" << piece->str() << "\" of: " << line;
        }
    }
}

} // namespace
} // namespace espalier
