// SPDX-License-Identifier: GPL-3.0-or-later
// What stands behind `espalier data list | make | check`; `get` is in download.h.
#pragma once

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/data/known_sets.h"

#include <nlohmann/json_fwd.hpp>

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace espalier {

struct DatasetListing {
    std::string id;
    std::string title;
    bool available = false;     ///< open_dataset(id) will find or make it
    std::filesystem::path path; ///< where it was found; empty for what is made on the spot
    std::string how_to_get;     ///< a command or an explanation
    std::string licence;        ///< empty where unknown
    std::uint64_t bytes = 0;    ///< on disk where found, else to download; 0: unknown or none

    [[nodiscard]] nlohmann::ordered_json to_json() const;
};

/// All known sets, looked up as open_dataset() does.
[[nodiscard]] std::vector<DatasetListing> list_datasets(const std::filesystem::path& data_dir = {});

/// Writes both splits of the synthetic set `id` into `folder`: as IDX files (.gz) where the
/// pictures are grey, as CIFAR-10 batches where they are RGB 32x32. The files appear together at
/// the end, or not at all. Errors: Usage where `id` is no synthetic set, Io, Cancelled.
void make_dataset(const std::string& id, const std::filesystem::path& folder,
                  std::uint64_t seed = kDatasetSeed, const Job& job = {});

/// What reading a whole split found.
struct SplitCheck {
    bool found = false;
    std::size_t pictures = 0;
    std::vector<std::size_t> per_class;
    std::array<int, 2> height{}; ///< smallest and largest
    std::array<int, 2> width{};
    std::array<int, 2> channels{};
    double mean = 0; ///< of all values, 0 to 255
    std::string fingerprint;
};

struct DatasetCheck {
    std::string name;
    std::filesystem::path path; ///< empty for what is made on the spot
    int classes = 0;
    SplitCheck train;
    SplitCheck test;
    std::string note;
    std::vector<std::string> problems; ///< empty: all is well

    [[nodiscard]] bool ok() const { return problems.empty(); }

    [[nodiscard]] nlohmann::ordered_json to_json() const;
};

/// Reads every picture and label of `set` (a name or a folder), counts, and compares with the
/// manifest's counts and checksums where the set is a public one. What is wrong inside the files is
/// listed as problems (at most 20 broken pictures a split), not thrown. Errors: Io where nothing is
/// found, Cancelled.
[[nodiscard]] DatasetCheck check_dataset(const std::string& set,
                                         const std::filesystem::path& data_dir = {},
                                         const Job& job = {});

} // namespace espalier
