// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/idx.h"

#include "core/base/error.h"
#include "core/data/byte_reader.h"
#include "core/data/packed_dataset.h"

#include <algorithm>
#include <array>

namespace espalier {

namespace fs = std::filesystem;

namespace {

constexpr std::uint8_t kUnsignedByte = 0x08;
constexpr int kMaxRank = 8;

/// Largest side of a picture; a sane bound that keeps every product far from overflow.
constexpr std::int64_t kMaxSide = 1 << 16;

std::string element_type_name(std::uint8_t type) {
    switch (type) {
    case 0x09:
        return "int8";
    case 0x0b:
        return "int16";
    case 0x0c:
        return "int32";
    case 0x0d:
        return "float32";
    case 0x0e:
        return "float64";
    default:
        return {};
    }
}

/// The file of one split and kind, under whichever of its usual names it has.
std::optional<fs::path> find_idx(const fs::path& folder, Split split, const std::string& kind) {
    const std::string rank = kind == "images" ? "3" : "1";
    std::vector<std::string> stems = {"train"};
    if (split == Split::Test) {
        stems = {"t10k", "test"};
    }
    std::error_code error;
    for (const auto& stem : stems) {
        for (const char joint : {'-', '.'}) {
            for (const char* suffix : {"", ".gz"}) {
                fs::path path =
                    folder / fmt::format("{}-{}{}idx{}-ubyte{}", stem, kind, joint, rank, suffix);
                if (fs::exists(path, error)) {
                    return path;
                }
            }
        }
    }
    return std::nullopt;
}

std::vector<std::uint8_t> read_labels(const fs::path& path) {
    IdxArray labels = read_idx(path);
    return located(path.string(), [&] {
        expect(labels.dims.size() == 1, "found an array of {} dimensions, expected 1 (labels)",
               labels.dims.size());
        return std::move(labels.values);
    });
}

int largest_label(const std::vector<std::uint8_t>& labels) {
    return labels.empty() ? -1 : *std::max_element(labels.begin(), labels.end());
}

} // namespace

IdxArray read_idx(const fs::path& path) {
    ByteReader reader(path);
    return located(path.string(), [&] {
        std::array<std::byte, 4> magic{};
        reader.read_exactly(magic, "header");
        const auto byte = [&](std::size_t i) { return std::to_integer<std::uint8_t>(magic[i]); };
        expect(byte(0) == 0 && byte(1) == 0,
               "the file starts with {:02x} {:02x} {:02x} {:02x}, expected an IDX file: 00 00 08 "
               "and the rank",
               byte(0), byte(1), byte(2), byte(3));
        if (byte(2) != kUnsignedByte) {
            const std::string known = element_type_name(byte(2));
            fail(known.empty() ? ErrorCode::BadInput : ErrorCode::Unsupported,
                 "element type at offset 2 is {:02x}{}, expected 08 (unsigned byte)", byte(2),
                 known.empty() ? "" : " (" + known + ")");
        }
        const int rank = byte(3);
        expect(rank >= 1 && rank <= kMaxRank, "rank at offset 3 is {}, expected 1 to {}", rank,
               kMaxRank);
        IdxArray array;
        std::uint64_t count = 1;
        for (int axis = 0; axis < rank; ++axis) {
            std::array<std::byte, 4> bytes{};
            reader.read_exactly(bytes, "size of a dimension");
            std::uint64_t dim = 0;
            for (const std::byte b : bytes) {
                dim = dim << 8U | std::to_integer<std::uint64_t>(b);
            }
            count *= dim;
            expect(count <= kMaxIdxValues,
                   "dimension {} makes it {} values, at most {} are accepted", axis, count,
                   kMaxIdxValues);
            array.dims.push_back(static_cast<std::int64_t>(dim));
        }
        expect(reader.offset() + count <= reader.most_bytes(),
               "the header promises {} values, but a file of this size holds at most {}", count,
               reader.most_bytes() - std::min(reader.most_bytes(), reader.offset()));
        array.values.resize(count);
        reader.read_exactly(std::as_writable_bytes(std::span(array.values)), "values");
        reader.expect_end();
        return array;
    });
}

std::vector<std::byte> to_idx(std::span<const std::int64_t> dims,
                              std::span<const std::uint8_t> values) {
    std::uint64_t count = 1;
    std::vector<std::byte> bytes = {std::byte{0}, std::byte{0}, std::byte{kUnsignedByte},
                                    static_cast<std::byte>(dims.size())};
    for (const std::int64_t dim : dims) {
        expect(dim >= 0 && dim <= 0xffffffffLL, "a dimension is {}, expected 0 to 2^32-1", dim);
        count *= static_cast<std::uint64_t>(dim);
        for (unsigned shift = 32; shift > 0; shift -= 8) {
            bytes.push_back(static_cast<std::byte>(dim >> (shift - 8) & 0xff));
        }
    }
    expect(!dims.empty() && dims.size() <= kMaxRank && count == values.size(),
           "{} values and {} dimensions of {} elements do not fit", values.size(), dims.size(),
           count);
    const auto raw = std::as_bytes(values);
    bytes.insert(bytes.end(), raw.begin(), raw.end());
    return bytes;
}

bool holds_idx(const fs::path& folder) {
    return find_idx(folder, Split::Train, "images") || find_idx(folder, Split::Test, "images");
}

DatasetPtr open_idx(const fs::path& folder, Split split, const std::string& name,
                    std::vector<std::string> names) {
    const auto images_path = find_idx(folder, split, "images");
    const auto labels_path = find_idx(folder, split, "labels");
    if (!images_path || !labels_path) {
        throw Error(ErrorCode::Io,
                    fmt::format("{}-{}-ubyte (or .gz) is missing",
                                split == Split::Train ? "train" : "t10k",
                                images_path ? "labels-idx1" : "images-idx3"),
                    {}, folder.string());
    }
    PackedPictures set;
    set.name = name;
    set.labels = read_labels(*labels_path);
    IdxArray images = read_idx(*images_path);
    located(images_path->string(), [&] {
        const auto& dims = images.dims;
        expect(dims.size() == 3 || (dims.size() == 4 && (dims[3] == 1 || dims[3] == 3)),
               "found an array of {} dimensions, expected pictures [N,H,W] or [N,H,W,C] with C 1 "
               "or 3",
               dims.size());
        for (std::size_t axis = 1; axis < 3; ++axis) {
            expect(dims[axis] >= 1 && dims[axis] <= kMaxSide,
                   "dimension {} is {}, expected 1 to {}", axis, dims[axis], kMaxSide);
        }
        expect(static_cast<std::size_t>(dims[0]) == set.labels.size(),
               "found {} pictures, expected {} as in {}", dims[0], set.labels.size(),
               labels_path->filename().string());
        set.height = static_cast<int>(dims[1]);
        set.width = static_cast<int>(dims[2]);
        set.channels = dims.size() == 4 ? static_cast<int>(dims[3]) : 1;
        set.record = images.values.size() / std::max<std::size_t>(1, set.labels.size());
        set.bytes = std::move(images.values);
    });
    set.classes = static_cast<int>(names.size());
    if (names.empty()) {
        set.classes = largest_label(set.labels) + 1;
        const Split other = split == Split::Train ? Split::Test : Split::Train;
        if (const auto path = find_idx(folder, other, "labels")) {
            set.classes = std::max(set.classes, largest_label(read_labels(*path)) + 1);
        }
    }
    set.class_names = std::move(names);
    return located(labels_path->string(),
                   [&] { return std::make_shared<PackedDataset>(std::move(set)); });
}

} // namespace espalier
