// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/calibration.h"

#include "core/analysis/grids/analytic_clip.h"
#include "core/analysis/grids/scale_search.h"
#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace espalier {

namespace {

/// Above this many levels a histogram cannot tell ranges apart by their entropy.
constexpr std::size_t kMostEntropyLevels = 2048;
constexpr std::size_t kEntropyBins = 2048;

std::vector<float> finite_values(std::span<const float> values) {
    std::vector<float> result;
    result.reserve(values.size());
    std::ranges::copy_if(values, std::back_inserter(result),
                         [](float x) { return std::isfinite(x); });
    return result;
}

Range all_of(float low, float high, bool symmetric) {
    low = std::min(low, 0.0F);
    high = std::max(high, 0.0F);
    if (symmetric) {
        const float most = std::max(-low, high);
        return {-most, most};
    }
    return {low, high};
}

/// The value below which the share `share` of `values` lies (the nearest one that was seen).
float quantile(std::vector<float>& values, double share) {
    const auto last = static_cast<double>(values.size() - 1);
    const auto index =
        static_cast<std::ptrdiff_t>(std::llround(std::clamp(share, 0.0, 1.0) * last));
    std::nth_element(values.begin(), values.begin() + index, values.end());
    return values[static_cast<std::size_t>(index)];
}

Range percentile_range(std::vector<float> values, const QuantiserSpec& spec) {
    const double inside = spec.percentile / 100;
    if (spec.symmetric) {
        std::ranges::transform(values, values.begin(), [](float x) { return std::abs(x); });
        const float most = quantile(values, inside);
        return {-most, most};
    }
    const double tail = (1 - inside) / 2;
    const float low = quantile(values, tail);
    return all_of(low, quantile(values, 1 - tail), false);
}

Range mse_range(const Range& all, bool symmetric,
                const std::function<double(const Range&)>& error) {
    const auto scaled = [](const Range& range, double low, double high) {
        return Range{static_cast<float>(range.low * low), static_cast<float>(range.high * high)};
    };
    const double both = best_factor([&](double f) { return error(scaled(all, f, f)); });
    Range best = scaled(all, both, both);
    if (symmetric || all.low == 0 || all.high == 0) {
        return best;
    }
    // Each end for itself, from there: tails are seldom alike.
    const double high = best_factor([&](double f) {
        return error({best.low, static_cast<float>(all.high * f)});
    });
    best.high = static_cast<float>(all.high * high);
    const double low = best_factor([&](double f) {
        return error({static_cast<float>(all.low * f), best.high});
    });
    best.low = static_cast<float>(all.low * low);
    return best;
}

/// Q(x) of one grid as floats; adding and taking off 1.5 * 2^23 rounds half to even.
class Rounder {
public:
    Rounder(const Range& range, const QuantiserSpec& spec) {
        const Grid1D grid = grid_for(range, spec);
        const auto top =
            static_cast<float>((std::int64_t{1} << (spec.bits - (spec.symmetric ? 1 : 0))) - 1);
        scale_ = grid.scale;
        low_ = (spec.symmetric ? -top : 0) - static_cast<float>(grid.zero_point);
        high_ = top - static_cast<float>(grid.zero_point);
    }

