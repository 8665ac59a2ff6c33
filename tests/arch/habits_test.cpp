// SPDX-License-Identifier: GPL-3.0-or-later
// What every source file keeps to.
#include "tests/arch/tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace espalier::arch {
namespace {

constexpr std::size_t kMostLines = 700;

TEST(Habits, FilesAreSmall) {
    std::vector<std::size_t> sizes;
    for (const Source& source : sources()) {
        EXPECT_LE(source.lines.size(), kMostLines) << source.path;
        std::size_t bytes = 0;
        for (const std::string& line : source.lines) {
            bytes += line.size() + 1;
        }
        sizes.push_back(bytes);
    }
    std::ranges::sort(sizes);
    EXPECT_LE(sizes[sizes.size() / 2], 6000U) << "the median file grows too large";
}

TEST(Habits, EverySourceNamesItsLicence) {
    for (const Source& source : sources()) {
        ASSERT_FALSE(source.lines.empty()) << source.path;
        EXPECT_EQ(source.lines.front(), "// SPDX-License-Identifier: GPL-3.0-or-later")
            << source.path;
    }
}

TEST(Habits, NothingIsLeftUndone) {
    const std::string todo = std::string("TO") + "DO";
    const std::string fixme = std::string("FIX") + "ME";
    for (const Source& source : sources()) {
        for (const std::string& line : source.lines) {
            EXPECT_EQ(line.find(todo), std::string::npos) << source.path << ": " << line;
            EXPECT_EQ(line.find(fixme), std::string::npos) << source.path << ": " << line;
        }
    }
}

/// It crashes without a display and leaves charts out of reports.
TEST(Habits, ChartsAreNotDrawnByOpenGl) {
    const std::string call = std::string("setUse") + "OpenGL";
    for (const Source& source : sources()) {
        for (const std::string& line : source.lines) {
            EXPECT_EQ(line.find(call), std::string::npos) << source.path << ": " << line;
        }
    }
}

} // namespace
} // namespace espalier::arch
