// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/recipe/presets.h"

#include "app/studio/shell/language.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/compress/recipe.h"

#include <algorithm>

namespace espalier::studio {

namespace {

void list_folder(const std::filesystem::path& folder, bool own, std::vector<Preset>& list) {
    std::error_code gone;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder, gone)) {
        if (entry.path().extension() == ".json") {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    for (const auto& file : files) {
        try {
            const Recipe recipe = Recipe::read(file);
            list.push_back({file,
                            recipe.title.empty() ? QString::fromStdString(file.stem().string())
                                                 : technique_text(recipe.title),
                            own});
        } catch (const Error&) {
            // Something else that lies in the folder; opening it by hand says what is wrong.
        }
    }
}

} // namespace

std::filesystem::path own_recipes_dir() {
    return user_data_dir() / "recipes";
}

std::vector<Preset> presets() {
    std::vector<Preset> list;
    list_folder(resource_dir() / "recipes", false, list);
    list_folder(own_recipes_dir(), true, list);
    return list;
}

} // namespace espalier::studio