    [[nodiscard]] float error(float x) const {
        constexpr float kMagic = 12582912.0F;
        const float steps = std::min(std::max(x / scale_, low_), high_);
        const float rounded = (steps + kMagic) - kMagic;
        return x - rounded * scale_;
    }

private:
    float scale_;
    float low_;
    float high_;
};

double bin_middle(const ValueRecord& record, std::size_t bin) {
    const double width = 2 * record.limit() / static_cast<double>(ValueRecord::kBins);
    return -record.limit() + (static_cast<double>(bin) + 0.5) * width;
}

double squared_error(const ValueRecord& record, const Range& range, const QuantiserSpec& spec) {
    const Rounder rounder(range, spec);
    double sum = 0;
    for (std::size_t bin = 0; bin < record.bins().size(); ++bin) {
        if (const std::int64_t count = record.bins()[bin]; count > 0) {
            const double error = rounder.error(static_cast<float>(bin_middle(record, bin)));
            sum += static_cast<double>(count) * error * error;
        }
    }
    return sum;
}

/// The value below which the share `share` of the record lies, by its bins.
float record_quantile(const ValueRecord& record, double share, bool magnitudes) {
    const auto target = share * static_cast<double>(record.count());
    const std::size_t half = ValueRecord::kBins / 2;
    double seen = 0;
    const auto passed = [&](std::int64_t count) {
        seen += static_cast<double>(count);
        return seen >= target;
    };
    if (magnitudes) {
        if (passed(record.zeros())) {
            return 0;
        }
        for (std::size_t i = 0; i < half; ++i) {
            if (passed(record.bins()[half + i] + record.bins()[half - 1 - i])) {
                return static_cast<float>(bin_middle(record, half + i));
            }
        }
        return std::max(-record.low(), record.high());
    }
    for (std::size_t bin = 0; bin < record.bins().size(); ++bin) {
        if (bin == half && passed(record.zeros())) {
            return 0;
        }
        if (passed(record.bins()[bin])) {
            return static_cast<float>(bin_middle(record, bin));
        }
    }
    return record.high();
}

Range percentile_range(const ValueRecord& record, const QuantiserSpec& spec) {
    const double inside = spec.percentile / 100;
    if (spec.symmetric) {
        const float most = record_quantile(record, inside, true);
        return {-most, most};
    }
    const double tail = (1 - inside) / 2;
    return all_of(record_quantile(record, tail, false), record_quantile(record, 1 - tail, false),
                  false);
}

/// Magnitudes up to the greatest one, in about kEntropyBins bins.
std::vector<std::int64_t> magnitudes(const ValueRecord& record, double most, double& width) {
    const std::size_t half = ValueRecord::kBins / 2;
    const double fine = record.limit() / static_cast<double>(half);
    const auto used = std::min(half, static_cast<std::size_t>(most / fine) + 1);
    const std::size_t each = std::max<std::size_t>(1, (used + kEntropyBins - 1) / kEntropyBins);
    std::vector<std::int64_t> bins((used + each - 1) / each, 0);
    for (std::size_t i = 0; i < used; ++i) {
        bins[i / each] += record.bins()[half + i] + record.bins()[half - 1 - i];
    }
    width = fine * static_cast<double>(each);
    return bins;
}

Range entropy_range(const ValueRecord& record, const QuantiserSpec& spec) {
    const Range all = all_of(record.low(), record.high(), spec.symmetric);
    const bool one_sided = !spec.symmetric && (all.low == 0 || all.high == 0);
    const std::size_t levels = std::size_t{1}
                               << static_cast<unsigned>(one_sided ? spec.bits : spec.bits - 1);
    if (record.bins().empty()) {
        return all;
    }
    double width = 0;
    const auto bins = magnitudes(record, std::max(-all.low, all.high), width);
    if (levels > kMostEntropyLevels || bins.size() <= levels) {
        return all;
    }
    std::size_t best = bins.size();
    double least = clip_divergence(bins, best, levels);
    for (std::size_t kept = bins.size() - 1; kept >= levels; --kept) {
        if (const double found = clip_divergence(bins, kept, levels); found < least) {
            least = found;
            best = kept;
        }
    }
    const auto clip = static_cast<float>(width * static_cast<double>(best));
    return {std::max(all.low, -clip), std::min(all.high, clip)};
}

/// What an analytic clip follows from.
struct Moments {
    double count = 0;
    double zeros = 0;
    double sum = 0;
    double sizes = 0;
    double squares = 0;
};

Moments moments_of(const std::vector<float>& values) {
    Moments moments;
    moments.count = static_cast<double>(values.size());
    for (const double x : values) {
        moments.zeros += x == 0 ? 1 : 0;
        moments.sum += x;
        moments.sizes += std::abs(x);
        moments.squares += x * x;
    }
    return moments;
}

Moments moments_of(const ValueRecord& record) {
    return {static_cast<double>(record.count()), static_cast<double>(record.zeros()), record.sum(),
            record.sizes(), record.squares()};
}

/// The clip of a distribution of this shape with these moments. Values of one sign are taken for
/// half of one around zero, zeros left out: they are what a ReLU cut off.
Range analytic_range(const Range& all, const Moments& moments, Shape1D shape,
                     const QuantiserSpec& spec) {
    const bool one_sided = !spec.symmetric && (all.low == 0 || all.high == 0);
    const double count = one_sided ? moments.count - moments.zeros : moments.count;
    if (count <= 0) {
        return all;
    }
    const double mean = spec.symmetric || one_sided ? 0 : moments.sum / count;
    const double deviation = std::sqrt(std::max(0.0, moments.squares / count - mean * mean));
    // Around a mean that is not zero the mean size is not known; the variance of Laplace is 2 b^2.
    const double size = mean == 0 ? moments.sizes / count : deviation / std::sqrt(2.0);
    const double clip = analytic_clip(shape, spec.bits + (one_sided ? 1 : 0)) *
                        (shape == Shape1D::Gauss ? deviation : size);
    return {std::max(all.low, std::min(0.0F, static_cast<float>(mean - clip))),
            std::min(all.high, std::max(0.0F, static_cast<float>(mean + clip)))};
}

/// Of all other rules the range with the least squared error.
template <typename Values>
Range best_range(const Values& values, QuantiserSpec spec) {
    Range best;
    double least = std::numeric_limits<double>::infinity();
    for (const RangeRule rule :
         {RangeRule::Mse, RangeRule::MinMax, RangeRule::Percentile, RangeRule::Entropy,
          RangeRule::Gauss, RangeRule::Laplace, RangeRule::Moving}) {
        spec.rule = rule;
        const Range range = range_of(values, spec);
        if (const double error = squared_error(values, range, spec); error < least) {
            least = error;
            best = range;
        }
    }
    return best;
}

} // namespace

