// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers as people read them, in the language in use. Files never go through here.
#pragma once

#include <QString>

#include <cstdint>

namespace espalier::studio {

/// "431,080".
[[nodiscard]] QString count_text(std::int64_t count);
/// "40.6 M": three significant digits with an SI prefix.
[[nodiscard]] QString short_count_text(double count);
/// "1.72 MB"; "…" for a negative number (not counted yet).
[[nodiscard]] QString bytes_text(std::int64_t bytes);
/// "1.87 µJ".
[[nodiscard]] QString energy_text(double picojoules);
/// "12.3 mm²".
[[nodiscard]] QString area_text(double square_micrometres);
/// "0.42 ms".
[[nodiscard]] QString ms_text(double ms);
/// "41 s", "2:05 min", "1:10 h": time that is left or was taken.
[[nodiscard]] QString duration_text(double seconds);
/// "97.90 %".
[[nodiscard]] QString percent_text(double percent, int decimals = 1);
/// "−39.0 %" of `after` against `before`, "=" where they are equal, "" where before is zero.
[[nodiscard]] QString change_text(double before, double after);
/// "−0.20" percentage points, with sign.
[[nodiscard]] QString points_text(double before, double after);

} // namespace espalier::studio
