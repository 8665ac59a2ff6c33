// SPDX-License-Identifier: GPL-3.0-or-later
// What a picture file says of itself before anything is decoded. Decoders allocate what the header
// claims and return grey for what is missing, hence this look beforehand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace espalier {

struct ImageProbe {
    std::string format; ///< "JPEG", "PNG", "BMP", "PNM", "WebP"
    std::int64_t width = 0;
    std::int64_t height = 0;
};

/// The format and size of a picture; BadInput where the bytes are no picture of these formats, or
/// are cut short (a JPEG without its end marker, a PNG without its last chunk).
[[nodiscard]] ImageProbe probe_image(std::span<const std::byte> bytes);

} // namespace espalier
