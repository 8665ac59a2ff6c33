// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/image_folder.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/data/image_file.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <map>
#include <mutex>
#include <optional>
#include <set>

namespace espalier {

namespace fs = std::filesystem;

namespace {

constexpr int kMaxClass = 1'000'000;
constexpr int kImageNetClasses = 1000;
/// Up to this total the fingerprint covers the files' content, above it their names and sizes.
constexpr std::uint64_t kMaxHashedBytes = std::uint64_t{2} << 30U;

/// Sorted sub-folders (or picture files) of `folder`, hidden ones left out.
std::vector<fs::path> sorted_entries(const fs::path& folder, bool folders) {
    std::vector<fs::path> found;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        const fs::path& path = entry.path();
        if (path.filename().string().starts_with('.')) {
            continue;
        }
        std::error_code ignored;
        if (folders ? entry.is_directory(ignored)
                    : entry.is_regular_file(ignored) && is_image_name(path)) {
            found.push_back(path);
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

bool holds_class_folders(const fs::path& folder) {
    const auto classes = sorted_entries(folder, true);
    return std::any_of(classes.begin(), classes.end(),
                       [](const fs::path& path) { return !sorted_entries(path, false).empty(); });
}

/// The folder of one split, where the splits have folders of their own.
std::optional<fs::path> split_folder(const fs::path& folder, Split split) {
    const std::vector<std::string> names = split == Split::Train
                                               ? std::vector<std::string>{"train"}
                                               : std::vector<std::string>{"test", "val"};
    for (const auto& name : names) {
        if (holds_class_folders(folder / name)) {
            return folder / name;
        }
    }
    return std::nullopt;
}

/// "12_cat.png" gives 12.
std::optional<int> leading_number(const std::string& file) {
    int number = 0;
    const auto result = std::from_chars(file.data(), file.data() + file.size(), number);
    const auto end = static_cast<std::size_t>(result.ptr - file.data());
    if (result.ec != std::errc() || number < 0 || end >= file.size() || file[end] != '_') {
        return std::nullopt;
    }
    return number;
}

/// "n01440764_tench", a WordNet number and a name, gives "tench".
std::optional<std::string> wordnet_name(const std::string& text) {
    constexpr std::size_t kDigits = 8;
    if (text.size() < kDigits + 3 || text[0] != 'n' || text[kDigits + 1] != '_' ||
        !std::all_of(text.begin() + 1, text.begin() + 1 + kDigits,
                     [](unsigned char c) { return std::isdigit(c) != 0; })) {
        return std::nullopt;
    }
    return text.substr(kDigits + 2);
}

class ImageFolder : public Dataset {
public:
    struct File {
        fs::path path;
        int label = 0;
    };

    ImageFolder(std::string name, fs::path root)
        : name_(std::move(name))
        , root_(std::move(root)) {}

    void read_class_folders(const fs::path& folder, const fs::path& other);
    void read_numbered(const fs::path& folder);

    void set_note(std::string note) { note_ = std::move(note); }

    [[nodiscard]] std::string name() const override { return name_; }

    [[nodiscard]] std::size_t size() const override { return files_.size(); }

    [[nodiscard]] int classes() const override { return static_cast<int>(names_.size()); }

    [[nodiscard]] std::vector<std::string> class_names() const override { return names_; }

    [[nodiscard]] std::string note() const override { return note_; }

    [[nodiscard]] int label(std::size_t index) const override { return file(index).label; }

    [[nodiscard]] Image image(std::size_t index) const override {
        return read_image(file(index).path);
    }

    [[nodiscard]] std::string fingerprint() const override;

private:
    [[nodiscard]] const File& file(std::size_t index) const {
        expect(index < files_.size(), "picture {} was asked for, {} has {}", index, name_, size());
        return files_[index];
    }

    std::string name_;
    fs::path root_;
    std::string note_;
    std::vector<std::string> names_;
    std::vector<File> files_;
    mutable std::once_flag hashed_;
    mutable std::string hash_;
};

void ImageFolder::read_class_folders(const fs::path& folder, const fs::path& other) {
    std::set<std::string> names;
    for (const auto& root : {folder, other}) {
        for (const auto& path : sorted_entries(root, true)) {
            names.insert(path.filename().string());
        }
    }
    names_.assign(names.begin(), names.end());
    for (std::size_t i = 0; i < names_.size(); ++i) {
        for (auto& path : sorted_entries(folder / names_[i], false)) {
            files_.push_back({std::move(path), static_cast<int>(i)});
        }
    }
}

void ImageFolder::read_numbered(const fs::path& folder) {
    std::map<int, std::string> names;
    bool imagenet = true;
    for (auto& path : sorted_entries(folder, false)) {
        const std::string file = path.filename().string();
        const auto number = leading_number(file);
        located(path.string(), [&] {
            expect(number && *number < kMaxClass,
                   "the name starts with no class number, expected NUMBER_name (below {})",
                   kMaxClass);
        });
        const std::string rest = path.stem().string().substr(file.find('_') + 1);
        const auto word = wordnet_name(rest);
        imagenet = imagenet && word && *number < kImageNetClasses;
        names.emplace(*number, word.value_or(rest));
        files_.push_back({std::move(path), *number});
    }
    std::stable_sort(files_.begin(), files_.end(),
                     [](const File& a, const File& b) { return a.label < b.label; });
    const int classes = imagenet ? kImageNetClasses : files_.back().label + 1;
    names_.resize(static_cast<std::size_t>(classes));
    for (auto& [number, text] : names) {
        names_[static_cast<std::size_t>(number)] = std::move(text);
    }
}

std::string ImageFolder::fingerprint() const {
    std::call_once(hashed_, [this] {
        std::uint64_t total = 0;
        std::error_code error;
        for (const auto& item : files_) {
            const auto bytes = fs::file_size(item.path, error);
            total += error ? 0 : bytes;
        }
        Sha256 hash;
        hash.update("image folder").update(static_cast<std::uint64_t>(classes()));
        for (const auto& item : files_) {
            hash.update(item.path.lexically_relative(root_).generic_string());
            hash.update(static_cast<std::uint64_t>(item.label));
            if (total <= kMaxHashedBytes) {
                const auto bytes = read_bytes(item.path);
                hash.update(static_cast<std::uint64_t>(bytes.size()))
                    .update(std::span<const std::byte>(bytes));
            } else {
                const auto bytes = fs::file_size(item.path, error);
                hash.update(error ? std::uint64_t{0} : std::uint64_t{bytes});
            }
        }
        hash_ = hash.hex_digest();
    });
    return hash_;
}

/// Whether the pictures right inside `folder` are numbered. Judged by the first, so that one bad
/// name among many is an error, not another layout.
bool holds_numbered(const fs::path& folder) {
    const auto files = sorted_entries(folder, false);
    return !files.empty() && leading_number(files.front().filename().string());
}

} // namespace

bool holds_images(const fs::path& folder) {
    return split_folder(folder, Split::Train) || split_folder(folder, Split::Test) ||
           holds_class_folders(folder) || holds_numbered(folder);
}

DatasetPtr open_image_folder(const fs::path& folder, Split split, const std::string& name) {
    auto set = std::make_shared<ImageFolder>(name, folder);
    const auto train = split_folder(folder, Split::Train);
    const auto test = split_folder(folder, Split::Test);
    const auto& wanted = split == Split::Train ? train : test;
    const auto& other = split == Split::Train ? test : train;
    if (train || test) {
        if (!wanted) {
            throw Error(ErrorCode::Io,
                        fmt::format("found no folder \"{}\" with a folder of pictures per class",
                                    split == Split::Train ? "train" : "test"),
                        {}, folder.string());
        }
        set->read_class_folders(*wanted, other.value_or(*wanted));
        return set;
    }
    set->set_note("one set of pictures, not divided into training and test pictures");
    if (holds_class_folders(folder)) {
        set->read_class_folders(folder, folder);
    } else if (holds_numbered(folder)) {
        set->read_numbered(folder);
    } else {
        throw Error(ErrorCode::Io, "found no pictures, expected one folder per class", {},
                    folder.string());
    }
    return set;
}

} // namespace espalier
