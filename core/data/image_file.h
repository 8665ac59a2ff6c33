// SPDX-License-Identifier: GPL-3.0-or-later
// One picture file into an Image, and the geometry of preprocessing. OpenCV is behind this header.
#pragma once

#include "core/data/dataset.h"

#include <filesystem>
#include <span>
#include <vector>

namespace espalier {

/// Above this many pixels a picture is refused before it is decoded.
inline constexpr std::int64_t kMaxPixels = std::int64_t{100} << 20U;

/// Whether the name ends like a picture's (.png .jpg .jpeg .bmp .webp .pgm .ppm, any case).
[[nodiscard]] bool is_image_name(const std::filesystem::path& path);

/// Decodes to 8 bits, grey or RGB (transparency is dropped), turned as its EXIF data says. Errors,
/// all naming the file: Io where it is missing, BadInput where it is no picture, cut short, or
/// larger than kMaxPixels.
[[nodiscard]] Image read_image(const std::filesystem::path& path);

/// The same from the bytes of a file.
[[nodiscard]] Image decode_image(std::span<const std::byte> bytes);

/// The bytes of a PNG file of `image`.
[[nodiscard]] std::vector<std::byte> to_png(const Image& image);

/// Bilinear resize in float of the region [top, top + height) x [left, left + width) of `image`,
/// pixel centres at half integers, no smoothing before shrinking (as TensorFlow's and OpenCV's
/// bilinear); the result is [out_height, out_width, channels].
[[nodiscard]] std::vector<float> resize_region(const Image& image, int top, int left, int height,
                                               int width, int out_height, int out_width);

} // namespace espalier
