// SPDX-License-Identifier: GPL-3.0-or-later
// A drawn network in the language of Graphviz, for whoever wants to lay it out or edit it further.
#pragma once

#include "app/studio/models/layered_layout.h"

#include <QByteArray>
#include <QColor>
#include <QString>
#include <QStringList>

#include <vector>

namespace espalier::studio {

struct DotNode {
    QStringList lines; ///< of its label
    QColor fill;       ///< invalid: none
    bool rounded = false;
};

/// UTF-8; the node of index 3 is called n3. Lines break where labels do, and nothing in a name can
/// end a label early.
[[nodiscard]] QByteArray to_dot(const QString& name, const std::vector<DotNode>& nodes,
                                const std::vector<LayoutEdge>& edges);

} // namespace espalier::studio
