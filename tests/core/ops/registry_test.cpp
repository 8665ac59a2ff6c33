// SPDX-License-Identifier: GPL-3.0-or-later
// The contract every operator keeps, whichever it is.
#include "tests/core/ops/op_case.h"

#include "core/base/error.h"
#include "core/ops/registry.h"

#include <cctype>
#include <set>

namespace espalier::test {

namespace {

class EveryOp : public testing::TestWithParam<const Op*> {};

std::vector<const Op*> everything() {
    const auto all = ops::all_ops();
    return {all.begin(), all.end()};
}

} // namespace

TEST(OpRegistry, TypesAreUnique) {
    std::set<std::string_view> types;
    for (const Op* op : ops::all_ops()) {
        EXPECT_TRUE(types.insert(op->type()).second) << op->type() << " is registered twice";
    }
    EXPECT_GE(types.size(), 60U);
}

TEST(OpRegistry, NamesOperatorAndNodeOfAnUnknownOne) {
    EXPECT_EQ(find_op("NoSuchOp"), nullptr);
    try {
        (void)op_for(make_node("NoSuchOp", {}, 1, 1));
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::Unsupported);
        EXPECT_NE(error.message().find("NoSuchOp"), std::string::npos) << error.message();
        EXPECT_NE(error.message().find("node1"), std::string::npos) << error.message();
    }
}

/// Whose gradient nothing checks may be wrong.
TEST(OpRegistry, EveryOperatorWithAGradientHasACaseThatChecksIt) {
    std::set<std::string> checked;
    const testing::UnitTest& all = *testing::UnitTest::GetInstance();
    for (int s = 0; s < all.total_test_suite_count(); ++s) {
        const testing::TestSuite& suite = *all.GetTestSuite(s);
        if (!std::string_view(suite.name()).ends_with("/OpTable")) {
            continue;
        }
        for (int t = 0; t < suite.total_test_count(); ++t) {
            const std::string what = suite.GetTestInfo(t)->value_param();
            checked.insert(what.substr(0, what.find(' ')));
        }
    }
    for (const Op* op : ops::all_ops()) {
        EXPECT_TRUE(!op->differentiable() || checked.contains(std::string(op->type())))
            << op->type();
    }
}

TEST_P(EveryOp, IsFoundByAnOnnxStyleName) {
    const std::string_view type = GetParam()->type();
    EXPECT_EQ(find_op(type), GetParam());
    ASSERT_FALSE(type.empty());
    EXPECT_TRUE(std::isupper(static_cast<unsigned char>(type.front()))) << type;
    for (const char c : type) {
        EXPECT_TRUE(std::isalnum(static_cast<unsigned char>(c))) << type;
    }
}

/// Whatever is wrong with a node that has no inputs at all, it is said as an Error.
TEST_P(EveryOp, RefusesANodeWithoutInputs) {
    const Node node = make_node(std::string(GetParam()->type()), {}, 0, 1);
    try {
        (void)GetParam()->infer({node, {}});
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_FALSE(error.message().empty());
    }
}

/// Scalars, empty tensors, many dimensions, every element type: a type or an Error, nothing else.
TEST_P(EveryOp, SurvivesStrangeTypes) {
    const std::vector<Shape> shapes = {Shape{},
                                       {0},
                                       {1},
                                       {kUnknownDim},
                                       {2, 0},
                                       {3, 0, 2},
                                       {1, 2, 3, 4},
                                       {kUnknownDim, kUnknownDim, kUnknownDim},
                                       {1, 1, 1, 1, 1, 1, 1}};
    for (int type = 0; type <= static_cast<int>(DType::Bool); ++type) {
        for (const Shape& first : shapes) {
            for (const Shape& second : shapes) {
                std::vector<InputType> inputs;
                for (std::size_t i = 0; i < 5; ++i) {
                    inputs.push_back({true, {static_cast<DType>(type), i == 0 ? first : second}});
                }
                const Node node = make_node(std::string(GetParam()->type()), {}, 5, 1);
                try {
                    EXPECT_GE(GetParam()->infer({node, inputs}).size(), 1U);
                } catch (const Error& error) {
                    EXPECT_FALSE(error.message().empty());
                }
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Contract, EveryOp, testing::ValuesIn(everything()),
                         [](const testing::TestParamInfo<const Op*>& test) {
                             return std::string(test.param->type());
                         });

} // namespace espalier::test
