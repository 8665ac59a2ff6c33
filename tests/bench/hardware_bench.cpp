// SPDX-License-Identifier: GPL-3.0-or-later
// How fast the accelerator model answers for a network of ResNet-50's layers: each machine's own
// dataflow, a change of one layer's bits, and a mapping search. Prints a Markdown table.
#include "core/base/parallel.h"
#include "hwmodel/nest/mapped.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <functional>
#include <vector>

namespace {

using namespace espalier::hw;

Workload conv(int channels, int filters, int out, int filter, int stride) {
    Workload work;
    work.set(Dim::C, channels);
    work.set(Dim::K, filters);
    work.set(Dim::R, filter);
    work.set(Dim::S, filter);
    work.set(Dim::P, out);
    work.set(Dim::Q, out);
    work.stride_h = work.stride_w = stride;
    return work;
}

/// The 53 convolutions and the classifier.
Network resnet50() {
    Network network;
    network.name = "ResNet-50";
    const auto add = [&](const Workload& work) {
        network.layers.push_back(
            {fmt::format("layer{}", network.layers.size()), to_string(work.kind), work});
    };
    add(conv(3, 64, 112, 7, 2));
    int channels = 64;
    int out = 56;
    for (const auto& [width, blocks] : {std::pair{64, 3}, {128, 4}, {256, 6}, {512, 3}}) {
        for (int block = 0; block < blocks; ++block) {
            const int stride = block == 0 && width > 64 ? 2 : 1;
            out /= stride;
            add(conv(channels, width, out * stride, 1, 1));
            add(conv(width, width, out, 3, stride));
            add(conv(width, 4 * width, out, 1, 1));
            if (block == 0) {
                add(conv(channels, 4 * width, out, 1, stride));
            }
            channels = 4 * width;
        }
    }
    Workload dense;
    dense.kind = OpKind::Gemm;
    dense.set(Dim::C, 2048);
    dense.set(Dim::K, 1000);
    add(dense);
    return network;
}

double median_ms(int runs, const std::function<void()>& body) {
    std::vector<double> times;
    for (int i = 0; i < runs; ++i) {
        const auto start = std::chrono::steady_clock::now();
        body();
        times.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
                .count());
    }
    std::nth_element(times.begin(), times.begin() + runs / 2, times.end());
    return times[static_cast<std::size_t>(runs / 2)];
}

} // namespace

int main() {
    const Network network = resnet50();
    const Technology technology = load_technology(kDefaultTechnology);
    fmt::print("{} layers, {} threads\n\n| machine | what | ms |\n|---|---|---|\n",
               network.layers.size(), espalier::threads());
    for (const char* id : {"systolic-128x128", "tpu", "eyeriss", "bit-fusion", "scnn", "stripes"}) {
        const Accelerator machine = load_accelerator(id);
        const double whole = median_ms(5, [&] {
            (void)estimate(network, machine, default_dataflow(machine), technology, {});
        });
        fmt::print("| {} | its own dataflow, the whole network | {:.3f} |\n", id, whole);
        const Prices prices = make_prices(machine, technology);
        Workload work = network.layers[20].work;
        work.operand(Operand::Weight).bits = 4;
        const double one =
            median_ms(5, [&] { (void)default_dataflow(machine).estimate(work, machine, prices); });
        fmt::print("| {} | one layer anew | {:.4f} |\n", id, one);
    }
    for (const char* id : {"eyeriss", "eyeriss-tree"}) {
        const Accelerator machine = load_accelerator(id);
        double looked_at = 0;
        double costed = 0;
        const std::clock_t before = std::clock();
        const auto start = std::chrono::steady_clock::now();
        const double searched = median_ms(3, [&] {
            const NetworkCost cost =
                estimate_mapped(network, machine, technology, SearchOptions(), {}, {});
            std::vector<const MappedLayer*> seen;
            for (const LayerEstimate& layer : cost.layers) {
                if (std::find(seen.begin(), seen.end(), layer.mapped.get()) == seen.end()) {
                    seen.push_back(layer.mapped.get());
                    looked_at += static_cast<double>(layer.mapped->looked_at);
                    costed += static_cast<double>(layer.mapped->costed);
                }
            }
        });
        const double seconds = static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
        const double clock =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        fmt::print("| {} | mapping search, the whole network | {:.0f} |\n", id, searched);
        fmt::print("| {} | the same, processor time of all threads | {:.0f} |\n", id,
                   1e3 * seconds / 3);
        fmt::print("| {} | mappings looked at, and costed, a second of processor time | {:.2f} and "
                   "{:.2f} million |\n",
                   id, looked_at / seconds / 1e6, costed / seconds / 1e6);
        fmt::print("| {} | the same a second of the clock | {:.2f} and {:.2f} million |\n", id,
                   looked_at / clock / 1e6, costed / clock / 1e6);
    }
    return 0;
}
