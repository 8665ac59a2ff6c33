// SPDX-License-Identifier: GPL-3.0-or-later
// How a row-stationary machine lays a convolution out: Eyeriss's logical sets of (filter rows x
// output rows), folded or replicated onto the array, and the passes that cover the layer.
// Source: Chen et al., ISCA 2016, section V, and JSSC 2017, section V-B, whose letters these are.
#pragma once

#include "hwmodel/accelerator.h"
#include "hwmodel/prices.h"

namespace espalier::hw::dataflows::detail {

/// One layout. In a pass the array convolves `n` images' q r channels of a strip of e output rows
/// with p t filters, for `g` groups at once.
struct RowMapping {
    double n = 1; ///< images of which a strip is in the buffer
    double m = 1; ///< filters whose partial sums are in the buffer
    double e = 1; ///< output rows of a strip: the columns of a set
    double p = 1; ///< filters interleaved in an element
    double q = 1; ///< channels interleaved in an element
    double r = 1; ///< sets on the array that work on different channels
    double t = 1; ///< sets on the array that work on different filters
    double g = 1; ///< sets on the array that work on different groups

    double width = 1;        ///< output columns of a strip; all of them unless rows are very wide
    double row_folds = 1;    ///< parts the filter's rows are cut into where they exceed the array's
    double column_folds = 1; ///< parts its columns are cut into where they exceed the scratchpad
    bool keeps_channels = false; ///< all channels of the strip stay in the buffer
    bool keeps_weights = false;  ///< all weights of the groups at work stay in the buffer

    double strips = 1;         ///< strips of a group's output, down and across
    double image_blocks = 1;   ///< ceil(N / n)
    double group_blocks = 1;   ///< ceil(G / g)
    double filter_passes = 1;  ///< ceil(K / (p t))
    double filter_blocks = 1;  ///< ceil(K / m)
    double channel_passes = 1; ///< ceil(C / (q r)), times both folds
    double compute_cycles = 0; ///< passes x n x width x p x q x filter columns
    double set_rows = 1;       ///< filter rows of a set
};

/// Words that move under a mapping, the whole layer. Weights and inputs: fetched from DRAM into the
/// buffer, read from it by the array, and delivered to elements. Partial sums: visits of the
/// buffer.
struct RowTraffic {
    double weights_fetched = 0, weights_read = 0, weights_delivered = 0;
    double inputs_fetched = 0, inputs_read = 0, inputs_delivered = 0;
    double psum_visits = 0; ///< times a partial sum is written to the buffer
    double psum_hops = 0;   ///< words passed from element to element, or to and from the buffer
};

/// Throws Unsupported unless the machine has buses, scratchpads and one shared buffer.
void check_row_stationary(const Accelerator& accelerator);

/// The layout that serves the machine's objective best: energy (data movement, MACs and
/// scratchpads; of zeros only what coding saves on the DRAM pins), or energy x time (the longer of
/// computing and DRAM). Some hundred candidates, no allocation. Unsupported where not even the
/// smallest tile fits the buffer.
[[nodiscard]] RowMapping map_rows(const Workload& work, const Accelerator& accelerator,
                                  const Prices& prices);

[[nodiscard]] RowTraffic row_traffic(const Workload& work, const RowMapping& mapping);

/// What of the traffic depends on layer and strip alone; the inner loops of the search reuse it.
struct StripShape {
    double weights = 0;   ///< of the layer, words
    double outputs = 0;   ///< of the layer, words
    double sweep = 0;     ///< input words fetched in one pass over all strips and images
    double rows = 0;      ///< output rows of a strip, on average
    double row_words = 0; ///< input words that one filter row takes for all output rows
};

[[nodiscard]] StripShape strip_shape(const Workload& work, double e, double width);
[[nodiscard]] RowTraffic row_traffic(const StripShape& shape, const RowMapping& mapping);

} // namespace espalier::hw::dataflows::detail
