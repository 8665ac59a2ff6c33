// SPDX-License-Identifier: GPL-3.0-or-later
// Concatenation along the channels without copying: where every part has whole blocks of channels,
// its producer writes straight to its place in the result.
#include "core/kernels/lowering.h"

#include <algorithm>

namespace espalier {

namespace {

constexpr std::int64_t kBlock = 16;

/// The layout of `dims` whose blocks and outer order are those of `part`, dense.
std::optional<dnn::Desc> dense_like(const dnn::Desc& part, const dnn::Dims& dims) {
    const int block = dnn::channel_block(part);
    if (block <= 1 || dims.size() < 3 || dims.size() > 5 ||
        part != dnn::blocked(part.dims(), block)) {
        return std::nullopt;
    }
    return dnn::blocked(dims, block);
}

} // namespace

void Lowering::find_placements(const std::vector<Group>& groups) {
    for (const Group& group : groups) {
        const Node& concat = *group.node;
        if (concat.op != "Concat" || !group.followers.empty()) {
            continue;
        }
        const ValueId whole = concat.outputs.front();
        const Shape& shape = type(whole).shape;
        if (type(whole).dtype != DType::Float32 || shape.rank() < 3 || shape.rank() > 5 ||
            shape.normalised_axis(concat.attributes.integer("axis", 1), "axis") != 1) {
            continue;
        }
        bool fits = true;
        for (const ValueId part : concat.inputs) {
            fits = fits && is_float_activation(part) && type(part).shape[1] % kBlock == 0 &&
                   std::count(concat.inputs.begin(), concat.inputs.end(), part) == 1 &&
                   !output_index(part) && !placements_.contains(part) && !graph_.value(part).code;
        }
        if (!fits) {
            continue;
        }
        std::int64_t channel = 0;
        for (const ValueId part : concat.inputs) {
            placements_[part] = {whole, channel};
            channel += type(part).shape[1];
        }
    }
}

std::optional<Operand> Lowering::place_in_concat(ValueId value, const dnn::Desc& layout) {
    const auto found = placements_.find(value);
    if (found == placements_.end()) {
        return std::nullopt;
    }
    const auto [whole, channel] = found->second;
    const auto wanted = dense_like(layout, dnn::dims_of(type(whole).shape));
    if (!wanted) {
        return std::nullopt;
    }
    if (!homes_.contains(whole)) {
        homes_[whole] = {*wanted, add_buffer({Buffer::Kind::Arena, wanted->get_size()}), nullptr};
    }
    const Operand& home = homes_[whole];
    if (home.desc != *wanted) {
        return std::nullopt;
    }
    dnn::Dims offsets(layout.dims().size(), 0);
    offsets[1] = channel;
    return view_of(home, layout.dims(), offsets, dnn::Dims(offsets.size(), 1));
}

Operand Lowering::concat_target(ValueId whole) {
    if (const auto home = homes_.find(whole); home != homes_.end()) {
        return home->second;
    }
    const dnn::Dims dims = dnn::dims_of(type(whole).shape);
    const int block = dnn::preferred_block();
    bool blocked =
        dims.size() >= 3 && dims.size() <= 5 &&
        type(whole).shape.normalised_axis(node().attributes.integer("axis", 1), "axis") == 1;
    for (const ValueId part : node().inputs) {
        blocked = blocked && type(part).shape[1] % kBlock == 0 &&
                  dnn::channel_block(source(part).desc) == block;
    }
    return destination(whole, blocked ? dnn::blocked(dims, block) : dnn::plain(type(whole)),
                       Place::Exact);
}

} // namespace espalier
