// SPDX-License-Identifier: GPL-3.0-or-later
// Labelled pictures as batches: preprocessed, and augmented anew in every epoch.
#pragma once

#include "core/data/dataset.h"
#include "core/data/preprocess.h"
#include "core/train/augment.h"
#include "core/train/batch_source.h"

#include <cstdint>

namespace espalier {

enum class Labels { Wanted, Ignored };

class ImageSource final : public BatchSource {
public:
    /// `set` and `preprocess` outlive the source. `seed` is that of the augmentation.
    /// Where labels are ignored, the network need not have a score for each class.
    ImageSource(const Dataset& set, const Preprocess& preprocess, Augmentation augment,
                std::uint64_t seed, Labels labels = Labels::Wanted)
        : set_(set)
        , preprocess_(preprocess)
        , augment_(augment)
        , seed_(seed)
        , labels_(labels) {}

    [[nodiscard]] std::string name() const override { return set_.name(); }

    [[nodiscard]] std::size_t size() const override { return set_.size(); }

    void bind(const Shape& input, const Shape& output) override;

    [[nodiscard]] std::size_t labels_per_sample() const override {
        return labels_ == Labels::Wanted ? 1 : 0;
    }

    void fill(std::span<const std::size_t> indices, std::size_t epoch, std::span<float> x,
              std::span<int> labels) const override;
    [[nodiscard]] std::string fingerprint() const override;

private:
    const Dataset& set_;
    const Preprocess& preprocess_;
    Augmentation augment_;
    std::uint64_t seed_;
    Labels labels_;
    Shape input_;
    int first_class_ = 0; ///< 1 where the network has a background class
};

} // namespace espalier
