// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/hwmodel/support.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/json.h"
#include "hwmodel/technology.h"

#include <gtest/gtest.h>

namespace espalier::hw {
namespace {

const Technology& table() {
    return test::technology(kDefaultTechnology);
}

/// Every object that states a value must say who says so.
void expect_sources(const Json& node, const std::string& place) {
    if (node.is_object() && (node.contains("value") || node.contains("rows"))) {
        EXPECT_TRUE(node.contains("source")) << place;
    }
    if (node.is_structured()) {
        for (const auto& [key, child] : node.items()) {
            expect_sources(child, place + "/" + key);
        }
    }
}

TEST(Technology, LoadsEveryTableWithItsSources) {
    ASSERT_FALSE(technology_ids().empty());
    for (const std::string& id : technology_ids()) {
        const Technology loaded = load_technology(id);
        EXPECT_EQ(loaded.id, id);
        expect_sources(read_json(resource("technology/" + id + ".json")), id);
    }
}

TEST(Technology, RepeatsHorowitzWhereHeSpeaks) {
    EXPECT_NEAR(table().mac_pj({8, 8, 8, Number::Integer}), 0.2 + 0.03, 1e-12);
    EXPECT_NEAR(table().mac_pj({8, 8, 32, Number::Integer}), 0.2 + 0.1, 1e-12);
    EXPECT_NEAR(table().mac_pj({32, 32, 32, Number::Integer}), 3.1 + 0.1, 1e-12);
    EXPECT_NEAR(table().mac_pj({16, 16, 16, Number::Float}), 1.1 + 0.4, 1e-12);
    EXPECT_NEAR(table().mac_pj({32, 32, 32, Number::Float}), 3.7 + 0.9, 1e-12);
    EXPECT_NEAR(table().add_pj({8, 16, 32, Number::Integer}), 0.05, 1e-12);
    // Between his points: a quadratic law from the 8-bit product gives 0.8 pJ at 16 bits.
    EXPECT_NEAR(table().mac_pj({16, 16, 32, Number::Integer}) - 0.1, 0.79, 0.01);
    EXPECT_NEAR(table().dram_bit("horowitz").value * 64, 1300, 1e-9);
}

TEST(Technology, WidthsEnterAsTheirProduct) {
    EXPECT_DOUBLE_EQ(table().mac_pj({4, 16, 32, Number::Integer}),
                     table().mac_pj({8, 8, 32, Number::Integer}));
    double last = 0;
    for (double bits = 1; bits <= 32; ++bits) {
        const double energy = table().mac_pj({bits, 8, 32, Number::Integer});
        EXPECT_GT(energy, last);
        last = energy;
    }
}

TEST(Technology, ReadsSramPointsBackAndInterpolatesBetween) {
    for (const SramTable& cells : table().sram) {
        for (const SramRow& row : cells.rows) {
            const SramRow back = table().sram_macro(cells.cell, row.bytes);
            EXPECT_NEAR(back.read_pj, row.read_pj, 1e-9 * row.read_pj);
            EXPECT_NEAR(back.area_um2, row.area_um2, 1e-9 * row.area_um2);
        }
    }
    const SramRow low = table().sram_macro("itrs-lop", 32768);
    const SramRow middle = table().sram_macro("itrs-lop", 48000);
    const SramRow high = table().sram_macro("itrs-lop", 65536);
    EXPECT_GT(middle.read_pj, low.read_pj);
    EXPECT_LT(middle.read_pj, high.read_pj);
    EXPECT_NEAR(low.read_pj, 8.27, 0.01);
    EXPECT_NEAR(low.leakage_mw, 0.567, 0.001);
}

TEST(Technology, ScalesByStillmaker) {
    EXPECT_EQ(table().energy_scale(45, 0.9, 45, 0.9), 1);
    // (3.755 - 4.398 + 1.975) / (1.103 * 0.81 - 0.362 * 0.9 + 0.2767)
    EXPECT_NEAR(table().energy_scale(45, 0.9, 65, 1.0), 1.332 / 0.84433, 1e-4);
    EXPECT_DOUBLE_EQ(table().area_scale(45, 65), 1.5);
    EXPECT_DOUBLE_EQ(table().area_scale(65, 45), 1 / 1.5);
}

TEST(Technology, RefusesWhatItDoesNotKnow) {
    EXPECT_THROW((void)table().sram_macro("magic", 1024), Error);
    EXPECT_THROW((void)table().dram_bit("magic"), Error);
    EXPECT_THROW((void)load_technology("nothing"), Error);
    try {
        (void)table().energy_scale(45, 0.9, 28, 0.9);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::Unsupported);
        EXPECT_NE(error.message().find("28 nm"), std::string::npos);
    }
    EXPECT_FALSE(test::technology("eyeriss-normalised").mac_area_um2({}).has_value());
}

TEST(Technology, NeedsASourceForEveryNumber) {
    Json document = read_json(resource("technology/horowitz-45nm.json"));
    for (const char* where : {"/register_bit", "/integer_multiply/0", "/sram/0", "/dram/1",
                              "/scaling", "/scratchpad/points/2"}) {
        Json broken = document;
        broken.at(Json::json_pointer(where)).erase("source");
        try {
            (void)parse_technology(broken.dump(), "table.json");
            ADD_FAILURE() << where;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::BadInput);
            EXPECT_NE(std::string(error.what()).find("source"), std::string::npos) << where;
            EXPECT_NE(error.where().find("table.json"), std::string::npos) << where;
        }
    }
    for (const char* text : {"", "[]", "{}", "{\"id\": 3}", "nonsense"}) {
        EXPECT_THROW((void)parse_technology(text, "table.json"), Error) << text;
    }
    Json negative = document;
    negative["register_bit"]["value"] = -1;
    EXPECT_THROW((void)parse_technology(negative.dump(), "table.json"), Error);
}

} // namespace
} // namespace espalier::hw
