// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/dataset.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/data/cifar10.h"
#include "core/data/idx.h"
#include "core/data/image_folder.h"
#include "core/data/known_sets.h"
#include "core/data/text_dataset.h"

#include <algorithm>
#include <cstdlib>
#include <optional>

namespace espalier {

namespace fs = std::filesystem;

namespace {

class Limited : public Dataset {
public:
    Limited(DatasetPtr set, std::size_t limit)
        : set_(std::move(set))
        , limit_(limit) {}

    [[nodiscard]] std::string name() const override { return set_->name(); }

    [[nodiscard]] std::size_t size() const override { return limit_; }

    [[nodiscard]] int classes() const override { return set_->classes(); }

    [[nodiscard]] std::vector<std::string> class_names() const override {
        return set_->class_names();
    }

    [[nodiscard]] std::optional<PictureSize> picture_size() const override {
        return set_->picture_size();
    }

    [[nodiscard]] std::string note() const override { return set_->note(); }

    [[nodiscard]] int label(std::size_t index) const override { return set_->label(in(index)); }

    [[nodiscard]] Image image(std::size_t index) const override { return set_->image(in(index)); }

    [[nodiscard]] std::string fingerprint() const override {
        return Sha256()
            .update(set_->fingerprint())
            .update(static_cast<std::uint64_t>(limit_))
            .hex_digest();
    }

private:
    [[nodiscard]] std::size_t in(std::size_t index) const {
        expect(index < limit_, "picture {} was asked for, the first {} of {} are in use", index,
               limit_, set_->name());
        return index;
    }

    DatasetPtr set_;
    std::size_t limit_;
};

bool holds_anything(const fs::path& folder) {
    std::error_code error;
    return fs::is_directory(folder, error) &&
           (holds_idx(folder) || holds_cifar10(folder) || holds_images(folder));
}

DatasetPtr open_folder(const fs::path& folder, Split split, const std::string& name,
                       const KnownSet* known) {
    if (holds_idx(folder)) {
        return open_idx(folder, split, name,
                        known != nullptr ? known->class_names : std::vector<std::string>{});
    }
    if (holds_cifar10(folder)) {
        return open_cifar10(folder, split, name);
    }
    return open_image_folder(folder, split, name);
}

bool is_plain_name(const std::string& set) {
    return fs::path(set).filename() == fs::path(set) && set != "." && set != "..";
}

/// "mnist" for "data/mnist/".
std::string folder_name(const fs::path& folder) {
    const fs::path clean = fs::weakly_canonical(folder);
    return clean.has_filename() ? clean.filename().string() : clean.parent_path().string();
}

std::string joined(const std::vector<fs::path>& paths, const std::string& name) {
    std::string text;
    for (const auto& path : paths) {
        text += (text.empty() ? "" : ", ") + (path / name).string();
    }
    return text;
}

} // namespace

std::vector<fs::path> data_search_path(const fs::path& data_dir) {
    std::vector<fs::path> paths;
    if (!data_dir.empty()) {
        paths.push_back(data_dir);
    }
    if (const char* set = std::getenv("ESPALIER_DATA"); set != nullptr && *set != '\0') {
        paths.emplace_back(set);
    }
    paths.push_back(user_data_dir() / "datasets");
    return paths;
}

std::optional<fs::path> find_dataset_folder(const std::string& set, const fs::path& data_dir) {
    const KnownSet* known = find_known_set(set);
    if (set.empty() || (known != nullptr && known->make)) {
        return std::nullopt;
    }
    if (is_text_set(set)) {
        return find_text_folder(set, data_dir);
    }
    if (is_plain_name(set)) {
        for (const auto& root : data_search_path(data_dir)) {
            if (holds_anything(root / set)) {
                return root / set;
            }
        }
    }
    return holds_anything(set) ? std::optional(fs::path(set)) : std::nullopt;
}

DatasetPtr open_dataset(const std::string& set, Split split, const fs::path& data_dir) {
    expect(!set.empty(), "the name of the data set is empty");
    const KnownSet* known = find_known_set(set);
    if (known != nullptr && known->make) {
        return known->make(split, kDatasetSeed);
    }
    if (is_text_set(set)) {
        return text_dataset(open_text(set, split, data_dir));
    }
    if (const auto folder = find_dataset_folder(set, data_dir)) {
        return open_folder(*folder, split, is_plain_name(set) ? set : folder_name(*folder), known);
    }
    std::error_code error;
    if (fs::is_directory(set, error)) {
        throw Error(ErrorCode::Io, "found no pictures in this folder",
                    "expected IDX files (train-images-idx3-ubyte[.gz] ...), CIFAR-10 batches "
                    "(data_batch_1.bin ...) or one folder of pictures per class",
                    set);
    }
    const std::string looked = is_plain_name(set)
                                   ? "not found in " + joined(data_search_path(data_dir), set)
                                   : "there is no such folder";
    std::string hint = "expected a folder, or one of " + known_set_names();
    if (known != nullptr) {
        hint = known->how_to_get;
    }
    throw Error(ErrorCode::Io, fmt::format("data set \"{}\": {}", set, looked), std::move(hint));
}

DatasetPtr limited(DatasetPtr set, std::size_t limit) {
    if (limit == 0 || limit >= set->size()) {
        return set;
    }
    if (const TextSet* text = text_of(*set)) {
        return shortened_text(*text, limit);
    }
    return std::make_shared<Limited>(std::move(set), limit);
}

} // namespace espalier
