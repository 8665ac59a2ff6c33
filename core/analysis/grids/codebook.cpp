// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/grids/codebook.h"

#include "core/base/counter_rng.h"
#include "core/base/error.h"

#include <algorithm>
#include <limits>

namespace espalier {

namespace {

constexpr std::size_t kMostLevels = 65536;

void check(const ValuePoints& points, std::size_t count) {
    expect(!points.empty(), "no finite values to choose levels for");
    expect(count >= 1 && count <= kMostLevels, "{} levels, expected 1 to {}", count, kMostLevels);
}

Levels distinct(std::vector<double> levels) {
    std::ranges::sort(levels);
    Levels result(levels.begin(), levels.end());
    const auto repeated = std::ranges::unique(result);
    result.erase(repeated.begin(), repeated.end());
    return result;
}

/// Least errors of the points before each end, one more level at a time.
class LeastErrors {
public:
    explicit LeastErrors(const ValuePoints& points)
        : points_(points)
        , before_(points.size() + 1, 0)
        , now_(points.size() + 1, 0) {}

    /// Where the last of `count` cells begins for every end; row r is for r + 1 cells.
    std::vector<std::vector<std::uint32_t>> run(std::size_t count) {
        const std::size_t n = points_.size();
        std::vector<std::vector<std::uint32_t>> begins{std::vector<std::uint32_t>(n + 1, 0)};
        for (std::size_t end = 1; end <= n; ++end) {
            now_[end] = points_.spread(0, end);
        }
        for (std::size_t cells = 2; cells <= count; ++cells) {
            std::swap(before_, now_);
            begins.emplace_back(n + 1, 0);
            begins_ = &begins.back();
            // Each cell holds a point at least.
            fill(cells, n, cells - 1, n - 1);
        }
        return begins;
    }

private:
    /// Ends in [from, to], whose last cell begins in [low, high].
    void fill(std::size_t from, std::size_t to, std::size_t low, std::size_t high) {
        const std::size_t end = (from + to) / 2;
        double least = std::numeric_limits<double>::infinity();
        std::size_t best = low;
        for (std::size_t begin = low; begin <= std::min(high, end - 1); ++begin) {
            const double error = before_[begin] + points_.spread(begin, end);
            if (error < least) {
                least = error;
                best = begin;
            }
        }
        now_[end] = least;
        (*begins_)[end] = static_cast<std::uint32_t>(best);
        if (from < end) {
            fill(from, end - 1, low, best);
        }
        if (end < to) {
            fill(end + 1, to, best, high);
        }
    }

    const ValuePoints& points_;
    std::vector<double> before_;
    std::vector<double> now_;
    std::vector<std::uint32_t>* begins_ = nullptr;
};

/// Cuts between points that leave each of `count` cells its share of the values.
std::vector<std::size_t> equal_shares(const ValuePoints& points, std::size_t count) {
    std::vector<std::size_t> cuts{0};
    const double all = points.count(0, points.size());
    for (std::size_t i = 1; i < count; ++i) {
        const double share = all * static_cast<double>(i) / static_cast<double>(count);
        std::size_t low = cuts.back();
        std::size_t high = points.size();
        while (low < high) {
            const std::size_t middle = (low + high) / 2;
            if (points.count(0, middle) < share) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        cuts.push_back(low);
    }
    cuts.push_back(points.size());
    return cuts;
}

} // namespace

Levels optimal_levels(const ValuePoints& points, std::size_t count) {
    check(points, count);
    const std::size_t cells = std::min(count, points.size());
    const auto begins = LeastErrors(points).run(cells);
    std::vector<double> levels;
    std::size_t end = points.size();
    for (std::size_t cell = cells; cell-- > 0;) {
        const std::size_t begin = begins[cell][end];
        levels.push_back(points.mean(begin, end));
        end = begin;
    }
    return distinct(std::move(levels));
}

LevelStart level_start(std::string_view name) {
    if (name == "linear") {
        return LevelStart::Linear;
    }
    if (name == "density") {
        return LevelStart::Density;
    }
    if (name == "random") {
        return LevelStart::Random;
    }
    fail(ErrorCode::Usage, "found start \"{}\", expected linear, density or random", name);
}

Levels start_levels(const ValuePoints& points, std::size_t count, LevelStart start,
                    std::uint64_t seed) {
    check(points, count);
    std::vector<double> levels;
    if (start == LevelStart::Density) {
        return balanced_levels(points, count);
    }
    const auto all = static_cast<std::uint64_t>(points.count(0, points.size()));
    for (std::size_t i = 0; i < count; ++i) {
        if (start == LevelStart::Linear) {
            const double share =
                count == 1 ? 0.5 : static_cast<double>(i) / static_cast<double>(count - 1);
            levels.push_back(points.low() + share * (points.high() - points.low()));
        } else {
            const double drawn = counter_uniform(seed, i) * static_cast<double>(all);
            std::size_t low = 0;
            std::size_t high = points.size() - 1;
            while (low < high) {
                const std::size_t middle = (low + high) / 2;
                if (points.count(0, middle + 1) <= drawn) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            levels.push_back(points.at(low));
        }
    }
    return distinct(std::move(levels));
}

Levels lloyd_levels(const ValuePoints& points, Levels start, int rounds) {
    expect(!start.empty(), "no levels to begin with");
    std::vector<double> levels(start.begin(), start.end());
    for (int round = 0; round < rounds; ++round) {
        bool moved = false;
        std::size_t begin = 0;
        std::vector<double> next = levels;
        for (std::size_t i = 0; i < levels.size(); ++i) {
            const std::size_t end = i + 1 == levels.size()
                                        ? points.size()
                                        : points.first_above((levels[i] + levels[i + 1]) / 2);
            if (end > begin) {
                next[i] = points.mean(begin, end);
                moved = moved || next[i] != levels[i];
            }
            begin = end;
        }
        levels = std::move(next);
        if (!moved) {
            break;
        }
    }
    return distinct(std::move(levels));
}

Levels balanced_levels(const ValuePoints& points, std::size_t count) {
    check(points, count);
    const std::vector<std::size_t> cuts = equal_shares(points, count);
    std::vector<double> levels;
    for (std::size_t i = 0; i < count; ++i) {
        if (cuts[i + 1] > cuts[i]) {
            levels.push_back(points.mean(cuts[i], cuts[i + 1]));
        }
    }
    return distinct(std::move(levels));
}

} // namespace espalier
