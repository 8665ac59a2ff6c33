// SPDX-License-Identifier: GPL-3.0-or-later
// Reading whole files with a limit, and writing them so that a crash never leaves half of one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace espalier {

/// Above this a file is refused unless the caller says otherwise.
inline constexpr std::uint64_t kMaxFileBytes = std::uint64_t{8} << 30U;

/// The file's bytes. Errors (Io or BadInput) name the file.
[[nodiscard]] std::vector<std::byte> read_bytes(const std::filesystem::path& path,
                                                std::uint64_t limit = kMaxFileBytes);
[[nodiscard]] std::string read_text(const std::filesystem::path& path,
                                    std::uint64_t limit = kMaxFileBytes);

/// Writes to a temporary name in the same folder and renames it over `path` once everything was
/// written and flushed; on any error the old file stays as it was. Creates missing folders.
void write_atomically(const std::filesystem::path& path,
                      const std::function<void(std::ostream&)>& writer);
void write_atomically(const std::filesystem::path& path, std::string_view text);
void write_atomically(const std::filesystem::path& path, std::span<const std::byte> bytes);

/// Folder of the shipped resources (networks, accelerators, help ...): ESPALIER_RESOURCES, else the
/// installed share folder beside the binary, else the source tree's `resources`.
[[nodiscard]] std::filesystem::path resource_dir();
/// A file below resource_dir(); throws where it is missing.
[[nodiscard]] std::filesystem::path resource(std::string_view relative);

/// The user's data folder: XDG_DATA_HOME/espalier or ~/.local/share/espalier.
[[nodiscard]] std::filesystem::path user_data_dir();

} // namespace espalier
