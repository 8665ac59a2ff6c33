// SPDX-License-Identifier: GPL-3.0-or-later
// Small text helpers: splitting, globbing, and numbers as people read them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace espalier {

/// "a,b,,c" split at ',' gives {"a", "b", "", "c"}; empty text gives {}.
[[nodiscard]] std::vector<std::string> split(std::string_view text, char separator);
/// Without blanks at both ends.
[[nodiscard]] std::string_view trim(std::string_view text);
/// Shell-like match of the whole text: `*` any run, `?` one character.
[[nodiscard]] bool glob_match(std::string_view pattern, std::string_view text);

/// The names that `word` was probably meant to be, nearest first, at most three: those that contain
/// it, and those within a third of its letters by edit distance (Levenshtein 1966).
[[nodiscard]] std::vector<std::string> nearest_names(std::string_view word,
                                                     const std::vector<std::string>& names);
/// A hint made of them: "did you mean a, b or c?", or "one of: ..." with all names where none is
/// near; empty when there are no names.
[[nodiscard]] std::string name_hint(std::string_view word, const std::vector<std::string>& names);

/// "431,080".
[[nodiscard]] std::string with_thousands(std::uint64_t number);
/// "1.72 MB" (powers of 1000), "980 B".
[[nodiscard]] std::string human_bytes(std::uint64_t bytes);
/// "40.6 M", "1.2 G": three significant digits with an SI prefix.
[[nodiscard]] std::string human_count(double value);
/// Picojoules with the prefix that fits: "1.87 mJ".
[[nodiscard]] std::string human_energy(double picojoules);

} // namespace espalier
