// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/hwmodel/support.h"

#include "core/base/error.h"
#include "core/base/json.h"
#include "hwmodel/machine_figures.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace espalier::hw {
namespace {

Json document_of(std::string_view id) {
    return to_json(test::machine(id));
}

std::string error_of(const Json& machine, std::string_view section, std::string_view key,
                     const Json& value) {
    try {
        (void)with_figure(machine, section, key, value);
    } catch (const Error& error) {
        return error.where() + ": " + error.message();
    }
    return "";
}

/// What the figures say of their limits is what the parser takes.
TEST(MachineFigures, HaveTheLimitsOfTheParser) {
    std::size_t numbers = 0;
    for (const AcceleratorInfo& info : accelerator_list()) {
        if (info.id.find("ROWS") != std::string::npos) {
            continue;
        }
        const Json machine = document_of(info.id);
        for (const MachineFigure& figure : machine_figures(machine)) {
            SCOPED_TRACE(info.id + ", " + figure.section + ", " + figure.key);
            EXPECT_FALSE(figure.source.empty());
            if (figure.kind == FigureKind::Choice) {
                const auto value = Json::parse(figure.value).get<std::string>();
                EXPECT_NE(std::find(figure.choices.begin(), figure.choices.end(), value),
                          figure.choices.end());
                for (const std::string& choice : figure.choices) {
                    EXPECT_EQ(error_of(machine, figure.section, figure.key, choice), "");
                }
            }
            if (figure.high <= 0) {
                continue;
            }
            ++numbers;
            const bool whole = figure.kind == FigureKind::Whole;
            const double beyond = whole ? figure.high + 1 : 2 * figure.high;
            const double below = whole ? figure.low - 1 : figure.low - 1e-3;
            for (const double outside : {beyond, below}) {
                EXPECT_NE(error_of(machine, figure.section, figure.key, outside)
                              .find("key \"" + figure.key + "\" is "),
                          std::string::npos);
            }
            // The part of a buffer for weights is limited by that buffer.
            if (figure.key != "weight_share_bytes" && figure.key != "shared_bytes") {
                EXPECT_EQ(error_of(machine, figure.section, figure.key, figure.low), "");
                EXPECT_EQ(error_of(machine, figure.section, figure.key, figure.high), "");
            }
        }
    }
    EXPECT_GT(numbers, 200U);
}

TEST(MachineFigures, AChangedMachineSaysSo) {
    const Json machine = document_of("eyeriss");
    const Json once = with_figure(machine, "array", "rows", 16);
    const Accelerator changed = parse_accelerator(once.dump(), "test");
    EXPECT_EQ(changed.rows, 16);
    EXPECT_EQ(changed.columns, 14);
    EXPECT_EQ(changed.id, "eyeriss-edited");
    EXPECT_EQ(changed.title, "Eyeriss, edited");
    EXPECT_FALSE(changed.area_um2.has_value()); // published for the other one
    EXPECT_EQ(once.at("array").at("confidence"), "C");
    const auto source = once.at("array").at("source").get<std::string>();
    EXPECT_TRUE(source.starts_with("edited: rows 16 instead of 12; Y.-H. Chen")) << source;
    // A second edit does not pile up remarks; other sections keep their source.
    const Json twice = with_figure(once, "array", "columns", 16);
    EXPECT_TRUE(twice.at("array").at("source").get<std::string>().starts_with(
        "edited: columns 16 instead of 14; Y.-H. Chen"));
    EXPECT_EQ(twice.at("clock"), machine.at("clock"));
    EXPECT_EQ(twice.at("title"), "Eyeriss, edited");
    // What was written is what is read.
    EXPECT_EQ(to_json(parse_accelerator(twice.dump(), "test")).dump(), twice.dump());
}

TEST(MachineFigures, NameComponentFoundAndNeeded) {
    const Json tree = document_of("eyeriss-tree");
    EXPECT_EQ(error_of(tree, "component buffer", "bytes", 0),
              "Eyeriss as a tree, edited: component buffer: key \"bytes\" is 0, expected 1 to "
              "4.29497e+09");
    EXPECT_EQ(error_of(tree, "component buffer", "read_pj_per_bit", -1),
              "Eyeriss as a tree, edited: component buffer: key \"read_pj_per_bit\" is -1, "
              "expected 0 to 1e+06");
    EXPECT_EQ(error_of(tree, "component cache", "bytes", 1),
              ": the machine has no section \"component cache\"");
    EXPECT_EQ(error_of(document_of("eyeriss"), "clock", "mhz", "fast"),
              "Eyeriss, edited: clock: key \"mhz\" has the wrong type (found string)");
}

TEST(MachineFigures, StoresComeAndGo) {
    const Json tree = document_of("eyeriss-tree");
    const Json more = with_store(tree, "DRAM");
    const Accelerator machine = parse_accelerator(more.dump(), "test");
    ASSERT_EQ(machine.components.size(), test::machine("eyeriss-tree").components.size() + 1);
    // DRAM, then its leaf and the new buffer, which now feeds the old one.
    for (const Component& component : machine.components) {
        if (component.name == "buffer") {
            EXPECT_EQ(component.parent, "new buffer");
        }
        if (component.name == "filter buffer" || component.name == "new buffer") {
            EXPECT_EQ(component.parent, "DRAM");
        }
    }
    const Json less = without_component(more, "new buffer");
    EXPECT_EQ(less.at("components").dump(), tree.at("components").dump());
    EXPECT_THROW((void)without_component(tree, "mac"), Error);
    EXPECT_THROW((void)without_component(tree, "DRAM"), Error);
    EXPECT_THROW((void)with_store(document_of("eyeriss"), "array"), Error);
}

} // namespace
} // namespace espalier::hw
