// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/process.h"
#include "tests/support/paths.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace espalier::test {
namespace {

using testing::HasSubstr;

TEST(CliSweep, TablesBitsByObject) {
    const std::vector<std::string> line{
        "sweep", "--arch",    "lenet-300-100", "--data", "glyphs", "--epochs",      "0.5", "--bits",
        "1,8",   "--objects", "weight,update", "--lr",   "0.05",   "--train-limit", "4000"};
    std::vector<std::string> with_json = line;
    with_json.emplace_back("--json");
    const auto result = run_espalier(with_json);
    ASSERT_EQ(result.exit_code, 0) << result.err;
    const auto json = result.json();
    ASSERT_EQ(json.at("cells").size(), 4U);
    const double whole = json.at("baseline").at("top1").get<double>();
    EXPECT_GT(whole, 30);
    for (const auto& cell : json.at("cells")) {
        if (cell.at("bits") == 8 && cell.at("object") == "weight") {
            EXPECT_NEAR(cell.at("top1").get<double>(), whole, 10);
        }
    }
    const auto text = run_espalier(line);
    EXPECT_THAT(text.out, HasSubstr("8 bit"));
    EXPECT_THAT(text.out, HasSubstr("Least demanding first: "));
}

TEST(CliSweep, UnknownObjectsAreUsageErrors) {
    const auto result = run_espalier(
        {"sweep", "--arch", "lenet-5", "--data", "glyphs", "--objects", "weight,noise"});
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_THAT(result.err, HasSubstr("statistics"));
}

TEST(CliTrain, WorkersTellHowManyBytesTheySent) {
    const TempDir dir;
    const auto result = run_espalier({"train",
                                      "--arch",
                                      "lenet-300-100",
                                      "--data",
                                      "glyphs",
                                      "-o",
                                      (dir / "net.onnx").string(),
                                      "--epochs",
                                      "0.2",
                                      "--lr",
                                      "0.05",
                                      "--batch",
                                      "16",
                                      "--workers",
                                      "4",
                                      "--exchange",
                                      "terngrad",
                                      "--momentum",
                                      "0",
                                      "--json"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    const auto exchange = result.json().at("exchange");
    const double ratio =
        exchange.at("float_bytes").get<double>() / exchange.at("bytes").get<double>();
    EXPECT_NEAR(ratio, 16, 0.1); // two bits instead of 32, and one scale for each tensor
}

} // namespace
} // namespace espalier::test
