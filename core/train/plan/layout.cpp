// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/plan/layout.h"

namespace espalier {

std::vector<std::uint32_t> Layout::offsets() const {
    std::vector<std::uint32_t> result(static_cast<std::size_t>(sample.elements()));
    for (std::size_t i = 0; i < result.size(); ++i) {
        result[i] = static_cast<std::uint32_t>(offset(static_cast<std::int64_t>(i)));
    }
    return result;
}

} // namespace espalier
