// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/compress/param_spec.h"

#include <gtest/gtest.h>

namespace espalier {
namespace {

const std::vector<ParamSpec>& specs() {
    static const std::vector<ParamSpec> list{
        real_param("sparsity", "Sparsity", "Share of zeros.", 0.5, 0, 0.99, 0.01),
        integer_param("bits", "Bits", "Width.", 8, 2, 16, "bits"),
        bool_param("symmetric", "Symmetric", "Zero in the middle.", true),
        choice_param("scope", "Scope", "Where.", "layer",
                     {{"layer", "Each layer", ""}, {"global", "Whole network", ""}}),
    };
    return list;
}

/// The error of `body`, or a failure of the test.
template <typename Body>
Error error_of(Body body) {
    try {
        body();
    } catch (const Error& error) {
        return error;
    }
    ADD_FAILURE() << "no error";
    return Error(ErrorCode::Failed, "none");
}

TEST(ParamsTest, StartAtTheirDefaults) {
    const Params params(specs());
    EXPECT_EQ(params.real("sparsity"), 0.5);
    EXPECT_EQ(params.integer("bits"), 8);
    EXPECT_EQ(params.real("bits"), 8.0);
    EXPECT_TRUE(params.boolean("symmetric"));
    EXPECT_EQ(params.text("scope"), "layer");
    EXPECT_FALSE(params.is_set("bits"));
}

TEST(ParamsTest, TextGoesInAndComesBack) {
    Params params(specs());
    params.set_text("sparsity", "0.875");
    params.set_text("bits", "4");
    params.set_text("symmetric", "no");
    params.set_text("scope", "global");
    EXPECT_EQ(params.as_text("sparsity"), "0.875");
    EXPECT_EQ(params.as_text("bits"), "4");
    EXPECT_EQ(params.as_text("symmetric"), "false");
    EXPECT_EQ(params.as_text("scope"), "global");
    EXPECT_EQ(params.to_json().dump(),
              R"({"sparsity":0.875,"bits":4,"symmetric":false,"scope":"global"})");
    EXPECT_TRUE(params.is_set("bits"));
}

struct Wrong {
    const char* key;
    const char* text;
    const char* found;
    const char* expected;
};

class WrongText : public testing::TestWithParam<Wrong> {};

TEST_P(WrongText, SaysWhatWasFoundAndExpected) {
    Params params(specs());
    const Error error = error_of([&] { params.set_text(GetParam().key, GetParam().text); });
    EXPECT_EQ(error.code(), ErrorCode::Usage);
    EXPECT_NE(error.message().find(GetParam().found), std::string::npos) << error.message();
    EXPECT_NE(error.message().find(GetParam().expected), std::string::npos) << error.message();
    EXPECT_FALSE(params.is_set("sparsity") || params.is_set("bits") || params.is_set("scope"));
}

INSTANTIATE_TEST_SUITE_P(
    Params, WrongText,
    testing::Values(Wrong{"sparsity", "1.5", "found 1.5", "from 0 to 0.99"},
                    Wrong{"sparsity", "nan", "found nan", "a number"},
                    Wrong{"sparsity", "inf", "found inf", "a number"},
                    Wrong{"sparsity", "0.5x", "found \"0.5x\"", "a number"},
                    Wrong{"sparsity", "", "found \"\"", "a number"},
                    Wrong{"bits", "4.5", "found \"4.5\"", "a whole number from 2 to 16"},
                    Wrong{"bits", "99999999999999999999", "found", "a whole number"},
                    Wrong{"symmetric", "maybe", "found \"maybe\"", "true or false"},
                    Wrong{"scope", "globl", "found \"globl\"", "one of layer, global"}));

TEST(ParamsTest, UnknownKeysListTheKnownAndSuggestTheNearest) {
    Params params(specs());
    const Error error = error_of([&] { params.set_text("sparsty", "0.5"); });
    EXPECT_NE(error.message().find("sparsity, bits, symmetric, scope"), std::string::npos);
    EXPECT_EQ(error.hint(), "did you mean sparsity?");
}

TEST(ParamsTest, JsonMustHaveTheRightType) {
    Params params(specs());
    params.set_json("bits", Json(8.0)); // other programs write whole numbers so
    EXPECT_EQ(params.integer("bits"), 8);
    params.set_json("sparsity", Json(0));
    EXPECT_EQ(params.real("sparsity"), 0.0);
    const std::vector<std::pair<std::string, Json>> wrong{
        {"bits", "8"},         {"bits", 8.5},   {"bits", 1e300},          {"sparsity", "0.5"},
        {"sparsity", nullptr}, {"scope", 1},    {"symmetric", 1},         {"scope", Json::array()},
        {"bits", 17},          {"nothing", 17}, {"scope", Json::object()}};
    for (const auto& [key, value] : wrong) {
        EXPECT_EQ(error_of([&] { params.set_json(key, value); }).code(), ErrorCode::BadInput)
            << key << " = " << value.dump();
    }
}

} // namespace
} // namespace espalier
