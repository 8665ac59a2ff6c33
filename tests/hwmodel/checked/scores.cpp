// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/hwmodel/checked/scores.h"

#include "tests/hwmodel/nest/timeloop_text.h"
#include "tests/hwmodel/support.h"

#include "core/base/files.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "hwmodel/engines/bit_fusion.h"
#include "hwmodel/sparse/mask.h"
#include "hwmodel/topology_csv.h"

#include <cmath>
#include <map>
#include <sstream>

namespace espalier::hw::test {

namespace {

double counter(const Json& tensor, const std::string& what) {
    for (const std::string& key :
         {"Scalar " + what + " (per-instance)", "Algorithmic scalar " + what + " (per-instance)"}) {
        if (tensor.contains(key)) {
            return tensor.at(key).get<double>();
        }
    }
    return NAN;
}

void compare(const TimeloopRun& run, Score& score) {
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
                counts.at[l][static_cast<std::size_t>(operand_named(tensor))];
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

} // namespace

std::optional<Score> timeloop_counters() {
    const auto path = hardware_data("timeloop_ref/timeloop_ref_outputs.json");
    if (!path) {
        return std::nullopt;
    }
    Score score;
    const Json document = read_json(*path);
    for (const auto& [name, value] : document.items()) {
        const bool strided = name.find("/default_problem") != std::string::npos &&
                             name.find("sparse") == std::string::npos;
        compare(parse_timeloop(name, value, strided ? 2 : 1), score);
    }
    return score;
}

std::optional<Score> timeloop_counters_of_our_runs() {
    Score score;
    for (const char* name : {"ey168_alexnet_conv1", "ey168_alexnet_conv2_g", "ey168_resnet18_conv2",
                             "tiny_exh_K4C2P4"}) {
        const auto path = hardware_data("timeloop_runs/" + std::string(name) + ".json");
        if (!path) {
            return std::nullopt;
        }
        const Json value = read_json(*path);
        compare(parse_timeloop(name, value, value.at("problem").at("Wstride").get<int>()), score);
    }
    return score;
}

std::optional<Score> scale_sim_rows() {
    const auto table = hardware_data("scalesim/compute_cycles.csv");
    if (!table) {
        return std::nullopt;
    }
    Score score;
    std::istringstream lines(read_text(*table));
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
        const std::vector<std::string> f = split(line, ',');
        std::string text = "Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, "
                           "Channels, Num Filter, Strides,\n" +
                           f.at(1);
        for (std::size_t i = 5; i <= 11; ++i) {
            text += "," + f.at(i);
        }
        const Workload work = parse_topology_csv(text + ",\n", "row").layers.at(0).work;
        const LayerCost cost = run("systolic-" + f[3] + "x" + f[4], f[2], work);
        (cost.counts.compute_cycles == std::stod(f[15]) ? score.equal : score.other) += 1;
    }
    return score;
}

std::optional<Score> bit_fusion_rows() {
    const auto shapes = hardware_data("bitfusion/rerun_16x32_bw192.json");
    const auto sweep = hardware_data("bitfusion/bitfusion-eyeriss-sim-sweep.csv");
    if (!shapes || !sweep) {
        return std::nullopt;
    }
    Score score;
    std::map<std::string, engines::BitFusionLayer> layers;
    const Json document = read_json(*shapes);
    const auto put = [&](const std::string& name, const Json& row) {
        engines::BitFusionLayer& layer = layers[name];
        layer.batch = row.at("batch").get<int>();
        layer.height = layer.width = row.at("O").get<int>();
        layer.filter_h = layer.filter_w = row.at("K").get<int>();
        layer.stride = row.at("S").get<int>();
        layer.inputs = row.at("IC").get<int>();
        layer.outputs = row.at("OC").get<int>();
        layer.input_bits = row.at("ibits").get<double>();
        layer.weight_bits = row.at("wbits").get<double>();
        layer.unrolled = row.at("im2col").get<int>() != 0;
    };
    for (const Json& row : document) {
        put(row.at("net").get<std::string>() + ' ' + row.at("layer").get<std::string>(), row);
    }
    std::istringstream lines(read_text(*sweep));
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
        const std::vector<std::string> f = split(line, ',');
        const std::string layer_name = f.at(5).substr(0, f.at(5).rfind('/'));
        const auto found = layers.find(f.at(4) + ' ' + layer_name);
        if (found == layers.end()) {
            continue;
        }
        const engines::BitFusionFigures figures{
            std::stod(f[0]),  std::stod(f[1]),  std::stod(f[2]),  std::stod(f[3]),
            std::stod(f[17]), std::stod(f[19]), std::stod(f[18]), std::stod(f[16])};
        const double cycles = engines::bit_fusion(found->second, figures).cycles;
        (cycles == std::stod(f[6]) ? score.equal : score.other) += 1;
    }
    return score;
}

std::optional<Score> eyeriss_v2_layers() {
    const auto cycles = hardware_data("sparseloop/eyerissv2_ground_truth_cycles.yaml");
    if (!cycles) {
        return std::nullopt;
    }
    Score score;
    const auto load = [](const std::string& name, std::size_t channels) {
        const std::string bits =
            read_text(*hardware_data("sparseloop/eyerissv2_masks/" + name + ".txt"));
        return Mask(bits.size() / channels, channels, [&](std::size_t row, std::size_t column) {
            return bits.at(row * channels + column) == '1';
        });
    };
    std::istringstream lines(read_text(*cycles));
    std::string line;
    while (std::getline(lines, line)) {
        const std::string name = line.substr(0, line.find(':'));
        const double theirs = std::stod(line.substr(line.find(':') + 1));
        const std::size_t channels = name == "L07" ? 64 : name == "L13" ? 128 : 256;
        const Mask inputs = load(name + "_iacts", channels);
        const Mask weights = load(name + "_weights", channels);
        (effectual_products(inputs, weights) == theirs ? score.equal : score.other) += 1;
    }
    return score;
}

} // namespace espalier::hw::test
