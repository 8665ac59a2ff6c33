// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/library.h"

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/parallel.h"
#include "core/data/download.h"
#include "core/data/manifest.h"

#include <algorithm>
#include <limits>
#include <mutex>
#include <numeric>

namespace espalier {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kGrain = 64;
constexpr std::size_t kMaxProblems = 20;

std::uint64_t folder_bytes(const fs::path& folder) {
    std::uint64_t total = 0;
    std::error_code error;
    for (const auto& entry : fs::recursive_directory_iterator(
             folder, fs::directory_options::skip_permission_denied, error)) {
        std::error_code ignored;
        if (entry.is_regular_file(ignored)) {
            const auto bytes = entry.file_size(ignored);
            total += ignored ? 0 : bytes;
        }
    }
    return total;
}

/// Sums over one piece of a split, combined in order.
struct Tally {
    std::vector<std::size_t> per_class;
    std::array<int, 2> height{std::numeric_limits<int>::max(), 0};
    std::array<int, 2> width = height;
    std::array<int, 2> channels = height;
    std::uint64_t sum = 0;
    std::uint64_t values = 0;
    std::vector<std::string> problems;

    static void widen(std::array<int, 2>& range, const std::array<int, 2>& other) {
        range = {std::min(range[0], other[0]), std::max(range[1], other[1])};
    }

    void add(const Image& image) {
        widen(height, {image.height, image.height});
        widen(width, {image.width, image.width});
        widen(channels, {image.channels, image.channels});
        sum = std::accumulate(image.pixels.begin(), image.pixels.end(), sum);
        values += image.pixels.size();
    }

    void add(const Tally& other) {
        for (std::size_t i = 0; i < per_class.size(); ++i) {
            per_class[i] += other.per_class[i];
        }
        widen(height, other.height);
        widen(width, other.width);
        widen(channels, other.channels);
        sum += other.sum;
        values += other.values;
        problems.insert(problems.end(), other.problems.begin(), other.problems.end());
    }
};

Tally tally_piece(const Dataset& set, std::size_t begin, std::size_t end, const Job& job) {
    Tally tally;
    tally.per_class.resize(static_cast<std::size_t>(set.classes()));
    for (std::size_t i = begin; i < end; ++i) {
        job.check();
        try {
            ++tally.per_class.at(static_cast<std::size_t>(set.label(i)));
            tally.add(set.image(i));
        } catch (const Error& error) {
            tally.problems.push_back((error.where().empty() ? "" : error.where() + ": ") +
                                     error.message());
        }
    }
    return tally;
}

SplitCheck check_split(const Dataset& set, const char* split, const Job& job,
                       std::vector<std::string>& problems) {
    const std::size_t count = set.size();
    std::vector<Tally> pieces((count + kGrain - 1) / kGrain);
    std::mutex reporting;
    std::size_t done = 0;
    parallel_chunks(count, kGrain, [&](std::size_t begin, std::size_t end) {
        pieces[begin / kGrain] = tally_piece(set, begin, end, job);
        const std::scoped_lock lock(reporting);
        done += end - begin;
        job.report(done, count, split);
    });
    Tally total;
    total.per_class.resize(static_cast<std::size_t>(set.classes()));
    for (const Tally& piece : pieces) {
        total.add(piece);
    }
    SplitCheck check{true, count, std::move(total.per_class), {}, {}, {}, 0, set.fingerprint()};
    if (total.values > 0) {
        check.height = total.height;
        check.width = total.width;
        check.channels = total.channels;
        check.mean = static_cast<double>(total.sum) / static_cast<double>(total.values);
    }
    if (total.problems.size() > kMaxProblems) {
        const auto more = total.problems.size() - kMaxProblems;
        total.problems.resize(kMaxProblems);
        total.problems.push_back(fmt::format("and {} more broken pictures", more));
    }
    for (const auto& problem : total.problems) {
        problems.push_back(fmt::format("{}: {}", split, problem));
    }
    return check;
}

/// Counts and checksums against what the publisher states.
void compare(const Manifest& manifest, DatasetCheck& check) {
    const auto same = [&](const char* what, std::size_t found, std::size_t expected) {
        if (expected != 0 && found != expected) {
            check.problems.push_back(
                fmt::format("found {} {}, expected {}", found, what, expected));
        }
    };
    same("training pictures", check.train.pictures, manifest.train);
    same("test pictures", check.test.pictures, manifest.test);
    same("classes", static_cast<std::size_t>(check.classes),
         static_cast<std::size_t>(manifest.classes));
    for (const auto& file : manifest.files) {
        std::error_code error;
        const fs::path path = check.path / file.name;
        if (file.contents.empty() && fs::is_regular_file(path, error)) {
            try {
                verify_checksum(path, file);
            } catch (const Error& wrong) {
                check.problems.push_back(fmt::format("{}: {}", file.name, wrong.message()));
            }
        }
    }
}

Json split_json(const SplitCheck& split) {
    if (!split.found) {
        return nullptr;
    }
    const auto range = [](const std::array<int, 2>& values) {
        return values[0] == values[1] ? Json(values[0]) : Json(values);
    };
    Json json;
    json["images"] = split.pictures;
    json["per_class"] = split.per_class;
    json["height"] = range(split.height);
    json["width"] = range(split.width);
    json["channels"] = range(split.channels);
    json["mean"] = split.mean;
    json["fingerprint"] = split.fingerprint;
    return json;
}

} // namespace

