// SPDX-License-Identifier: GPL-3.0-or-later
// NumPy's .npy files, versions 1 to 3 (numpy.org/doc/stable/reference/generated/numpy.lib.format).
#pragma once

#include "core/tensor/tensor.h"

#include <filesystem>
#include <iosfwd>
#include <span>
#include <string_view>

namespace espalier {

/// Little-endian numbers and bool, C or Fortran order (brought into C order). BadInput names what
/// was found and expected.
[[nodiscard]] Tensor read_npy(const std::filesystem::path& path);
/// The same from bytes; `name` is for messages.
[[nodiscard]] Tensor parse_npy(std::span<const std::byte> bytes, std::string_view name);
/// Version 1.0, C order. Unsupported for bfloat16, which NumPy does not have.
void write_npy(const std::filesystem::path& path, const Tensor& tensor);

} // namespace espalier
