// SPDX-License-Identifier: GPL-3.0-or-later
// The packs under ESPALIER_DATA, one test each: all must pass but for what is out of scope by name.
#include "tests/core/formats/onnx_bytes.h"
#include "tests/support/paths.h"

#include "core/base/error.h"
#include "core/base/files.h"
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

struct Part {
    const char* folder;
    std::size_t passed; ///< at least so many: skips must stay the exception
};

void PrintTo(const Part& part, std::ostream* out) {
    *out << part.folder;
}

class Pack : public testing::TestWithParam<Part> {};

TEST_P(Pack, PassesButForWhatIsOutOfScope) {
    ESPALIER_DATA_OR_SKIP(root, GetParam().folder);
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
    std::cout << GetParam().folder << ": " << report.summary() << '\n';
    EXPECT_GE(report.count(CaseOutcome::Passed), GetParam().passed);
}

std::string pack_name(const testing::TestParamInfo<Part>& info) {
    std::string name = info.param.folder;
    std::ranges::replace_if(
        name, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(
    Verify, Pack,
    testing::Values(Part{"onnx-tests/node-v1.6.0", 466}, Part{"onnx-tests/node-v1.14.1", 823},
                    Part{"onnx-tests/simple", 7}, Part{"onnx-tests/pytorch-operator", 35},
                    Part{"onnx-tests/pytorch-converted", 82}, Part{"onnx-tests/light", 9},
                    Part{"models/cifar", 7}, Part{"models/imagenet", 5}, Part{"models/rnn", 0}),
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
    EXPECT_EQ(good[0].opset, 0);
    EXPECT_EQ(rules(R"({"skip": [{"name": "a*", "opset": 9, "reason": "b"}]})")[0].opset, 9);
    EXPECT_THROW(static_cast<void>(rules(R"({"skip": [{"operator": "Loop"}]})")), Error);
    EXPECT_THROW(static_cast<void>(rules(R"({"skip": [{"reason": "why"}]})")), Error);
    EXPECT_THROW(static_cast<void>(rules("[]")), Error);
}

TEST(SkipRules, MatchOperatorNameAndOpset) {
    using namespace test::onnx_bytes;
    const test::TempDir dir;
    const auto folder = dir / "test_odd";
    std::filesystem::create_directories(folder / "test_data_set_0");
    Model model;
    model.inputs = {value_info("x", {1})};
    model.outputs = {value_info("y", {})};
    model.nodes = {node("Frobnicate", {"x"}, {"y"})};
    write_atomically(folder / "model.onnx", model.str());
    const auto outcome = [&](SkipRule rule) {
        VerifyOptions options;
        options.skips = {std::move(rule)};
        return verify_case(folder, options).outcome;
    };
    using Kind = SkipRule::Kind;
    EXPECT_EQ(outcome({Kind::Operator, "Frob*", "out of scope", 0}), CaseOutcome::Skipped);
    EXPECT_EQ(outcome({Kind::Operator, "Relu", "out of scope", 0}), CaseOutcome::Failed);
    EXPECT_EQ(outcome({Kind::Name, "test_odd", "out of scope", 17}), CaseOutcome::Skipped);
    EXPECT_EQ(outcome({Kind::Name, "test_odd", "out of scope", 11}), CaseOutcome::Failed);
}

} // namespace
} // namespace espalier
