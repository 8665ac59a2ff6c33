// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/image_file.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/data/image_probe.h"

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace espalier {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kMaxImageFileBytes = std::uint64_t{1} << 30U;

/// Parallelism is ours: OpenCV works on the calling thread only.
void one_opencv_thread() {
    static const bool done = [] {
        cv::setNumThreads(1);
        return true;
    }();
    static_cast<void>(done);
}

/// Runs `body`, turning OpenCV's and the allocator's exceptions into ours.
template <typename Body>
auto translated(Body&& body) {
    one_opencv_thread();
    try {
        return body();
    } catch (const cv::Exception& error) {
        fail(ErrorCode::BadInput, "the picture cannot be processed: {}", error.err);
    } catch (const std::bad_alloc&) {
        fail(ErrorCode::BadInput, "the picture does not fit memory");
    }
}

} // namespace

bool is_image_name(const fs::path& path) {
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    static constexpr std::array<std::string_view, 7> kKnown = {".png",  ".jpg", ".jpeg", ".bmp",
                                                               ".webp", ".pgm", ".ppm"};
    return std::find(kKnown.begin(), kKnown.end(), extension) != kKnown.end();
}

Image read_image(const fs::path& path) {
    const auto bytes = read_bytes(path, kMaxImageFileBytes);
    return located(path.string(), [&] { return decode_image(bytes); });
}

Image decode_image(std::span<const std::byte> bytes) {
    const ImageProbe probe = probe_image(bytes);
    expect(probe.width > 0 && probe.height > 0 && probe.width <= kMaxPixels / probe.height,
           "the {} is {}x{} pixels, expected at least one and at most {} in all", probe.format,
           probe.width, probe.height, kMaxPixels);
    return translated([&] {
        // imdecode only reads, though cv::Mat wants a mutable pointer.
        const cv::Mat encoded(1, static_cast<int>(bytes.size()), CV_8UC1,
                              const_cast<std::byte*>(bytes.data()));
        cv::Mat decoded = cv::imdecode(encoded, cv::IMREAD_ANYCOLOR);
        expect(!decoded.empty() && decoded.depth() == CV_8U,
               "the {} is corrupt: it does not decode", probe.format);
        if (decoded.channels() == 3) {
            cv::cvtColor(decoded, decoded, cv::COLOR_BGR2RGB);
        }
        expect(decoded.channels() == 1 || decoded.channels() == 3,
               "the {} has {} channels, expected 1 or 3", probe.format, decoded.channels());
        if (!decoded.isContinuous()) {
            decoded = decoded.clone();
        }
        Image image{decoded.rows, decoded.cols, decoded.channels(), {}};
        image.pixels.assign(decoded.data, decoded.data + decoded.total() * decoded.elemSize());
        return image;
    });
}

std::vector<std::byte> to_png(const Image& image) {
    return translated([&] {
        const int type = image.channels == 3 ? CV_8UC3 : CV_8UC1;
        const cv::Mat view(image.height, image.width, type,
                           const_cast<std::uint8_t*>(image.pixels.data()));
        cv::Mat swapped;
        if (image.channels == 3) {
            cv::cvtColor(view, swapped, cv::COLOR_RGB2BGR);
        }
        std::vector<uchar> encoded;
        if (!cv::imencode(".png", image.channels == 3 ? swapped : view, encoded)) {
            fail(ErrorCode::Failed, "the picture cannot be encoded as PNG");
        }
        const auto raw = std::as_bytes(std::span(encoded));
        return std::vector<std::byte>(raw.begin(), raw.end());
    });
}

std::vector<float> resize_region(const Image& image, int top, int left, int height, int width,
                                 int out_height, int out_width) {
    return translated([&] {
        const int channels = image.channels;
        const cv::Mat all(image.height, image.width, CV_8UC(channels),
                          const_cast<std::uint8_t*>(image.pixels.data()));
        cv::Mat region;
        all(cv::Rect(left, top, width, height)).convertTo(region, CV_32F);
        std::vector<float> values(static_cast<std::size_t>(out_height) *
                                  static_cast<std::size_t>(out_width) *
                                  static_cast<std::size_t>(channels));
        cv::Mat out(out_height, out_width, CV_32FC(channels), values.data());
        cv::resize(region, out, out.size(), 0, 0, cv::INTER_LINEAR);
        return values;
    });
}

} // namespace espalier
