// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/cifar10.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/data/byte_reader.h"
#include "core/data/packed_dataset.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <span>

namespace espalier {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kMaxBatchBytes = std::uint64_t{2} << 30U;
constexpr std::uint64_t kMaxNamesBytes = 1 << 20;

/// N of "data_batch_N.bin".
std::optional<int> batch_number(const std::string& file) {
    constexpr std::string_view kPrefix = "data_batch_";
    constexpr std::string_view kSuffix = ".bin";
    if (file.size() <= kPrefix.size() + kSuffix.size() || !file.starts_with(kPrefix) ||
        !file.ends_with(kSuffix)) {
        return std::nullopt;
    }
    int number = 0;
    const char* end = file.data() + file.size() - kSuffix.size();
    const auto result = std::from_chars(file.data() + kPrefix.size(), end, number);
    return result.ec == std::errc() && result.ptr == end ? std::optional(number) : std::nullopt;
}

std::vector<fs::path> batches(const fs::path& folder, Split split) {
    std::error_code error;
    if (split == Split::Test) {
        const fs::path path = folder / "test_batch.bin";
        return fs::exists(path, error) ? std::vector{path} : std::vector<fs::path>{};
    }
    std::map<int, fs::path> numbered;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        if (const auto number = batch_number(entry.path().filename().string())) {
            numbered.emplace(*number, entry.path());
        }
    }
    std::vector<fs::path> paths;
    for (auto& [number, path] : numbered) {
        paths.push_back(std::move(path));
    }
    return paths;
}

std::vector<std::string> class_names(const fs::path& folder) {
    std::error_code error;
    const fs::path path = folder / "batches.meta.txt";
    if (!fs::exists(path, error)) {
        return {"airplane", "automobile", "bird",  "cat",  "deer",
                "dog",      "frog",       "horse", "ship", "truck"};
    }
    std::vector<std::string> names;
    const std::string text = read_text(path, kMaxNamesBytes);
    for (const auto& line : split(text, '\n')) {
        if (const auto name = trim(line); !name.empty()) {
            names.emplace_back(name);
        }
    }
    located(path.string(), [&] {
        expect(!names.empty() && names.size() <= 256, "found {} class names, expected 1 to 256",
               names.size());
    });
    return names;
}

/// Appends the records of one batch to `set`.
void append_batch(const fs::path& path, PackedPictures& set) {
    ByteReader reader(path);
    located(path.string(), [&] {
        const std::uint64_t bytes = reader.most_bytes();
        expect(bytes <= kMaxBatchBytes, "the file has {} bytes, at most {} are accepted", bytes,
               kMaxBatchBytes);
        expect(bytes > 0 && bytes % kCifarRecord == 0,
               "found {} bytes, expected a multiple of {} (one label and 3x32x32 pixels a record): "
               "record {} is cut short",
               bytes, kCifarRecord, bytes / kCifarRecord);
        const std::size_t start = set.bytes.size();
        set.bytes.resize(start + bytes);
        reader.read_exactly(std::as_writable_bytes(std::span(set.bytes).subspan(start)), "records");
        for (std::size_t at = start; at < set.bytes.size(); at += kCifarRecord) {
            const int label = set.bytes[at];
            expect(label < set.classes, "label at offset {} is {}, expected 0 to {}", at - start,
                   label, set.classes - 1);
            set.labels.push_back(set.bytes[at]);
        }
    });
}

} // namespace

bool holds_cifar10(const fs::path& folder) {
    return !batches(folder, Split::Train).empty() || !batches(folder, Split::Test).empty();
}

DatasetPtr open_cifar10(const fs::path& folder, Split split, const std::string& name) {
    const auto paths = batches(folder, split);
    if (paths.empty()) {
        throw Error(ErrorCode::Io,
                    fmt::format("{} is missing",
                                split == Split::Train ? "data_batch_1.bin" : "test_batch.bin"),
                    {}, folder.string());
    }
    PackedPictures set;
    set.name = name;
    set.class_names = class_names(folder);
    set.classes = static_cast<int>(set.class_names.size());
    set.height = kCifarSide;
    set.width = kCifarSide;
    set.channels = 3;
    set.order = PixelOrder::Planar;
    set.record = kCifarRecord;
    set.first = 1;
    for (const auto& path : paths) {
        append_batch(path, set);
    }
    return std::make_shared<PackedDataset>(std::move(set));
}

} // namespace espalier
