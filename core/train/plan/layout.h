// SPDX-License-Identifier: GPL-3.0-or-later
// How one sample of a value lies in memory while a network is trained.
#pragma once

#include "core/tensor/shape.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace espalier {

/// Row-major, or, with block > 1, [C / block][positions][block] with the channels (the sample's
/// first axis) filled up with zeros to a multiple of the block: oneDNN's nChw16c and nChw8c.
struct Layout {
    Shape sample; ///< dimensions without the batch
    int block = 1;

    bool operator==(const Layout&) const = default;

    [[nodiscard]] std::int64_t channels() const { return sample.rank() > 0 ? sample[0] : 1; }

    /// Elements of one channel.
    [[nodiscard]] std::int64_t positions() const {
        return sample.rank() > 0 ? sample.elements(1, sample.rank()) : 1;
    }

    /// Channels with the filling.
    [[nodiscard]] std::int64_t padded_channels() const {
        return (channels() + block - 1) / block * block;
    }

    /// Floats of one sample, the filling included.
    [[nodiscard]] std::size_t elements() const {
        return static_cast<std::size_t>(padded_channels() * positions());
    }

    /// Where element `index` of the row-major sample lies.
    [[nodiscard]] std::size_t offset(std::int64_t index) const {
        const std::int64_t channel = index / positions();
        const std::int64_t position = index % positions();
        return static_cast<std::size_t>((channel / block * positions() + position) * block +
                                        channel % block);
    }

    /// offset() of every element, in row-major order.
    [[nodiscard]] std::vector<std::uint32_t> offsets() const;
};

} // namespace espalier
