// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/network_file.h"

#include <QString>

#include <utility>
#include <vector>

namespace espalier::studio {

/// What the file and its card say of the network, label by label; what they leave out is missing.
[[nodiscard]] std::vector<std::pair<QString, QString>> network_facts(const Network& network);

} // namespace espalier::studio
