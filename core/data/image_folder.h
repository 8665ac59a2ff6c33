// SPDX-License-Identifier: GPL-3.0-or-later
// Picture files in folders: one folder per class, or all in one folder with the class number in
// front of each name. Pictures are decoded when they are asked for.
#pragma once

#include "core/data/dataset.h"

#include <filesystem>
#include <string>

namespace espalier {

/// Whether `folder` holds picture files in one of these layouts:
///
///     folder/{train,test|val}/CLASS/*.jpg    two splits, one folder per class
///     folder/CLASS/*.jpg                     one folder per class; both splits are all of it
///     folder/NUMBER_*.jpg                    the class is NUMBER; both splits are all of it
[[nodiscard]] bool holds_images(const std::filesystem::path& folder);

/// Classes are the sorted names of the class folders (of both splits together), or 0 to the largest
/// NUMBER; with ImageNet's numbering (NUMBER_nXXXXXXXX_name) always 1000. Pictures are sorted by
/// class, then by name. Errors: Io where there is no such layout, BadInput for a bad number.
[[nodiscard]] DatasetPtr open_image_folder(const std::filesystem::path& folder, Split split,
                                           const std::string& name);

} // namespace espalier
