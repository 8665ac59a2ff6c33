// SPDX-License-Identifier: GPL-3.0-or-later
// Images per second of whole training steps (forward, softmax cross-entropy, backward, SGD with
// momentum) on a fixed random batch: espalier_training_bench [ARCH [BATCH [STEPS [THREADS]]]]
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/rng.h"
#include "core/train/losses/cross_entropy.h"
#include "core/train/update.h"
#include "core/train/zoo.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
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

void bench(const std::string& arch, std::int64_t batch, int steps) {
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
    for (int i = 0; i < kWarmUp; ++i) {
        train_step(plan, labels);
    }
    std::vector<double> seconds;
    for (int i = 0; i < steps; ++i) {
        const auto start = std::chrono::steady_clock::now();
        train_step(plan, labels);
        seconds.push_back(
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    std::sort(seconds.begin(), seconds.end());
    fmt::print("{{\"arch\": \"{}\", \"batch\": {}, \"threads\": {}, \"images_per_s\": {:.1f}, "
               "\"best_images_per_s\": {:.1f}}}\n",
               arch, batch, threads(), static_cast<double>(batch) / seconds[seconds.size() / 2],
               static_cast<double>(batch) / seconds.front());
}

} // namespace
} // namespace espalier

int main(int argc, char** argv) {
    const auto argument = [&](int index, const char* otherwise) {
        return std::string(argc > index ? argv[index] : otherwise);
    };
    try {
        espalier::set_threads(std::atoi(argument(4, "2").c_str()));
        espalier::bench(argument(1, "resnet-20"), std::atoi(argument(2, "128").c_str()),
                        std::max(1, std::atoi(argument(3, "10").c_str())));
    } catch (const espalier::Error& error) {
        fmt::print(stderr, "{}\n", error.what());
        return espalier::exit_code(error.code());
    }
    return 0;
}
