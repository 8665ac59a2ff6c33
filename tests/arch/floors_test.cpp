// SPDX-License-Identifier: GPL-3.0-or-later
// The house has floors: a room includes only from its own floor or from below.
#include "tests/arch/tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>

namespace espalier::arch {
namespace {

/// Rooms by floor, lowest first; rooms on one floor may not include each other.
const std::map<std::string, int>& floors() {
    static const std::map<std::string, int> table{
        {"core/base", 0},         {"core/tensor", 1},   {"core/data", 2},
        {"core/graph", 2},        {"core/kernels", 3},  {"core/ops", 4},
        {"core/engine", 5},       {"core/analysis", 6}, {"core/formats", 7},
        {"core/train", 8},        {"core/compress", 9}, {"core/techniques", 10},
        {"core/experiments", 11}, {"core/search", 11},  {"core/cluster", 11},
        {"hwmodel", 1},           {"app/session", 12},  {"app/cli", 13},
        {"app/studio", 14},
    };
    return table;
}

/// "core/graph/rewrites/fold.h" lies in "core/graph"; nullopt for what is no room of the house.
std::optional<std::string> room_of(const std::string& path) {
    for (const auto& [room, floor] : floors()) {
        if (path.starts_with(room + "/")) {
            return room;
        }
    }
    return std::nullopt;
}

/// Registers the exception of architecture.md: the registries of ops are reached by the interface
/// in graph, never by an include upward.
bool allowed(const std::string& from, const std::string& to) {
    if (from == to) {
        return true;
    }
    if (from == "hwmodel") {
        return to == "core/base";
    }
    return floors().at(to) < floors().at(from) && (to != "hwmodel" || from.starts_with("app/"));
}

TEST(Floors, NobodyLooksUp) {
    for (const Source& source : sources()) {
        const auto from = room_of(source.path);
        if (!from) {
            continue;
        }
        for (const std::string& target : includes(source)) {
            if (const auto to = room_of(target); to && !allowed(*from, *to)) {
                ADD_FAILURE() << source.path << " includes " << target << ", from a floor above";
            }
        }
    }
}

TEST(Floors, EverySourceLiesInARoom) {
    for (const Source& source : sources()) {
        EXPECT_TRUE(room_of(source.path) || source.path.starts_with("tests/")) << source.path;
    }
}

TEST(Floors, OnlyStudioKnowsQt) {
    for (const Source& source : sources()) {
        if (source.path.starts_with("app/studio/") || source.path.starts_with("tests/")) {
            continue;
        }
        for (const std::string& target : includes(source)) {
            const bool qt = target.size() > 1 && target[0] == 'Q' && std::isupper(target[1]) != 0;
            EXPECT_FALSE(qt || target.starts_with("Qt")) << source.path << " includes " << target;
        }
    }
}

TEST(Floors, HeavyHeadersStayInSources) {
    for (const Source& source : sources()) {
        if (!source.path.ends_with(".h") || source.path.starts_with("tests/")) {
            continue;
        }
        // Headers named *_internal.h, and those in a detail folder, are for sources of one room.
        if (source.path.find("/detail/") != std::string::npos ||
            source.path.ends_with("_internal.h")) {
            continue;
        }
        for (const std::string& target : includes(source)) {
            const bool heavy = target.starts_with("Eigen/") || target.starts_with("opencv2/") ||
                               target.starts_with("onnx/") ||
                               target.starts_with("google/protobuf") ||
                               target.ends_with("dnnl.hpp") ||
                               (target == "nlohmann/json.hpp" && source.path != "core/base/json.h");
            EXPECT_FALSE(heavy) << source.path << " includes " << target;
        }
    }
}

TEST(Floors, EigenDecompositionsAreCompiledOnce) {
    for (const Source& source : sources()) {
        if (source.path.starts_with("core/tensor/linalg") || source.path.starts_with("tests/")) {
            continue;
        }
        for (const std::string& target : includes(source)) {
            EXPECT_FALSE(target == "Eigen/SVD" || target == "Eigen/Dense") << source.path;
        }
    }
}

} // namespace
} // namespace espalier::arch
