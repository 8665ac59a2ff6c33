// SPDX-License-Identifier: GPL-3.0-or-later
// Images per second of whole training steps (forward, softmax cross-entropy, backward, SGD with
// momentum), or of inference, on a fixed random batch:
//     espalier_training_bench [ARCH [BATCH [STEPS [THREADS [train|infer]]]]]
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/rng.h"
#include "core/engine/engine.h"
#include "core/train/losses/cross_entropy.h"
#include "core/train/update.h"
#include "core/train/zoo.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

namespace espalier {
namespace {

constexpr int kWarmUp = 3;
constexpr int kClasses = 10;
const Optimiser kSgd{.momentum = 0.9, .weight_decay = 1e-4};

void train_step(TrainPlan& plan, const std::vector<int>& labels) {
    static_cast<void>(plan.forward(CrossEntropy(), {.labels = labels}));
    plan.backward();
    update_parameters(plan, kSgd, 1e-3, 1);
}

void report(const std::string& arch, const char* mode, std::int64_t batch, int steps,
            const std::function<void()>& step) {
    for (int i = 0; i < kWarmUp; ++i) {
        step();
    }
    std::vector<double> seconds;
    for (int i = 0; i < steps; ++i) {
        const auto start = std::chrono::steady_clock::now();
        step();
        seconds.push_back(
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    std::sort(seconds.begin(), seconds.end());
    fmt::print("{{\"arch\": \"{}\", \"mode\": \"{}\", \"batch\": {}, \"threads\": {}, "
               "\"images_per_s\": {:.1f}, \"best_images_per_s\": {:.1f}}}\n",
               arch, mode, batch, threads(),
               static_cast<double>(batch) / seconds[seconds.size() / 2],
               static_cast<double>(batch) / seconds.front());
}

void bench_inference(const std::string& arch, std::int64_t batch, int steps) {
    Executable net = Executable::compile(make_network(arch, kClasses, 1), {.batch = batch});
    Tensor x(DType::Float32, net.input_types()[0].shape);
    Rng rng(1);
    for (float& value : x.writable<float>()) {
        value = static_cast<float>(rng.normal());
    }
    report(arch, "infer", batch, steps, [&] { static_cast<void>(net.run({x})); });
}

void bench_training(const std::string& arch, std::int64_t batch, int steps) {
    TrainPlan plan(make_network(arch, kClasses, 1), batch, {});
    reset_states(plan, kSgd);
    Rng rng(1);
    for (float& value : plan.input()) {
        value = static_cast<float>(rng.normal());
    }
    std::vector<int> labels;
    for (std::int64_t i = 0; i < batch; ++i) {
        labels.push_back(static_cast<int>(rng.below(kClasses)));
    }
    report(arch, "train", batch, steps, [&] { train_step(plan, labels); });
}

} // namespace
} // namespace espalier

int main(int argc, char** argv) {
    const auto argument = [&](int index, const char* otherwise) {
        return std::string(argc > index ? argv[index] : otherwise);
    };
    try {
        espalier::set_threads(std::atoi(argument(4, "2").c_str()));
        const bool trains = argument(5, "train") == "train";
        (trains ? espalier::bench_training : espalier::bench_inference)(
            argument(1, "resnet-20"), std::atoi(argument(2, "128").c_str()),
            std::max(1, std::atoi(argument(3, "10").c_str())));
    } catch (const espalier::Error& error) {
        fmt::print(stderr, "{}\n", error.what());
        return espalier::exit_code(error.code());
    }
    return 0;
}
