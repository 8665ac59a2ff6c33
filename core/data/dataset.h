// SPDX-License-Identifier: GPL-3.0-or-later
// A labelled set of pictures, read on demand. How a picture becomes the input of a network is not
// its business: see preprocess.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace espalier {

/// One picture: 8-bit, interleaved rows (HWC), 1 (grey) or 3 (RGB) channels.
struct Image {
    int height = 0;
    int width = 0;
    int channels = 0;
    std::vector<std::uint8_t> pixels; ///< height * width * channels values
};

struct PictureSize {
    int height = 0;
    int width = 0;
    int channels = 0;
};

/// Which part of a set: what is trained on, and what is only ever measured.
enum class Split { Train, Test };

class Dataset {
public:
    virtual ~Dataset() = default;

    [[nodiscard]] virtual std::string name() const = 0;
    [[nodiscard]] virtual std::size_t size() const = 0;
    [[nodiscard]] virtual int classes() const = 0;

    /// Names of the classes, in label order; empty where the set names none.
    [[nodiscard]] virtual std::vector<std::string> class_names() const { return {}; }

    /// In [0, classes()).
    [[nodiscard]] virtual int label(std::size_t index) const = 0;
    /// Decodes picture `index` in [0, size()). Safe to call from several threads.
    [[nodiscard]] virtual Image image(std::size_t index) const = 0;

    /// Of every picture; nullopt where they may differ.
    [[nodiscard]] virtual std::optional<PictureSize> picture_size() const { return std::nullopt; }

    /// What a report must say beside a figure measured on this set; empty where there is nothing.
    [[nodiscard]] virtual std::string note() const { return {}; }

    /// Identifies the content, for cache keys and reports (hex SHA-256).
    [[nodiscard]] virtual std::string fingerprint() const = 0;
};

using DatasetPtr = std::shared_ptr<const Dataset>;

/// Opens `set`: the name of a known set ("mnist", "cifar10", "glyphs" ...), looked up in
/// `data_dir`, then ESPALIER_DATA, then the user's data folder, or made on the spot for the
/// synthetic ones; or a folder holding IDX files (also .gz), CIFAR-10 binary batches, or one folder
/// of images per class (or numbered ones, see image_folder.h). Errors: Io where nothing is found
/// (the hint says how to get the set), BadInput for bad files.
[[nodiscard]] DatasetPtr open_dataset(const std::string& set, Split split,
                                      const std::filesystem::path& data_dir = {});

/// The folders in which the names of sets are looked up, in order: `data_dir` where it is not
/// empty, ESPALIER_DATA where it is set, and the user's data folder (where `data get` stores).
[[nodiscard]] std::vector<std::filesystem::path>
data_search_path(const std::filesystem::path& data_dir = {});

/// The folder open_dataset() would read `set` from: nullopt where there is none, or where the set
/// is made on the spot.
[[nodiscard]] std::optional<std::filesystem::path>
find_dataset_folder(const std::string& set, const std::filesystem::path& data_dir = {});

/// The first `limit` pictures of `set` (all of them when limit is 0 or larger than the set).
[[nodiscard]] DatasetPtr limited(DatasetPtr set, std::size_t limit);

} // namespace espalier
