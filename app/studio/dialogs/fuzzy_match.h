// SPDX-License-Identifier: GPL-3.0-or-later
// How well a few typed letters name something: "prmag" finds "Prune small weights
// (prune.magnitude)", "ㄱㅈㅊㄱ" and the half-typed "가짗" find "가지치기".
#pragma once

#include <QString>

#include <optional>

namespace espalier::studio {

/// Higher is better; nullopt where a word of `query` is not found. Words may come in any order, the
/// letters of a word in the order of the text, gaps allowed. Case, accents and the way in which
/// Hangul is composed do not matter.
[[nodiscard]] std::optional<int> fuzzy_score(const QString& query, const QString& text);

} // namespace espalier::studio
