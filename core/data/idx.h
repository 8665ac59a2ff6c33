// SPDX-License-Identifier: GPL-3.0-or-later
// The IDX format of the MNIST family (Y. LeCun, yann.lecun.com/exdb/mnist): two zero bytes, the
// element type, the rank, `rank` big-endian 32-bit sizes, then the values, outermost first.
#pragma once

#include "core/data/dataset.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace espalier {

/// Above this many values an IDX file is refused.
inline constexpr std::uint64_t kMaxIdxValues = std::uint64_t{4} << 30U;

struct IdxArray {
    std::vector<std::int64_t> dims;
    std::vector<std::uint8_t> values; ///< product of dims
};

/// Reads a file of unsigned bytes, plain or gzip. Errors: Io where it is missing; BadInput, with
/// file, place, found and expected, where it is cut short, too long, corrupt or absurdly large;
/// Unsupported for element types other than unsigned byte.
[[nodiscard]] IdxArray read_idx(const std::filesystem::path& path);

/// The bytes of an IDX file of unsigned bytes; values.size() must equal the product of dims.
[[nodiscard]] std::vector<std::byte> to_idx(std::span<const std::int64_t> dims,
                                            std::span<const std::uint8_t> values);

/// Whether `folder` holds IDX pictures of either split under the names of the MNIST distribution
/// ({train,t10k}-images-idx3-ubyte, also "images.idx3-ubyte" and .gz).
[[nodiscard]] bool holds_idx(const std::filesystem::path& folder);

/// One split of such a folder: pictures [N,H,W] or [N,H,W,C] with C 1 or 3, labels [N]. `names`
/// may be empty; then the number of classes is one more than the largest label of both splits.
[[nodiscard]] DatasetPtr open_idx(const std::filesystem::path& folder, Split split,
                                  const std::string& name, std::vector<std::string> names = {});

} // namespace espalier
