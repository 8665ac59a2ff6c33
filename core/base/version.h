// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace espalier {

/// "0.1.0", from CMakeLists.txt.
[[nodiscard]] const char* version();

} // namespace espalier
