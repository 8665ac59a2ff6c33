// SPDX-License-Identifier: GPL-3.0-or-later
// The loops an Einsum equation stands for.
#pragma once

#include "core/graph/op.h"

#include <cstdint>
#include <vector>

namespace espalier::ops::detail {

class EinsumPlan {
public:
    /// BadInput where attribute `equation` is malformed or does not fit the shapes. Dimensions may
    /// be unknown; then only output() may be asked for.
    EinsumPlan(const Node& node, const std::vector<Shape>& inputs);

    [[nodiscard]] const Shape& output() const { return output_; }

    /// Elements of the output, and how many products are summed for each.
    [[nodiscard]] std::int64_t results() const;
    [[nodiscard]] std::int64_t terms() const;

    /// Calls body(offsets) for every product that goes into output element `result`: where each
    /// input's factor lies.
    template <typename Body>
    void for_each_term(std::int64_t result, Body&& body) const {
        std::vector<std::int64_t> offsets(inputs_, 0);
        for (std::size_t loop = output_loops_; loop-- > 0;) {
            move(offsets, loops_[loop], result % loops_[loop].size);
            result /= loops_[loop].size;
        }
        const std::int64_t count = terms();
        std::vector<std::int64_t> counter(loops_.size(), 0);
        for (std::int64_t term = 0; term < count; ++term) {
            body(offsets);
            for (std::size_t loop = loops_.size(); loop-- > output_loops_;) {
                move(offsets, loops_[loop], 1);
                if (++counter[loop] < loops_[loop].size) {
                    break;
                }
                move(offsets, loops_[loop], -counter[loop]);
                counter[loop] = 0;
            }
        }
    }

private:
    /// One letter, or one dimension of the ellipsis.
    struct Loop {
        int label = 0;
        std::int64_t size = 1;
        std::vector<std::int64_t> steps; ///< of each input
    };

    static void move(std::vector<std::int64_t>& offsets, const Loop& loop, std::int64_t count) {
        for (std::size_t i = 0; i < offsets.size(); ++i) {
            offsets[i] += loop.steps[i] * count;
        }
    }

    void add_input(const std::vector<int>& labels, const Shape& shape, std::size_t index);
    [[nodiscard]] Loop& loop_of(int label);

    std::size_t inputs_;
    std::size_t output_loops_ = 0;
    std::vector<Loop> loops_; ///< those of the output first, in its order
    Shape output_;
};

} // namespace espalier::ops::detail
