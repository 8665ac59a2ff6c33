// SPDX-License-Identifier: GPL-3.0-or-later
// Takes named files out of a .tar.gz (POSIX.1-1988 ustar).
#pragma once

#include "core/base/job.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

namespace espalier {

/// A file inside an archive may not be larger than this, nor may all it holds together.
inline constexpr std::uint64_t kMaxArchiveBytes = std::uint64_t{8} << 30U;

/// Writes the members whose last path component is in `wanted` into `folder`, under that component;
/// everything else is passed over, so no path inside the archive reaches the disk. Errors:
/// BadInput, with file and place, for a corrupt or truncated archive, for a wanted file that is
/// missing, there twice, or no plain file; Io where writing fails; Cancelled.
void extract_tar_gz(const std::filesystem::path& archive, std::span<const std::string> wanted,
                    const std::filesystem::path& folder, const Job& job = {});

} // namespace espalier
