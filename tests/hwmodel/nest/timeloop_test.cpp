// SPDX-License-Identifier: GPL-3.0-or-later
// Access counts against Timeloop's own, counter by counter.
#include "tests/hwmodel/nest/timeloop_text.h"
#include "tests/hwmodel/support.h"

#include <gtest/gtest.h>

#include <cmath>

namespace espalier::hw {
namespace {

struct Score {
    int equal = 0;
    int other = 0;
};

double counter(const Json& tensor, const std::string& what) {
    for (const std::string& key :
         {"Scalar " + what + " (per-instance)", "Algorithmic scalar " + what + " (per-instance)"}) {
        if (tensor.contains(key)) {
            return tensor.at(key).get<double>();
        }
    }
    return NAN;
}

void compare(const test::TimeloopRun& run, Score& score) {
    const NestCounts counts = count_accesses(run.layer, run.machine, run.mapping);
    for (const Json& level : run.levels) {
        if (!level.contains("tensors") || level.at("tensors").is_null()) {
            continue;
        }
        const auto name = level.at("name").get<std::string>();
        if (!run.stores.contains(name)) {
            continue;
        }
        const std::size_t l = run.stores.at(name);
        for (const auto& [tensor, values] : level.at("tensors").items()) {
            const StoreTraffic& ours =
                counts.at[l][static_cast<std::size_t>(test::operand_named(tensor))];
            const auto check = [&](const char* what, double value) {
                const double theirs = counter(values, what);
                if (std::isnan(theirs) || (theirs == 0 && value == 0)) {
                    return;
                }
                if (std::abs(theirs - value) <= 1e-9 * theirs) {
                    ++score.equal;
                } else {
                    ++score.other;
                    std::printf("%s: %s %s %s %.0f, Timeloop %.0f\n", run.name.c_str(),
                                name.c_str(), tensor.c_str(), what, value, theirs);
                }
            };
            check("reads", ours.reads);
            check("fills", ours.fills);
            check("updates", ours.updates);
        }
    }
}

TEST(LoopNest, CountsAsTimeloopCounts) {
    const auto path = test::hardware_data("timeloop_ref/timeloop_ref_outputs.json");
    if (!path) {
        GTEST_SKIP() << "ESPALIER_HARDWARE_DATA is unset or lacks timeloop_ref";
    }
    Score score;
    int runs = 0;
    const Json document = read_json(*path);
    for (const auto& [name, value] : document.items()) {
        if (!value.contains("mapping") || value.at("mapping").is_null()) {
            continue;
        }
        const bool strided = name.find("/default_problem") != std::string::npos &&
                             name.find("sparse") == std::string::npos;
        compare(test::parse_timeloop(name, value, strided ? 2 : 1), score);
        ++runs;
    }
    EXPECT_EQ(runs, 31);
    EXPECT_EQ(score.equal, 334);
    EXPECT_EQ(score.other, 0);
}

TEST(LoopNest, CountsAsTimeloopCountsInOurRuns) {
    Score score;
    for (const char* name : {"ey168_alexnet_conv1", "ey168_alexnet_conv2_g", "ey168_resnet18_conv2",
                             "tiny_exh_K4C2P4"}) {
        const auto path = test::hardware_data("timeloop_runs/" + std::string(name) + ".json");
        if (!path) {
            GTEST_SKIP() << "ESPALIER_HARDWARE_DATA is unset or lacks timeloop_runs";
        }
        const Json value = read_json(*path);
        compare(test::parse_timeloop(name, value, value.at("problem").at("Wstride").get<int>()),
                score);
    }
    EXPECT_EQ(score.other, 0);
    EXPECT_GE(score.equal, 30);
}

} // namespace
} // namespace espalier::hw
