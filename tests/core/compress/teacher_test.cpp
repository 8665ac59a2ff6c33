// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/compress/distillation_settings.h"
#include "core/train/zoo.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace espalier {
namespace {

Params named(const std::string& teacher) {
    static const std::vector<ParamSpec> specs = distillation_params();
    Params params(specs);
    params.set_text("teacher", teacher);
    return params;
}

TEST(Teacher, IsTheOriginalAVariantOrABundledNetwork) {
    const Graph original = make_network("lenet-300-100", 10, 1);
    const NamedNetworks variants{{"thin one", make_network("lenet-300-100", 10, 2)}};
    const Teachers teachers{&original, &variants};
    EXPECT_FALSE(teacher_network(named(""), teachers).has_value());
    EXPECT_EQ(teacher_network(named("original"), teachers)->content_hash(),
              original.content_hash());
    EXPECT_EQ(teacher_network(named("variant:thin one"), teachers)->content_hash(),
              variants.at("thin one").content_hash());
    EXPECT_TRUE(teacher_network(named("lenet-5-glyphs"), {}).has_value());
}

TEST(Teacher, OneThatIsNotThereIsAUsageErrorThatListsWhatIs) {
    const NamedNetworks variants{{"thin one", make_network("lenet-300-100", 10, 2)}};
    const auto refusal = [](const std::string& name, const Teachers& teachers) {
        try {
            static_cast<void>(teacher_network(named(name), teachers));
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::Usage);
            return error.message() + error.hint();
        }
        ADD_FAILURE() << "accepted";
        return std::string();
    };
    EXPECT_THAT(refusal("variant:fat one", {nullptr, &variants}),
                testing::AllOf(testing::HasSubstr("fat one"), testing::HasSubstr("thin one")));
    EXPECT_THAT(refusal("variant:any", {}), testing::HasSubstr("no variant was kept"));
    EXPECT_THAT(refusal("original", {}), testing::HasSubstr("no original"));
}

} // namespace
} // namespace espalier
