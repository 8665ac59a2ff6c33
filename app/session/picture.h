// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/network_file.h"
#include "core/tensor/tensor.h"

#include <filesystem>

namespace espalier {

/// A picture file as the network's input, batch 1, prepared as the network wants it.
[[nodiscard]] Tensor picture_tensor(const std::filesystem::path& file, const Network& network);

} // namespace espalier
