// SPDX-License-Identifier: GPL-3.0-or-later
// Values in ascending order with running sums, so that the squared error of any set of levels costs
// a search for each level and not a pass over the values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace espalier {

/// Up to kMostExact values are kept one by one; of more, equally wide bins between the least and
/// the greatest are, each with its exact number, sum and sum of squares. Values that are not finite
/// are passed over.
class ValuePoints {
public:
    explicit ValuePoints(std::span<const float> values);

    static constexpr std::size_t kMostExact = 65536;

    /// Points: values, or bins that are not empty.
    [[nodiscard]] std::size_t size() const { return at_.size(); }

    [[nodiscard]] bool empty() const { return at_.empty(); }

    /// True where every point is one value, so that cuts between points are all the cuts there are.
    [[nodiscard]] bool exact() const { return exact_; }

    /// The value of a point, or the mean of its bin.
    [[nodiscard]] double at(std::size_t point) const { return at_[point]; }

    [[nodiscard]] double low() const { return at_.front(); }

    [[nodiscard]] double high() const { return at_.back(); }

    /// Over the points [begin, end): how many values, their mean (0 where there are none), and the
    /// sum of their squared distances from the mean or from `level`.
    [[nodiscard]] double count(std::size_t begin, std::size_t end) const {
        return sums_[end].count - sums_[begin].count;
    }

    [[nodiscard]] double mean(std::size_t begin, std::size_t end) const;
    [[nodiscard]] double spread(std::size_t begin, std::size_t end) const;
    [[nodiscard]] double error(std::size_t begin, std::size_t end, double level) const;
    /// Sum of the values of [begin, end).
    [[nodiscard]] double sum(std::size_t begin, std::size_t end) const;
    /// Sum of all squares.
    [[nodiscard]] double power() const;

    /// The first point greater than `value`.
    [[nodiscard]] std::size_t first_above(double value) const;

    /// Squared error of the nearest of `levels`, which ascend.
    [[nodiscard]] double error(std::span<const float> levels) const;

private:
    struct Sums {
        double count = 0;
        double sum = 0; ///< of distances from centre_, which keeps differences exact
        double squares = 0;
    };

    void add_values(std::vector<float> values);
    void add_bins(std::span<const float> values, float low, float high);
    void add_point(double at, double count, double sum, double squares);

    std::vector<double> at_;
    std::vector<Sums> sums_{Sums{}}; ///< before each point, and after the last
    double centre_ = 0;
    bool exact_ = true;
};

} // namespace espalier
