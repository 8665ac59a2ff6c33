// SPDX-License-Identifier: GPL-3.0-or-later
// All operators: one for every source file directly in this folder, generated from the file names.
// find_op and op_for (core/graph/op.h) look them up by type.
#pragma once

#include "core/graph/op.h"

#include <span>

namespace espalier::ops {

/// In the order of the file names; type() is unique.
[[nodiscard]] std::span<const Op* const> all_ops();

} // namespace espalier::ops
