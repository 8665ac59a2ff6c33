// SPDX-License-Identifier: GPL-3.0-or-later
// How long `plan` of every technique takes on every bundled network and on the networks below
// ESPALIER_DATA: sliders hang on it. Prints a Markdown table of medians in milliseconds and says
// which exceed 100 ms. With arguments, only networks and steps whose names contain them:
//     espalier_plan_bench [NETWORK [STEP]]
#include "core/analysis/storage.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/compress/recipe.h"
#include "core/formats/onnx_read.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <vector>

namespace {

using namespace espalier;
namespace fs = std::filesystem;

constexpr double kLimitMs = 100;

bool has(const std::string& name, const std::string& part) {
    return name.find(part) != std::string::npos;
}

std::map<std::string, fs::path> networks(const std::string& wanted) {
    std::map<std::string, fs::path> found;
    const fs::path bundled = resource_dir() / "networks";
    if (fs::exists(bundled)) {
        for (const auto& entry : fs::recursive_directory_iterator(bundled)) {
            if (entry.path().extension() == ".onnx") {
                found[entry.path().stem().string()] = entry.path();
            }
        }
    }
    if (const char* data = std::getenv("ESPALIER_DATA")) {
        for (const char* name : {"cifar/resnet20_cifar10", "cifar/resnet56_cifar10",
                                 "imagenet/squeezenet_v1.0_deepcompressed_fp32",
                                 "imagenet/mobilenet_v2_1.0_224_fp32"}) {
            const fs::path path = fs::path(data) / "models" / name / "model.onnx";
            if (fs::exists(path)) {
                found[fs::path(name).filename().string()] = path;
            }
        }
    }
    std::erase_if(found, [&](const auto& each) { return !has(each.first, wanted); });
    return found;
}

double plan_ms(const Graph& graph, const Step& step) {
    constexpr int kRuns = 5;
    std::vector<double> times;
    for (int i = 0; i < kRuns; ++i) {
        const auto start = std::chrono::steady_clock::now();
        const Preview preview = step.technique->plan(graph, step.params, step.scope);
        times.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
                .count());
    }
    std::sort(times.begin(), times.end());
    return times[kRuns / 2];
}

/// Stands for a third of the network's bytes.
constexpr std::string_view kThird = "THIRD";

Step step_for(const Graph& graph, std::string text) {
    if (const auto at = text.find(kThird); at != std::string::npos) {
        text.replace(at, kThird.size(), std::to_string(stored_bytes(graph) / 3));
    }
    return Step::parse(text);
}

/// The default settings, and those that cost more.
std::vector<std::string> steps(const std::string& wanted) {
    std::vector<std::string> list;
    for (const Technique* technique : all_techniques()) {
        list.push_back(technique->info().id);
    }
    list.insert(list.end(), {"prune.magnitude:params=20000", "prune.magnitude:bytes=THIRD",
                             "prune.magnitude:sparsity=0.9,scope=layer",
                             "prune.channels:ratio=0.5,scope=global"});
    std::erase_if(list, [&](const std::string& step) { return !has(step, wanted); });
    return list;
}

} // namespace

int main(int argc, char** argv) {
    const auto files = networks(argc > 1 ? argv[1] : "");
    const auto chosen = steps(argc > 2 ? argv[2] : "");
    std::string header = "| step |";
    std::string rule = "|---|";
    std::vector<Graph> graphs;
    for (const auto& [name, path] : files) {
        header += " " + name + " |";
        rule += "---|";
        graphs.push_back(read_onnx(path));
    }
    fmt::print("{}\n{}\n", header, rule);
    int slow = 0;
    for (const auto& text : chosen) {
        std::string row = "| " + text + " |";
        for (const Graph& graph : graphs) {
            try {
                const double ms = plan_ms(graph, step_for(graph, text));
                row += fmt::format(" {:.1f} |", ms);
                slow += ms > kLimitMs ? 1 : 0;
            } catch (const Error& error) {
                row += fmt::format(" {} |", code_name(error.code()));
            }
        }
        fmt::print("{}\n", row);
    }
    fmt::print("\n{} of {} above {} ms\n", slow, chosen.size() * graphs.size(), kLimitMs);
    return slow == 0 ? 0 : 1;
}
