// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/network_place.h"

#include "app/session/network_file.h"
#include "app/session/workspace_file.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/base/json.h"

#include <algorithm>

namespace espalier {

namespace fs = std::filesystem;

namespace {

bool is_bundled(const std::string& name) {
    const auto names = bundled_networks();
    return std::find(names.begin(), names.end(), name) != names.end();
}

fs::path clean(const fs::path& path) {
    std::error_code error;
    const fs::path whole = fs::absolute(path, error);
    return (error ? path : whole).lexically_normal();
}

/// Relative where that says something: not for files that share nothing but the root.
fs::path relative_to(const fs::path& path, const fs::path& folder) {
    const fs::path from_root = path.relative_path();
    const fs::path folder_from_root = folder.relative_path();
    if (from_root.empty() || folder_from_root.empty() ||
        *from_root.begin() != *folder_from_root.begin()) {
        return path;
    }
    return path.lexically_relative(folder);
}

constexpr const char* kMoved =
    "put the network back there, or beside the workspace under the same name; to use another one, "
    "open it and load the recipe from this workspace";

} // namespace

nlohmann::ordered_json write_place(const fs::path& network, const fs::path& workspace,
                                   bool absolute) {
    const bool bundled_path = network.has_parent_path() &&
                              clean(network.parent_path()) == clean(resource_dir() / "networks");
    const std::string name = bundled_path ? network.stem().string() : network.string();
    if ((bundled_path || !network.has_parent_path()) && is_bundled(name)) {
        return {{"bundled", name}};
    }
    const fs::path whole = clean(network);
    return {
        {"path", (absolute ? whole : relative_to(whole, clean(workspace).parent_path())).string()}};
}

fs::path read_place(const nlohmann::ordered_json& json, const fs::path& workspace) {
    expect(json.is_object(), "found {}, expected an object", json.type_name());
    if (json.contains("bundled")) {
        auto name = json_get<std::string>(json, "bundled");
        expect(is_bundled(name), "found no bundled network \"{}\"", name);
        return name;
    }
    const auto path = json_get<std::string>(json, "path");
    expect(!path.empty() && path.find('\0') == std::string::npos,
           "key \"path\": expected the path of a network");
    return clean(clean(workspace).parent_path() / path);
}

void check_regular(const fs::path& path) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (!fs::exists(status)) {
        throw Error(ErrorCode::Io,
                    status.type() == fs::file_type::not_found ? "there is no such file"
                                                              : error.message(),
                    {}, path.string());
    }
    if (!fs::is_regular_file(status)) {
        throw Error(ErrorCode::BadInput,
                    fmt::format("found {}, expected a file",
                                fs::is_directory(status) ? "a folder" : "a device or a pipe"),
                    {}, path.string());
    }
}

Network load_workspace_network(const WorkspaceFile& file, const fs::path& path) {
    if (!file.network.has_parent_path()) {
        Network network = load_network(file.network.string());
        if (network.sha256 != file.network_sha256) {
            throw Error(ErrorCode::BadInput,
                        fmt::format("the bundled network is another one: found SHA-256 {}, "
                                    "expected {}",
                                    network.sha256, file.network_sha256),
                        "the workspace was made with another version of the program; open the "
                        "network and load the recipe from this workspace",
                        file.network.string());
        }
        return network;
    }
    const fs::path beside = clean(path).parent_path() / file.network.filename();
    std::optional<Error> problem;
    for (const fs::path& place : {file.network, beside}) {
        try {
            check_regular(place);
            const std::string found = file_digest(place, DigestKind::Sha256);
            if (found == file.network_sha256) {
                return load_network(place.string());
            }
            throw Error(ErrorCode::BadInput,
                        fmt::format("the network was changed: found SHA-256 {}, expected {}", found,
                                    file.network_sha256),
                        "bring the old file back; to go on with the new one, open it and load the "
                        "recipe from this workspace",
                        place.string());
        } catch (const Error& error) {
            if (!problem) {
                problem = error.code() == ErrorCode::Io
                              ? Error(error.code(),
                                      fmt::format("the workspace's network is missing (expected "
                                                  "SHA-256 {}): {}",
                                                  file.network_sha256, error.message()),
                                      kMoved, error.where())
                              : error;
            }
        }
    }
    throw std::move(*problem);
}

} // namespace espalier
