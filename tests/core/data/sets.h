// SPDX-License-Identifier: GPL-3.0-or-later
// Small sets and files for the tests of this room.
#pragma once

#include "core/base/error.h"
#include "core/data/dataset.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace espalier::test {

inline void put(const std::filesystem::path& path, const std::string& bytes) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
}

inline std::string text_of(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// The error that `body` throws; a default one (Failed, "nothing was thrown") where none is.
inline Error error_of(const std::function<void()>& body) {
    try {
        body();
    } catch (const Error& error) {
        return error;
    }
    return {ErrorCode::Failed, "nothing was thrown"};
}

/// A picture whose values follow from their place.
inline Image ramp_image(int height, int width, int channels) {
    Image image{height, width, channels, {}};
    for (int i = 0; i < height * width * channels; ++i) {
        image.pixels.push_back(static_cast<std::uint8_t>((i * 7 + 3) % 256));
    }
    return image;
}

} // namespace espalier::test
