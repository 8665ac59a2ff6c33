// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/hwmodel/support.h"

#include "core/base/error.h"
#include "core/base/json.h"
#include "hwmodel/accelerator.h"
#include "hwmodel/component.h"
#include "hwmodel/nest/machine.h"

#include <gtest/gtest.h>

#include <functional>

namespace espalier::hw {
namespace {

/// A preset's tree, bent by `change`.
Json bent(const std::function<void(Json&)>& change) {
    Json document = to_json(load_accelerator("eyeriss-tree"));
    change(document["components"]);
    return document;
}

std::string error_of(const Json& document) {
    try {
        (void)parse_accelerator(document.dump(), "machine.json");
    } catch (const Error& error) {
        return std::string(error.where()) + ": " + error.message();
    }
    return "";
}

TEST(Component, ChainsTheTreeOutsideIn) {
    const Accelerator machine = load_accelerator("eyeriss-tree");
    std::string names;
    for (const Component& component : machine.components) {
        names += component.name + "; ";
    }
    EXPECT_EQ(names, "DRAM; filter buffer; buffer; array; input scratchpad; filter scratchpad; "
                     "sum scratchpad; mac; ");
    EXPECT_EQ(machine.rows, 12);
    EXPECT_EQ(machine.columns, 14);
    EXPECT_EQ(machine.shared_buffer_bytes, 102400 + 8192);
    const Json again = to_json(parse_accelerator(to_json(machine).dump(), "again"));
    EXPECT_EQ(again, to_json(machine));
}

TEST(Component, NamesWhatIsWrong) {
    EXPECT_EQ(error_of(bent([](Json& c) { c[1]["parent"] = "nowhere"; })),
              "machine.json: component buffer: its parent \"nowhere\" is unknown");
    EXPECT_EQ(error_of(bent([](Json& c) { c[1]["parent"] = "array"; })),
              "machine.json: the components form a cycle: buffer -> array -> buffer");
    EXPECT_NE(error_of(bent([](Json& c) {
                  c[1]["read_pj_per_bit"] = -1;
              })).find("component buffer: key \"read_pj_per_bit\" is -1, expected 0 to"),
              std::string::npos);
    EXPECT_NE(
        error_of(bent([](Json& c) { c[1]["kind"] = "flash"; })).find("kind \"flash\" is unknown"),
        std::string::npos);
    EXPECT_NE(error_of(bent([](Json& c) { c[7]["parent"] = ""; })).find("expected one root"),
              std::string::npos);
    EXPECT_NE(error_of(bent([](Json& c) { c.erase(7); })).find("there is no mac"),
              std::string::npos);
    EXPECT_NE(error_of(bent([](Json& c) { c[2]["name"] = "buffer"; })).find("taken twice"),
              std::string::npos);
    EXPECT_NE(error_of(bent([](Json& c) {
                  c[4]["operands"] = Json::array({"bias"});
              })).find("operands names \"bias\""),
              std::string::npos);
    EXPECT_NE(error_of(bent([](Json& c) { c[1].erase("source"); })).find("source"),
              std::string::npos);
}

TEST(Component, PricesEachOfThemWithItsSource) {
    const Accelerator machine = load_accelerator("eyeriss-tree");
    const Prices prices = make_prices(machine, test::technology(kDefaultTechnology));
    ASSERT_EQ(prices.components.size(), machine.components.size());
    // 224 words cost more a bit than 12 do, the buffer more than either, DRAM most.
    EXPECT_GT(prices.components[5].read_bit, prices.components[4].read_bit);
    EXPECT_GT(prices.components[2].read_bit, prices.components[5].read_bit);
    EXPECT_GT(prices.components[0].read_bit, prices.components[2].read_bit);
    for (const Component& component : machine.components) {
        if (component.kind == ComponentKind::Mac) {
            continue;
        }
        bool found = false;
        for (const Constant& constant : prices.constants) {
            found = found ||
                    (constant.name.starts_with(component.name + " ") && !constant.source.empty());
        }
        EXPECT_TRUE(found) << component.name;
    }
}

TEST(Component, SaysWhichStoreIsTooSmallForAnyTile) {
    Json document = bent([](Json& c) {
        c[6]["words"] = 1;
        c[6]["word_bits"] = 8;
    });
    const Accelerator machine = parse_accelerator(document.dump(), "machine.json");
    const Prices prices = make_prices(machine, test::technology(kDefaultTechnology));
    const Workload work = test::conv(8, 8, 10, 10, 3, 1);
    try {
        check_smallest_tiles(nest_layer(work, machine), nest_machine(machine, prices, work),
                             store_names(machine));
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_EQ(error.message(), "sum scratchpad holds 8 bits, the smallest tiles need 16");
    }
}

} // namespace
} // namespace espalier::hw
