// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/models/code_levels.h"

#include "core/graph/channel_code.h"
#include "core/graph/group_code.h"

#include <algorithm>

namespace espalier::studio {

namespace {

/// Codes of more bits have too many levels to be drawn one by one.
constexpr int kMostLevelBits = 8;

} // namespace

std::vector<double> code_levels(const Code* code, std::size_t most) {
    std::vector<double> levels;
    if (const auto* book = dynamic_cast<const CodebookCode*>(code)) {
        if (book->levels().size() <= most) {
            levels.assign(book->levels().begin(), book->levels().end());
        }
    } else if (const auto* each = dynamic_cast<const ChannelCode*>(code);
               each != nullptr && each->bits() <= kMostLevelBits) {
        for (std::size_t channel = 0; channel < each->channels(); ++channel) {
            const std::vector<float> found = each->levels(channel);
            if (found.size() <= most && (levels.empty() || found.back() > levels.back())) {
                levels.assign(found.begin(), found.end());
            }
        }
    } else if (const auto* groups = dynamic_cast<const GroupCode*>(code)) {
        const AffineCode grids(groups->bits(), groups->is_signed(), groups->narrow(), 0,
                               groups->scales(), groups->zero_points());
        return code_levels(&grids, most);
    } else if (const auto* affine = dynamic_cast<const AffineCode*>(code)) {
        const auto count = static_cast<std::size_t>(affine->high() - affine->low() + 1);
        if (count <= most) {
            const auto& scales = affine->scales();
            const auto coarsest = std::ranges::max_element(scales) - scales.begin();
            const double scale = scales[static_cast<std::size_t>(coarsest)];
            const std::int32_t zero = affine->zero_points()[static_cast<std::size_t>(coarsest)];
            for (std::int32_t q = affine->low(); q <= affine->high(); ++q) {
                levels.push_back((q - zero) * scale);
            }
        }
    }
    return levels;
}

} // namespace espalier::studio
