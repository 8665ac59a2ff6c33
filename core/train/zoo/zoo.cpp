// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/zoo.h"

#include "core/base/error.h"
#include "core/train/zoo/net_builder.h"
#include "core/train/zoo/row_networks.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <vector>

namespace espalier {

namespace {

constexpr auto kRectified = NetBuilder::Follows::Rectifier;
constexpr auto kLinear = NetBuilder::Follows::Nothing;

constexpr std::array<ZooEntry, 7> kPictureNetworks{{
    {"lenet-300-100", "LeNet-300-100", "LeCun et al., Proceedings of the IEEE 86(11), 1998", 1, 28,
     28},
    {"mlp-1200-1200", "Two hidden layers of 1200",
     "Hinton et al., Distilling the Knowledge in a Neural Network, 2015, section 3", 1, 28, 28},
    {"mlp-800-800", "Two hidden layers of 800",
     "Hinton et al., Distilling the Knowledge in a Neural Network, 2015, section 3", 1, 28, 28},
    {"lenet-5", "LeNet-5 as in Caffe's examples (20 and 50 maps)",
     "LeCun et al., Proceedings of the IEEE 86(11), 1998", 1, 28, 28},
    {"resnet-20", "ResNet-20, shortcuts of option A",
     "He et al., Deep Residual Learning, CVPR 2016, section 4.2", 3, 32, 32},
    {"resnet-56", "ResNet-56, shortcuts of option A",
     "He et al., Deep Residual Learning, CVPR 2016, section 4.2", 3, 32, 32},
    {"mobilenet-v2-small", "Inverted bottlenecks for 32x32 pictures",
     "after Sandler et al., MobileNetV2, CVPR 2018", 3, 32, 32},
}};

/// Means and deviations of MNIST's pixels, and of natural pictures (ImageNet's training set).
Preprocess grey_preprocess() {
    Preprocess result;
    result.mean = {0.1307};
    result.std = {0.3081};
    return result;
}

Preprocess colour_preprocess() {
    Preprocess result;
    result.mean = {0.485, 0.456, 0.406};
    result.std = {0.229, 0.224, 0.225};
    return result;
}

/// Two hidden layers on 28x28 pictures.
ValueId perceptron(NetBuilder& net, std::int64_t first, std::int64_t second, std::int64_t classes) {
    ValueId x = net.flatten("flatten", net.input());
    x = net.relu("relu1", net.linear("fc1", x, 784, first, kRectified));
    x = net.relu("relu2", net.linear("fc2", x, first, second, kRectified));
    return net.linear("fc3", x, second, classes);
}

ValueId lenet_5(NetBuilder& net, std::int64_t classes) {
    ValueId x = net.conv("conv1", net.input(), 1,
                         {.out = 20, .kernel = 5, .bias = true, .follows = kLinear});
    x = net.max_pool("pool1", x, 2);
    x = net.conv("conv2", x, 20, {.out = 50, .kernel = 5, .bias = true, .follows = kLinear});
    x = net.max_pool("pool2", x, 2);
    x = net.flatten("flatten", x);
    x = net.relu("relu1", net.linear("fc1", x, 50 * 4 * 4, 500, kRectified));
    return net.linear("fc2", x, 500, classes);
}

/// Two 3x3 convolutions around which the input is carried.
ValueId basic_block(NetBuilder& net, const std::string& name, ValueId x, std::int64_t in,
                    std::int64_t out) {
    const std::int64_t stride = in == out ? 1 : 2;
    const ValueId shortcut = in == out ? x : net.subsample_and_pad(name + ".shortcut", x, in, out);
    ValueId y = net.conv(name + ".conv1", x, in, {.out = out, .stride = stride, .pad = 1});
    y = net.relu(name + ".relu1", net.batch_norm(name + ".bn1", y, out));
    y = net.conv(name + ".conv2", y, out, {.out = out, .pad = 1});
    y = net.batch_norm(name + ".bn2", y, out);
    return net.relu(name + ".relu2", net.add(name + ".add", y, shortcut));
}

/// `depth` = 6n + 2 layers: n blocks at each of 16, 32 and 64 maps.
ValueId resnet(NetBuilder& net, int depth, std::int64_t classes) {
    ValueId x = net.conv("conv1", net.input(), 3, {.out = 16, .pad = 1});
    x = net.relu("relu1", net.batch_norm("bn1", x, 16));
    std::int64_t channels = 16;
    for (int stage = 1; stage <= 3; ++stage) {
        const std::int64_t wide = std::int64_t{16} << (stage - 1);
        for (int block = 0; block < (depth - 2) / 6; ++block) {
            x = basic_block(net, fmt::format("layer{}.{}", stage, block), x, channels, wide);
            channels = wide;
        }
    }
    x = net.flatten("flatten", net.global_average("pool", x));
    return net.linear("fc", x, channels, classes);
}

struct Bottleneck {
    std::int64_t expansion;
    std::int64_t out;
    int repeats;
    std::int64_t stride;
};

ValueId inverted_bottleneck(NetBuilder& net, const std::string& name, ValueId x, std::int64_t in,
                            const Bottleneck& kind, std::int64_t stride) {
    const std::int64_t wide = in * kind.expansion;
    ValueId y = x;
    if (wide != in) {
        y = net.conv(name + ".expand", y, in, {.out = wide, .kernel = 1});
        y = net.relu6(name + ".relu1", net.batch_norm(name + ".bn1", y, wide));
    }
    y = net.conv(name + ".depthwise", y, wide,
                 {.out = wide, .stride = stride, .pad = 1, .groups = wide});
    y = net.relu6(name + ".relu2", net.batch_norm(name + ".bn2", y, wide));
    y = net.conv(name + ".project", y, wide, {.out = kind.out, .kernel = 1});
    y = net.batch_norm(name + ".bn3", y, kind.out);
    return stride == 1 && in == kind.out ? net.add(name + ".add", y, x) : y;
}

ValueId mobilenet_v2_small(NetBuilder& net, std::int64_t classes) {
    constexpr std::array<Bottleneck, 5> kStages{
        {{1, 16, 1, 1}, {4, 32, 2, 2}, {4, 48, 2, 2}, {4, 64, 2, 2}, {4, 96, 1, 1}}};
    constexpr std::int64_t kLast = 256;
    ValueId x = net.conv("stem", net.input(), 3, {.out = 16, .pad = 1});
    x = net.relu6("stem.relu", net.batch_norm("stem.bn", x, 16));
    std::int64_t channels = 16;
    int number = 0;
    for (const Bottleneck& stage : kStages) {
        for (int repeat = 0; repeat < stage.repeats; ++repeat) {
            x = inverted_bottleneck(net, fmt::format("block{}", ++number), x, channels, stage,
                                    repeat == 0 ? stage.stride : 1);
            channels = stage.out;
        }
    }
    x = net.conv("head", x, channels, {.out = kLast, .kernel = 1});
    x = net.relu6("head.relu", net.batch_norm("head.bn", x, kLast));
    x = net.flatten("flatten", net.global_average("pool", x));
    return net.linear("fc", x, kLast, classes);
}

} // namespace

std::span<const ZooEntry> zoo() {
    static const std::vector<ZooEntry> entries = [] {
        std::vector<ZooEntry> all(kPictureNetworks.begin(), kPictureNetworks.end());
        for (const RowNetwork& network : row_networks()) {
            all.push_back({network.id, network.title, network.source, 1, 28, 28});
        }
        return all;
    }();
    return entries;
}

Graph make_network(std::string_view id, int classes, std::uint64_t seed) {
    const auto found =
        std::ranges::find_if(zoo(), [&](const ZooEntry& entry) { return entry.id == id; });
    if (found == zoo().end()) {
        std::vector<std::string_view> ids;
        for (const ZooEntry& entry : zoo()) {
            ids.push_back(entry.id);
        }
        fail(ErrorCode::Usage, "architecture \"{}\" is unknown, expected one of {}", id,
             fmt::join(ids, ", "));
    }
    if (classes < 2) {
        fail(ErrorCode::Usage, "{} classes, expected at least 2", classes);
    }
    NetBuilder net(id, found->channels, found->height, found->width,
                   found->channels == 1 ? grey_preprocess() : colour_preprocess(), seed);
    const auto rows = std::ranges::find(row_networks(), id, &RowNetwork::id);
    if (rows != row_networks().end()) {
        return net.finish(build_row_network(net, *rows, found->height, found->width, classes));
    }
    const ValueId scores = id == "lenet-300-100"   ? perceptron(net, 300, 100, classes)
                           : id == "mlp-1200-1200" ? perceptron(net, 1200, 1200, classes)
                           : id == "mlp-800-800"   ? perceptron(net, 800, 800, classes)
                           : id == "lenet-5"       ? lenet_5(net, classes)
                           : id == "resnet-20"     ? resnet(net, 20, classes)
                           : id == "resnet-56"     ? resnet(net, 56, classes)
                                                   : mobilenet_v2_small(net, classes);
    return net.finish(scores);
}

} // namespace espalier
