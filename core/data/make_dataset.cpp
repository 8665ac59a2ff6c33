// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/parallel.h"
#include "core/data/byte_reader.h"
#include "core/data/cifar10.h"
#include "core/data/idx.h"
#include "core/data/library.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>

namespace espalier {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kGrain = 128;
constexpr std::size_t kCifarBatch = 10'000;

/// A folder that is filled beside its target and whose files then move there; removed if that never
/// happens.
class Staging {
public:
    explicit Staging(fs::path target)
        : target_(std::move(target))
        , folder_(target_ / ".part") {
        std::error_code error;
        fs::remove_all(folder_, error);
        fs::create_directories(folder_, error);
        if (error) {
            throw Error(ErrorCode::Io, error.message(), {}, folder_.string());
        }
    }

    ~Staging() {
        std::error_code error;
        fs::remove_all(folder_, error);
    }

    Staging(const Staging&) = delete;
    Staging& operator=(const Staging&) = delete;

    [[nodiscard]] fs::path operator/(const std::string& name) const { return folder_ / name; }

    void publish() const {
        std::error_code error;
        for (const auto& entry : fs::directory_iterator(folder_, error)) {
            fs::rename(entry.path(), target_ / entry.path().filename(), error);
            if (error) {
                throw Error(ErrorCode::Io, error.message(), {}, entry.path().string());
            }
        }
    }

private:
    fs::path target_;
    fs::path folder_;
};

/// Calls write(index, image) for all pictures, in parallel.
template <typename Write>
void draw_all(const Dataset& set, const char* split, const Job& job, const Write& write) {
    std::mutex reporting;
    std::size_t done = 0;
    parallel_chunks(set.size(), kGrain, [&](std::size_t begin, std::size_t end) {
        job.check();
        for (std::size_t i = begin; i < end; ++i) {
            write(i, set.image(i));
        }
        const std::scoped_lock lock(reporting);
        done += end - begin;
        job.report(done, set.size(), split);
    });
}

void write_idx_split(const Dataset& set, Split split, const Staging& folder, const Job& job) {
    const Image first = set.image(0);
    const std::size_t record = first.pixels.size();
    std::vector<std::uint8_t> pixels(set.size() * record);
    std::vector<std::uint8_t> labels(set.size());
    const std::string stem = split == Split::Train ? "train" : "t10k";
    draw_all(set, stem.c_str(), job, [&](std::size_t i, const Image& image) {
        std::copy(image.pixels.begin(), image.pixels.end(),
                  pixels.begin() + static_cast<std::ptrdiff_t>(i * record));
        labels[i] = static_cast<std::uint8_t>(set.label(i));
    });
    const auto count = static_cast<std::int64_t>(set.size());
    std::vector<std::int64_t> dims = {count, first.height, first.width};
    if (first.channels > 1) {
        dims.push_back(first.channels);
    }
    job.check();
    write_atomically(folder / (stem + "-images-idx3-ubyte.gz"), gzip(to_idx(dims, pixels)));
    write_atomically(folder / (stem + "-labels-idx1-ubyte.gz"),
                     gzip(to_idx(std::vector<std::int64_t>{count}, labels)));
}

void write_cifar_split(const Dataset& set, Split split, const Staging& folder, const Job& job) {
    std::vector<std::byte> records(set.size() * kCifarRecord);
    draw_all(set, split == Split::Train ? "train" : "test", job,
             [&](std::size_t i, const Image& image) {
                 std::byte* record = records.data() + i * kCifarRecord;
                 record[0] = static_cast<std::byte>(set.label(i));
                 constexpr std::size_t kPlane = kCifarSide * kCifarSide;
                 for (std::size_t p = 0; p < kPlane; ++p) {
                     for (std::size_t c = 0; c < 3; ++c) {
                         record[1 + c * kPlane + p] = std::byte{image.pixels[3 * p + c]};
                     }
                 }
             });
    const std::span<const std::byte> all(records);
    if (split == Split::Test) {
        write_atomically(folder / "test_batch.bin", all);
        return;
    }
    const std::size_t batch = kCifarBatch * kCifarRecord;
    for (std::size_t start = 0, number = 1; start < all.size(); start += batch, ++number) {
        write_atomically(folder / fmt::format("data_batch_{}.bin", number),
                         all.subspan(start, std::min(batch, all.size() - start)));
    }
    std::string names;
    for (const auto& name : set.class_names()) {
        names += name + "\n";
    }
    write_atomically(folder / "batches.meta.txt", names);
}

} // namespace

void make_dataset(const std::string& id, const fs::path& folder, std::uint64_t seed,
                  const Job& job) {
    const KnownSet* known = find_known_set(id);
    if (known == nullptr || !known->make) {
        throw Error(ErrorCode::Usage, fmt::format("\"{}\" is no set the program can make", id),
                    "expected glyphs, shapes or sequences");
    }
    const Staging staging(folder);
    for (const Split split : {Split::Train, Split::Test}) {
        const DatasetPtr set = known->make(split, seed);
        const Image first = set->image(0);
        const bool cifar = first.channels == 3 && first.height == kCifarSide &&
                           first.width == kCifarSide && set->classes() <= 256;
        (cifar ? write_cifar_split : write_idx_split)(*set, split, staging, job);
    }
    job.check();
    staging.publish();
}

} // namespace espalier
