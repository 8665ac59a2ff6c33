// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/copy_region.h"

#include <algorithm>
#include <cstring>

namespace espalier {

Layout4 Layout4::of(const dnn::Desc& desc) {
    const dnnl_memory_desc_t& md = desc.data;
    const auto& strides = md.format_desc.blocking.strides;
    Layout4 result;
    result.image = strides[0];
    result.outer = strides[1];
    result.block = std::max(dnn::channel_block(desc), 1);
    result.inner = result.block > 1 ? 1 : strides[1];
    if (md.ndims == 4) {
        result.row = strides[2];
        result.column = strides[3];
    } else if (md.ndims == 3) {
        result.column = strides[2];
    }
    return result;
}

void copy_region(const CopyRegion& region, const float* from, float* to) {
    const auto [images, channels, rows, columns] = region.extent;
    const Layout4& source = region.from;
    const Layout4& target = region.to;
    for (std::int64_t n = 0; n < images; ++n) {
        for (std::int64_t c = 0; c < channels;) {
            // As many channels as stay inside one block on both sides.
            const std::int64_t at = c + region.to_channel;
            std::int64_t run = channels - c;
            run = source.block > 1 ? std::min(run, source.block - c % source.block) : 1;
            run = target.block > 1 ? std::min(run, target.block - at % target.block) : 1;
            const float* from_c = from + n * source.image + c / source.block * source.outer +
                                  c % source.block * source.inner;
            float* to_c = to + n * target.image + at / target.block * target.outer +
                          at % target.block * target.inner;
            for (std::int64_t h = 0; h < rows; ++h) {
                const float* from_row = from_c + h * source.row;
                float* to_row = to_c + h * target.row;
                if (run == 1 && source.column == 1 && target.column == 1) {
                    std::copy_n(from_row, columns, to_row);
                    continue;
                }
                for (std::int64_t w = 0; w < columns; ++w) {
                    std::copy_n(from_row + w * source.column, run, to_row + w * target.column);
                }
            }
            c += run;
        }
    }
}

} // namespace espalier
