// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/paths.h"

#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/base/job.h"
#include "core/base/json.h"
#include "core/base/parallel.h"
#include "core/base/rng.h"
#include "core/base/text.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <vector>

namespace espalier {
namespace {

TEST(Hash, Sha256MatchesTheStandardsExamples) { // FIPS 180-2, appendix B
    EXPECT_EQ(sha256(std::string_view("abc")),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256(std::string_view("")),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Text, GlobMatchesWholeNames) {
    EXPECT_TRUE(glob_match("layer*.conv?", "layer12.conv1"));
    EXPECT_TRUE(glob_match("*", ""));
    EXPECT_FALSE(glob_match("conv", "conv1"));
    EXPECT_TRUE(glob_match("a*b*c", "aXbXbc"));
}

TEST(Text, NumbersReadAsPeopleWriteThem) {
    EXPECT_EQ(with_thousands(431080), "431,080");
    EXPECT_EQ(with_thousands(12), "12");
    EXPECT_EQ(human_bytes(1724320), "1.72 MB");
    EXPECT_EQ(human_count(40551040), "40.6 M");
    EXPECT_EQ(human_energy(1.87e9), "1.87 mJ");
}

TEST(Text, SplitKeepsEmptyParts) {
    EXPECT_EQ(split("a,b,,c", ','), (std::vector<std::string>{"a", "b", "", "c"}));
    EXPECT_EQ(split("a,", ','), (std::vector<std::string>{"a", ""}));
    EXPECT_TRUE(split("", ',').empty());
}

TEST(Text, NearNamesComeFirst) {
    const std::vector<std::string> names{"prune.channels", "prune.magnitude", "quantise.uniform"};
    EXPECT_EQ(nearest_names("prune.magnitud", names),
              (std::vector<std::string>{"prune.magnitude"}));
    EXPECT_EQ(nearest_names("prune", names),
              (std::vector<std::string>{"prune.channels", "prune.magnitude"}));
    EXPECT_EQ(nearest_names("quantize.uniform", names),
              (std::vector<std::string>{"quantise.uniform"}));
    EXPECT_TRUE(nearest_names("xyz", names).empty());
    EXPECT_EQ(name_hint("prune", names), "did you mean prune.channels or prune.magnitude?");
    EXPECT_EQ(name_hint("xyz", {"a", "b"}), "one of: a, b");
}

TEST(Rng, StreamsDifferAndRepeat) {
    Rng first(7, 0);
    Rng again(7, 0);
    Rng other(7, 1);
    EXPECT_EQ(first(), again());
    EXPECT_NE(first(), other());
}

TEST(Rng, NormalHasUnitVariance) {
    Rng rng(1);
    double sum = 0;
    double squares = 0;
    constexpr int kDraws = 200000;
    for (int i = 0; i < kDraws; ++i) {
        const double x = rng.normal();
        sum += x;
        squares += x * x;
    }
    EXPECT_NEAR(sum / kDraws, 0, 5 / std::sqrt(kDraws));
    EXPECT_NEAR(squares / kDraws, 1, 5 * std::sqrt(2.0 / kDraws));
}

TEST(Parallel, VisitsEveryIndexOnceForAnyWidth) {
    for (const int width : {1, 2, 3}) {
        set_threads(width);
        std::vector<std::atomic<int>> visits(1000);
        parallel_for(visits.size(), [&](std::size_t i) { ++visits[i]; });
        for (const auto& count : visits) {
            EXPECT_EQ(count, 1);
        }
    }
    set_threads(0);
}

TEST(Parallel, ExceptionsReachTheCaller) {
    EXPECT_THROW(parallel_for(100, [](std::size_t i) { expect(i != 50, "fifty"); }), Error);
}

TEST(Files, AFailedWriteKeepsTheOldFile) {
    const test::TempDir dir;
    write_atomically(dir / "a.txt", std::string_view("old"));
    EXPECT_THROW(write_atomically(dir / "a.txt",
                                  [](std::ostream& out) {
                                      out << "half";
                                      fail(ErrorCode::Failed, "interrupted");
                                  }),
                 Error);
    EXPECT_EQ(read_text(dir / "a.txt"), "old");
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(dir.path()), {}), 1);
}

TEST(Files, ErrorsNameTheFile) {
    try {
        static_cast<void>(read_text("/nowhere/at/all"));
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::Io);
        EXPECT_EQ(error.where(), "/nowhere/at/all");
    }
}

TEST(JsonText, SyntaxErrorsSayTheLine) {
    try {
        static_cast<void>(parse_json("{\n \"a\": 1,\n oops\n}", "recipe.json"));
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_EQ(error.where(), "recipe.json");
        EXPECT_NE(error.message().find("line 3"), std::string::npos) << error.message();
    }
}

TEST(JsonText, DeepNestingIsRefused) {
    EXPECT_THROW(static_cast<void>(parse_json(std::string(100000, '['), "x")), Error);
}

TEST(JobTest, CheckThrowsOnceStopped) {
    std::stop_source source;
    const Job job(source.get_token(), {});
    EXPECT_NO_THROW(job.check());
    source.request_stop();
    EXPECT_THROW(job.check(), Error);
}

} // namespace
} // namespace espalier
