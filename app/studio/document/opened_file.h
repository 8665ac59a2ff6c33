// SPDX-License-Identifier: GPL-3.0-or-later
// Reading whatever a file turns out to be, away from the window.
#pragma once

#include "app/session/workspace.h"
#include "app/session/workspace_file.h"

#include <optional>
#include <variant>
#include <vector>

namespace espalier::studio {

/// A workspace with everything it speaks of, as far as it could be had.
struct OpenedWorkspace {
    WorkspaceFile file;
    Network network;
    DatasetPtr train; ///< both null where the set is missing
    DatasetPtr test;
    std::optional<AcceleratorChoice> accelerator;
    std::optional<hw::NetworkCost> original_model; ///< on the accelerator
    std::vector<Error> remarks;                    ///< what could not be had, and why
};

using OpenedFile = std::variant<Network, Recipe, OpenedWorkspace>;

/// `name` is a path or the name of a bundled network. Recognised by content.
[[nodiscard]] OpenedFile open_file(const std::string& name, const Job& job);

} // namespace espalier::studio
