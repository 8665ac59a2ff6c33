// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/hwmodel/nest/pat.h"

#include <limits>

namespace espalier::hw::test {

namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();

/// Timeloop's PAT: a line through 1 and 6 at 0.5 KB and 100 KB for a 16-bit access.
double pat_sram(double kilobytes, double width) {
    return (1 + (6 - 1) / (100 - 0.5) * (kilobytes - 0.5)) * width / 16;
}

NestStore pat_store(double words, int block, double rate) {
    NestStore store;
    store.keeps = {true, true, true};
    store.capacity_bits = words * 16;
    store.share_bits = {kInfinite, kInfinite, kInfinite};
    const double bit = pat_sram(words * 2 / 1024, 16.0 * block) / block / 16;
    store.read_bit = store.write_bit = {bit, bit, bit};
    store.read_bits_per_cycle = store.write_bits_per_cycle = rate * 16;
    return store;
}

} // namespace

NestMachine pat_machine(const Json& run) {
    const Json& arch = run.at("arch");
    NestMachine machine;
    machine.count = 3;
    machine.mac_pj = 1;
    const auto rate = [&](std::size_t i, const char* key) {
        const Json& store = arch.at("storage").at(i);
        return store.contains("extra") ? store.at("extra").value(key, 0.0) : 0.0;
    };
    machine.stores[0] = pat_store(256, 1, rate(0, "read_bandwidth"));
    if (arch.at("storage").at(0).at("entries").get<int>() == 16) {
        machine.stores[0] = pat_store(16, 1, 0);
    }
    machine.stores[1] = arch.at("storage").at(1).contains("sizeKB")
                            ? pat_store(55296, 4, rate(1, "read_bandwidth"))
                            : pat_store(256, 1, 0);
    machine.stores[2] = pat_store(0, 1, rate(2, "bandwidth"));
    machine.stores[2].capacity_bits = kInfinite;
    machine.stores[2].read_bit = machine.stores[2].write_bit = {12.5, 12.5, 12.5};
    const int instances = arch.at("arithmetic").at("instances").get<int>();
    machine.stores[1].columns = arch.at("arithmetic").at("meshX").get<int>();
    machine.stores[1].rows = instances / machine.stores[1].columns;
    return machine;
}

NestLayer pat_layer(const Json& run) {
    const Json& problem = run.at("problem");
    NestLayer layer;
    const auto set = [&](Dim dim, const char* key) {
        layer.dims[static_cast<std::size_t>(dim)] = problem.at(key).get<int>();
    };
    set(Dim::N, "N");
    set(Dim::K, "K");
    set(Dim::C, "C");
    set(Dim::P, "P");
    set(Dim::Q, "Q");
    set(Dim::R, "R");
    set(Dim::S, "S");
    layer.stride_h = problem.at("Hstride").get<int>();
    layer.stride_w = problem.at("Wstride").get<int>();
    layer.bits = {16, 16, 16};
    layer.sum_bits = 16;
    return layer;
}

} // namespace espalier::hw::test
