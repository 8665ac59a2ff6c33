// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/document/snapshot.h"
#include "app/studio/models/layer_weight.h"

#include <QString>

#include <optional>

namespace espalier::studio {

/// The layer the inspector looks at, on both sides.
struct LayerFocus {
    QString origin;
    SnapshotPtr original;
    SnapshotPtr shown;
    std::optional<LayerWeight> before;
    /// Where the layer was split, the part that was chosen; nullopt where no weight is left.
    std::optional<LayerWeight> after;
};

} // namespace espalier::studio
