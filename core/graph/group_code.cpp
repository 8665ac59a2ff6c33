// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/group_code.h"

#include "core/base/error.h"
#include "core/base/json.h"

#include <algorithm>

namespace espalier {

GroupCode::GroupCode(int bits, bool is_signed, bool narrow, int axis,
                     std::vector<std::int64_t> ends, std::vector<float> scales,
                     std::vector<std::int32_t> zero_points)
    : axis_(axis)
    , ends_(std::move(ends))
    , grids_(bits, is_signed, narrow, 0, std::move(scales), std::move(zero_points)) {
    expect(axis == 0 || axis == 1, "a code by groups along axis {}, expected 0 or 1", axis);
    const bool ascend = !ends_.empty() && ends_.front() > 0 &&
                        std::ranges::adjacent_find(ends_, std::greater_equal()) == ends_.end();
    expect(ascend && grids_.scales().size() % ends_.size() == 0,
           "a code by {} groups with {} scales, expected as many for each output and ascending "
           "ends",
           ends_.size(), grids_.scales().size());
}

std::vector<std::int64_t> GroupCode::equal_ends(std::int64_t inputs, std::int64_t size) {
    std::vector<std::int64_t> ends;
    for (std::int64_t end = size; end < inputs; end += size) {
        ends.push_back(end);
    }
    ends.push_back(inputs);
    return ends;
}

std::int64_t GroupCode::size() const {
    return ends_ == equal_ends(ends_.back(), ends_.front()) ? ends_.front() : 0;
}

template <typename Body>
void GroupCode::for_elements(const Shape& shape, const Body& body) const {
    expect(shape.rank() >= 2 && shape[1 - axis_] == ends_.back() &&
               shape[axis_] * static_cast<std::int64_t>(ends_.size()) ==
                   static_cast<std::int64_t>(scales().size()),
           "the code has {} scales for groups of {} inputs along axis {}, found shape {}",
           scales().size(), ends_.back(), axis_, shape.str());
    const std::int64_t rest = shape.elements(2, shape.rank());
    const auto groups = static_cast<std::int64_t>(ends_.size());
    std::int64_t element = 0;
    std::vector<std::int64_t> group_of;
    std::vector<std::int64_t> first_of;
    for (std::int64_t input = 0, g = 0, first = 0; input < ends_.back(); ++input) {
        if (input == ends_[static_cast<std::size_t>(g)]) {
            first = input;
            ++g;
        }
        group_of.push_back(g);
        first_of.push_back(first);
    }
    for (std::int64_t a = 0; a < shape[0]; ++a) {
        for (std::int64_t b = 0; b < shape[1]; ++b) {
            const std::int64_t output = axis_ == 0 ? a : b;
            const auto input = static_cast<std::size_t>(axis_ == 0 ? b : a);
            const std::int64_t grid = output * groups + group_of[input];
            const std::int64_t place = (static_cast<std::int64_t>(input) - first_of[input]) * rest;
            for (std::int64_t i = 0; i < rest; ++i) {
                body(static_cast<std::size_t>(element++), static_cast<std::size_t>(grid),
                     static_cast<std::size_t>(place + i));
            }
        }
    }
}

std::int64_t GroupCode::row_length(const Shape& shape) const {
    std::int64_t most = ends_.front();
    for (std::size_t g = 1; g < ends_.size(); ++g) {
        most = std::max(most, ends_[g] - ends_[g - 1]);
    }
    return most * shape.elements(2, shape.rank());
}

Tensor GroupCode::by_grid(const Tensor& tensor) const {
    const std::int64_t length = row_length(tensor.shape());
    const Shape shape{static_cast<std::int64_t>(scales().size()), length};
    Tensor rows(tensor.dtype(), shape);
    const auto copy = [&](auto from, auto to) {
        for_elements(tensor.shape(), [&](std::size_t element, std::size_t grid, std::size_t place) {
            to[grid * static_cast<std::size_t>(length) + place] = from[element];
        });
    };
    if (tensor.dtype() == DType::Int32) {
        // What fills up must be an index that there is.
        std::ranges::fill(rows.writable<std::int32_t>(), low());
        copy(tensor.data<std::int32_t>(), rows.writable<std::int32_t>());
    } else {
        copy(tensor.data<float>(), rows.writable<float>());
    }
    return rows;
}

Tensor GroupCode::from_grids(const Tensor& rows, const Shape& shape) const {
    Tensor result(rows.dtype(), shape);
    const auto length = static_cast<std::size_t>(rows.shape()[1]);
    const auto copy = [&](auto from, auto to) {
        for_elements(shape, [&](std::size_t element, std::size_t grid, std::size_t place) {
            to[element] = from[grid * length + place];
        });
    };
    if (rows.dtype() == DType::Int32) {
        copy(rows.data<std::int32_t>(), result.writable<std::int32_t>());
    } else {
        copy(rows.data<float>(), result.writable<float>());
    }
    return result;
}

Tensor GroupCode::project(const Tensor& values) const {
    return from_grids(grids_.project(by_grid(values)), values.shape());
}

Tensor GroupCode::encode(const Tensor& values) const {
    return from_grids(grids_.encode(by_grid(values)), values.shape());
}

Tensor GroupCode::decode(const Tensor& indices) const {
    return from_grids(grids_.decode(by_grid(indices)), indices.shape());
}

std::int64_t GroupCode::overhead_bits() const {
    constexpr std::int64_t kEndBits = 32;
    const auto listed = static_cast<std::int64_t>(size() > 0 ? 2 : ends_.size());
    return grids_.overhead_bits() + kEndBits * listed;
}

nlohmann::ordered_json GroupCode::to_json() const {
    nlohmann::ordered_json json = grids_.to_json();
    json["kind"] = kind();
    json["axis"] = axis_;
    json["ends"] = ends_;
    return json;
}

CodePtr GroupCode::selected(int axis, const std::vector<std::int64_t>& keep) const {
    if (axis != 0 && axis != 1) {
        return std::make_shared<GroupCode>(*this);
    }
    const std::size_t groups = ends_.size();
    std::vector<std::int64_t> ends;
    std::vector<std::size_t> kept_groups;
    std::vector<std::size_t> outputs;
    if (axis == axis_) {
        ends = ends_;
        for (std::size_t g = 0; g < groups; ++g) {
            kept_groups.push_back(g);
        }
        for (const std::int64_t output : keep) {
            expect(output >= 0 && static_cast<std::size_t>(output) < scales().size() / groups,
                   "output {} of a code for {}", output, scales().size() / groups);
            outputs.push_back(static_cast<std::size_t>(output));
        }
    } else {
        for (std::size_t output = 0; output < scales().size() / groups; ++output) {
            outputs.push_back(output);
        }
        // A group that loses inputs keeps its grid; one that loses all is gone.
        for (std::size_t i = 0; i < keep.size(); ++i) {
            expect(keep[i] >= 0 && keep[i] < ends_.back(), "input {} of a code for {}", keep[i],
                   ends_.back());
            const auto g =
                static_cast<std::size_t>(std::ranges::upper_bound(ends_, keep[i]) - ends_.begin());
            if (kept_groups.empty() || kept_groups.back() != g) {
                kept_groups.push_back(g);
                ends.push_back(0);
            }
            ends.back() = static_cast<std::int64_t>(i) + 1;
        }
    }
    std::vector<float> new_scales;
    std::vector<std::int32_t> new_zeros;
    for (const std::size_t output : outputs) {
        for (const std::size_t g : kept_groups) {
            new_scales.push_back(scales()[output * groups + g]);
            new_zeros.push_back(zero_points()[output * groups + g]);
        }
    }
    return std::make_shared<GroupCode>(bits(), is_signed(), narrow(), axis_, std::move(ends),
                                       std::move(new_scales), std::move(new_zeros));
}

} // namespace espalier
