// SPDX-License-Identifier: GPL-3.0-or-later
// Where a public data set comes from: datasets/ID.json. The addresses and checksums live there, not
// in the program.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace espalier {

struct RemoteFile {
    std::string name;        ///< of the file, at its address and on disk
    std::uint64_t bytes = 0; ///< 0: not known beforehand
    std::string sha256;      ///< one of the two is always there
    std::string md5;         ///< only where the publisher gives nothing better
    /// Files to take out of a .tar.gz, which is then deleted; empty: the file itself is kept.
    std::vector<std::string> contents;
};

struct Manifest {
    std::string id;
    std::string title;
    std::string homepage;
    std::string licence;
    std::size_t train = 0; ///< pictures; 0: not stated
    std::size_t test = 0;
    int classes = 0;
    std::vector<std::string> base_urls; ///< tried in order, each ending in '/'
    std::vector<RemoteFile> files;

    /// Bytes to download, 0 where the manifest does not say.
    [[nodiscard]] std::uint64_t bytes() const;
    /// Names of the files that a complete set has in its folder.
    [[nodiscard]] std::vector<std::string> installed_files() const;
};

/// Reads and checks a manifest. BadInput (with file and key) for missing keys, names that are no
/// plain file names, addresses other than http and https, and malformed or missing checksums.
[[nodiscard]] Manifest read_manifest(const std::filesystem::path& path);

/// The folder of the shipped manifests: ESPALIER_DATASETS, else "datasets" inside or beside the
/// resources.
[[nodiscard]] std::filesystem::path manifest_dir();

/// The shipped manifest of `id`; nullopt where there is none.
[[nodiscard]] std::optional<Manifest> find_manifest(const std::string& id);

} // namespace espalier
