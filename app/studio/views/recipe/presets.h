// SPDX-License-Identifier: GPL-3.0-or-later
// Recipes that ship with the program, and those the user saved beside them.
#pragma once

#include <QString>

#include <filesystem>
#include <vector>

namespace espalier::studio {

struct Preset {
    std::filesystem::path path;
    QString title;    ///< the recipe's, in the language in use; the file name where it has none
    bool own = false; ///< the user's
};

/// Those that ship, in the order of their file names, then the user's. Files that cannot be read as
/// recipes are left out.
[[nodiscard]] std::vector<Preset> presets();
/// Where the user's recipes are kept; may not exist yet.
[[nodiscard]] std::filesystem::path own_recipes_dir();

} // namespace espalier::studio
