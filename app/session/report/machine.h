// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace espalier::report {

/// Processor model and operating system, as far as the machine tells.
[[nodiscard]] std::string machine_text();

} // namespace espalier::report
