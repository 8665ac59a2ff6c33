// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/code.h"

#include "core/base/json.h"

namespace espalier {

namespace {

template <typename T>
std::vector<T> list(const Json& json, const std::string& key) {
    return json_get<std::vector<T>>(json, key);
}

} // namespace

CodePtr code_from_json(const nlohmann::ordered_json& json) {
    const auto kind = json_get<std::string>(json, "kind");
    if (kind == "affine") {
        return std::make_shared<AffineCode>(
            json_get<int>(json, "bits"), json_get<bool>(json, "signed"),
            json_get<bool>(json, "narrow", false), json_get<int>(json, "axis", -1),
            list<float>(json, "scales"), list<std::int32_t>(json, "zero_points"));
    }
    if (kind == "codebook") {
        return std::make_shared<CodebookCode>(list<float>(json, "levels"));
    }
    fail(ErrorCode::BadInput, "found code \"{}\", expected affine or codebook", kind);
}

} // namespace espalier
