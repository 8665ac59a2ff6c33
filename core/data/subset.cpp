// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/subset.h"

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/rng.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace espalier {

namespace {

constexpr std::uint64_t kStream = 0x73706c6974ULL;

class Subset final : public Dataset {
public:
    Subset(DatasetPtr set, std::vector<std::size_t> indices)
        : set_(std::move(set))
        , indices_(std::move(indices)) {}

    [[nodiscard]] std::string name() const override { return set_->name(); }

    [[nodiscard]] std::size_t size() const override { return indices_.size(); }

    [[nodiscard]] int classes() const override { return set_->classes(); }

    [[nodiscard]] std::vector<std::string> class_names() const override {
        return set_->class_names();
    }

    [[nodiscard]] std::optional<PictureSize> picture_size() const override {
        return set_->picture_size();
    }

    [[nodiscard]] std::string note() const override { return set_->note(); }

    [[nodiscard]] int label(std::size_t index) const override {
        return set_->label(indices_.at(index));
    }

    [[nodiscard]] Image image(std::size_t index) const override {
        return set_->image(indices_.at(index));
    }

    [[nodiscard]] std::string fingerprint() const override {
        Sha256 sha;
        sha.update(set_->fingerprint());
        for (const std::size_t index : indices_) {
            sha.update(static_cast<std::uint64_t>(index));
        }
        return sha.hex_digest();
    }

private:
    DatasetPtr set_;
    std::vector<std::size_t> indices_;
};

} // namespace

DatasetPtr subset(DatasetPtr set, std::vector<std::size_t> indices) {
    return std::make_shared<Subset>(std::move(set), std::move(indices));
}

std::pair<DatasetPtr, DatasetPtr> split_off(const DatasetPtr& set, double share,
                                            std::uint64_t seed) {
    const auto wanted = std::max<std::size_t>(
        1, static_cast<std::size_t>(std::llround(share * static_cast<double>(set->size()))));
    if (wanted >= set->size()) {
        fail(ErrorCode::Usage, "{}: {} of {} pictures were to be held out, expected fewer",
             set->name(), wanted, set->size());
    }
    std::vector<std::size_t> order(set->size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    Rng rng(seed, kStream);
    rng.shuffle(order);
    const auto cut = order.begin() + static_cast<std::ptrdiff_t>(wanted);
    std::sort(order.begin(), cut);
    std::sort(cut, order.end());
    return {subset(set, {cut, order.end()}), subset(set, {order.begin(), cut})};
}

} // namespace espalier
