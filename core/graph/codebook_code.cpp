// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/code.h"

#include "core/base/error.h"
#include "core/base/json.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace espalier {

namespace {

constexpr std::size_t kMaxLevels = 65536;

/// Index of the level nearest to `value`; the lower one where two are equally near.
std::size_t nearest(const std::vector<float>& levels, float value) {
    if (std::isnan(value)) {
        return nearest(levels, 0.0F);
    }
    const auto above = std::ranges::lower_bound(levels, value);
    if (above == levels.begin()) {
        return 0;
    }
    if (above == levels.end()) {
        return levels.size() - 1;
    }
    const auto index = static_cast<std::size_t>(above - levels.begin());
    return *above - value < value - levels[index - 1] ? index : index - 1;
}

} // namespace

CodebookCode::CodebookCode(std::vector<float> levels)
    : levels_(std::move(levels)) {
    expect(std::ranges::all_of(levels_, [](float level) { return std::isfinite(level); }),
           "a codebook's levels must be finite");
    std::ranges::sort(levels_);
    const auto repeated = std::ranges::unique(levels_);
    levels_.erase(repeated.begin(), repeated.end());
    expect(!levels_.empty() && levels_.size() <= kMaxLevels,
           "codebook with {} levels, expected 1 to {}", levels_.size(), kMaxLevels);
}

int CodebookCode::bits() const {
    return std::max(1, static_cast<int>(std::bit_width(levels_.size() - 1)));
}

Tensor CodebookCode::project(const Tensor& values) const {
    Tensor result(DType::Float32, values.shape());
    const auto target = result.writable<float>();
    std::ranges::transform(values.data<float>(), target.begin(),
                           [this](float value) { return levels_[nearest(levels_, value)]; });
    return result;
}

Tensor CodebookCode::encode(const Tensor& values) const {
    Tensor result(DType::Int32, values.shape());
    const auto target = result.writable<std::int32_t>();
    std::ranges::transform(values.data<float>(), target.begin(), [this](float value) {
        return static_cast<std::int32_t>(nearest(levels_, value));
    });
    return result;
}

Tensor CodebookCode::decode(const Tensor& indices) const {
    Tensor result(DType::Float32, indices.shape());
    const auto target = result.writable<float>();
    std::ranges::transform(
        indices.data<std::int32_t>(), target.begin(), [this](std::int32_t index) {
            expect(index >= 0 && static_cast<std::size_t>(index) < levels_.size(),
                   "index {} of a codebook with {} levels", index, levels_.size());
            return levels_[static_cast<std::size_t>(index)];
        });
    return result;
}

std::int64_t CodebookCode::overhead_bits() const {
    return static_cast<std::int64_t>(levels_.size()) * 32;
}

nlohmann::ordered_json CodebookCode::to_json() const {
    return {{"kind", kind()}, {"levels", levels_}};
}

CodePtr CodebookCode::selected(int /*axis*/, const std::vector<std::int64_t>& /*keep*/) const {
    return std::make_shared<CodebookCode>(*this);
}

} // namespace espalier
