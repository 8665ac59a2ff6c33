// SPDX-License-Identifier: GPL-3.0-or-later
// How a workspace names the network it belongs to, so that folder and workspace can move together.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <filesystem>

namespace espalier {

/// {"bundled": "lenet-5-glyphs"} for a bundled network (given by name or by path), {"path": ...}
/// for a file: relative to the workspace's folder where both share more than the root and
/// `absolute` is not set.
[[nodiscard]] nlohmann::ordered_json write_place(const std::filesystem::path& network,
                                                 const std::filesystem::path& workspace,
                                                 bool absolute);

/// A bundled network's name, or an absolute path. BadInput for anything else.
[[nodiscard]] std::filesystem::path read_place(const nlohmann::ordered_json& json,
                                               const std::filesystem::path& workspace);

/// BadInput for a folder, a device or a pipe, Io where there is nothing or it can not be looked at:
/// what would block or never end is not opened.
void check_regular(const std::filesystem::path& path);

} // namespace espalier
