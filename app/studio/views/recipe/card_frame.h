// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QWidget>

namespace espalier::studio {

/// Width of the coloured strip at a card's left side.
inline constexpr int kCardStrip = 5;

/// Frame, strip, selection and focus of a card.
void paint_card(QWidget& card, const QColor& strip, bool selected);

} // namespace espalier::studio
