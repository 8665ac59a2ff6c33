// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/grids/value_points.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace espalier {

namespace {

constexpr std::size_t kBins = 65536;
/// A fixed number, so that sums are the same on any number of threads.
constexpr std::size_t kPieces = 8;

struct Bin {
    double count = 0;
    double sum = 0;
    double squares = 0;
};

} // namespace

ValuePoints::ValuePoints(std::span<const float> values) {
    float low = std::numeric_limits<float>::infinity();
    float high = -low;
    double sum = 0;
    std::size_t count = 0;
    for (const float x : values) {
        if (std::isfinite(x)) {
            low = std::min(low, x);
            high = std::max(high, x);
            sum += x;
            ++count;
        }
    }
    if (count == 0) {
        return;
    }
    centre_ = sum / static_cast<double>(count);
    if (count > kMostExact && low < high) {
        add_bins(values, low, high);
        return;
    }
    std::vector<float> finite;
    finite.reserve(count);
    std::ranges::copy_if(values, std::back_inserter(finite),
                         [](float x) { return std::isfinite(x); });
    add_values(std::move(finite));
}

void ValuePoints::add_point(double at, double count, double sum, double squares) {
    at_.push_back(at);
    const Sums& last = sums_.back();
    sums_.push_back({last.count + count, last.sum + sum, last.squares + squares});
}

void ValuePoints::add_values(std::vector<float> values) {
    std::ranges::sort(values);
    at_.reserve(values.size());
    sums_.reserve(values.size() + 1);
    for (std::size_t i = 0; i < values.size();) {
        std::size_t next = i + 1;
        while (next < values.size() && values[next] == values[i]) {
            ++next;
        }
        const double distance = values[i] - centre_;
        const auto times = static_cast<double>(next - i);
        add_point(values[i], times, times * distance, times * distance * distance);
        i = next;
    }
}

void ValuePoints::add_bins(std::span<const float> values, float low, float high) {
    exact_ = false;
    std::vector<std::vector<Bin>> pieces(kPieces);
    const double scale = static_cast<double>(kBins) / (static_cast<double>(high) - low);
    parallel_for(kPieces, [&](std::size_t piece) {
        std::vector<Bin>& bins = pieces[piece];
        bins.resize(kBins);
        const std::size_t begin = values.size() * piece / kPieces;
        const std::size_t end = values.size() * (piece + 1) / kPieces;
        for (const float x : values.subspan(begin, end - begin)) {
            if (!std::isfinite(x)) {
                continue;
            }
            const auto at = static_cast<std::size_t>((static_cast<double>(x) - low) * scale);
            Bin& bin = bins[std::min(at, kBins - 1)];
            const double distance = x - centre_;
            bin.count += 1;
            bin.sum += distance;
            bin.squares += distance * distance;
        }
    });
    for (std::size_t i = 0; i < kBins; ++i) {
        Bin all;
        for (const std::vector<Bin>& bins : pieces) {
            all.count += bins[i].count;
            all.sum += bins[i].sum;
            all.squares += bins[i].squares;
        }
        if (all.count > 0) {
            add_point(centre_ + all.sum / all.count, all.count, all.sum, all.squares);
        }
    }
}

double ValuePoints::mean(std::size_t begin, std::size_t end) const {
    const double times = count(begin, end);
    return times > 0 ? centre_ + (sums_[end].sum - sums_[begin].sum) / times : 0;
}

double ValuePoints::spread(std::size_t begin, std::size_t end) const {
    const double times = count(begin, end);
    if (times <= 0) {
        return 0;
    }
    const double sum = sums_[end].sum - sums_[begin].sum;
    return std::max(0.0, sums_[end].squares - sums_[begin].squares - sum * sum / times);
}

double ValuePoints::error(std::size_t begin, std::size_t end, double level) const {
    const double from_centre = level - centre_;
    const double sum = sums_[end].sum - sums_[begin].sum;
    return std::max(0.0, sums_[end].squares - sums_[begin].squares - 2 * from_centre * sum +
                             count(begin, end) * from_centre * from_centre);
}

double ValuePoints::sum(std::size_t begin, std::size_t end) const {
    return sums_[end].sum - sums_[begin].sum + count(begin, end) * centre_;
}

double ValuePoints::power() const {
    return empty() ? 0 : error(0, size(), 0);
}

std::size_t ValuePoints::first_above(double value) const {
    return static_cast<std::size_t>(std::ranges::upper_bound(at_, value) - at_.begin());
}

double ValuePoints::error(std::span<const float> levels) const {
    double total = 0;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const std::size_t end =
            i + 1 == levels.size()
                ? size()
                : first_above((static_cast<double>(levels[i]) + levels[i + 1]) / 2);
        total += error(begin, end, levels[i]);
        begin = end;
    }
    return total;
}

} // namespace espalier
