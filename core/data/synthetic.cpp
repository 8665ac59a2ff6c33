// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/synthetic.h"

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/rng.h"

#include <algorithm>
#include <mutex>
#include <numeric>

namespace espalier {

namespace {

/// Pictures drawn together: large enough that locking costs nothing, small enough that a look at
/// one picture is quick.
constexpr std::size_t kBlock = 128;
/// Streams of the test split start here, those of the labels after both.
constexpr std::uint64_t kTestStreams = std::uint64_t{1} << 32U;
constexpr std::uint64_t kLabelStreams = std::uint64_t{1} << 40U;

class Synthetic : public Dataset {
public:
    Synthetic(const Generator& generator, Split split, std::uint64_t seed)
        : generator_(generator)
        , split_(split)
        , seed_(seed)
        , size_(split == Split::Train ? generator.train_size : generator.test_size)
        , first_stream_(split == Split::Train ? 0 : kTestStreams)
        , blocks_((size_ + kBlock - 1) / kBlock) {}

    [[nodiscard]] std::string name() const override { return generator_.id; }

    [[nodiscard]] std::size_t size() const override { return size_; }

    [[nodiscard]] int classes() const override {
        return static_cast<int>(generator_.class_names.size());
    }

    [[nodiscard]] std::vector<std::string> class_names() const override {
        return generator_.class_names;
    }

    [[nodiscard]] std::optional<PictureSize> picture_size() const override {
        return PictureSize{generator_.height, generator_.width, generator_.channels};
    }

    [[nodiscard]] int label(std::size_t index) const override {
        expect(index < size_, "picture {} was asked for, {} has {}", index, name(), size_);
        const auto count = static_cast<std::size_t>(classes());
        std::vector<int> order(count);
        std::iota(order.begin(), order.end(), 0);
        Rng rng(seed_, kLabelStreams + first_stream_ + index / count);
        rng.shuffle(order);
        return order[index % count];
    }

    [[nodiscard]] Image image(std::size_t index) const override {
        expect(index < size_, "picture {} was asked for, {} has {}", index, name(), size_);
        const std::size_t block = index / kBlock;
        std::call_once(blocks_[block].drawn, [&] { draw(block); });
        const std::size_t record = bytes_per_picture();
        const auto start =
            blocks_[block].pixels.begin() + static_cast<std::ptrdiff_t>(index % kBlock * record);
        return {generator_.height,
                generator_.width,
                generator_.channels,
                {start, start + static_cast<std::ptrdiff_t>(record)}};
    }

    [[nodiscard]] std::string fingerprint() const override {
        return Sha256()
            .update("synthetic")
            .update(generator_.id)
            .update(static_cast<std::uint64_t>(generator_.version))
            .update(static_cast<std::uint64_t>(split_ == Split::Train ? 0 : 1))
            .update(seed_)
            .hex_digest();
    }

private:
    struct Block {
        std::once_flag drawn;
        std::vector<std::uint8_t> pixels;
    };

    [[nodiscard]] std::size_t bytes_per_picture() const {
        return static_cast<std::size_t>(generator_.height * generator_.width * generator_.channels);
    }

    void draw(std::size_t block) const {
        const std::size_t begin = block * kBlock;
        const std::size_t end = std::min(begin + kBlock, size_);
        const std::size_t record = bytes_per_picture();
        std::vector<std::uint8_t> pixels((end - begin) * record);
        for (std::size_t i = begin; i < end; ++i) {
            generator_.draw(label(i), seed_, first_stream_ + i,
                            std::span(pixels).subspan((i - begin) * record, record));
        }
        blocks_[block].pixels = std::move(pixels);
    }

    const Generator& generator_;
    Split split_;
    std::uint64_t seed_;
    std::size_t size_;
    std::uint64_t first_stream_;
    mutable std::vector<Block> blocks_;
};

} // namespace

DatasetPtr make_synthetic(const Generator& generator, Split split, std::uint64_t seed) {
    return std::make_shared<Synthetic>(generator, split, seed);
}

} // namespace espalier
