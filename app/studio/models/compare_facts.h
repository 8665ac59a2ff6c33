// SPDX-License-Identifier: GPL-3.0-or-later
// What two networks differ in below the level of numbers: the weights of one layer, and the
// pictures that only one of them gets right.
#pragma once

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/graph/graph.h"
#include "core/train/evaluate.h"

#include <cstdint>
#include <string>
#include <vector>

namespace espalier::studio {

/// Weights of both sides in bins of one axis; zeros apart.
struct PairHistogram {
    double low = 0;
    double high = 0;
    std::vector<std::int64_t> a;
    std::vector<std::int64_t> b;
    std::int64_t zeros_a = 0;
    std::int64_t zeros_b = 0;
    std::int64_t total_a = 0; ///< zeros included
    std::int64_t total_b = 0;
};

/// Of float tensors; either may be undefined (then its counts are zero).
[[nodiscard]] PairHistogram pair_histogram(const Tensor& a, const Tensor& b, int bins);

/// B - A as a picture: rows are outputs, columns everything else. Where there are more than fit, a
/// cell shows the largest difference among those it stands for.
struct DifferenceMap {
    int rows = 0;
    int columns = 0;
    std::vector<float> cells; ///< row by row
    double largest = 0;       ///< of |B - A|
    std::int64_t outputs = 0; ///< rows before any were joined
    std::int64_t inputs = 0;
};

/// Empty where the shapes differ or the tensors are not float.
[[nodiscard]] DifferenceMap difference_map(const Tensor& a, const Tensor& b, int most_rows,
                                           int most_columns);

/// The weight of a layer on both sides, seen from all angles.
struct WeightComparison {
    std::string layer;
    bool has_a = false;
    bool has_b = false;
    PairHistogram histogram;
    DifferenceMap difference;
};

[[nodiscard]] WeightComparison compare_weights(const Graph& a, const Graph& b,
                                               const std::string& layer);

/// A picture that exactly one side gets right.
struct Disagreement {
    std::size_t index = 0; ///< in the set
    int label = 0;
    int guess_a = 0;
    int guess_b = 0;
    bool a_is_right = false;
};

/// In the order of the set; empty where the two were not measured on `set`.
[[nodiscard]] std::vector<Disagreement> disagreements(const Accuracy& a, const Accuracy& b,
                                                      const Dataset& set, const Job& job);

} // namespace espalier::studio