Json DatasetListing::to_json() const {
    Json json;
    json["id"] = id;
    json["title"] = title;
    json["available"] = available;
    json["path"] = path.string();
    json["how_to_get"] = how_to_get;
    json["licence"] = licence;
    json["bytes"] = bytes;
    return json;
}

std::vector<DatasetListing> list_datasets(const fs::path& data_dir) {
    std::vector<DatasetListing> listings;
    for (const auto& set : known_sets()) {
        DatasetListing listing;
        listing.id = set.id;
        listing.title = set.title;
        listing.how_to_get = set.how_to_get;
        if (const auto manifest = find_manifest(set.id)) {
            listing.licence = manifest->licence;
            listing.bytes = manifest->bytes();
        }
        if (set.make) {
            listing.available = true;
            listing.licence = "GPL-3.0-or-later (part of Espalier)";
        } else if (const auto found = find_dataset_folder(set.id, data_dir)) {
            listing.available = true;
            listing.path = *found;
            listing.bytes = folder_bytes(*found);
        }
        listings.push_back(std::move(listing));
    }
    return listings;
}

Json DatasetCheck::to_json() const {
    Json json;
    json["name"] = name;
    json["path"] = path.string();
    json["ok"] = ok();
    json["classes"] = classes;
    json["train"] = split_json(train);
    json["test"] = split_json(test);
    json["note"] = note;
    json["problems"] = problems;
    return json;
}

DatasetCheck check_dataset(const std::string& set, const fs::path& data_dir, const Job& job) {
    DatasetCheck check;
    check.name = set;
    bool any = false;
    for (const Split split : {Split::Train, Split::Test}) {
        const char* name = split == Split::Train ? "train" : "test";
        SplitCheck& result = split == Split::Train ? check.train : check.test;
        try {
            const DatasetPtr pictures = open_dataset(set, split, data_dir);
            any = true;
            check.name = pictures->name();
            check.classes = pictures->classes();
            check.note = pictures->note();
            result = check_split(*pictures, name, job, check.problems);
        } catch (const Error& error) {
            const bool absent = error.code() == ErrorCode::Io;
            if (error.code() == ErrorCode::Cancelled || (absent && !any && split == Split::Test)) {
                throw;
            }
            if (!absent) {
                any = true;
                check.problems.push_back(error.what());
            }
        }
    }
    if (const auto folder = find_dataset_folder(set, data_dir)) {
        check.path = *folder;
        if (const auto manifest = find_manifest(check.name)) {
            compare(*manifest, check);
        }
    }
    return check;
}

} // namespace espalier
