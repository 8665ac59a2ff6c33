// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/zoo/picture_networks.h"

#include <fmt/core.h>

#include <array>
#include <string>

namespace espalier {

namespace {

constexpr auto kRectified = NetBuilder::Follows::Rectifier;
constexpr auto kLinear = NetBuilder::Follows::Nothing;

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

/// 32-C5 + MP2 + 64-C5 + MP2 + 512-FC, with batch normalisation behind every layer.
ValueId lenet_5_bn(NetBuilder& net, std::int64_t classes) {
    ValueId x = net.conv("conv1", net.input(), 1, {.out = 32, .kernel = 5});
    x = net.relu("relu1", net.batch_norm("bn1", x, 32));
    x = net.max_pool("pool1", x, 2);
    x = net.conv("conv2", x, 32, {.out = 64, .kernel = 5});
    x = net.relu("relu2", net.batch_norm("bn2", x, 64));
    x = net.max_pool("pool2", x, 2);
    x = net.flatten("flatten", x);
    x = net.linear("fc1", x, 64 * 4 * 4, 512, kRectified);
    x = net.relu("relu3", net.batch_norm("bn3", x, 512));
    return net.batch_norm("bn4", net.linear("fc2", x, 512, classes), classes);
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

/// Two 3x3 convolutions at each of three sizes, halved by pooling.
ValueId vgg_small(NetBuilder& net, std::int64_t classes) {
    constexpr std::array<std::int64_t, 3> kStages{32, 64, 128};
    constexpr std::int64_t kHidden = 128;
    ValueId x = net.input();
    std::int64_t channels = 3;
    for (std::size_t stage = 0; stage < kStages.size(); ++stage) {
        for (int repeat = 1; repeat <= 2; ++repeat) {
            const std::string name = fmt::format("{}.{}", stage + 1, repeat);
            x = net.conv("conv" + name, x, channels, {.out = kStages[stage], .pad = 1});
            channels = kStages[stage];
            x = net.relu("relu" + name, net.batch_norm("bn" + name, x, channels));
        }
        x = net.max_pool(fmt::format("pool{}", stage + 1), x, 2);
    }
    x = net.flatten("flatten", x);
    x = net.relu("relu", net.linear("fc1", x, channels * 4 * 4, kHidden, kRectified));
    return net.linear("fc2", x, kHidden, classes);
}

/// A 1x1 convolution to few maps, then 1x1 and 3x3 convolutions of these side by side.
ValueId fire(NetBuilder& net, const std::string& name, ValueId x, std::int64_t in,
             std::int64_t squeezed, std::int64_t expanded) {
    const auto rectified = [&](const std::string& part, ValueId from, std::int64_t channels,
                               const NetBuilder::Conv& conv) {
        const ValueId y = net.conv(name + "." + part, from, channels, conv);
        return net.relu(name + "." + part + ".relu",
                        net.batch_norm(name + "." + part + ".bn", y, conv.out));
    };
    const ValueId few = rectified("squeeze", x, in, {.out = squeezed, .kernel = 1});
    Attributes channels;
    channels.set("axis", std::int64_t{1});
    return net.node("Concat", name + ".concat",
                    {rectified("expand1x1", few, squeezed, {.out = expanded, .kernel = 1}),
                     rectified("expand3x3", few, squeezed, {.out = expanded, .pad = 1})},
                    std::move(channels));
}

ValueId squeezenet_small(NetBuilder& net, std::int64_t classes) {
    struct Fire {
        std::int64_t squeezed;
        std::int64_t expanded; ///< of each kind
        bool pooled;           ///< halved after it
    };

    constexpr std::array<Fire, 6> kFires{{{16, 48, true},
                                          {24, 64, false},
                                          {24, 64, false},
                                          {32, 96, true},
                                          {48, 128, false},
                                          {48, 160, false}}};
    ValueId x = net.conv("stem", net.input(), 3, {.out = 32, .pad = 1});
    std::int64_t channels = 32;
    x = net.relu("stem.relu", net.batch_norm("stem.bn", x, channels));
    int number = 1; // the first module of the paper is fire2
    for (const Fire& module : kFires) {
        const std::string name = fmt::format("fire{}", ++number);
        x = fire(net, name, x, channels, module.squeezed, module.expanded);
        channels = 2 * module.expanded;
        if (module.pooled) {
            x = net.max_pool(name + ".pool", x, 2);
        }
    }
    x = net.conv("classifier", x, channels,
                 {.out = classes, .kernel = 1, .bias = true, .follows = kLinear});
    return net.flatten("flatten", net.global_average("pool", x));
}

constexpr const char* kLenetSource = "LeCun et al., Proceedings of the IEEE 86(11), 1998";
constexpr const char* kHintonSource =
    "Hinton et al., Distilling the Knowledge in a Neural Network, 2015, section 3";
constexpr const char* kResnetSource = "He et al., Deep Residual Learning, CVPR 2016, section 4.2";

template <int Depth>
ValueId resnet_of(NetBuilder& net, std::int64_t classes) {
    return resnet(net, Depth, classes);
}

template <int Hidden>
ValueId square_perceptron(NetBuilder& net, std::int64_t classes) {
    return perceptron(net, Hidden, Hidden, classes);
}

ValueId lenet_300_100(NetBuilder& net, std::int64_t classes) {
    return perceptron(net, 300, 100, classes);
}

constexpr std::array<PictureNetwork, 10> kNetworks{{
    {{"lenet-300-100", "LeNet-300-100", kLenetSource, 1, 28, 28}, lenet_300_100},
    {{"mlp-1200-1200", "Two hidden layers of 1200", kHintonSource, 1, 28, 28},
     square_perceptron<1200>},
    {{"mlp-800-800", "Two hidden layers of 800", kHintonSource, 1, 28, 28}, square_perceptron<800>},
    {{"lenet-5", "LeNet-5 as in Caffe's examples (20 and 50 maps)", kLenetSource, 1, 28, 28},
     lenet_5},
    {{"lenet-5-bn", "LeNet-5 of 32 and 64 maps with batch normalisation",
      "Li et al., Ternary Weight Networks, 2016, section 3.1", 1, 28, 28},
     lenet_5_bn},
    {{"resnet-20", "ResNet-20, shortcuts of option A", kResnetSource, 3, 32, 32}, resnet_of<20>},
    {{"resnet-56", "ResNet-56, shortcuts of option A", kResnetSource, 3, 32, 32}, resnet_of<56>},
    {{"mobilenet-v2-small", "Inverted bottlenecks for 32x32 pictures",
      "after Sandler et al., MobileNetV2, CVPR 2018", 3, 32, 32},
     mobilenet_v2_small},
    {{"squeezenet-small", "Fire modules for 32x32 pictures",
      "after Iandola et al., SqueezeNet, arXiv:1602.07360", 3, 32, 32},
     squeezenet_small},
    {{"vgg-small", "Pairs of 3x3 convolutions for 32x32 pictures",
      "after Simonyan and Zisserman, arXiv:1409.1556", 3, 32, 32},
     vgg_small},
}};

} // namespace

std::span<const PictureNetwork> picture_networks() {
    return kNetworks;
}

} // namespace espalier
