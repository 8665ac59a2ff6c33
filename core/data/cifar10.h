// SPDX-License-Identifier: GPL-3.0-or-later
// CIFAR-10's binary batches (A. Krizhevsky, "Learning Multiple Layers of Features from Tiny
// Images", 2009): records of one label byte and 32x32 pixels in three planes, red, green, blue.
#pragma once

#include "core/data/dataset.h"

#include <filesystem>
#include <string>

namespace espalier {

inline constexpr int kCifarSide = 32;
inline constexpr std::size_t kCifarRecord = 1 + 3 * kCifarSide * kCifarSide;

/// Whether `folder` holds data_batch_*.bin or test_batch.bin.
[[nodiscard]] bool holds_cifar10(const std::filesystem::path& folder);

/// All data_batch_N.bin in the order of N, or test_batch.bin. Class names come from
/// batches.meta.txt where there is one, else they are CIFAR-10's. Errors: Io where there is no such
/// file, BadInput where one has no whole number of records or a label outside the classes.
[[nodiscard]] DatasetPtr open_cifar10(const std::filesystem::path& folder, Split split,
                                      const std::string& name);

} // namespace espalier
