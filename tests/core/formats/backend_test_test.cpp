// SPDX-License-Identifier: GPL-3.0-or-later
// The packs under ESPALIER_DATA, one test each: all must pass but for what is out of scope by name.
#include "tests/support/paths.h"

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/formats/backend_test.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <iostream>
#include <limits>

namespace espalier {
namespace {

class Pack : public testing::TestWithParam<const char*> {};

TEST_P(Pack, PassesButForWhatIsOutOfScope) {
    ESPALIER_DATA_OR_SKIP(root, GetParam());
    const std::vector<std::filesystem::path> roots{root};
    const auto folders = find_backend_tests(roots);
    ASSERT_FALSE(folders.empty());
    VerifyOptions options;
    options.skips = shipped_skip_rules();
    const VerifyReport report = verify(folders, options);
    for (const CaseResult& result : report.cases) {
        EXPECT_NE(result.outcome, CaseOutcome::Failed) << result.name << ": " << result.reason;
        if (std::getenv("ESPALIER_VERIFY_VERBOSE") != nullptr &&
            result.outcome == CaseOutcome::Skipped) {
            std::cout << "skipped " << result.name << ": " << result.reason << '\n';
        }
    }
    std::cout << GetParam() << ": " << report.summary() << '\n';
    // Skips must stay the exception.
    EXPECT_GT(report.count(CaseOutcome::Passed), report.count(CaseOutcome::Skipped));
}

std::string pack_name(const testing::TestParamInfo<const char*>& info) {
    std::string name = info.param;
    std::ranges::replace_if(
        name, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(Verify, Pack,
                         testing::Values("onnx-tests/pytorch-operator",
                                         "onnx-tests/pytorch-converted", "onnx-tests/light",
                                         "models/cifar", "models/imagenet"),
                         pack_name);

TEST(Difference, FollowsTheToleranceAndTellsNanFromNumbers) {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const float infinity = std::numeric_limits<float>::infinity();
    const auto diff = [](float found, float expected) {
        return difference(Tensor::scalar(found), Tensor::scalar(expected), 1e-3, 1e-5);
    };
    EXPECT_EQ(diff(1.0005F, 1.0F), "");
    EXPECT_NE(diff(1.002F, 1.0F), "");
    EXPECT_EQ(diff(nan, nan), "");
    EXPECT_NE(diff(nan, 1.0F), "");
    EXPECT_NE(diff(1.0F, nan), "");
    EXPECT_EQ(diff(infinity, infinity), "");
    EXPECT_NE(diff(1.0F, infinity), "");
    EXPECT_NE(diff(-infinity, infinity), "");
    EXPECT_NE(difference(Tensor::scalar(1.0F), Tensor::scalar(1.0), 1, 1), "");
    EXPECT_NE(difference(Tensor(DType::Float32, {1}), Tensor(DType::Float32, {1, 1}), 1, 1), "");
}

TEST(SkipRules, HaveAKindAndAReason) {
    const auto rules = [](const char* text) {
        return skip_rules_from_json(parse_json(text, "rules"));
    };
    const auto good = rules(R"({"skip": [{"operator": "Loop", "reason": "no control flow"}]})");
    ASSERT_EQ(good.size(), 1U);
    EXPECT_EQ(good[0].kind, SkipRule::Kind::Operator);
    EXPECT_EQ(good[0].pattern, "Loop");
    EXPECT_THROW(static_cast<void>(rules(R"({"skip": [{"operator": "Loop"}]})")), Error);
    EXPECT_THROW(static_cast<void>(rules(R"({"skip": [{"reason": "why"}]})")), Error);
    EXPECT_THROW(static_cast<void>(rules("[]")), Error);
}

} // namespace
} // namespace espalier
