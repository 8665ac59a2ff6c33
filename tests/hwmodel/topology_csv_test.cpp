// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/paths.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "hwmodel/topology_csv.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace espalier::hw {
namespace {

const std::string kHeader = "Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, "
                            "Channels, Num Filter, Strides,\n";

TEST(TopologyCsv, ReadsConvolutions) {
    const Network network = parse_topology_csv(
        kHeader + "Conv1, 224, 224, 11,11,3,96,4,\r\n\nfc,1,1,1,1,4096,10,1\n", "net.csv");
    ASSERT_EQ(network.layers.size(), 2U);
    const Workload& conv = network.layers[0].work;
    EXPECT_EQ(network.layers[0].name, "Conv1");
    // ceil((224 - 11 + 4) / 4)
    EXPECT_EQ(conv.dim(Dim::P), 55);
    EXPECT_EQ(conv.dim(Dim::C), 3);
    EXPECT_EQ(conv.dim(Dim::K), 96);
    EXPECT_EQ(macs(conv), 105415200);
    EXPECT_EQ(elements(conv, Operand::Input), 224 * 224 * 3);
    EXPECT_EQ(macs(network.layers[1].work), 40960);
}

TEST(TopologyCsv, ReadsProducts) {
    const Network network = parse_topology_csv("Layer,M,N,K,\nqkv,128,2304,768,\n", "gemm.csv");
    ASSERT_EQ(network.layers.size(), 1U);
    const Workload& work = network.layers[0].work;
    EXPECT_EQ(work.kind, OpKind::Gemm);
    EXPECT_EQ(macs(work), 128.0 * 2304 * 768);
    EXPECT_EQ(elements(work, Operand::Input), 128 * 768);
    EXPECT_EQ(elements(work, Operand::Weight), 2304 * 768);
    EXPECT_EQ(elements(work, Operand::Output), 128 * 2304);
}

TEST(TopologyCsv, NamesTheFileFromItsPath) {
    const espalier::test::TempDir folder;
    write_atomically(folder / "alexnet.csv", kHeader + "c,8,8,3,3,1,1,1\n");
    EXPECT_EQ(read_topology_csv(folder / "alexnet.csv").name, "alexnet");
    EXPECT_THROW((void)read_topology_csv(folder / "missing.csv"), Error);
}

TEST(TopologyCsv, SaysWhereAHostileTableIsWrong) {
    struct Fault {
        std::string text;
        const char* where;
        const char* says;
    };

    const std::string big = std::to_string(1LL << 40);
    const Fault faults[] = {
        {"", "t.csv", "no layers"},
        {kHeader, "t.csv", "no layers"},
        {"c1,8,8,3,3,4,8,1,\n", "t.csv:1", "first line"},
        {"a,b,c\n", "t.csv:1", "first line"},
        {kHeader + "c1,8,8,3,3,4,8,\n", "t.csv:2", "7 columns"},
        {kHeader + "c1,8,8,3,3,4,8,1,1:4,\n", "t.csv:2", "9 columns"},
        {kHeader + "ok,8,8,3,3,4,8,1\nc1,8,8,x,3,4,8,1\n", "t.csv:3", "filter height"},
        {kHeader + "c1,8,8,3,3,4.5,8,1\n", "t.csv:2", "channels"},
        {kHeader + "c1,8,8,3,3,nan,8,1\n", "t.csv:2", "channels"},
        {kHeader + "c1,8,8,3,3,-4,8,1\n", "t.csv:2", "channels is -4"},
        {kHeader + "c1,8,8,3,3,4,0,1\n", "t.csv:2", "number of filters is 0"},
        {kHeader + "c1,8,8,3,3,4,8,0\n", "t.csv:2", "stride is 0"},
        {kHeader + "c1,8,8,9,3,4,8,1\n", "t.csv:2", "at most the input's"},
        {kHeader + "c1,8,8,3,3," + big + ",8,1\n", "t.csv:2", "channels"},
        {kHeader + "c1,8,8,3,3,99999999999999999999999,8,1\n", "t.csv:2", "channels"},
        {kHeader + ",8,8,3,3,4,8,1\n", "t.csv:2", "no name"},
        {kHeader + "c1,1000000,1000000,3,3,16000000,16000000,1\n", "t.csv:2", "2^53"},
        {"Layer,M,N,K\ng,1,2\n", "t.csv:2", "3 columns"},
        {std::string("\0\0\0\n", 4), "t.csv:1", "first line"},
    };
    for (const Fault& fault : faults) {
        try {
            (void)parse_topology_csv(fault.text, "t.csv");
            ADD_FAILURE() << fault.text;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::BadInput);
            EXPECT_EQ(error.where(), fault.where) << fault.text;
            EXPECT_NE(error.message().find(fault.says), std::string::npos)
                << fault.text << ": " << error.message();
        }
    }
}

TEST(Workload, RefusesNonsense) {
    const auto broken = [](auto change) {
        Workload work;
        change(work);
        EXPECT_THROW(validate(work), Error);
    };
    EXPECT_NO_THROW(validate(Workload{}));
    broken([](Workload& w) { w.set(Dim::P, 0); });
    broken([](Workload& w) { w.set(Dim::K, -3); });
    broken([](Workload& w) { w.stride_h = 0; });
    broken([](Workload& w) { w.dilation_w = 0; });
    broken([](Workload& w) { w.input_h = -1; });
    broken([](Workload& w) { w.input_tensors = 0; });
    broken([](Workload& w) { w.operand(Operand::Input).bits = 0; });
    broken([](Workload& w) { w.operand(Operand::Weight).density = 1.5; });
    broken([](Workload& w) { w.operand(Operand::Weight).density = std::nan(""); });
    broken([](Workload& w) { w.accumulator_bits = 0; });
    broken([](Workload& w) {
        for (int& extent : w.dims) {
            extent = 1 << 20;
        }
    });
}

} // namespace
} // namespace espalier::hw
