// SPDX-License-Identifier: GPL-3.0-or-later
// `espalier` links no Qt; what needs a window or a page goes on as `espalier-studio`.
#pragma once

#include "app/cli/command.h"

#include <filesystem>
#include <string>
#include <vector>

namespace espalier::cli {

/// Studio's option to run a command line as `espalier` does, with Qt at hand and no window.
inline constexpr const char* kCommandLineOption = "--command-line";

/// This process goes on as espalier-studio with these arguments. Unsupported where it lies neither
/// beside this program nor on the PATH.
[[noreturn]] void become_studio(const std::vector<std::string>& arguments);

/// Where `out` is a .pdf and this program can not write one: the same command line once more, in
/// Studio. To be called before any work is done.
void hand_over_pdf(const std::filesystem::path& out, const Globals& globals);

} // namespace espalier::cli
