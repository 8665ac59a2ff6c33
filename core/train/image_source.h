// SPDX-License-Identifier: GPL-3.0-or-later
// Labelled pictures as batches: preprocessed, and augmented anew in every epoch.
#pragma once

#include "core/data/dataset.h"
#include "core/data/preprocess.h"
#include "core/train/augment.h"
#include "core/train/batch_source.h"

#include <cstdint>

namespace espalier {

class ImageSource final : public BatchSource {
public:
    /// `set` and `preprocess` outlive the source. `seed` is that of the augmentation.
    ImageSource(const Dataset& set, const Preprocess& preprocess, Augmentation augment,
                std::uint64_t seed)
        : set_(set)
        , preprocess_(preprocess)
        , augment_(augment)
        , seed_(seed) {}

    [[nodiscard]] std::string name() const override { return set_.name(); }

    [[nodiscard]] std::size_t size() const override { return set_.size(); }

    void bind(const Shape& input, const Shape& output) override;

    [[nodiscard]] std::size_t labels_per_sample() const override { return 1; }

    void fill(std::span<const std::size_t> indices, std::size_t epoch, std::span<float> x,
              std::span<int> labels) const override;
    [[nodiscard]] std::string fingerprint() const override;

private:
    const Dataset& set_;
    const Preprocess& preprocess_;
    Augmentation augment_;
    std::uint64_t seed_;
    Shape input_;
    int first_class_ = 0; ///< 1 where the network has a background class
};

} // namespace espalier
