// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/preprocess.h"

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/data/image_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace espalier {

namespace {

constexpr std::string_view kPrefix = "espalier.preprocess.";
constexpr std::size_t kMaxChannels = 1024;
constexpr std::array<double, 3> kBt601 = {0.299, 0.587, 0.114};

double parse_double(std::string_view text) {
    const auto word = trim(text);
    double value = 0;
    const auto result = std::from_chars(word.data(), word.data() + word.size(), value);
    expect(!word.empty() && result.ec == std::errc() && result.ptr == word.data() + word.size(),
           "found \"{}\", expected a number", word);
    return value;
}

std::vector<double> parse_list(std::string_view text) {
    std::vector<double> values;
    for (const auto& word : split(text, ',')) {
        values.push_back(parse_double(word));
    }
    return values;
}

std::string join(const std::vector<double>& values, std::string_view separator) {
    return fmt::format("{}", fmt::join(values, separator));
}

/// ".485" for 0.485, as such constants are usually written.
std::string short_list(const std::vector<double>& values) {
    std::string text;
    for (const double value : values) {
        std::string number = fmt::format("{:.6g}", value);
        if (number.starts_with("0.")) {
            number.erase(0, 1);
        }
        text += (text.empty() ? "" : " ") + number;
    }
    return text;
}

bool parse_channels(const std::string& text) {
    expect(text == "rgb" || text == "bgr", "found \"{}\", expected \"rgb\" or \"bgr\"", text);
    return text == "bgr";
}

int to_resize(double value) {
    expect(value >= 0 && value <= Preprocess::kMaxResize && value == std::floor(value),
           "resize is {}, expected a whole number from 0 to {}", value, Preprocess::kMaxResize);
    return static_cast<int>(value);
}

double pick(const std::vector<double>& values, int channel, double otherwise) {
    if (values.empty()) {
        return otherwise;
    }
    return values.size() == 1 ? values[0] : values[static_cast<std::size_t>(channel)];
}

/// x = (pixel * scale - mean) / std of one channel, as pixel * factor + offset.
struct Affine {
    double scale;
    double mean;
    double std;

    [[nodiscard]] float operator()(double pixel) const {
        return static_cast<float>((pixel * scale - mean) / std);
    }
};

/// Which source channels make output channel c: the grey mix, or one of them.
struct Channels {
    int source; ///< channels of the picture
    int target; ///< channels of the input
    bool bgr;

    template <typename Pixel>
    [[nodiscard]] double operator()(const Pixel* pixel, int channel) const {
        if (source == target) {
            return pixel[bgr && source == 3 ? 2 - channel : channel];
        }
        if (source == 1) {
            return pixel[0];
        }
        double grey = 0;
        for (std::size_t c = 0; c < 3; ++c) {
            grey += kBt601[c] * pixel[c];
        }
        return grey;
    }
};

template <typename Pixel>
void write_planes(const Pixel* pixels, std::size_t plane, const Channels& channels,
                  const Preprocess& preprocess, std::span<float> out) {
    const auto step = static_cast<std::size_t>(channels.source);
    for (int c = 0; c < channels.target; ++c) {
        const Affine affine{preprocess.scale, pick(preprocess.mean, c, 0.0),
                            pick(preprocess.std, c, 1.0)};
        float* target = out.data() + static_cast<std::size_t>(c) * plane;
        if constexpr (sizeof(Pixel) == 1) {
            if (channels.source == channels.target || channels.source == 1) {
                std::array<float, 256> table{};
                for (std::size_t value = 0; value < table.size(); ++value) {
                    table[value] = affine(static_cast<double>(value));
                }
                const bool mirrored = channels.bgr && channels.source == 3;
                const int from = channels.source == 1 ? 0 : (mirrored ? 2 - c : c);
                for (std::size_t i = 0; i < plane; ++i) {
                    target[i] = table[pixels[i * step + static_cast<std::size_t>(from)]];
                }
                continue;
            }
        }
        for (std::size_t i = 0; i < plane; ++i) {
            target[i] = affine(channels(pixels + i * step, c));
        }
    }
}

/// The region of `image` that becomes the input, in its own pixels.
struct Region {
    int top;
    int left;
    int height;
    int width;
};

/// As TensorFlow's central_crop: what is cut off is split evenly, rounded down.
Region central(int height, int width, double fraction) {
    const auto cut = [&](int side) { return static_cast<int>((side - side * fraction) / 2); };
    const int top = cut(height);
    const int left = cut(width);
    return {top, left, height - 2 * top, width - 2 * left};
}

void check_image(const Image& image) {
    const auto wanted = static_cast<std::int64_t>(image.height) * image.width * image.channels;
    expect(image.height > 0 && image.width > 0 && (image.channels == 1 || image.channels == 3) &&
               static_cast<std::int64_t>(image.pixels.size()) == wanted,
           "picture of {}x{} pixels and {} channels with {} values, expected 1 or 3 channels and "
           "as many values as that makes",
           image.width, image.height, image.channels, image.pixels.size());
}

} // namespace

void Preprocess::validate() const {
    const auto check_list = [](const std::vector<double>& values, const char* what, bool positive) {
        expect(values.size() <= kMaxChannels, "{} has {} values, expected at most {}", what,
               values.size(), kMaxChannels);
        for (const double value : values) {
            expect(std::isfinite(value) && (!positive || value > 0), "{} is {}, expected {}", what,
                   value, positive ? "a positive number" : "a finite number");
        }
    };
    expect(std::isfinite(scale) && scale != 0, "scale is {}, expected a finite number, not 0",
           scale);
    check_list(mean, "mean", false);
    check_list(std, "std", true);
    expect(crop > 0 && crop <= 1, "crop is {}, expected a number in (0, 1]", crop);
    to_resize(resize);
}

std::string Preprocess::str() const {
    std::string text = bgr ? "BGR" : "RGB";
    const double inverse = 1 / scale;
    const bool whole = std::abs(inverse - std::round(inverse)) < 1e-9 * std::abs(inverse);
    text += scale != 1 && whole && inverse > 1 ? fmt::format(", scale 1/{:.0f}", inverse)
                                               : fmt::format(", scale {:.6g}", scale);
    if (!mean.empty()) {
        text += ", mean " + short_list(mean);
    }
    if (!std.empty()) {
        text += ", std " + short_list(std);
    }
    if (crop != 1) {
        text += fmt::format(", crop {:.6g}", crop);
    }
    if (resize != 0) {
        text += fmt::format(", resize {} and centre crop", resize);
    }
    return text;
}

std::map<std::string, std::string> Preprocess::to_metadata() const {
    const std::string prefix(kPrefix);
    return {
        {prefix + "scale", fmt::format("{}", scale)},
        {prefix + "mean", join(mean, ",")},
        {prefix + "std", join(std, ",")},
        {prefix + "channels", bgr ? "bgr" : "rgb"},
        {prefix + "crop", fmt::format("{}", crop)},
        {prefix + "resize", fmt::format("{}", resize)},
    };
}

std::optional<Preprocess> Preprocess::from_metadata(const std::map<std::string, std::string>& map) {
    Preprocess preprocess;
    bool found = false;
    for (const auto& [key, text] : map) {
        if (!key.starts_with(kPrefix)) {
            continue;
        }
        found = true;
        located("metadata property " + key, [&key = key, &text = text, &preprocess] {
            const std::string name = key.substr(kPrefix.size());
            if (name == "scale") {
                preprocess.scale = parse_double(text);
            } else if (name == "mean") {
                preprocess.mean = parse_list(text);
            } else if (name == "std") {
                preprocess.std = parse_list(text);
            } else if (name == "channels") {
                preprocess.bgr = parse_channels(text);
            } else if (name == "crop") {
                preprocess.crop = parse_double(text);
            } else if (name == "resize") {
                preprocess.resize = to_resize(parse_double(text));
            } else {
                fail(ErrorCode::BadInput,
                     "unknown property, expected scale, mean, std, channels, crop or resize");
            }
            preprocess.validate();
        });
    }
    return found ? std::optional(preprocess) : std::nullopt;
}

Json Preprocess::to_json() const {
    Json json;
    json["scale"] = scale;
    json["mean"] = mean;
    json["std"] = std;
    json["channels"] = bgr ? "bgr" : "rgb";
    json["crop"] = crop;
    json["resize"] = resize;
    return json;
}

Preprocess Preprocess::from_json(const Json& json) {
    return located("preprocess", [&] {
        expect(json.is_object(), "found {}, expected an object", json.type_name());
        static constexpr std::array<std::string_view, 6> kKeys = {"scale",    "mean", "std",
                                                                  "channels", "crop", "resize"};
        for (const auto& [key, value] : json.items()) {
            expect(std::find(kKeys.begin(), kKeys.end(), key) != kKeys.end(),
                   "unknown key \"{}\", expected scale, mean, std, channels, crop or resize", key);
        }
        const auto list = [&](const std::string& key) {
            if (json.contains(key) && json.at(key).is_number()) {
                return std::vector<double>{json_get<double>(json, key)};
            }
            return json_get<std::vector<double>>(json, key, {});
        };
        Preprocess preprocess;
        preprocess.scale = json_get<double>(json, "scale", preprocess.scale);
        preprocess.mean = list("mean");
        preprocess.std = list("std");
        preprocess.bgr = parse_channels(json_get<std::string>(json, "channels", "rgb"));
        preprocess.crop = json_get<double>(json, "crop", preprocess.crop);
        preprocess.resize = to_resize(json_get<double>(json, "resize", 0.0));
        preprocess.validate();
        return preprocess;
    });
}

void Preprocess::apply(const Image& image, int channels, int height, int width,
                       std::span<float> out) const {
    check_image(image);
    const bool colours = channels == 1 || channels == 3;
    expect(colours && height > 0 && width > 0,
           "the input takes {} channels of {}x{}, expected 1 or 3 channels", channels, width,
           height);
    for (const auto* list : {&mean, &std}) {
        expect(list->size() <= 1 || list->size() == static_cast<std::size_t>(channels),
               "{} has {} values, expected 1 or {} (channels of the input)",
               list == &mean ? "mean" : "std", list->size(), channels);
    }
    const auto plane = static_cast<std::size_t>(height) * static_cast<std::size_t>(width);
    expect(out.size() == plane * static_cast<std::size_t>(channels),
           "room for {} values, expected {}", out.size(),
           plane * static_cast<std::size_t>(channels));
    const Channels map{image.channels, channels, bgr};
    const Region region = central(image.height, image.width, crop);
    if (resize == 0) {
        const bool as_it_is = region.height == image.height && region.width == image.width &&
                              height == image.height && width == image.width;
        if (as_it_is) {
            write_planes(image.pixels.data(), plane, map, *this, out);
            return;
        }
        const auto pixels = resize_region(image, region.top, region.left, region.height,
                                          region.width, height, width);
        write_planes(pixels.data(), plane, map, *this, out);
        return;
    }
    const int shorter = std::min(region.height, region.width);
    const auto scaled = [&](int side) {
        const auto length = static_cast<std::int64_t>(side) * resize / shorter;
        return static_cast<int>(std::min<std::int64_t>(length, std::numeric_limits<int>::max()));
    };
    const int tall = scaled(region.height);
    const int wide = scaled(region.width);
    expect(tall >= height && wide >= width,
           "resized to {}x{}, which is smaller than the input of {}x{}", wide, tall, width, height);
    expect(static_cast<std::int64_t>(tall) <= kMaxPixels / wide,
           "resized to {}x{}, at most {} pixels are accepted", wide, tall, kMaxPixels);
    const auto pixels =
        resize_region(image, region.top, region.left, region.height, region.width, tall, wide);
    const auto step = static_cast<std::size_t>(image.channels);
    const auto top = static_cast<std::size_t>((tall - height) / 2);
    const auto left = static_cast<std::size_t>((wide - width) / 2);
    const std::size_t row = static_cast<std::size_t>(width) * step;
    std::vector<float> cropped(plane * step);
    for (std::size_t y = 0; y < static_cast<std::size_t>(height); ++y) {
        const auto from = ((top + y) * static_cast<std::size_t>(wide) + left) * step;
        std::copy_n(pixels.data() + from, row, cropped.data() + y * row);
    }
    write_planes(cropped.data(), plane, map, *this, out);
}

} // namespace espalier