RangeRule range_rule(std::string_view name) {
    if (name == "minmax") {
        return RangeRule::MinMax;
    }
    if (name == "percentile") {
        return RangeRule::Percentile;
    }
    if (name == "mse") {
        return RangeRule::Mse;
    }
    if (name == "entropy") {
        return RangeRule::Entropy;
    }
    if (name == "gauss") {
        return RangeRule::Gauss;
    }
    if (name == "laplace") {
        return RangeRule::Laplace;
    }
    if (name == "moving") {
        return RangeRule::Moving;
    }
    if (name == "best") {
        return RangeRule::Best;
    }
    fail(ErrorCode::Usage,
         "found range rule \"{}\", expected minmax, percentile, mse, entropy, gauss, laplace, "
         "moving or best",
         name);
}

Range range_of(std::span<const float> values, const QuantiserSpec& spec) {
    const std::vector<float> finite = finite_values(values);
    if (finite.empty()) {
        return {};
    }
    const auto [low, high] = std::ranges::minmax_element(finite);
    const Range all = all_of(*low, *high, spec.symmetric);
    switch (spec.rule) {
    case RangeRule::Percentile:
        return percentile_range(finite, spec);
    case RangeRule::Mse:
        return mse_range(all, spec.symmetric,
                         [&](const Range& range) { return squared_error(finite, range, spec); });
    case RangeRule::Entropy: {
        ValueRecord record;
        record.add(finite);
        return entropy_range(record, spec);
    }
    case RangeRule::Gauss:
        return analytic_range(all, moments_of(finite), Shape1D::Gauss, spec);
    case RangeRule::Laplace:
        return analytic_range(all, moments_of(finite), Shape1D::Laplace, spec);
    case RangeRule::Best:
        return best_range(std::span<const float>(finite), spec);
    case RangeRule::MinMax:
    case RangeRule::Moving: // one piece is its own average
        break;
    }
    return all;
}

Range range_of(const ValueRecord& record, const QuantiserSpec& spec) {
    const Range all = all_of(record.low(), record.high(), spec.symmetric);
    switch (record.bins().empty() ? RangeRule::MinMax : spec.rule) {
    case RangeRule::Percentile:
        return percentile_range(record, spec);
    case RangeRule::Mse:
        return mse_range(all, spec.symmetric,
                         [&](const Range& range) { return squared_error(record, range, spec); });
    case RangeRule::Entropy:
        return entropy_range(record, spec);
    case RangeRule::Gauss:
        return analytic_range(all, moments_of(record), Shape1D::Gauss, spec);
    case RangeRule::Laplace:
        return analytic_range(all, moments_of(record), Shape1D::Laplace, spec);
    case RangeRule::Moving:
        return all_of(record.moving_low(), record.moving_high(), spec.symmetric);
    case RangeRule::Best:
        return best_range(record, spec);
    case RangeRule::MinMax:
        break;
    }
    return all;
}

