// SPDX-License-Identifier: GPL-3.0-or-later
// Networks and data small enough for tests of training.
#pragma once

#include "core/base/rng.h"
#include "core/data/dataset.h"
#include "core/graph/infer.h"
#include "core/train/zoo/net_builder.h"

#include <memory>
#include <string>
#include <vector>

namespace espalier::test {

/// Two convolutions with batch norm and a residual addition, max pooling, global average, Gemm:
/// 3x8x8 in, `classes` out.
inline Graph residual_net(int classes, std::uint64_t seed) {
    NetBuilder net("residual", 3, 8, 8, {}, seed);
    ValueId x = net.conv("stem", net.input(), 3, {.out = 16, .pad = 1});
    x = net.relu("stem.relu", net.batch_norm("stem.bn", x, 16));
    ValueId y = net.conv("conv1", x, 16, {.out = 16, .pad = 1});
    y = net.relu6("relu1", net.batch_norm("bn1", y, 16));
    y = net.batch_norm("bn2", net.conv("conv2", y, 16, {.out = 16, .pad = 1}), 16);
    x = net.relu("relu2", net.add("add", y, x));
    const ValueId shortcut = net.subsample_and_pad("shortcut", x, 16, 24);
    y = net.conv("conv3", x, 16, {.out = 24, .kernel = 3, .stride = 2, .pad = 1});
    x = net.relu("relu3", net.add("add2", net.batch_norm("bn3", y, 24), shortcut));
    x = net.max_pool("pool", x, 2);
    x = net.flatten("flatten", net.global_average("average", x));
    return net.finish(net.linear("fc", x, 24, classes));
}

/// Inverted bottlenecks: depthwise convolutions, clips, additions without a Relu; 3x8x8 in.
inline Graph inverted_net(int classes, std::uint64_t seed) {
    NetBuilder net("inverted", 3, 8, 8, {}, seed);
    ValueId x = net.conv("stem", net.input(), 3, {.out = 16, .pad = 1});
    x = net.relu6("stem.relu", net.batch_norm("stem.bn", x, 16));
    ValueId y = net.conv("expand", x, 16, {.out = 32, .kernel = 1});
    y = net.relu6("relu1", net.batch_norm("bn1", y, 32));
    y = net.conv("depthwise", y, 32, {.out = 32, .pad = 1, .groups = 32});
    y = net.relu6("relu2", net.batch_norm("bn2", y, 32));
    y = net.conv("project", y, 32, {.out = 16, .kernel = 1});
    x = net.add("add", net.batch_norm("bn3", y, 16), x);
    y = net.conv("depthwise2", x, 16, {.out = 16, .stride = 2, .pad = 1, .groups = 16});
    x = net.relu6("relu3", net.batch_norm("bn4", y, 16));
    x = net.flatten("flatten", net.global_average("average", x));
    return net.finish(net.linear("fc", x, 16, classes));
}

/// A convolution with bias, pooling and two fully connected layers: 1x8x8 in.
inline Graph plain_net(int classes, std::uint64_t seed) {
    NetBuilder net("plain", 1, 8, 8, {}, seed);
    ValueId x = net.conv("conv1", net.input(), 1, {.out = 5, .bias = true});
    x = net.max_pool("pool1", x, 2);
    x = net.flatten("flatten", x);
    x = net.relu("relu1", net.linear("fc1", x, 5 * 3 * 3, 12));
    return net.finish(net.linear("fc2", x, 12, classes));
}

/// Pictures of stripes whose direction and place is the class, with noise.
class Stripes final : public Dataset {
public:
    Stripes(std::size_t size, int classes, int channels, std::uint64_t seed)
        : size_(size)
        , classes_(classes)
        , channels_(channels)
        , seed_(seed) {}

    std::string name() const override { return "stripes"; }

    std::size_t size() const override { return size_; }

    int classes() const override { return classes_; }

    int label(std::size_t index) const override {
        return static_cast<int>(index % static_cast<std::size_t>(classes_));
    }

    Image image(std::size_t index) const override {
        Rng rng(seed_, index);
        Image image{8, 8, channels_, {}};
        const int row = label(index);
        for (int y = 0; y < 8; ++y) {
            for (int x = 0; x < 8; ++x) {
                const int place = row < 4 ? y / 2 : x / 2;
                for (int c = 0; c < channels_; ++c) {
                    const auto noise = static_cast<int>(rng.below(60));
                    image.pixels.push_back(
                        static_cast<std::uint8_t>((place == row % 4 ? 180 : 20) + noise));
                }
            }
        }
        return image;
    }

    std::string fingerprint() const override { return "stripes" + std::to_string(seed_); }

private:
    std::size_t size_;
    int classes_;
    int channels_;
    std::uint64_t seed_;
};

} // namespace espalier::test
