// SPDX-License-Identifier: GPL-3.0-or-later
// The workspace on disk, NAME.espalier: one JSON document that names the network by path and
// SHA-256 and holds the stack, the settings and the variants; the variants' networks lie beside it
// in NAME.parts/SHA-256.espz. Keys that this version does not know are kept.
//
//     {"format": "espalier-workspace/1", "network": {"path": "net.onnx", "sha256": "..."},
//      "data": "mnist", "accelerator": "eyeriss", "dataflow": "rs", "machine": {...}, "seed": 1,
//      "recipe": {...}, "variants": [{"name": "...", "recipe": {...}, "network": "....espz"}]}
#pragma once

#include "app/session/metrics.h"
#include "app/session/network_file.h"
#include "core/base/error.h"
#include "core/base/job.h"
#include "core/compress/recipe.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace espalier {

/// What a file is, by its content.
enum class FileKind { Network, Workspace, Recipe };

/// Whatever is not JSON is taken for a network, whose reader says what is wrong with it. A name
/// that is no file is taken for a bundled network. BadInput for JSON that is neither workspace nor
/// recipe, and for what is no regular file.
[[nodiscard]] FileKind recognise(const std::string& path_or_name);

/// The recipe of a recipe file, or the one on the stack of a workspace file.
[[nodiscard]] Recipe read_recipe(const std::filesystem::path& path);

struct SavedVariant {
    std::string name;
    Recipe recipe;
    std::uint64_t seed = 1;
    Graph graph;
    /// Read: account and stored bytes of the graph, accuracy and latency as they were saved.
    Metrics metrics;
    std::string part; ///< SHA-256 of the .espz; empty until written or read
    std::string rest; ///< unknown keys, as JSON text
};

struct WorkspaceFile {
    /// Absolute, or the name of a bundled network.
    std::filesystem::path network;
    std::string network_sha256;
    std::string data; ///< empty: none
    std::string accelerator;
    std::string dataflow;
    std::string
        machine; ///< JSON text of an edited accelerator; `accelerator` then names its origin
    std::uint64_t seed = 1;
    Recipe recipe;
    /// Of the original network and of what the stack made: only accuracy and latency count.
    std::optional<Metrics> original;
    std::optional<Metrics> working;
    std::vector<SavedVariant> variants;
    /// Set in recovery files: the workspace they stand in for, empty where it was never saved.
    std::optional<std::filesystem::path> recovery_of;
    std::string rest;                ///< unknown keys, as JSON text
    std::vector<std::string> unread; ///< variants that could not be read, kept as JSON text
    std::vector<Error> problems;     ///< why, one for each
};

inline constexpr std::string_view kWorkspaceExtension = ".espalier";

/// Reads the document and its variants. A variant whose network is missing or damaged is set aside
/// in `unread`; anything else that is wrong is an error with file and key. Unsupported, with a
/// hint, for a newer format. A latency measured on another machine is left out.
[[nodiscard]] WorkspaceFile read_workspace(const std::filesystem::path& path, const Job& job = {});

/// The network that `file`, read from `path`, speaks of: where the document says, else beside the
/// document under the same name. Errors name expected and found SHA-256 and what to do.
[[nodiscard]] Network load_workspace_network(const WorkspaceFile& file,
                                             const std::filesystem::path& path);

/// Writes missing parts, then the document, each to a temporary name first; then removes parts that
/// nothing refers to any more. On an error the old document is as it was. Fills in the variants'
/// `part`.
void write_workspace(WorkspaceFile& file, const std::filesystem::path& path, const Job& job = {});

/// Folder of the parts of a workspace.
[[nodiscard]] std::filesystem::path parts_folder(const std::filesystem::path& workspace);

/// Removes a workspace and its parts; what is not there already is no error.
void remove_workspace(const std::filesystem::path& path);

/// Whether two documents say the same but for where they lie, who wrote them, and whether one is a
/// recovery file. False where one can not be read.
[[nodiscard]] bool same_workspace(const std::filesystem::path& a, const std::filesystem::path& b);

} // namespace espalier
