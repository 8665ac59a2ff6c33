// SPDX-License-Identifier: GPL-3.0-or-later
// The table "checked against others" of the help pages: what other programs and published chips
// say, what the model says, and whether that is within the band; misses included. With
// ESPALIER_UPDATE_GOLDEN=1 the pages are written anew.
#include "tests/hwmodel/checked/scores.h"
#include "tests/hwmodel/nest/pat.h"
#include "tests/hwmodel/support.h"

#include "core/base/files.h"
#include "core/base/json.h"
#include "hwmodel/engines/dense_engines.h"
#include "hwmodel/engines/sparse_engines.h"
#include "hwmodel/estimate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>

namespace espalier::hw {
namespace {

struct Row {
    std::string what;
    std::string theirs;
    std::string ours;
    std::string band;
    bool met = false;
};

using Rows = std::vector<Row>;

void add(Rows& rows, std::string what, double theirs, double ours, double low, double high,
         const char* format = "{:.3g}") {
    const double ratio = ours / theirs;
    rows.push_back(
        {std::move(what), fmt::format(fmt::runtime(format), theirs),
         fmt::format(fmt::runtime(format), ours),
         low == high ? std::string("equal") : fmt::format("{:g} to {:g} times", low, high),
         ratio >= low - 1e-9 && ratio <= high + 1e-9});
}

void exact(Rows& rows, std::string what, const std::optional<test::Score>& score) {
    const test::Score counted = score.value_or(test::Score());
    const int all = counted.equal + counted.other;
    rows.push_back({std::move(what), fmt::format("{} numbers", all),
                    fmt::format("{} equal", counted.equal), "equal",
                    all > 0 && counted.other == 0});
}

void mapper(Rows& rows) {
    for (const char* name : {"tiny_exh_K4C2P4", "ey168_alexnet_conv1", "ey168_alexnet_conv2_g",
                             "ey168_resnet18_conv2"}) {
        const Json run =
            read_json(*test::hardware_data("timeloop_runs/" + std::string(name) + ".json"));
        const auto found = find_mapping(test::pat_layer(run), test::pat_machine(run), {}, {});
        const double theirs = run.at("energy_per_compute").get<double>() / 1000;
        const double ours = found->cost.energy_pj / run.at("computes").get<double>();
        const bool all = found->exhaustive;
        add(rows,
            fmt::format("Timeloop 3.0.3, {}, pJ a MAC of the best mapping{}", name,
                        all ? " of all" : ""),
            theirs, ours, all ? 1 - 1e-6 : 0, 1 + 1e-6, "{:.3f}");
    }
}

void eie(Rows& rows, const Json& published) {
    for (const auto& [name, row] : published.at("eie").at("layers").items()) {
        const auto at = [&](std::size_t i) { return row.at(i).get<double>(); };
        add(rows, "EIE, " + name + ", µs", at(5),
            engines::eie(at(1), at(0), at(2), at(3), {}) / 800, 0.75, 1.25, "{:.1f}");
    }
}

void tpu(Rows& rows, const Json& published) {
    const Roofline roof = roofline(test::machine("tpu"));
    for (const auto& [name, row] : published.at("tpu_v1").at("apps").items()) {
        const double operations = 2 * row.at(0).get<double>();
        const double bound = std::min(roof.peak_gops, operations * roof.bandwidth_gbs) / 1000;
        add(rows, "TPU v1, " + name + ", TOPS measured against our roof", row.at(2).get<double>(),
            bound, 1, 1e3, "{:.1f}");
    }
}

void widths(Rows& rows, const Json& published) {
    // Operations a second at full lanes: one layer that fills them.
    const auto unpu = [&](int bits) {
        Workload work = test::conv(192, 96, 26, 26, 3, 1);
        work.operand(Operand::Weight).bits = static_cast<std::uint8_t>(bits);
        const engines::SerialFigures figures{12, 12, 96, false, true, 16};
        return 2 * macs(work) / engines::bit_serial(work, figures) * 0.2;
    };
    add(rows, "UNPU, GOPS at 16-bit weights",
        published.at("unpu").at("GOPS").at("w16").get<double>(), unpu(16), 0.95, 1.05, "{:.0f}");
    add(rows, "UNPU, GOPS at 1-bit weights", published.at("unpu").at("GOPS").at("w1").get<double>(),
        unpu(1), 0.95, 1.05, "{:.0f}");
    Workload work = test::conv(64, 256, 18, 18, 3, 1);
    work.operand(Operand::Input).bits = 8;
    add(rows, "Stripes, speed-up over 16 bits at 8-bit inputs", 2,
        16.0 * 16 * 36 / engines::bit_serial(work, {}), 1, 1, "{:.2f}");
}

void sparse(Rows& rows, const Json& published) {
    // AlexNet's middle layers at the zero share that the paper gives.
    const double zeros = published.at("cnvlutin").at("zero_neuron_frac_avg").get<double>();
    // Its first layer, whose inputs are a picture without zeros, takes what it takes.
    double dense = engines::cnvlutin(3025, 363, 1, 96, 256, 16);
    double skipped = dense;
    for (const auto& [windows, taps, filters] :
         {std::tuple{729.0, 1200.0, 256.0}, std::tuple{169.0, 2304.0, 384.0},
          std::tuple{169.0, 1728.0, 384.0}, std::tuple{169.0, 1728.0, 256.0}}) {
        dense += engines::cnvlutin(windows, taps, 1, filters, 256, 16);
        skipped += engines::cnvlutin(windows, taps, 1 - zeros, filters, 256, 16);
    }
    add(rows, "Cnvlutin, speed-up of AlexNet against the mean of networks",
        published.at("cnvlutin").at("speedup_avg").get<double>(), dense / skipped, 0.9, 1.1,
        "{:.2f}");
    const engines::ScnnFigures figures{64, 4, 4, 1.1};
    double products = 0;
    double cycles = 0;
    for (const auto& [channels, filters, plane] :
         {std::tuple{64.0, 64.0, 50176.0}, std::tuple{128.0, 128.0, 12544.0},
          std::tuple{256.0, 256.0, 3136.0}, std::tuple{512.0, 512.0, 784.0},
          std::tuple{512.0, 512.0, 196.0}}) {
        products += channels * filters * plane * 9;
        cycles += engines::scnn(channels, filters / 8, plane, 72, 1, 1, figures);
    }
    add(rows, "SCNN, dense VGG-16 against 1,024 dense multipliers",
        published.at("scnn").at("dense_perf_vs_DCNN").get<double>(), products / 1024 / cycles, 0.9,
        1.1, "{:.2f}");
    add(rows, "SnaPEA, exact, speed-up where 55 % of the sums are negative",
        published.at("snapea").at("exact_speedup").get<double>(),
        1 / engines::snapea_share(1728, 0.55), 0.9, 1.1, "{:.2f}");
}

/// The cores of TIE's benchmarks, and how many values they spare.
void tensor_train(Rows& rows, const Json& published) {
    for (const auto& [name, row] : published.at("tie").at("benchmarks").items()) {
        if (!row.is_array()) {
            continue;
        }
        if (!row.at(0).is_array()) {
            continue; // what the columns are
        }
        engines::TensorTrain train;
        train.n = row.at(0).get<std::vector<std::int64_t>>();
        train.m = row.at(1).get<std::vector<std::int64_t>>();
        train.r.assign(train.m.size() - 1, row.at(2).get<std::int64_t>());
        add(rows, "TIE, " + name + ", values of the matrix over those of the cores",
            row.at(4).get<double>(), train.compression(), 0.9995, 1.0005, "{:.0f}");
    }
}

double milliseconds(const char* machine, const std::vector<Workload>& layers) {
    double sum = 0;
    for (const Workload& work : layers) {
        sum += test::run(machine, "roofline", work).latency_ms;
    }
    return sum;
}

/// Batches of 16 on a graphics processor, measured by Bit Fusion's authors; and an LSTM.
void processors(Rows& rows) {
    const auto conv = [](int channels, int filters, int out, int filter, int groups = 1) {
        Workload work;
        work.set(Dim::N, 16);
        work.set(Dim::G, groups);
        work.set(Dim::C, channels / groups);
        work.set(Dim::K, filters / groups);
        work.set(Dim::P, out);
        work.set(Dim::Q, out);
        work.set(Dim::R, filter);
        work.set(Dim::S, filter);
        for (OperandInfo& info : work.operands) {
            info.bits = 32;
            info.number = Number::Float;
        }
        return work;
    };
    const std::vector<Workload> alexnet{conv(3, 96, 55, 11),      conv(96, 256, 27, 5, 2),
                                        conv(256, 384, 13, 3),    conv(384, 384, 13, 3, 2),
                                        conv(384, 256, 13, 3, 2), conv(9216, 4096, 1, 1),
                                        conv(4096, 4096, 1, 1),   conv(4096, 1000, 1, 1)};
    std::vector<Workload> resnet{conv(3, 64, 112, 7)};
    for (const auto& [width, out] : {std::pair{64, 56}, {128, 28}, {256, 14}, {512, 7}}) {
        const int before = width == 64 ? 64 : width / 2;
        resnet.push_back(conv(before, width, out, 3));
        resnet.insert(resnet.end(), 3, conv(width, width, out, 3));
        if (before != width) {
            resnet.push_back(conv(before, width, out, 1));
        }
    }
    resnet.push_back(conv(512, 1000, 1, 1));
    add(rows, "Jetson TX2, AlexNet, batch 16, ms", 69.688, milliseconds("jetson-tx2", alexnet),
        0.75, 1.25, "{:.1f}");
    add(rows, "Jetson TX2, ResNet-18, batch 16, ms", 145.163, milliseconds("jetson-tx2", resnet),
        0.75, 1.25, "{:.1f}");
    // S. Han et al., ESE, FPGA 2017 (recalled; 82.7 µs make its 282 GOPS): an LSTM of 1,024 cells
    // with a projection to 512, 153 inputs, 11.2 % of the weights left, for 32 streams at once.
    double cycles = 0;
    for (const auto& [outputs, inputs] : {std::pair{4096, 153 + 512}, {512, 1024}}) {
        Workload work;
        work.kind = OpKind::Gemm;
        work.set(Dim::P, 32);
        work.set(Dim::K, outputs);
        work.set(Dim::C, inputs);
        work.operand(Operand::Weight).density = 0.112;
        work.operand(Operand::Weight).kind = DensityKind::Uniform;
        cycles += test::run("ese", "eie", work).counts.compute_cycles;
    }
    add(rows, "ESE (recalled), LSTM of 32 streams, µs", 82.7, cycles / 200, 0.75, 1.25, "{:.1f}");
}

std::string page(const Rows& rows, bool korean) {
    std::string text = korean ? "# 다른 것과 견준 결과\n\n가속기 모델을 다른 프로그램과 발표된 "
                                "칩에 견준 것입니다. 이 표는 테스트가 만들며, 빗나간 것도 "
                                "그대로 보여 줍니다.\n\n| 무엇 | 그쪽 | 우리 | 허용 범위 | 결과 "
                                "|\n|---|---|---|---|---|\n"
                              : "# Checked against others\n\nThe accelerator model against other "
                                "programs and published chips. The tests write this table, misses "
                                "included.\n\n| what | theirs | ours | band | result "
                                "|\n|---|---|---|---|---|\n";
    for (const Row& row : rows) {
        text +=
            fmt::format("| {} | {} | {} | {} | {} |\n", row.what, row.theirs, row.ours, row.band,
                        row.met ? (korean ? "맞음" : "met") : (korean ? "빗나감" : "missed"));
    }
    return text;
}

TEST(Checked, TableOfTheHelpPagesIsWhatTheModelSays) {
    const auto path = test::hardware_data("published/published_numbers.json");
    if (!path) {
        GTEST_SKIP() << "ESPALIER_HARDWARE_DATA is unset or lacks published";
    }
    const Json published = read_json(*path);
    Rows rows;
    exact(rows, "Timeloop's exercises, counters of 31 runs", test::timeloop_counters());
    exact(rows, "Timeloop 3.0.3, counters of four runs", test::timeloop_counters_of_our_runs());
    exact(rows, "SCALE-Sim 2, cycles", test::scale_sim_rows());
    exact(rows, "Bit Fusion's simulator, cycles", test::bit_fusion_rows());
    exact(rows, "Eyeriss v2, cycles from the masks of layers", test::eyeriss_v2_layers());
    mapper(rows);
    eie(rows, published);
    tpu(rows, published);
    widths(rows, published);
    sparse(rows, published);
    tensor_train(rows, published);
    processors(rows);
    for (const bool korean : {false, true}) {
        const std::filesystem::path help =
            resource_dir() / "help" / (korean ? "ko" : "en") / "checked.md";
        const std::string text = page(rows, korean);
        if (std::getenv("ESPALIER_UPDATE_GOLDEN") != nullptr) {
            std::ofstream(help) << text;
        }
        EXPECT_EQ(read_text(help), text);
    }
}

} // namespace
} // namespace espalier::hw
