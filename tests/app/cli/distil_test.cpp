// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/process.h"
#include "tests/support/paths.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace espalier::test {
namespace {

using testing::HasSubstr;

/// A student learns from a bundled network what labels alone do not tell it in so few steps.
TEST(CliDistil, ATeacherIsABundledNetworkOrAFile) {
    const TempDir dir;
    const auto out = (dir / "student.onnx").string();
    const auto result = run_espalier({"train",
                                      "--arch",
                                      "lenet-300-100",
                                      "--data",
                                      "glyphs",
                                      "-o",
                                      out,
                                      "--epochs",
                                      "0.3",
                                      "--optimizer",
                                      "adam",
                                      "--lr",
                                      "0.002",
                                      "--teacher",
                                      "lenet-5-glyphs",
                                      "--temperature",
                                      "4",
                                      "--alpha",
                                      "0",
                                      "--json"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_GT(result.json().at("top1").get<double>(), 50);
    const auto again =
        run_espalier({"compress", out, "-o", (dir / "again.onnx").string(), "--data", "glyphs",
                      "--json", "--no-latency", "--step", "prune.magnitude:sparsity=0.8", "--step",
                      "finetune:epochs=0.1,teacher=original,hints=feature", "--step",
                      "reconstruct.layers:images=64,epochs=1"});
    EXPECT_EQ(again.exit_code, 0) << again.err;
}

TEST(CliDistil, ATeacherThatIsNotThereOrDoesNotFitIsAnError) {
    const TempDir dir;
    const auto train = [&](const std::string& teacher) {
        return run_espalier({"train", "--arch", "lenet-5", "--data", "glyphs", "-o",
                             (dir / "x.onnx").string(), "--teacher", teacher, "--epochs", "0.1"});
    };
    EXPECT_EQ(train("nobody.onnx").exit_code, 1);
    const auto other = train("resnet-20-shapes");
    EXPECT_EQ(other.exit_code, 2) << other.err;
    EXPECT_THAT(other.err, HasSubstr("expected"));
}

} // namespace
} // namespace espalier::test