Grid1D grid_for(const Range& range, const QuantiserSpec& spec) {
    expect(spec.bits >= 2 && spec.bits <= 16, "a quantiser of {} bits, expected 2 to 16",
           spec.bits);
    const double low = std::min(range.low, 0.0F);
    const double high = std::max(range.high, 0.0F);
    const auto top =
        static_cast<double>((std::int64_t{1} << (spec.bits - (spec.symmetric ? 1 : 0))) - 1);
    const double span = spec.symmetric ? std::max(-low, high) : high - low;
    if (span <= 0) {
        return {};
    }
    const double scale = std::clamp<double>(span / top, std::numeric_limits<float>::min(),
                                            std::numeric_limits<float>::max());
    Grid1D grid{static_cast<float>(scale), 0};
    if (!spec.symmetric) {
        grid.zero_point =
            static_cast<std::int32_t>(std::clamp(std::nearbyint(-low / grid.scale), 0.0, top));
    }
    return grid;
}

CodePtr affine_code(const std::vector<Grid1D>& grids, const QuantiserSpec& spec, int axis) {
    std::vector<float> scales;
    std::vector<std::int32_t> zeros;
    for (const Grid1D& grid : grids) {
        scales.push_back(grid.scale);
        zeros.push_back(grid.zero_point);
    }
    return std::make_shared<AffineCode>(spec.bits, spec.symmetric, spec.symmetric, axis,
                                        std::move(scales), std::move(zeros));
}

double squared_error(std::span<const float> values, const Range& range, const QuantiserSpec& spec) {
    const Rounder rounder(range, spec);
    // Pieces in float, their sums in double: fast, and exact enough to compare ranges.
    constexpr std::size_t kPiece = 64;
    double sum = 0;
    for (std::size_t begin = 0; begin < values.size(); begin += kPiece) {
        float piece = 0;
        for (const float x : values.subspan(begin, std::min(kPiece, values.size() - begin))) {
            const float error = std::isfinite(x) ? rounder.error(x) : 0.0F;
            piece += error * error;
        }
        sum += piece;
    }
    return sum;
}

double clip_divergence(std::span<const std::int64_t> bins, std::size_t kept, std::size_t levels) {
    expect(levels >= 1 && levels <= kept && kept <= bins.size(),
           "clipping {} bins to {} for {} levels", bins.size(), kept, levels);
    double total = 0;
    double outside = 0;
    for (std::size_t i = 0; i < bins.size(); ++i) {
        total += static_cast<double>(bins[i]);
        outside += i >= kept ? static_cast<double>(bins[i]) : 0;
    }
    if (total == 0) {
        return 0;
    }
    // P: the first bins, what is clipped added to the last. Q: the same bins without what is
    // clipped, each level's mass spread evenly over its bins that are not empty.
    const double inside = total - outside;
    double divergence = 0;
    for (std::size_t level = 0; level < levels; ++level) {
        const std::size_t from = level * kept / levels;
        const std::size_t to = (level + 1) * kept / levels;
        double mass = 0;
        double filled = 0;
        for (std::size_t i = from; i < to; ++i) {
            mass += static_cast<double>(bins[i]);
            filled += bins[i] > 0 ? 1 : 0;
        }
        for (std::size_t i = from; i < to; ++i) {
            const double p = (static_cast<double>(bins[i]) + (i + 1 == kept ? outside : 0)) / total;
            if (p <= 0) {
                continue;
            }
            if (bins[i] == 0 || inside == 0) {
                return std::numeric_limits<double>::infinity();
            }
            divergence += p * std::log(p * filled * inside / mass);
        }
    }
    return divergence;
}

} // namespace espalier
