// SPDX-License-Identifier: GPL-3.0-or-later
// The figures at the head of the overview: what the network shown costs, against the original, each
// with what it means.
#pragma once

#include "app/studio/document/document.h"
#include "app/studio/widgets/figure_grid.h"

#include <QString>

#include <vector>

namespace espalier::studio {

struct HeadlineTile {
    QString id; ///< "accuracy", "size", "macs", "energy"
    QString heading;
    QString value;
    QString change;
    QString was;  ///< "from 247 kB"
    QString note; ///< what is missing for it, or where it comes from
    QString tip;  ///< definition
    std::vector<FigureRow> rows;
};

/// Accuracy, size, MACs and energy of document.shown(); unknown shows as "not measured". Empty
/// while nothing is open.
[[nodiscard]] std::vector<HeadlineTile> headline(const Document& document);

/// Zeros that are held by masks and still take part in every operation.
[[nodiscard]] std::int64_t masked_weights(const Graph& graph);

} // namespace espalier::studio
