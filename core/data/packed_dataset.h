// SPDX-License-Identifier: GPL-3.0-or-later
// A data set whose pictures all have one size and lie in one block of memory.
#pragma once

#include "core/data/dataset.h"

#include <mutex>

namespace espalier {

/// How the values of one picture are ordered in memory.
enum class PixelOrder {
    Interleaved, ///< [H, W, C], as in Image
    Planar,      ///< [C, H, W], as in CIFAR-10's records
};

/// What a PackedDataset is made of.
struct PackedPictures {
    std::string name;
    std::vector<std::string> class_names; ///< may be empty
    int classes = 0;
    int height = 0;
    int width = 0;
    int channels = 0;
    PixelOrder order = PixelOrder::Interleaved;
    std::vector<std::uint8_t> bytes; ///< records, one after another
    std::size_t record = 0;          ///< bytes from one picture to the next
    std::size_t first = 0;           ///< offset of the first picture
    std::vector<std::uint8_t> labels;
};

class PackedDataset : public Dataset {
public:
    /// BadInput where a label is not below the number of classes (its place is said).
    explicit PackedDataset(PackedPictures pictures);

    [[nodiscard]] std::string name() const override { return set_.name; }

    [[nodiscard]] std::size_t size() const override { return set_.labels.size(); }

    [[nodiscard]] int classes() const override { return set_.classes; }

    [[nodiscard]] std::vector<std::string> class_names() const override { return set_.class_names; }

    [[nodiscard]] std::optional<PictureSize> picture_size() const override {
        return PictureSize{set_.height, set_.width, set_.channels};
    }

    [[nodiscard]] int label(std::size_t index) const override;
    [[nodiscard]] Image image(std::size_t index) const override;
    [[nodiscard]] std::string fingerprint() const override;

private:
    PackedPictures set_;
    mutable std::once_flag hashed_;
    mutable std::string hash_;
};

} // namespace espalier
