// SPDX-License-Identifier: GPL-3.0-or-later
// Fetches the public sets: `espalier data get`.
#pragma once

#include "core/base/job.h"
#include "core/data/manifest.h"

#include <filesystem>
#include <string>

namespace espalier {

/// Downloads `url` (http or https, redirects followed) to `target`. Bytes go to "target.part",
/// which an interrupted download leaves behind and the next one continues; the checksum is verified
/// before the file gets its name. Progress is in bytes. Errors: Io where the address can not be
/// reached or answers with an error, or the disk refuses; BadInput where the checksum does not fit
/// (found and expected are said, the bytes are deleted); Cancelled (the partial file stays).
void download_file(const std::string& url, const RemoteFile& file,
                   const std::filesystem::path& target, const Job& job = {});

/// Downloads what is missing of a set into root/ID, each file from the first of its addresses that
/// works, and unpacks archives. Returns that folder. Files that are there already, and fit their
/// checksum, are kept. Errors as of download_file and extract_tar_gz.
std::filesystem::path get_dataset(const Manifest& manifest, const std::filesystem::path& root,
                                  const Job& job = {});

/// Where `data get` and `data make` store by default: user_data_dir()/datasets.
[[nodiscard]] std::filesystem::path default_dataset_root();

/// Throws BadInput unless the file has the checksum that `file` states.
void verify_checksum(const std::filesystem::path& path, const RemoteFile& file);

} // namespace espalier
