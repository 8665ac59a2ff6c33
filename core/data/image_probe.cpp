// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/image_probe.h"

#include "core/base/error.h"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace espalier {

namespace {

/// Bounds-checked reading of numbers from the bytes of a picture.
class View {
public:
    explicit View(std::span<const std::byte> bytes)
        : bytes_(bytes) {}

    [[nodiscard]] std::size_t size() const { return bytes_.size(); }

    [[nodiscard]] unsigned at(std::size_t offset) const {
        expect(offset < bytes_.size(), "the picture is cut short: it ends after {} bytes",
               bytes_.size());
        return std::to_integer<unsigned>(bytes_[offset]);
    }

    [[nodiscard]] std::int64_t big(std::size_t offset, std::size_t count) const {
        std::int64_t value = 0;
        for (std::size_t i = 0; i < count; ++i) {
            value = value << 8U | at(offset + i);
        }
        return value;
    }

    [[nodiscard]] std::int64_t little(std::size_t offset, std::size_t count) const {
        std::int64_t value = 0;
        for (std::size_t i = count; i > 0; --i) {
            value = value << 8U | at(offset + i - 1);
        }
        return value;
    }

    [[nodiscard]] bool has(std::size_t offset, std::string_view text) const {
        if (offset > size() || text.size() > size() - offset) {
            return false;
        }
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (at(offset + i) != static_cast<unsigned char>(text[i])) {
                return false;
            }
        }
        return true;
    }

private:
    std::span<const std::byte> bytes_;
};

/// ITU-T T.81: segments up to the frame header give the size; after the first scan header the end
/// marker FF D9 can not occur inside coded data, where FF is always followed by 00 or a restart.
ImageProbe probe_jpeg(const View& view) {
    ImageProbe probe{"JPEG", 0, 0};
    std::size_t at = 2;
    for (;;) {
        expect(view.at(at) == 0xff, "JPEG segment at offset {} starts with {:02x}, expected ff", at,
               view.at(at));
        const unsigned marker = view.at(at + 1);
        if (marker == 0xff) { // fill byte
            ++at;
            continue;
        }
        if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
            at += 2;
            continue;
        }
        const auto length = static_cast<std::size_t>(view.big(at + 2, 2));
        const bool frame =
            marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
        if (frame) {
            probe.height = view.big(at + 5, 2);
            probe.width = view.big(at + 7, 2);
        }
        if (marker == 0xda) {
            break;
        }
        expect(length >= 2 && marker != 0xd9, "JPEG segment at offset {} is malformed", at);
        at += 2 + length;
    }
    for (std::size_t i = view.size(); i >= at + 2; --i) {
        if (view.at(i - 2) == 0xff && view.at(i - 1) == 0xd9) {
            return probe;
        }
    }
    fail(ErrorCode::BadInput, "the JPEG is cut short: found no end marker (ff d9) in its {} bytes",
         view.size());
}

/// ISO/IEC 15948: chunks of length, type, data and checksum, the last of type IEND.
ImageProbe probe_png(const View& view) {
    const ImageProbe probe{"PNG", view.big(16, 4), view.big(20, 4)};
    for (std::size_t at = 8; !view.has(at + 4, "IEND");) {
        const auto length = static_cast<std::size_t>(view.big(at, 4));
        expect(at + 12 + length <= view.size(),
               "the PNG is cut short: its chunk at offset {} wants {} bytes, found {}", at, length,
               view.size() - std::min(view.size(), at + 8));
        at += 12 + length;
    }
    return probe;
}

/// The next number of a PNM header, after blanks and comments.
std::int64_t pnm_number(const View& view, std::size_t& at) {
    for (;;) {
        if (view.at(at) == '#') {
            while (view.at(at) != '\n') {
                ++at;
            }
        } else if (std::isspace(static_cast<int>(view.at(at))) != 0) {
            ++at;
        } else {
            break;
        }
    }
    std::int64_t value = 0;
    const std::size_t start = at;
    while (std::isdigit(static_cast<int>(view.at(at))) != 0 && at - start < 9) {
        value = value * 10 + (view.at(at++) - '0');
    }
    expect(at > start, "PNM header at offset {}: expected a number", start);
    return value;
}

ImageProbe probe_pnm(const View& view) {
    std::size_t at = 2;
    ImageProbe probe{"PNM", 0, 0};
    probe.width = pnm_number(view, at);
    probe.height = pnm_number(view, at);
    const std::int64_t most = pnm_number(view, at);
    const std::int64_t values = view.has(0, "P6") ? 3 : 1;
    const std::int64_t wanted = probe.width * probe.height * values * (most > 255 ? 2 : 1);
    const auto found = static_cast<std::int64_t>(view.size() - at) - 1;
    expect(found >= wanted, "the PNM is cut short: found {} bytes of pixels, expected {}", found,
           wanted);
    return probe;
}

ImageProbe probe_webp(const View& view) {
    expect(view.little(4, 4) + 8 <= static_cast<std::int64_t>(view.size()),
           "the WebP is cut short: it has {} bytes, its header says {}", view.size(),
           view.little(4, 4) + 8);
    if (view.has(12, "VP8X")) {
        return {"WebP", view.little(24, 3) + 1, view.little(27, 3) + 1};
    }
    if (view.has(12, "VP8L")) {
        const std::int64_t bits = view.little(21, 4);
        return {"WebP", (bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1};
    }
    return {"WebP", view.little(26, 2) & 0x3fff, view.little(28, 2) & 0x3fff};
}

} // namespace

ImageProbe probe_image(std::span<const std::byte> bytes) {
    const View view(bytes);
    if (view.has(0, "\xff\xd8")) {
        return probe_jpeg(view);
    }
    if (view.has(0, "\x89PNG\r\n\x1a\n")) {
        return probe_png(view);
    }
    if (view.has(0, "BM")) {
        const std::int64_t height = view.little(22, 4);
        // A negative height means rows from the top.
        return {"BMP", view.little(18, 4), height > 0x7fffffff ? 0x100000000 - height : height};
    }
    if (view.has(0, "P5") || view.has(0, "P6")) {
        return probe_pnm(view);
    }
    if (view.has(0, "RIFF") && view.has(8, "WEBP")) {
        return probe_webp(view);
    }
    fail(ErrorCode::BadInput,
         "this is no picture: found none of the signatures of JPEG, PNG, BMP, PGM, PPM, WebP");
}

} // namespace espalier
