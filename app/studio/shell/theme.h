// SPDX-License-Identifier: GPL-3.0-or-later
// Light and dark: palettes on Qt's Fusion style, and the colours that mean something.
#pragma once

#include "app/studio/shell/settings.h"

#include <QColor>
#include <QPalette>

namespace espalier::studio {

/// Sets style, palette and font of the whole application. `zoom` in per cent of the system font.
void apply_theme(Theme theme, int zoom);

[[nodiscard]] bool is_dark(const QPalette& palette);

/// Colours with a meaning, for the palette in use; told apart by colour-blind people (Okabe, Ito).
struct Hues {
    QColor before;  ///< the original
    QColor after;   ///< the working network, or the second of two
    QColor accent;  ///< handles, selections, what can be dragged
    QColor good;    ///< smaller, faster, kept
    QColor bad;     ///< errors, lost accuracy
    QColor warning; ///< waits, stale, masked
    QColor muted;   ///< secondary text and axes
    QColor grid;    ///< faint lines

    explicit Hues(const QPalette& palette);
};

/// Colour of series `index` (0, 1, 2 ...), the sequence of Okabe and Ito.
[[nodiscard]] QColor series_colour(int index, const QPalette& palette);
/// Perceptually even, for magnitudes; `t` in [0, 1] (viridis).
[[nodiscard]] QColor magnitude_colour(double t);
/// For signed values; `t` in [-1, 1], white (or dark grey in dark palettes) at 0 (red-blue).
[[nodiscard]] QColor signed_colour(double t, bool dark);

} // namespace espalier::studio
