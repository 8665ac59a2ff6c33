// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/code.h"

#include "core/base/json.h"
#include "core/graph/group_code.h"
#include "core/graph/level_code.h"
#include "core/graph/minifloat_code.h"
#include "core/graph/multibit_code.h"

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
    const int axis = json_get<int>(json, "axis", -1);
    if (kind == "levels") {
        return std::make_shared<LevelCode>(
            json_get<std::string>(json, "grid"), list<float>(json, "levels"), axis,
            list<float>(json, "scales"), list<float>(json, "dead_zones"));
    }
    if (kind == "multibit") {
        return std::make_shared<MultiBitCode>(json_get<int>(json, "planes"), axis,
                                              list<float>(json, "factors"));
    }
    if (kind == "groups") {
        return std::make_shared<GroupCode>(
            json_get<int>(json, "bits"), json_get<bool>(json, "signed"),
            json_get<bool>(json, "narrow", false), axis, list<std::int64_t>(json, "ends"),
            list<float>(json, "scales"), list<std::int32_t>(json, "zero_points"));
    }
    if (kind == "minifloat") {
        return std::make_shared<MinifloatCode>(minifloat(json_get<std::string>(json, "format")),
                                               axis, list<float>(json, "scales"));
    }
    fail(ErrorCode::BadInput,
         "found code \"{}\", expected affine, codebook, levels, multibit, groups or minifloat",
         kind);
}

} // namespace espalier
