// SPDX-License-Identifier: GPL-3.0-or-later
// The machines and layers of the project's own Timeloop runs, priced as Timeloop's PAT prices them.
#pragma once

#include "core/base/json.h"
#include "hwmodel/nest/mapper.h"

namespace espalier::hw::test {

[[nodiscard]] NestMachine pat_machine(const Json& run);
[[nodiscard]] NestLayer pat_layer(const Json& run);

} // namespace espalier::hw::test
