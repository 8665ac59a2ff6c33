// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/hwmodel/support.h"
#include "tests/support/paths.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/json.h"
#include "hwmodel/accelerator.h"
#include "hwmodel/roofline.h"

#include <gtest/gtest.h>

namespace espalier::hw {
namespace {

ErrorCode code_of(std::string_view id) {
    try {
        (void)load_accelerator(id);
    } catch (const Error& error) {
        return error.code();
    }
    return ErrorCode::Cancelled;
}

TEST(Accelerator, LoadsEveryPresetWithItsSources) {
    const auto list = accelerator_list();
    ASSERT_GE(list.size(), 3U);
    for (const AcceleratorInfo& info : list) {
        const std::string id = info.id == "systolic-ROWSxCOLS" ? "systolic-8x8" : info.id;
        const Accelerator loaded = load_accelerator(id);
        EXPECT_EQ(loaded.id, id);
        EXPECT_FALSE(info.title.empty());
        EXPECT_FALSE(info.summary.empty());
        EXPECT_GE(loaded.sources.size(), 7U);
        for (const SourcedText& entry : loaded.sources) {
            EXPECT_GE(entry.source.size(), 4U) << entry.key;
        }
        EXPECT_NO_THROW((void)default_dataflow(loaded));
        for (const std::string& flow : loaded.dataflows) {
            EXPECT_NO_THROW(find_dataflow(flow).check(loaded)) << flow;
        }
        for (const std::string& table : technology_ids()) {
            EXPECT_NO_THROW((void)make_prices(loaded, test::technology(table))) << table;
        }
    }
}

TEST(Accelerator, NamesSystolicArraysByTheirSize) {
    const Accelerator array = load_accelerator("systolic-8x256");
    EXPECT_EQ(array.rows, 8);
    EXPECT_EQ(array.columns, 256);
    EXPECT_EQ(array.buffer_bytes[0], 65536);
    EXPECT_EQ(array.dram_bits_per_cycle, 80);
    EXPECT_EQ(default_dataflow(array).id(), "os");
    for (const char* id : {"systolic-", "systolic", "systolic-8", "systolic-8x", "systolic-x8",
                           "systolic-0x8", "systolic-8x8x8", "systolic--1x8", "systolic-8x70000",
                           "systolic-99999999999999x8", "nothing", "systolic-ROWSxCOLS"}) {
        EXPECT_EQ(code_of(id), ErrorCode::Usage) << id;
    }
}

TEST(Accelerator, IsEyeriss) {
    const Accelerator eyeriss = load_accelerator("eyeriss");
    EXPECT_EQ(eyeriss.elements(), 168);
    EXPECT_EQ(eyeriss.shared_buffer_bytes, 108 * 1024);
    EXPECT_EQ(eyeriss.scratchpad_words, (std::array<std::int32_t, 3>{224, 12, 24}));
    EXPECT_EQ(eyeriss.clock_mhz, 200);
    EXPECT_EQ(eyeriss.node_nm, 65);
    EXPECT_TRUE(eyeriss.gates_zero_inputs);
    EXPECT_FALSE(eyeriss.run_length_coded[0]);
    EXPECT_TRUE(eyeriss.run_length_coded[1]);
}

TEST(Accelerator, ComesBackFromItsOwnDocument) {
    const espalier::test::TempDir folder;
    for (const char* id : {"eyeriss", "eyeriss-256", "systolic-12x34"}) {
        const Json document = to_json(load_accelerator(id));
        const auto path = folder / "machine.json";
        write_atomically(path, document.dump());
        const Accelerator back = load_accelerator(path.string());
        EXPECT_EQ(to_json(back), document);
        EXPECT_EQ(back.id, id);
        EXPECT_EQ(back.rows, load_accelerator(id).rows);
    }
}

TEST(Accelerator, SaysWhatIsWrongWithAFile) {
    const Json good = to_json(load_accelerator("eyeriss"));

    struct Fault {
        const char* where;
        Json value;
        const char* says;
    };

    const Fault faults[] = {
        {"/array/rows", 0, "rows"},
        {"/array/rows", 1.5, "whole"},
        {"/array/columns", "many", "columns"},
        {"/array/interconnect", "mesh", "expected systolic or multicast"},
        {"/array/source", "", "source"},
        {"/array/confidence", "Z", "confidence"},
        {"/buffer/shared_bytes", -5, "shared_bytes"},
        {"/buffer/weight_share_bytes", 110592, "weight_share_bytes"},
        {"/buffer/double_buffered", "yes", "double_buffered"},
        {"/scratchpads/input_words", 0, "input_words"},
        {"/precision/kind", "loose", "expected matched or fixed"},
        {"/precision/bits", 65, "bits"},
        {"/dram/bits_per_cycle", 0, "bits_per_cycle"},
        {"/clock/mhz", -200, "mhz"},
        {"/process/node_nm", 0, "node_nm"},
        {"/sparsity/run_length_coded", Json::array({"psum"}), "psum"},
        {"/mapping/objective", "speed", "expected energy or energy_delay"},
        {"/dataflows/ids", Json::array(), "at least one"},
        {"/dataflows", 7, "object"},
    };
    for (const Fault& fault : faults) {
        Json broken = good;
        broken.at(Json::json_pointer(fault.where)) = fault.value;
        try {
            (void)parse_accelerator(broken.dump(), "machine.json");
            ADD_FAILURE() << fault.where;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::BadInput) << fault.where;
            EXPECT_NE(std::string(error.what()).find(fault.says), std::string::npos)
                << fault.where << ": " << error.what();
            EXPECT_NE(error.where().find("machine.json"), std::string::npos) << fault.where;
        }
    }
    for (const char* key :
         {"array", "buffer", "precision", "dram", "clock", "process", "dataflows", "id"}) {
        Json broken = good;
        broken.erase(key);
        EXPECT_THROW((void)parse_accelerator(broken.dump(), "machine.json"), Error) << key;
    }
    for (const char* text : {"", "{", "[1, 2]", "null", "\xff\xfe"}) {
        EXPECT_THROW((void)parse_accelerator(text, "machine.json"), Error);
    }
    EXPECT_THROW((void)load_accelerator("/no/such/file.json"), Error);
}

// TPU v1: 256 x 256 at 700 MHz, 34 GB/s (Jouppi et al., ISCA 2017): 92 TOPS, and the ridge at about
// 1350 MACs a weight byte.
TEST(Roofline, MeetsTheFirstTpu) {
    Accelerator tpu = load_accelerator("systolic-256x256");
    tpu.clock_mhz = 700;
    tpu.dram_bits_per_cycle = 34e9 * 8 / 700e6;
    const Roofline roof = roofline(tpu);
    EXPECT_NEAR(roof.peak_gops, 92000, 300);
    EXPECT_NEAR(roof.bandwidth_gbs, 34, 1e-9);
    EXPECT_NEAR(roof.ridge / 2, 1350, 5);
    // MLP0 uses each weight byte for 200 MACs: 13.6 TOPS at most; 12.3 were measured.
    Counts counts;
    counts.macs = 200e6;
    counts.at(Level::Dram, Operand::Weight).read(1e6, 8);
    const RooflinePoint point = roofline_point(counts, tpu);
    EXPECT_NEAR(point.attainable_gops, 13600, 1);
    EXPECT_TRUE(point.memory_bound);
}

} // namespace
} // namespace espalier::hw
