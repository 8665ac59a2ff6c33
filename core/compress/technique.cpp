// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compress/technique.h"

#include "core/base/error.h"
#include "core/base/text.h"

#include <algorithm>

namespace espalier {

namespace techniques {
// Generated from the files in core/techniques, see .cmake/registry.cmake.
std::span<const Technique* const> all();
} // namespace techniques

std::string_view family_name(Family family) {
    switch (family) {
    case Family::Compact:
        return "compact";
    case Family::Decomposition:
        return "decomposition";
    case Family::Quantisation:
        return "quantisation";
    case Family::Sparsification:
        return "sparsification";
    case Family::Distillation:
        return "distillation";
    case Family::Utility:
        break;
    }
    return "utility";
}

bool Scope::contains(const Node& node) const {
    const auto matches = [&](const std::string& pattern) {
        return glob_match(pattern, node.name) || glob_match(pattern, node.origin);
    };
    return (include.empty() || std::any_of(include.begin(), include.end(), matches)) &&
           std::none_of(exclude.begin(), exclude.end(), matches);
}

Needs Technique::needs(const Params& /*params*/) const {
    return Needs::Nothing;
}

std::span<const Technique* const> all_techniques() {
    return techniques::all();
}

const Technique* find_technique(std::string_view id) {
    for (const Technique* technique : all_techniques()) {
        if (technique->info().id == id) {
            return technique;
        }
    }
    return nullptr;
}

const Technique& technique_for(std::string_view id) {
    if (const Technique* technique = find_technique(id)) {
        return *technique;
    }
    std::vector<std::string> ids;
    for (const Technique* technique : all_techniques()) {
        ids.push_back(technique->info().id);
    }
    constexpr std::size_t kMost = 60;
    throw Error(ErrorCode::Usage, fmt::format("there is no technique \"{}\"", id.substr(0, kMost)),
                name_hint(id, ids));
}

} // namespace espalier
