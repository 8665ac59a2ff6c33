// SPDX-License-Identifier: GPL-3.0-or-later
// What a value of a network holds for pictures of the training split.
#pragma once

#include "core/compress/technique.h"

#include <cstddef>
#include <functional>

namespace espalier::techniques {

/// Calls body with `value` for one batch after the other of `images` pictures, spread evenly over
/// the training split; only the part of the network before it is run. Usage error, saying that
/// `what` needs them, where there are no pictures or the network does not take one picture.
void run_pictures(const Graph& graph, ValueId value, const Context& context, std::size_t images,
                  std::string_view what, const std::function<void(const Tensor&)>& body);

} // namespace espalier::techniques
