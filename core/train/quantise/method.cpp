// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/quantise/method.h"

#include "core/base/error.h"

#include <fmt/ranges.h>

#include <algorithm>

namespace espalier {

namespace methods {
std::span<const QuantisationMethod* const> all(); // generated
} // namespace methods

std::span<const QuantisationMethod* const> quantisation_methods() {
    return methods::all();
}

const QuantisationMethod& quantisation_method(std::string_view id) {
    const auto known = quantisation_methods();
    const auto found = std::ranges::find(known, id, &QuantisationMethod::id);
    if (found == known.end()) {
        std::vector<std::string_view> ids;
        for (const QuantisationMethod* method : known) {
            ids.push_back(method->id);
        }
        fail(ErrorCode::Usage, "method \"{}\" is unknown, expected one of {}", id,
             fmt::join(ids, ", "));
    }
    return **found;
}

} // namespace espalier
