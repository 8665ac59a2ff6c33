// SPDX-License-Identifier: GPL-3.0-or-later
// Rules of the operators that move indices about.
#include "core/base/error.h"
#include "core/graph/channel_rules.h"

#include <algorithm>
#include <numeric>

namespace espalier {

namespace {

std::int64_t clamped(std::int64_t index, std::int64_t size) {
    return std::clamp<std::int64_t>(index < 0 ? index + size : index, 0, size);
}

} // namespace

void ChannelRules::concat(std::size_t position) {
    const Node& node = graph_.nodes[position];
    const ValueId y = node.outputs.front();
    const int joined = shape(y).normalised_axis(node.attributes.integer("axis", 1), "axis");
    for (int axis = 0; axis < shape(y).rank(); ++axis) {
        if (axis == joined) {
            continue;
        }
        bool complete = true;
        for (const ValueId input : node.inputs) {
            tie(labels(input, axis), labels(node.inputs.front(), axis),
                node.name + " joins them with channels that can not be removed");
            complete = complete && !labels(input, axis).empty();
        }
        if (complete) {
            pass(node.inputs.front(), axis, y, axis);
        }
    }
    Labels all;
    bool any = false;
    for (const ValueId input : node.inputs) {
        const Labels& part = labels(input, joined);
        any = any || !part.empty();
        if (!part.empty()) {
            all.insert(all.end(), part.begin(), part.end());
        } else if (const std::int64_t size = shape(input)[joined]; size >= 0) {
            const Labels fixed = map_.sets.fresh(size);
            map_.sets.fix(fixed, graph_.value(input).name + " has fixed channels");
            all.insert(all.end(), fixed.begin(), fixed.end());
        } else {
            any = false;
            break;
        }
    }
    if (any && static_cast<std::int64_t>(all.size()) == shape(y)[joined]) {
        set_labels(y, joined, std::move(all));
    } else {
        for (const ValueId input : node.inputs) {
            fix_axis(input, joined, node.name + " has parts of unknown size");
        }
    }
}

void ChannelRules::split(const Node& node) {
    const ValueId x = node.input(0);
    const int cut = shape(x).normalised_axis(node.attributes.integer("axis", 0), "axis");
    std::size_t begin = 0;
    const Labels whole = labels(x, cut);
    for (const ValueId y : node.outputs) {
        if (y == kNoValue) {
            fix_axis(x, cut, node.name + " drops a part");
            continue;
        }
        for (int axis = 0; axis < shape(y).rank(); ++axis) {
            if (axis != cut) {
                pass(x, axis, y, axis);
            }
        }
        if (!whole.empty()) {
            const auto size = static_cast<std::size_t>(shape(y)[cut]);
            const auto from = whole.begin() + static_cast<std::ptrdiff_t>(begin);
            set_labels(y, cut, Labels(from, from + static_cast<std::ptrdiff_t>(size)));
            begin += size;
        }
    }
}

void ChannelRules::slice(const Node& node) {
    const ValueId x = node.input(0);
    const ValueId y = node.outputs.front();
    const Tensor starts = constant(node.input(1));
    const Tensor ends = constant(node.input(2));
    const Tensor axes = constant(node.input(3));
    const Tensor steps = constant(node.input(4));
    const bool known = starts.defined() && ends.defined() &&
                       (node.input(3) == kNoValue || axes.defined()) &&
                       (node.input(4) == kNoValue || steps.defined());
    if (!known) {
        return fix_all(x, node.name + " cuts at places that are computed");
    }
    per_position(node);
    for (std::int64_t i = 0; i < starts.elements(); ++i) {
        const auto at = static_cast<std::size_t>(i);
        const int axis = shape(x).normalised_axis(axes.defined() ? axes.to_int64()[at] : i, "axis");
        const Labels whole = labels(x, axis);
        if (whole.empty()) {
            continue;
        }
        if (steps.defined() && steps.to_int64()[at] != 1) {
            fix_axis(x, axis, node.name + " takes every second channel or the like");
            set_labels(y, axis, {});
            continue;
        }
        const std::int64_t from = clamped(starts.to_int64()[at], shape(x)[axis]);
        const std::int64_t to = std::max(clamped(ends.to_int64()[at], shape(x)[axis]), from);
        set_labels(y, axis, Labels(whole.begin() + from, whole.begin() + to));
    }
}

void ChannelRules::pad(std::size_t position) {
    const Node& node = graph_.nodes[position];
    const ValueId x = node.input(0);
    const ValueId y = node.outputs.front();
    const Tensor pads = constant(node.input(1));
    const int rank = shape(x).rank();
    if (!pads.defined() || pads.elements() != 2 * rank || node.input(3) != kNoValue) {
        return fix_all(x, node.name + " adds borders that are computed");
    }
    const bool constant_mode = node.attributes.text("mode", "constant") == "constant";
    for (int axis = 0; axis < rank; ++axis) {
        const std::int64_t before = pads.to_int64()[static_cast<std::size_t>(axis)];
        const std::int64_t after = pads.to_int64()[static_cast<std::size_t>(axis + rank)];
        Labels inner = labels(x, axis);
        if (before == 0 && after == 0) {
            set_labels(y, axis, std::move(inner));
        } else if (!inner.empty() && constant_mode && before >= 0 && after >= 0) {
            const Labels made = map_.sets.fresh(before + after);
            produce(position, made);
            inner.insert(inner.begin(), made.begin(), made.begin() + before);
            inner.insert(inner.end(), made.begin() + before, made.end());
            set_labels(y, axis, std::move(inner));
        } else {
            fix_axis(x, axis, node.name + " mirrors or crops them");
        }
    }
}

void ChannelRules::gather(std::size_t position) {
    const Node& node = graph_.nodes[position];
    const ValueId x = node.input(0);
    const ValueId y = node.outputs.front();
    const Tensor indices = constant(node.input(1));
    const int taken = shape(x).normalised_axis(node.attributes.integer("axis", 0), "axis");
    const int index_rank = shape(node.input(1)).rank();
    for (int axis = 0; axis < shape(x).rank(); ++axis) {
        if (axis != taken) {
            const int to = axis < taken ? axis : axis + index_rank - 1;
            pass(x, axis, y, to);
            if (graph_.parameter(x) != nullptr) {
                produce(position, labels(y, to)); // the width of an embedding
            }
        }
    }
    const bool followed = index_rank == 1 && indices.defined() &&
                          graph_.parameter(node.input(1)) != nullptr &&
                          graph_.parameter(x) == nullptr;
    const Labels whole = labels(x, taken);
    if (whole.empty()) {
        return;
    }
    if (!followed) {
        return fix_axis(x, taken, node.name + " picks single channels");
    }
    Labels picked;
    for (const std::int64_t index : indices.to_int64()) {
        const auto size = static_cast<std::int64_t>(whole.size());
        picked.push_back(whole.at(static_cast<std::size_t>(index < 0 ? index + size : index)));
    }
    set_labels(y, taken, std::move(picked));
}

void ChannelRules::transpose(const Node& node) {
    const ValueId x = node.input(0);
    const int rank = shape(x).rank();
    std::vector<std::int64_t> reversed(static_cast<std::size_t>(rank));
    std::iota(reversed.rbegin(), reversed.rend(), 0);
    const std::vector<std::int64_t> order = node.attributes.integers("perm", reversed);
    for (int axis = 0; axis < rank; ++axis) {
        pass(x, static_cast<int>(order.at(static_cast<std::size_t>(axis))), node.outputs.front(),
             axis);
    }
}

/// Cuts both shapes into blocks of equal size, in order, and follows each.
void ChannelRules::reshape(const Node& node) {
    const ValueId x = node.input(0);
    const ValueId y = node.outputs.front();
    if (node.op == "Reshape" && graph_.parameter(node.input(1)) == nullptr) {
        return fix_all(x, node.name + " has a shape that is computed");
    }
    const Shape& from = shape(x);
    const Shape& to = shape(y);
    int i = 0;
    int j = 0;
    while (i < from.rank() && j < to.rank()) {
        std::vector<int> in{i};
        std::vector<int> out{j};
        std::int64_t in_size = from[i++];
        std::int64_t out_size = to[j++];
        while (in_size != out_size) {
            const bool extend_in = in_size < out_size;
            const bool possible = extend_in ? i < from.rank() : j < to.rank();
            if (in_size < 0 || out_size < 0 || !possible || (extend_in ? from[i] : to[j]) < 0) {
                return fix_all(x, node.name + " mixes them with the batch");
            }
            if (extend_in) {
                in.push_back(i);
                in_size *= from[i++];
            } else {
                out.push_back(j);
                out_size *= to[j++];
            }
        }
        reshape_block(node, in, out);
    }
    for (; i < from.rank(); ++i) {
        fix_axis(x, i, node.name + " drops this axis");
    }
}

void ChannelRules::reshape_block(const Node& node, std::span<const int> from,
                                 std::span<const int> to) {
    const ValueId x = node.input(0);
    const ValueId y = node.outputs.front();
    if (from.size() == 1 && to.size() == 1) {
        return pass(x, from[0], y, to[0]);
    }
    std::vector<int> labelled;
    for (const int axis : from) {
        if (!labels(x, axis).empty() && shape(x)[axis] > 1) {
            labelled.push_back(axis);
        } else {
            fix_axis(x, axis, node.name + " merges this axis with others");
        }
    }
    if (labelled.size() != 1) {
        for (const int axis : labelled) {
            fix_axis(x, axis, node.name + " merges two axes of channels");
        }
        return;
    }
    // The block as one axis: index p has the label of its coordinate on the labelled axis.
    std::int64_t total = 1;
    std::int64_t inner = 1;
    for (const int axis : from) {
        total *= shape(x)[axis];
        inner *= axis > labelled[0] ? shape(x)[axis] : 1;
    }
    const Labels source = labels(x, labelled[0]);
    Labels merged;
    for (std::int64_t p = 0; p < total; ++p) {
        merged.push_back(
            source[static_cast<std::size_t>(p / inner % static_cast<std::int64_t>(source.size()))]);
    }
    // Cut again: if the labels follow one of the new axes alone they go there; otherwise they are
    // made to follow the last one, by joining what lies along the others.
    const auto coordinate = [&](std::size_t which, std::int64_t p) {
        std::int64_t below = 1;
        for (std::size_t k = which + 1; k < to.size(); ++k) {
            below *= shape(y)[to[k]];
        }
        return static_cast<std::size_t>(p / below % shape(y)[to[which]]);
    };
    const auto along = [&](std::size_t which) {
        Labels picked(static_cast<std::size_t>(shape(y)[to[which]]));
        for (std::int64_t p = total - 1; p >= 0; --p) {
            picked[coordinate(which, p)] = merged[static_cast<std::size_t>(p)];
        }
        return picked;
    };
    std::size_t last = 0;
    for (std::size_t which = 0; which < to.size(); ++which) {
        if (shape(y)[to[which]] == 1) {
            continue;
        }
        last = which;
        const Labels picked = along(which);
        bool alone = true;
        for (std::int64_t p = 0; p < total && alone; ++p) {
            alone = map_.sets.root(merged[static_cast<std::size_t>(p)]) ==
                    map_.sets.root(picked[coordinate(which, p)]);
        }
        if (alone) {
            return set_labels(y, to[which], picked);
        }
    }
    const Labels picked = along(last);
    for (std::int64_t p = 0; p < total; ++p) {
        map_.sets.unite(merged[static_cast<std::size_t>(p)], picked[coordinate(last, p)]);
    }
    set_labels(y, to[last], picked);
}

void ChannelRules::reduce(const Node& node) {
    const ValueId x = node.input(0);
    const ValueId y = node.outputs.front();
    const int rank = shape(x).rank();
    std::vector<std::int64_t> axes = node.attributes.integers("axes", {});
    if (node.input(1) != kNoValue) {
        const Tensor given = constant(node.input(1));
        if (!given.defined()) {
            return fix_all(x, node.name + " reduces axes that are computed");
        }
        axes = given.to_int64();
    }
    std::vector<bool> reduced(static_cast<std::size_t>(rank),
                              axes.empty() &&
                                  node.attributes.integer("noop_with_empty_axes", 0) == 0);
    for (const std::int64_t axis : axes) {
        reduced.at(static_cast<std::size_t>(shape(x).normalised_axis(axis, "axis"))) = true;
    }
    const bool keep = node.attributes.integer("keepdims", 1) != 0;
    int to = 0;
    for (int axis = 0; axis < rank; ++axis) {
        if (reduced[static_cast<std::size_t>(axis)]) {
            fix_axis(x, axis, node.name + " reduces over this axis");
            to += keep ? 1 : 0;
        } else {
            pass(x, axis, y, to++);
        }
    }
}

void ChannelRules::resize(const Node& node) {
    const ValueId x = node.input(0);
    const ValueId y = node.outputs.front();
    const bool sizes = node.input(3) != kNoValue;
    for (int axis = 0; axis < shape(x).rank(); ++axis) {
        if (shape(x)[axis] == shape(y)[axis] &&
            (!sizes || graph_.parameter(node.input(3)) != nullptr)) {
            pass(x, axis, y, axis);
        } else {
            fix_axis(x, axis, node.name + " interpolates along this axis");
        }
    }
}

} // namespace espalier
