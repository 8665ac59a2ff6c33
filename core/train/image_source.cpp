// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/image_source.h"

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/data/text_dataset.h"
#include "core/train/losses/cross_entropy.h"

#include <algorithm>

namespace espalier {

namespace {

/// The set as it is seen in one epoch.
class Augmented final : public Dataset {
public:
    Augmented(const Dataset& set, const Augmentation& augment, std::uint64_t seed,
              std::size_t epoch)
        : set_(set)
        , augment_(augment)
        , seed_(seed)
        , epoch_(epoch) {}

    std::string name() const override { return set_.name(); }

    std::size_t size() const override { return set_.size(); }

    int classes() const override { return set_.classes(); }

    int label(std::size_t index) const override { return set_.label(index); }

    Image image(std::size_t index) const override {
        return augment_.apply(set_.image(index), seed_, epoch_, index);
    }

    std::string fingerprint() const override { return set_.fingerprint(); }

private:
    const Dataset& set_;
    const Augmentation& augment_;
    std::uint64_t seed_;
    std::size_t epoch_;
};

} // namespace

void ImageSource::bind(const Shape& input, const Shape& output) {
    input_ = input;
    if (labels_ == Labels::Ignored) {
        return;
    }
    const ScoreAxes axes = score_axes(output);
    const int scores = static_cast<int>(axes.classes);
    if (axes.positions != 1 || (scores != set_.classes() && scores != set_.classes() + 1)) {
        fail(ErrorCode::Usage,
             "training: the network gives {} scores, expected one for each of the {} classes of {}",
             scores * static_cast<int>(axes.positions), set_.classes(), set_.name());
    }
    first_class_ = scores - set_.classes();
}

void ImageSource::fill(std::span<const std::size_t> indices, std::size_t epoch, std::span<float> x,
                       std::span<int> labels) const {
    const Tensor batch =
        text_of(set_) != nullptr
            ? load_batch(set_, indices, preprocess_, input_)
            : load_batch(Augmented(set_, augment_, seed_, epoch), indices, preprocess_, input_);
    std::ranges::copy(batch.data<float>(), x.begin());
    for (std::size_t i = 0; i < labels.size(); ++i) {
        labels[i] = set_.label(indices[i]) + first_class_;
    }
}

std::string ImageSource::fingerprint() const {
    const Json json{{"set", set_.fingerprint()},
                    {"augment", augment_.str()},
                    {"preprocess", preprocess_.to_json()}};
    return json.dump();
}

} // namespace espalier
