// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/hooks/numerics.h"

#include "core/base/error.h"

#include <algorithm>

namespace espalier {

namespace {

constexpr std::array<std::string_view, kNumericObjects.size()> kNames{
    "weight", "activation", "error", "gradient", "update", "statistics"};

} // namespace

std::string_view object_name(NumericObject object) {
    return kNames[static_cast<std::size_t>(object)];
}

NumericObject numeric_object(std::string_view name) {
    const auto found = std::ranges::find(kNames, name);
    if (found == kNames.end()) {
        fail(ErrorCode::Usage,
             "numbers of \"{}\" are unknown, expected weight, activation, error, gradient, update "
             "or statistics",
             name);
    }
    return kNumericObjects[static_cast<std::size_t>(found - kNames.begin())];
}

bool Numerics::any() const {
    return std::ranges::any_of(hooks, [](const NumericHook& hook) { return hook.any(); });
}

} // namespace espalier
