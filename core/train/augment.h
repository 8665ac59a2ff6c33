// SPDX-License-Identifier: GPL-3.0-or-later
// Random changes to training pictures; the same for the same (seed, epoch, picture).
#pragma once

#include "core/data/dataset.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace espalier {

struct Augmentation {
    bool flip = false; ///< mirror left to right, every second time
    int shift = 0;     ///< move by up to so many pixels, the border's colours drawn out
    int crop = 0;      ///< pad with so many black pixels all round and crop anywhere

    /// "none", or "flip", "shift2", "crop4" joined by `+`; Usage error for anything else.
    static Augmentation parse(std::string_view text);
    [[nodiscard]] std::string str() const;

    [[nodiscard]] bool none() const { return !flip && shift == 0 && crop == 0; }

    /// The picture `index` of a set as it is seen in `epoch`.
    [[nodiscard]] Image apply(const Image& image, std::uint64_t seed, std::size_t epoch,
                              std::size_t index) const;
    bool operator==(const Augmentation&) const = default;
};

} // namespace espalier
