// SPDX-License-Identifier: GPL-3.0-or-later
// What the command palette offers, gathered from where it is defined.
#pragma once

#include "app/studio/dialogs/command_palette.h"
#include "app/studio/views/studio.h"

#include <string>

namespace espalier::studio {

class Actions;

/// Every action of the window with its shortcut.
[[nodiscard]] std::vector<Command> action_commands(const Actions& actions);
/// "Add step: ..." for each technique; `add` gets its id. Greyed out while nothing is open.
[[nodiscard]] std::vector<Command>
technique_commands(const Studio& studio,
                   const std::function<void(const std::string& technique)>& add);
/// "Go to layer ..." for each layer of the open network: makes it the selected one.
[[nodiscard]] std::vector<Command> layer_commands(const Studio& studio);
/// "Open sample ..." for each bundled network.
[[nodiscard]] std::vector<Command>
sample_commands(const std::function<void(const QString& name)>& open);

/// Everything of the above, in this order.
void open_command_palette(QWidget* window, const Studio& studio, const Actions& actions,
                          const std::function<void(const std::string& technique)>& add,
                          const std::function<void(const QString& name)>& open);
/// Layers only.
void open_find_layer(QWidget* window, const Studio& studio);

} // namespace espalier::studio
