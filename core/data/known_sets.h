// SPDX-License-Identifier: GPL-3.0-or-later
// The sets the program knows by name.
#pragma once

#include "core/data/dataset.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace espalier {

/// The seed of the synthetic sets under their plain names; other seeds give other pictures of the
/// same kind.
inline constexpr std::uint64_t kDatasetSeed = 1;

struct KnownSet {
    std::string id;
    std::string title;
    std::vector<std::string> class_names; ///< empty where the files name them
    std::string how_to_get;               ///< a command, or where it comes from
    /// Makes the set on the spot; empty for those that are read from files.
    std::function<DatasetPtr(Split split, std::uint64_t seed)> make;
};

/// All of them, in the order in which they are listed.
[[nodiscard]] std::span<const KnownSet> known_sets();
/// nullptr where there is none of that id.
[[nodiscard]] const KnownSet* find_known_set(const std::string& id);
/// "mnist, fashion-mnist, ..." for messages.
[[nodiscard]] std::string known_set_names();

} // namespace espalier
