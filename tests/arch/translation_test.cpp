// SPDX-License-Identifier: GPL-3.0-or-later
// Korean is complete: every text of the translation file is translated, and keeps its places.
#include "core/base/files.h"

#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <string>
#include <string_view>

namespace espalier {
namespace {

std::multiset<std::string> places(const std::string& text) {
    static const std::regex place("%(n|L?[0-9]+)");
    return {std::sregex_token_iterator(text.begin(), text.end(), place),
            std::sregex_token_iterator()};
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

} // namespace
} // namespace espalier
