// SPDX-License-Identifier: GPL-3.0-or-later
// What training could reach if nothing but its convolutions took time, and what share of the
// processor they use:
//     espalier_convolution_ceiling [ARCH [BATCH [ROUNDS [THREADS]]]]
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/rng.h"
#include "core/kernels/sgemm.h"
#include "core/kernels/train_conv.h"
#include "core/train/plan/conv_shape.h"
#include "core/train/plan/rewrite.h"
#include "core/train/zoo.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace espalier {
namespace {

constexpr std::size_t kShards = 16;

double median_seconds(int rounds, const std::function<void()>& work) {
    work();
    std::vector<double> seconds;
    for (int i = 0; i < rounds; ++i) {
        const auto start = std::chrono::steady_clock::now();
        work();
        seconds.push_back(
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    std::sort(seconds.begin(), seconds.end());
    return seconds[seconds.size() / 2];
}

/// FLOP a second of large matrix products, one on each thread: what is left of the processor's peak
/// under the best load there is.
double product_rate(int rounds) {
    constexpr std::int64_t kSide = 1024;
    const auto copies = static_cast<std::size_t>(threads());
    std::vector<std::vector<float>> a(copies, std::vector<float>(kSide * kSide, 1.0F));
    const auto b = a;
    auto c = a;
    const double seconds = median_seconds(rounds, [&] {
        parallel_for(copies, [&](std::size_t i) {
            sgemm(Transposed::No, Transposed::No, kSide, kSide, kSide, a[i].data(), kSide,
                  b[i].data(), kSide, 0, c[i].data(), kSide);
        });
    });
    return 2.0 * kSide * kSide * kSide * static_cast<double>(copies) / seconds;
}

/// One convolution of a network with memory of its own.
class Layer {
public:
    Layer(const TrainConvShape& shape, bool first)
        : first_(first)
        , in_block_(first ? 1 : block_of(shape))
        , conv_(shape, in_block_, false, kShards) {
        const auto floats = [&](std::int64_t channels, const std::int64_t* plane, int block) {
            return static_cast<std::size_t>(shape.samples * ((channels + block - 1) / block) *
                                            block * plane[0] * plane[1]) *
                   kShards;
        };
        x_.resize(floats(shape.in_channels, shape.in, in_block_), 0.5F);
        dx_.resize(x_.size());
        y_.resize(floats(shape.out_channels, shape.out, conv_.out_block()));
        dy_.resize(y_.size(), 0.5F);
        conv_.plan_forward(x_.data(), nullptr, y_.data());
        conv_.plan_backward(x_.data(), dy_.data(), first ? nullptr : dx_.data(), false, true);
        for (std::size_t i = 0; i < kShards; ++i) {
            scratch_.emplace_back(conv_.scratch_bytes() / sizeof(float) + 16);
            const auto past = reinterpret_cast<std::uintptr_t>(scratch_[i].data()) % 64;
            conv_.bind(i, reinterpret_cast<std::byte*>(scratch_[i].data()) + (64 - past) % 64);
        }
        const auto weights = shape.out_channels * shape.in_channels / shape.groups *
                             shape.kernel[0] * shape.kernel[1];
        conv_.pack(std::vector<float>(static_cast<std::size_t>(weights), 0.1F).data());
        macs_ = static_cast<double>(weights * shape.out[0] * shape.out[1]) * (first ? 2 : 3);
    }

    void forward() const {
        parallel_for(kShards, [&](std::size_t i) { conv_.forward(i); });
    }

    void backward() const {
        parallel_for(kShards, [&](std::size_t i) {
            conv_.backward_weights(i);
            if (!first_) {
                conv_.backward_input(i);
            }
        });
    }

    /// Of a whole step, for one sample.
    [[nodiscard]] double macs() const { return macs_; }

private:
    /// How this processor's convolutions lay out their outputs, and so the next one's input.
    static int block_of(const TrainConvShape& shape) {
        return TrainConv(shape, 1, false, 1).out_block();
    }

    bool first_;
    int in_block_;
    TrainConv conv_;
    std::vector<float> x_, dx_, y_, dy_;
    std::vector<std::vector<float>> scratch_;
    double macs_ = 0;
};

void run(const std::string& arch, std::int64_t batch, int rounds) {
    constexpr int kClasses = 10;
    expect(batch % static_cast<std::int64_t>(kShards) == 0,
           "batch of {}, expected a multiple of {}", batch, kShards);
    const TrainGraph net = rewrite_for_training(make_network(arch, kClasses, 1),
                                                batch / static_cast<std::int64_t>(kShards), {}, {});
    const auto shape = [&](ValueId id) -> const Shape& {
        return net.types[static_cast<std::size_t>(id)].shape;
    };
    std::vector<std::unique_ptr<Layer>> layers;
    double macs = 0;
    for (const Node& node : net.graph.nodes) {
        if (node.op == "Conv") {
            layers.push_back(
                std::make_unique<Layer>(conv_shape(node, shape(node.inputs[0]),
                                                   shape(node.outputs[0]), shape(node.inputs[1])),
                                        layers.empty()));
            macs += layers.back()->macs();
        }
    }
    const double seconds = median_seconds(rounds, [&] {
        for (const auto& layer : layers) {
            layer->forward();
        }
        for (const auto& layer : layers) {
            layer->backward();
        }
    });
    const double rate = 2 * macs * static_cast<double>(batch) / seconds;
    const double peak = product_rate(rounds);
    fmt::print("{{\"arch\": \"{}\", \"batch\": {}, \"threads\": {}, \"images_per_s\": {:.1f}, "
               "\"gflops\": {:.1f}, \"matrix_product_gflops\": {:.1f}, \"share\": {:.2f}}}\n",
               arch, batch, threads(), static_cast<double>(batch) / seconds, rate * 1e-9,
               peak * 1e-9, rate / peak);
}

} // namespace
} // namespace espalier

int main(int argc, char** argv) {
    const auto argument = [&](int index, const char* otherwise) {
        return std::string(argc > index ? argv[index] : otherwise);
    };
    try {
        espalier::set_threads(std::atoi(argument(4, "2").c_str()));
        espalier::run(argument(1, "resnet-20"), std::atoi(argument(2, "128").c_str()),
                      std::max(1, std::atoi(argument(3, "5").c_str())));
    } catch (const espalier::Error& error) {
        fmt::print(stderr, "{}\n", error.what());
        return espalier::exit_code(error.code());
    }
    return 0;
}
