// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/augment.h"

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/base/text.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <vector>

namespace espalier {

namespace {

constexpr int kMaxPixels = 256;

/// "shift2" with prefix "shift" gives 2; false where the text is something else.
bool parse_pixels(std::string_view word, std::string_view prefix, int& pixels) {
    if (!word.starts_with(prefix) || word.size() == prefix.size()) {
        return false;
    }
    const std::string_view digits = word.substr(prefix.size());
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), pixels);
    return error == std::errc{} && end == digits.data() + digits.size() && pixels > 0 &&
           pixels <= kMaxPixels;
}

enum class Outside { Black, Border };

/// The picture seen through a window moved by (dy, dx).
Image moved(const Image& image, int dy, int dx, bool mirrored, Outside outside) {
    Image result = image;
    const auto channels = static_cast<std::size_t>(image.channels);
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            int from_y = y + dy;
            int from_x = (mirrored ? image.width - 1 - x : x) + dx;
            const bool inside =
                from_y >= 0 && from_y < image.height && from_x >= 0 && from_x < image.width;
            std::uint8_t* target =
                result.pixels.data() + static_cast<std::size_t>(y * image.width + x) * channels;
            if (!inside && outside == Outside::Black) {
                std::fill_n(target, channels, std::uint8_t{0});
                continue;
            }
            from_y = std::clamp(from_y, 0, image.height - 1);
            from_x = std::clamp(from_x, 0, image.width - 1);
            std::copy_n(image.pixels.data() +
                            static_cast<std::size_t>(from_y * image.width + from_x) * channels,
                        channels, target);
        }
    }
    return result;
}

} // namespace

Augmentation Augmentation::parse(std::string_view text) {
    Augmentation result;
    if (text == "none" || text.empty()) {
        return result;
    }
    for (const std::string& word : split(text, '+')) {
        if (word == "flip") {
            result.flip = true;
        } else if (!parse_pixels(word, "shift", result.shift) &&
                   !parse_pixels(word, "crop", result.crop)) {
            fail(ErrorCode::Usage,
                 "augmentation \"{}\" is unknown, expected none, or flip, shift1 to shift{}, "
                 "crop1 to crop{} joined by +",
                 word, kMaxPixels, kMaxPixels);
        }
    }
    return result;
}

std::string Augmentation::str() const {
    std::string text;
    const auto add = [&](const std::string& word) { text += (text.empty() ? "" : "+") + word; };
    if (flip) {
        add("flip");
    }
    if (shift > 0) {
        add(fmt::format("shift{}", shift));
    }
    if (crop > 0) {
        add(fmt::format("crop{}", crop));
    }
    return text.empty() ? "none" : text;
}

Image Augmentation::apply(const Image& image, std::uint64_t seed, std::size_t epoch,
                          std::size_t index) const {
    if (none()) {
        return image;
    }
    Rng rng(seed ^ 0x617567ULL, (static_cast<std::uint64_t>(epoch) << 40U) + index);
    const auto draw = [&](int reach) {
        return static_cast<int>(rng.below(2 * static_cast<std::uint64_t>(reach) + 1)) - reach;
    };
    const bool mirrored = flip && rng.below(2) == 1;
    Image result = image;
    if (shift > 0) {
        const int dy = draw(shift);
        const int dx = draw(shift);
        result = moved(result, dy, dx, false, Outside::Border);
    }
    if (crop > 0 || mirrored) {
        const int dy = crop > 0 ? draw(crop) : 0;
        const int dx = crop > 0 ? draw(crop) : 0;
        result = moved(result, dy, dx, mirrored, Outside::Black);
    }
    return result;
}

} // namespace espalier
