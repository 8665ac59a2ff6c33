// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/zoo.h"

#include "core/base/error.h"
#include "core/train/zoo/net_builder.h"
#include "core/train/zoo/picture_networks.h"
#include "core/train/zoo/row_networks.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

namespace espalier {

namespace {

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

} // namespace

std::span<const ZooEntry> zoo() {
    static const std::vector<ZooEntry> entries = [] {
        std::vector<ZooEntry> all;
        for (const PictureNetwork& network : picture_networks()) {
            all.push_back(network.entry);
        }
        for (const RowNetwork& network : row_networks()) {
            all.push_back({network.id, network.title, network.source, 1, 28, 28});
        }
        return all;
    }();
    return entries;
}

Graph make_network(std::string_view id, int classes, std::uint64_t seed,
                   const std::optional<PictureSize>& pictures) {
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
    const auto rows = std::ranges::find(row_networks(), id, &RowNetwork::id);
    if (rows != row_networks().end()) {
        const int height = pictures ? pictures->height : found->height;
        const int width = pictures ? pictures->width : found->width;
        NetBuilder net(id, 1, height, width, grey_preprocess(), seed);
        return net.finish(build_row_network(net, *rows, height, width, classes));
    }
    NetBuilder net(id, found->channels, found->height, found->width,
                   found->channels == 1 ? grey_preprocess() : colour_preprocess(), seed);
    const auto picture = std::ranges::find(
        picture_networks(), id, [](const PictureNetwork& known) { return known.entry.id; });
    return net.finish(picture->build(net, classes));
}

} // namespace espalier
