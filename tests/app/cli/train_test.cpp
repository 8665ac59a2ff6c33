// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/process.h"
#include "tests/support/paths.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

namespace espalier::test {
namespace {

using testing::HasSubstr;

std::vector<std::string> training(const std::filesystem::path& out, std::vector<std::string> more) {
    std::vector<std::string> line{"train",  "--arch", "lenet-300-100", "--data",
                                  "glyphs", "-o",     out.string(),    "--json"};
    line.insert(line.end(), more.begin(), more.end());
    return line;
}

TEST(CliTrain, EveryOptimiserAndScheduleTrains) {
    const TempDir dir;
    for (const char* optimizer : {"sgd", "nesterov", "adam", "adamw", "rmsprop"}) {
        const auto result =
            run_espalier(training(dir / "net.onnx", {"--epochs", "0.2", "--optimizer", optimizer,
                                                     "--lr", "0.002", "--schedule", "one-cycle"}));
        ASSERT_EQ(result.exit_code, 0) << optimizer << result.err;
        // Ten classes: guessing gets 10 % right.
        EXPECT_GT(result.json().at("top1").get<double>(), 20) << optimizer;
    }
}

TEST(CliTrain, WhatIsHeldOutIsMeasuredEveryEpoch) {
    const TempDir dir;
    const auto result = run_espalier(training(
        dir / "net.onnx", {"--epochs", "1", "--lr", "0.01", "--schedule", "plateau", "--validation",
                           "0.1", "--keep-best", "--patience", "3", "--average", "ema",
                           "--label-smoothing", "0.1", "--mixup", "0.2", "--clip-norm", "5"}));
    ASSERT_EQ(result.exit_code, 0) << result.err;
    ASSERT_EQ(result.json().at("epochs").size(), 1U);
    EXPECT_GT(result.json().at("epochs")[0].at("validation_top1").get<double>(), 30);
}

TEST(CliTrain, WrongSettingsAreUsageErrorsThatSayWhatThereIs) {
    const TempDir dir;
    const std::vector<std::pair<std::vector<std::string>, std::string>> lines{
        {{"--optimizer", "lion"}, "adamw"},
        {{"--schedule", "linear"}, "one-cycle"},
        {{"--keep-best"}, "validation"},
        {{"--lr", "fast"}, "lr"},
        {{"--mixup", "-1"}, "mixup"}};
    for (const auto& [more, expected] : lines) {
        const auto result = run_espalier(training(dir / "net.onnx", more));
        EXPECT_EQ(result.exit_code, 2) << more.front() << result.err;
        EXPECT_THAT(result.err, HasSubstr(expected)) << more.front();
        EXPECT_FALSE(std::filesystem::exists(dir / "net.onnx"));
    }
}

TEST(CliTrain, DivergenceIsAFailureThatNamesTheLayer) {
    const TempDir dir;
    const auto result =
        run_espalier(training(dir / "net.onnx", {"--lr", "10", "--momentum", "0.999", "--schedule",
                                                 "constant", "--epochs", "3"}));
    EXPECT_EQ(result.exit_code, 1) << result.out;
    EXPECT_THAT(result.err, HasSubstr("the first number that is not finite is in node"));
}

} // namespace
} // namespace espalier::test
